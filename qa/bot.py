"""A request -> the reply of the contract: the one thing every edge asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.analysis import stems
from index.records import Document, Span
from qa import contract
from qa.answerer import Answerer
from qa.asides import without_asides
from qa.contract import MAX_QUESTION, Request
from qa.contract import printable as printable
from qa.conversation import standalone
from qa.courtesies import is_small_talk
from qa.disagreement import Comparison, Disagreement
from qa.language import language_of, primary
from qa.receipt import Made, receipt
from qa.records import Answer, Finding, Nearest, NoAnswer, Trace
from qa.scope import is_invalid
from qa.spanish import Spanish
from qa.spelling import Spelling
from qa.values import Value

SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Bot:
    """Answers requests; the same request gives the same reply, byte for byte."""

    documents: Mapping[str, Document]
    answerer: Answerer
    spelling: Spelling
    spanish: Spanish
    made: Made

    def reply(self, request: Request) -> contract.Reply:
        """Return the reply to *request*; a question that cannot be answered gets one too."""
        return self.explained(request)[0]

    def explained(self, request: Request) -> tuple[contract.Reply, Trace]:
        """Return the reply to *request* and why it is what it is.

        The filters of a request change nothing yet, and `filters` says so by being empty.
        """
        question = printable(request.question)
        standing = self._standalone(question, request)
        language = request.language or language_of(standing[:MAX_QUESTION])
        translation = None
        if primary(language) == "es" and not is_invalid(standing) and not is_small_talk(standing):
            asked = without_asides(standing, self.answerer.guard.spoken_names)
            translation = self.spanish.translator.translate(asked)
            found = self.spanish.answer(self.answerer, standing, translation)
        else:
            found = self.answerer.answer(standing, english=primary(language) == "en")
        searched = translation.text if translation else standing
        outcome = _outcome(found)
        quotes = (*outcome.get("findings", ()), *outcome.get("nearest", ()))
        reply = contract.Reply(
            id=request.id,
            question=question,
            standalone_question=standing,
            search_question=translation.text if translation else None,
            language=language,
            searched_as=tuple(_aliases_used(found)),
            receipt=receipt(self.made, question=standing, language=language, filters={}, quotes=quotes),
            **outcome,
            **(_compared(searched, found.comparison) if found.comparison else {}),
        )
        return reply, found.trace

    def _standalone(self, question: str, request: Request) -> str:
        """Return *question* taken together with those before it, misspelt words mended.

        Each is mended by itself first, as it was when it was asked, so that names are told by words of the
        collection. What comes of it is mended once more, so that it stays the same when asked by itself.
        """
        earlier = [self._mended(turn.content, None) for turn in request.history if turn.role == "user"]
        asked = self._mended(question, request.language)
        taken = standalone(asked, earlier, self.answerer.guard)
        return asked if taken == asked else self._mended(taken, request.language)

    def _mended(self, question: str, language: str | None) -> str:
        is_english = primary(language or language_of(question[:MAX_QUESTION])) == "en"
        return self.spelling.mended(question) if is_english else question

    def bad_line(self, line: int, error: str, id: str | int | None) -> contract.BadLine:
        """Return the reply to *line* of a batch, which is no request because of *error*."""
        return contract.BadLine(
            id=id,
            line=line,
            error=printable(error),
            question="",
            standalone_question="",
            language="en",
            outcome="no_answer",
            reason="invalid",
            receipt=receipt(self.made, question="", language="en", filters={}, quotes=()),
        )


def document_ref(document: Document) -> contract.DocumentRef:
    """Return what a reply says of *document*."""
    source = document.source
    return contract.DocumentRef(
        id=document.id,
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        kind=source.kind,
        language=source.language,
        original=source.original,
        url=source.url,
        sha256=document.sha256,
        file_sha256=document.file_sha256,
    )


def _outcome(found: Answer | NoAnswer) -> dict[str, Any]:
    """Return the fields in which the two kinds of reply differ."""
    match found:
        case Answer(findings=findings):
            return {"outcome": "answer", "findings": tuple(map(_finding, findings))}
        case NoAnswer(reason=reason, missing=missing, nearest=nearest):
            return {
                "outcome": "no_answer",
                "reason": reason.value,
                "missing": missing,
                "nearest": tuple(map(_nearest, nearest)),
            }


def _compared(question: str, found: Comparison) -> dict[str, Any]:
    """Return the fields that say what comparing the figures gave."""
    limits = found.restriction
    return {
        "disagreement": found.disagreement and _disagreement(found.disagreement),
        "agreeing": found.agreeing,
        "restriction": limits and _words(question, limits.span),
        "left_out": tuple(map(_left_out, found.left_out)),
    }


def _aliases_used(found: Answer | NoAnswer) -> Iterator[contract.AliasUse]:
    """Yield each name of the question that a quote of the reply writes otherwise, with the forms quoted."""
    shown = found.findings if isinstance(found, Answer) else found.nearest
    quotes = [_as_terms(one.document.quote(one.quote)) for one in shown]
    for name, forms in found.trace.searched_as:
        otherwise = [quote for quote in quotes if _as_terms(name) not in quote]
        distinct = {_as_terms(form): form for form in reversed(forms)}  # they may differ in a comma only
        quoted = [form for terms, form in distinct.items() if any(terms in quote for quote in otherwise)]
        if quoted:
            yield contract.AliasUse(name=name, also=tuple(reversed(quoted)))


def _as_terms(text: str) -> str:
    """Return the terms of *text* with a blank around each, so that `in` compares whole words."""
    return f" {' '.join(stems(text))} "


def _finding(finding: Finding) -> contract.Finding:
    document = finding.document
    spans = [_words(document.text, span) for span in finding.spans]
    when, who = finding.told.as_of, finding.told.attribution
    return contract.Finding(
        as_of=when.iso if when else None,
        as_of_at=_words(document.text, when.span) if when else None,
        speaker=document.quote(who.speaker) if who else None,
        speaker_at=contract.Place(start=who.speaker.start, end=who.speaker.end) if who else None,
        via=document.quote(who.via) if who and who.via else None,
        own_words=tuple(_words(document.text, span) for span in finding.own_words),
        span=spans[0],
        spans=tuple(spans),
        quote=_quote(document, finding.quote, finding.heading),
        document=document_ref(document),
        support=finding.support.value,
        score=round(finding.score, SCORE_DIGITS),
        also_at=tuple(
            contract.PlaceIn(document=name, start=span.start, end=span.end) for name, span in finding.also_at
        ),
        caution=tuple(_cautions(finding)),
    )


def _disagreement(found: Disagreement) -> contract.Disagreement:
    return contract.Disagreement(
        about=found.about,
        kind=found.kind.value,
        values=tuple(map(_value, found.values)),
        others=tuple(map(_value, found.others)),
    )


def _value(value: Value) -> contract.Value:
    return contract.Value(**_measured(value), finding=value.finding, documents=value.documents)


def _left_out(value: Value) -> contract.LeftOut:
    start, end = value.figure.span
    return contract.LeftOut(**_measured(value), document=value.document.id, start=start, end=end)


def _measured(value: Value) -> dict[str, Any]:
    figure = value.figure
    return {
        "value": value.words,
        "number": None if figure.number is None else float(figure.number),
        "low": float(figure.low),
        "high": float(figure.high),
        "hedge": value.hedge,
        "unit": value.unit,
        "as_of": value.as_of.iso if value.as_of else None,
        "as_of_at": value.as_of and _words(value.document.text, value.as_of.span),
        "published": value.published,
        "speaker": value.speaker,
    }


def _words(text: str, span: Span) -> contract.Words:
    return contract.Words(text=text[slice(*span)], start=span.start, end=span.end)


def _nearest(near: Nearest) -> contract.Nearest:
    quote = _quote(near.document, near.quote, near.heading)
    return contract.Nearest(quote=quote, document=document_ref(near.document))


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
    if finding.told.as_of and finding.told.as_of.is_relative:
        cautions.append("relative_date")
    if finding.needs_context:
        cautions.append("needs_context")
    return cautions
