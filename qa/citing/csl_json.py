"""CSL-JSON items, as Zotero, pandoc and citation processors read them. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from index.records import Kind
from qa.citing.names import Author, Organisation
from qa.citing.works import Cited

TYPES: Mapping[Kind, str] = {
    "reporting": "article-newspaper",
    "blog": "post-weblog",
    "rewrite": "webpage",
    "summary": "webpage",
    "paraphrased": "webpage",
}


def export(all_cited: Sequence[Cited]) -> str:
    """Return a JSON list with one item a work; what is unknown is left out."""
    return json.dumps([_item(one) for one in all_cited], ensure_ascii=False, indent=1) + "\n"


def _item(cited: Cited) -> dict[str, Any]:
    work, day = cited.work, cited.accessed
    item: dict[str, Any] = {
        "id": work.id,
        "type": TYPES[work.kind],
        "title": work.title or f"[{work.description}]",
        "author": [_name(one) for one in work.authors],
        "container-title": work.publisher,
        "genre": work.description if work.is_described else None,
        "issued": {"date-parts": [list(work.published)]} if work.published else None,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": work.url,
        "language": work.language,
        "note": "\n".join(cited.notes),
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    if isinstance(author, Organisation):
        return {"literal": author.name}
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {name: value for name, value in parts.items() if value}
