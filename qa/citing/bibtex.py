"""BibTeX entries. Letters beyond ASCII stay as they are: biber and today's BibTeX read UTF-8. Pure."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from qa.citing.names import Organisation, Person
from qa.citing.ris import LINE_BREAKS
from qa.citing.works import Cited

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ESCAPED: dict[str, str | int | None] = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
# BibTeX counts even the braces after a backslash: one without a partner would end the field, or never end it.
UNPAIRED: dict[str, str | int | None] = {**ESCAPED, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
SAFE = "".join(map(chr, range(33, 127))).translate(str.maketrans("", "", "{}\\"))  # in an address


def export(all_cited: Sequence[Cited]) -> str:
    """Return one entry a work: `@article` for a newspaper, `@misc` for any other."""
    return "\n".join(_entry(one) for one in all_cited)


def _entry(cited: Cited) -> str:
    kind = "article" if cited.work.kind == "reporting" else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(cited))
    return f"@{kind}{{{cited.work.id},\n{fields}}}\n"


def _fields(cited: Cited) -> Iterator[tuple[str, str]]:
    work = cited.work
    if work.authors:
        yield "author", f"{{{' and '.join(map(_name, work.authors))}}}"
    # The second pair of braces keeps a style from changing the capitals.
    yield "title", f"{{{{{escaped(work.title or f'[{work.description}]')}}}}}"
    if work.publisher:
        yield "journal" if work.kind == "reporting" else "howpublished", f"{{{escaped(work.publisher)}}}"
    for name, part in zip(("year", "month", "day"), work.published, strict=False):
        yield name, MONTHS[part - 1] if name == "month" else f"{{{part}}}"
    if work.url:
        # An address is read as it stands, so nothing is escaped but what would end the field.
        yield "url", f"{{{quote(work.url, safe=SAFE)}}}"
        yield "urldate", f"{{{cited.accessed}}}"
    quotes = cited.notes[: len(cited.passages)]
    notes = [*quotes, work.description if work.is_described else "", cited.unknown]
    if notes := [LINE_BREAKS.sub(" / ", note) for note in notes if note]:
        yield "note", f"{{{escaped('. '.join(notes))}}}"


def escaped(text: str) -> str:
    """Return *text* with what TeX takes for its own written out."""
    return text.translate(str.maketrans(ESCAPED if _is_paired(text) else UNPAIRED))


def _is_paired(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _name(author: Person | Organisation) -> str:
    if isinstance(author, Organisation):
        return f"{{{escaped(author.name)}}}"  # in braces of its own it is not cut at "and" or a comma
    return escaped(", ".join(filter(None, (author.surname, author.suffix, author.given))))
