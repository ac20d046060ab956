"""`python -m qa staff`: who may log in to staff's pages."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from qa.verification.accounts import Accounts

staff = typer.Typer(
    help="Say who may log in to staff's pages: add, list, remove, password.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(help="As it stands beside what this person records.")]


@staff.command()
def add(name: Name) -> None:
    """Add a staff member. Asks for a password twice, or reads it from the first line of standard input."""
    _accounts().add(name, _password())


@staff.command("list")
def list_names() -> None:
    """List the names, one a line."""
    for name in _accounts().names():
        typer.echo(name)


@staff.command()
def remove(name: Name) -> None:
    """Remove a staff member and end their sessions. What they recorded stays."""
    _accounts().remove(name)


@staff.command()
def password(name: Name) -> None:
    """Set another password and end all sessions with the old one."""
    _accounts().set_password(name, _password())


def _accounts() -> "Accounts":
    from qa.settings import Settings
    from qa.verification.accounts import Accounts

    return Accounts.of(Settings().data_dir)


def _password() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
