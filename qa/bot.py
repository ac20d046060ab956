"""A request -> the reply of the contract: the one thing every edge asks."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.records import Document, Span
from qa import contract
from qa.answerer import Answerer
from qa.contract import Request
from qa.language import language_of
from qa.records import Answer, Finding, NoAnswer, Trace

SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Made:
    """What every reply of one bot is made from."""

    corpus: str
    encoder: str
    reader: str
    settings: str  # hash of whatever else changes replies


@dataclass(frozen=True, slots=True)
class Bot:
    """Answers requests; the same request gives the same reply, byte for byte."""

    documents: Mapping[str, Document]
    answerer: Answerer
    made: Made

    def reply(self, request: Request) -> contract.Reply:
        """Return the reply to *request*; a question that cannot be answered gets one too."""
        return self.explained(request)[0]

    def explained(self, request: Request) -> tuple[contract.Reply, Trace]:
        """Return the reply to *request* and why it is what it is."""
        question = printable(request.question)
        language = request.language or language_of(question)
        found = self.answerer.answer(question, english=language == "en")
        shared = {
            "id": request.id,
            "question": question,
            "standalone_question": question,
            "language": language,
            "filters": request.filters,
            "searched_as": _aliases_used(found),
        }
        match found:
            case Answer(findings=findings):
                outcome = {"outcome": "answer", "findings": [_finding(finding) for finding in findings]}
            case NoAnswer(reason=reason, missing=missing, nearest=nearest):
                passages = [
                    contract.Nearest(
                        quote=_quote(one.document, one.quote, one.heading), document=document_ref(one.document)
                    )
                    for one in nearest
                ]
                outcome = {"outcome": "no_answer", "reason": reason.value, "missing": missing, "nearest": passages}
        receipt = self._receipt(question, language, request.filters, found)
        return contract.Reply.model_validate({**shared, **outcome, "receipt": receipt}), found.trace

    def bad_line(self, line: int, error: str, id: str | int | None) -> contract.BadLine:
        """Return the reply to *line* of a batch, which is no request because of *error*."""
        receipt = self._receipt("", "en", {}, None)
        return contract.BadLine(
            id=id, line=line, error=error, question="", standalone_question="", language="en",
            outcome="no_answer", reason="invalid", receipt=receipt,
        )  # fmt: skip

    def _receipt(
        self, question: str, language: str, filters: Mapping[str, str], found: Answer | NoAnswer | None
    ) -> contract.Receipt:
        places: Sequence[tuple[str, int, int]] = ()
        if isinstance(found, Answer):
            places = [(one.document.id, *one.quote) for one in found.findings]
        made = self.made
        whole = [made.corpus, made.encoder, made.reader, made.settings, dict(filters), language, question, places]
        answer_id = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
        return contract.Receipt(
            answer_id=answer_id, corpus=made.corpus, encoder=made.encoder, reader=made.reader, settings=made.settings
        )


def printable(text: str) -> str:
    """Return *text* with lone surrogates, which no UTF-8 can hold, as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def document_ref(document: Document) -> contract.DocumentRef:
    """Return what a reply says of *document*."""
    source = document.source
    return contract.DocumentRef(
        id=document.id, title=source.title, publisher=source.publisher, published=source.published, kind=source.kind,
        language=source.language, original=source.original, url=source.url, sha256=document.sha256,
        file_sha256=document.file_sha256,
    )  # fmt: skip


def _aliases_used(found: Answer | NoAnswer) -> list[contract.AliasUse]:
    """Return the names of the question that a quoted document writes otherwise, each with the forms quoted."""
    shown = found.findings if isinstance(found, Answer) else found.nearest
    quotes = " ".join(one.document.quote(one.quote).casefold() for one in shown)
    used = []
    for name, forms in found.trace.searched_as:
        quoted = tuple(form for form in forms if name.casefold() not in quotes and form.casefold() in quotes)
        if quoted:
            used.append(contract.AliasUse(name=name, also=quoted))
    return used


def _finding(finding: Finding) -> contract.Finding:
    document = finding.document
    spans = [contract.Words(text=document.quote(span), start=span.start, end=span.end) for span in finding.spans]
    return contract.Finding(
        span=spans[0],
        spans=tuple(spans),
        quote=_quote(document, finding.quote, finding.heading),
        document=document_ref(document),
        support=finding.support.value,
        score=round(finding.score, SCORE_DIGITS),
        also_at=tuple(contract.PlaceIn(document=name, start=span.start, end=span.end) for name, span in finding.also_at),
        caution=tuple(_cautions(finding)),
    )


def _quote(document: Document, span: Span, heading: str | None) -> contract.Quote:
    return contract.Quote(text=document.quote(span), start=span.start, end=span.end, heading=heading)


def _cautions(finding: Finding) -> list[contract.Caution]:
    source = finding.document.source
    cautions: list[contract.Caution] = []
    if source.published is None:
        cautions.append("undated")
    match source.kind:
        case "paraphrased":
            cautions.append("paraphrased")
        case "rewrite":
            cautions.append("rewritten")
        case "summary":
            cautions.append("summary")
        case "reporting" | "blog":
            pass
    if finding.needs_context:
        cautions.append("needs_context")
    return cautions
