"""What a reply was made from: the receipt identifies a reply, and the saved reply is verified. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.contract import Finding, Nearest, Receipt, Reply

LENGTH = 16  # hex digits


@dataclass(frozen=True, slots=True)
class Made:
    """What every reply of one bot is made from."""

    corpus: str
    encoder: str
    reader: str
    made_with: Mapping[str, str]  # whatever else changes replies: settings, index, code, versions

    @property
    def settings(self) -> str:
        """One hash of `made_with`."""
        return _hash(dict(self.made_with))


def receipt(
    made: Made,
    *,
    question: str,
    language: str,
    filters: Mapping[str, str],
    quotes: Iterable[Finding | Nearest],
) -> Receipt:
    """Return the receipt of the reply to the standalone *question* that shows *quotes*, in this order."""
    identity = _identity(
        (made.corpus, made.encoder, made.reader, made.settings), question, language, filters, quotes
    )
    return Receipt(
        answer_id=identity,
        corpus=made.corpus,
        encoder=made.encoder,
        reader=made.reader,
        settings=made.settings,
        made_with=dict(made.made_with),
    )


def is_its_own(reply: Reply) -> bool:
    """Return whether the receipt of *reply* is that of this very reply.

    It is not when the question, a place or what it was made from was altered afterwards. Altered words do not
    show here but in the document.
    """
    kept = reply.receipt
    identity = _identity(
        (kept.corpus, kept.encoder, kept.reader, kept.settings),
        reply.standalone_question,
        reply.language,
        reply.filters,
        (*reply.findings, *reply.nearest),
    )
    return identity == kept.answer_id and kept.settings == _hash(kept.made_with)


def _identity(
    made: tuple[str, ...],
    question: str,
    language: str,
    filters: Mapping[str, str],
    quotes: Iterable[Finding | Nearest],
) -> str:
    places = [(one.document.id, one.quote.start, one.quote.end) for one in quotes]
    return _hash([*made, language, dict(filters), question, places])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:LENGTH]
