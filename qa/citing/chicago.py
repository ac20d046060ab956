"""Full notes after The Chicago Manual of Style, 17th edition. Pure."""

from collections.abc import Sequence

from qa.citing.mla import quoted
from qa.citing.names import Author
from qa.citing.runs import Run, Runs, closed, joined
from qa.citing.works import Cited, Work
from qa.texts.english import MONTHS

NAMED = 3  # authors who are all named in a note (14.76)


def reference(cited: Cited) -> Runs:
    """Return the note: author, title, what it is, publisher, date or else the day of access, address."""
    work = cited.work
    day = (cited.accessed.year, cited.accessed.month, cited.accessed.day)
    date = _date(work.published) if work.published else f"accessed {_date(day)}"
    authors = (Run(_authors(work.authors)),) if work.authors else ()
    rest = joined(
        [_description(work), _publisher(work), (Run(date),), (Run(work.url),) if work.url else ()], ", "
    )
    if work.title:
        title = Run(quoted(work.title, ","))  # a date always follows, and the comma stands inside
        return closed(joined([joined([authors, (title,)], ", "), rest]))
    whole = joined([authors, rest], ", ")
    return closed((Run(whole[0].text[0].upper() + whole[0].text[1:]), *whole[1:]))


def _description(work: Work) -> Runs:
    if work.title and (not work.is_described):
        return ()
    return (Run(work.description[0].lower() + work.description[1:]),)


def _publisher(work: Work) -> Runs:
    """Return the newspaper without an initial The (14.193), a blog as one (14.208), or the site in roman."""
    if work.publisher is None or work.is_by_its_publisher:
        return ()
    if work.kind == "reporting":
        is_english = work.language.partition("-")[0] == "en"
        return (Run(work.publisher.removeprefix("The ") if is_english else work.publisher, italic=True),)
    if work.kind == "blog":
        return (Run(work.publisher, italic=True), Run(" (blog)"))
    return (Run(work.publisher),)


def _date(parts: Sequence[int]) -> str:
    match parts:
        case (year, month, day):
            return f"{MONTHS[month - 1]} {day}, {year}"
        case (year, month):
            return f"{MONTHS[month - 1]} {year}"
    return str(parts[0])


def _authors(authors: Sequence[Author]) -> str:
    names = [one.natural for one in authors]
    match names:
        case [name]:
            return name
        case [one, other]:
            return f"{one} and {other}"
        case _ if len(names) <= NAMED:
            return f"{', '.join(names[:-1])}, and {names[-1]}"
    return f"{names[0]} et al."
