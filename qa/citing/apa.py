"""References after the Publication Manual of the American Psychological Association, 7th edition. Pure."""

import re
from collections.abc import Sequence

from qa.citing.names import Author, Organisation
from qa.citing.runs import Run, Runs, closed, joined
from qa.citing.works import Cited, Work
from qa.texts.english import MONTHS

NAMED = 20  # authors who are all named; of more, the first 19 and the last (9.8)


def reference(cited: Cited) -> Runs:
    """Return the reference: author, date, title, source. Without an author the title comes first (9.12)."""
    work = cited.work
    authors = closed((Run(_authors(work.authors)),)) if work.authors else ()
    title, date = closed(_title(work)), (Run(f"({_date(work.published)})."),)
    url = (Run(work.url),) if work.url else ()  # no full stop after an address (9.35)
    first = [authors, date, title] if authors else [title, date]
    return joined([*first, _source(work), url])


def _title(work: Work) -> Runs:
    """Return the title, in italics where the work stands alone, and any description in brackets (9.19-22)."""
    if work.title is None:
        return (Run(f"[{work.description}]"),)
    title = Run(work.title, italic=not work.is_in_periodical)
    return (title, Run(f" [{work.description}]")) if work.is_described else (title,)


def _source(work: Work) -> Runs:
    if work.publisher is None or work.is_by_its_publisher:
        return ()
    return closed((Run(work.publisher, italic=work.is_in_periodical),))


def _date(published: Sequence[int]) -> str:
    match published:
        case (year, month, day):
            return f"{year}, {MONTHS[month - 1]} {day}"
        case (year, month):
            return f"{year}, {MONTHS[month - 1]}"
        case (year,):
            return str(year)
    return "n.d."


def _authors(authors: Sequence[Author]) -> str:
    names = [_name(one) for one in authors]
    if len(names) == 1:
        return names[0]
    if len(names) > NAMED:
        return f"{', '.join(names[: NAMED - 1])}, . . . {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _name(one: Author) -> str:
    if isinstance(one, Organisation):
        return one.name
    return ", ".join(filter(None, (one.surname, _initials(one.given), one.suffix)))


def _initials(given: str) -> str:
    """Return "R. M." for Rosa M. and "J.-P." for Jean-Paul."""
    return re.sub(r"([^\W_])[^\s-]*", lambda match: f"{match[1].upper()}.", given)
