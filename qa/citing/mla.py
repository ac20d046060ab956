"""Entries for a list of works cited after the MLA Handbook, 9th edition. Pure."""

import re
from collections.abc import Sequence

from qa.citing.names import Author, Person
from qa.citing.runs import Run, Runs, closed, joined
from qa.citing.works import Cited, Work

MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def reference(cited: Cited) -> Runs:
    """Return the entry: author, title, container with date and address, what it is, and the day of access.

    The day of access is given where the work has no date. An organisation that is author and publisher is
    named as publisher only.
    """
    work = cited.work
    authors = () if work.is_by_its_publisher else work.authors
    description = f"{work.description}." if work.is_described and work.title else ""
    day = (cited.accessed.year, cited.accessed.month, cited.accessed.day)
    accessed = "" if work.published else f"Accessed {_date(day)}."
    return joined(
        [
            closed((Run(_authors(authors)),)) if authors else (),
            (Run(quoted(work.title)),) if work.title else (Run(f"{work.description}."),),
            _container(work),
            (Run(description),) if description else (),
            (Run(accessed),) if accessed else (),
        ]
    )


def quoted(title: str, after: str = ".") -> str:
    """Return *title* in quotation marks, *after* inside them, and its own quotation marks as single ones.

    A full stop is left out after a question or exclamation mark; a comma is not.
    """
    inner = re.sub(r"“([^“”]*)”|\"([^\"]*)\"", lambda match: f"‘{match[1] or match[2] or ''}’", title)
    ends = after == "." and re.search(r"[.?!][’)]*$", inner)
    return f"“{inner}{'' if ends else after}”"


def _container(work: Work) -> Runs:
    parts: list[Runs] = [
        (Run(work.publisher, italic=True),) if work.publisher else (),
        (Run(_date(work.published)),) if work.published else (),
        (Run(re.sub(r"^https?://", "", work.url)),) if work.url else (),
    ]
    whole = joined(parts, ", ")
    return closed(whole) if whole else ()


def _date(parts: Sequence[int]) -> str:
    year, *rest = parts
    words = [str(year)]
    if rest:
        words.insert(0, MONTHS[rest[0] - 1])
    if rest[1:]:
        words.insert(0, str(rest[1]))
    return " ".join(words)


def _authors(authors: Sequence[Author]) -> str:
    first, *others = authors
    comma = "," if isinstance(first, Person) else ""  # it ends the name that was turned round
    match others:
        case []:
            return first.inverted
        case [second]:
            return f"{first.inverted}{comma} and {second.natural}"
    return f"{first.inverted}{comma} et al."
