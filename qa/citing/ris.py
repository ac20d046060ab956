"""RIS records, as reference managers import them: on each line a tag and a value. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.records import Kind
from qa.citing.works import Cited

TYPES: Mapping[Kind, str] = {
    "reporting": "NEWS",
    "blog": "BLOG",
    "rewrite": "ELEC",
    "summary": "ELEC",
    "paraphrased": "ELEC",
}
# All that any reader of RIS may take for the end of a line; a value with one would begin a tag of its own.
LINE_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def export(all_cited: Sequence[Cited]) -> str:
    """Return one record a work, with lines that end in CR LF."""
    records = ("".join(f"{tag}  - {value}\r\n" for tag, value in _record(one)) for one in all_cited)
    return "\r\n".join(records)


def _record(cited: Cited) -> Iterator[tuple[str, str]]:
    work = cited.work
    yield "TY", TYPES[work.kind]
    yield "ID", work.id
    for author in work.authors:
        yield "AU", author.inverted
    yield "TI", work.title or f"[{work.description}]"
    if work.publisher:
        yield "T2", work.publisher
    if work.is_described:
        yield "M3", work.description
    if work.published:
        yield "DA", _date(work.published)
        yield "PY", f"{work.published[0]:04}"
    if work.url:
        yield "UR", work.url
    yield "Y2", _date((cited.accessed.year, cited.accessed.month, cited.accessed.day))
    yield "LA", work.language
    for note in cited.notes:
        yield "N1", LINE_BREAKS.sub(" / ", note)
    yield "ER", ""


def _date(parts: Sequence[int]) -> str:
    """Return year/month/day; the slashes before what is unknown stay."""
    year, *rest = parts
    whole = [f"{year:04}", *(f"{part:02}" for part in rest)]
    return "/".join(whole) if rest[1:] else "/".join([*whole, *[""] * (4 - len(whole))])
