"""The rows of the tables of hand-checked citations, as works."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from index.records import Document
from qa.citing.names import author
from qa.citing.works import Cited, CitedPassage, Work, one_line, parts_of

READ = date(2026, 11, 22)
FOLDER = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def work_of(record: Mapping[str, Any]) -> Work:
    """Return the work of a *record* whose unknown values are absent or empty; its date may be partial."""
    publisher = one_line(record.get("publisher"))
    return Work(
        id="d",
        kind=record["kind"],
        title=one_line(record.get("title")),
        authors=tuple(author(name, publisher) for name in record.get("authors", ())),
        publisher=publisher,
        published=parts_of(record.get("published")),
        url=record.get("url") or None,
        language=record.get("language", "en"),
        original=record.get("original"),
    )


def cited_of(row: Mapping[str, Any], documents: Mapping[str, Document], record: Mapping[str, Any]) -> Cited:
    """Return what the *row* of a table cites: a seed, or the *record* of a work that does not exist."""
    places = row.get("quotes", ())
    if "seed" in row:
        document = documents[row["seed"]]
        text, sha256, work = document.text, document.sha256, Work.of(document)
    else:
        text, sha256, work = row.get("text", ""), "0" * 64, work_of(record)
    passages = tuple(CitedPassage(text[start:end], start, end, sha256) for start, end in places)
    return Cited(work, passages, READ)
