"""Text with italics, as references need it, and the three ways to write it. Pure."""

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#~|]|&(?=#?\w+;))")
_LINE_MARK = re.compile(
    r"^(\s*\d+(?=[.)])|\s*(?=[-+=]))(.)", re.MULTILINE
)  # would begin a list, or underline a heading
_CLOSED = re.compile(r"[.?!][”’»)]*$")


class Run(NamedTuple):
    """Characters that are set alike."""

    text: str
    italic: bool = False


Runs = tuple[Run, ...]


def plain(runs: Runs) -> str:
    """Return *runs* without italics."""
    return "".join(run.text for run in runs)


def as_markdown(runs: Runs) -> str:
    """Return *runs* as Markdown, with asterisks around italics and every other mark escaped."""
    escaped = (Run(escape_markdown(run.text), run.italic) for run in runs)
    return "".join(f"*{run.text}*" if run.italic else run.text for run in escaped)


def escape_markdown(text: str) -> str:
    """Return *text* so that Markdown shows it as it stands."""
    return _LINE_MARK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def as_html(runs: Runs) -> str:
    """Return *runs* as HTML, for a paste that keeps the italics."""
    escaped = (Run(html.escape(run.text), run.italic) for run in runs)
    return "".join(f"<i>{run.text}</i>" if run.italic else run.text for run in escaped)


def closed(runs: Runs) -> Runs:
    """Return *runs* with a full stop, unless they end in one or in a question or exclamation mark."""
    return runs if _CLOSED.search(plain(runs)) else (*runs, Run("."))


def joined(parts: Iterable[Sequence[Run]], between: str = " ") -> Runs:
    """Return all *parts* that are not empty in one, with *between* between them."""
    whole: list[Run] = []
    for part in filter(None, parts):
        if whole:
            whole.append(Run(between))
        whole.extend(part)
    return tuple(whole)
