"""Reply -> plain text for a terminal, and the trace behind it. Pure."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from index.records import Document, Passage
from qa import texts
from qa.contract import DocumentRef, Finding, LeftOut, Measured, Quote, Reply, Value
from qa.records import Considered, Effort, Trace

WIDTH = 88
MARKS = ("⟦", "⟧")  # around the words that answer; brackets that hardly any text holds


def as_text(reply: Reply, documents: Mapping[str, Document]) -> str:
    """Return *reply* as a person reads it in a terminal; its quotes are verbatim but for line breaks."""
    parts: list[str] = []
    if reply.standalone_question != reply.question:
        parts.append(_wrapped(f"{texts.SEARCHED_FOR}: “{reply.standalone_question}”"))
    if reply.search_question:
        parts.append(_wrapped(f"{texts.SEARCHED_IN_ENGLISH}: “{reply.search_question}”"))
    for use in reply.searched_as:
        parts.append(_wrapped(f"Also searched “{use.name}” as: {'; '.join(use.also)}."))
    parts.extend(_compared(reply, documents))
    if reply.outcome == "answer":
        parts.extend(_finding(number, finding) for number, finding in enumerate(reply.findings, start=1))
    else:
        parts.extend(_silence(reply, documents))
    parts.append(texts.newest(documents))
    return "\n\n".join(parts)


def _compared(reply: Reply, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield the figures side by side, how many documents agree, and what was left out."""
    if found := reply.disagreement:
        yield _rows(texts.COMPARED[found.kind], [_value(one, reply) for one in found.values])
        if found.others:
            yield _rows(texts.COMPARED["different_measure"], [_value(one, reply) for one in found.others])
    if len(reply.agreeing) > 1:
        yield _wrapped(texts.agreeing(len(reply.agreeing)))
    if reply.left_out and reply.restriction:
        rows = [_left_out(one, documents[one.document]) for one in reply.left_out]
        yield _rows(texts.left_out(reply.restriction.text), rows)


def _rows(head: str, rows: Sequence[str]) -> str:
    return "\n".join([_wrapped(head), *(_wrapped(row, "    ", " " * 8) for row in rows)])


def _value(value: Value, reply: Reply) -> str:
    more = [texts.given_by(len(value.documents))] if len(value.documents) > 1 else []
    name = texts.source_name(reply.findings[value.finding].document)
    return "; ".join([*_measured(value, name), *more]) + f" [{value.finding + 1}]"


def _left_out(value: LeftOut, document: Document) -> str:
    place = f"{value.document}, characters {value.start}–{value.end}"
    return "; ".join([*_measured(value, texts.source_name(document.source)), place])


def _measured(value: Measured, source: str) -> list[str]:
    """Return the parts of a row: the figure, when it holds, when it was published, and who says it."""
    figure = f"{value.value} {value.unit}" if value.unit else value.value
    when = value.as_of and f"{texts.AS_OF.lower()} {texts.day(value.as_of)}"
    if value.as_of_at and not when:
        when = f"{texts.TIME_GIVEN.lower()}: “{value.as_of_at.text}”"
    published = (
        f"{texts.PUBLISHED.lower()} {texts.day(value.published)}" if value.published else texts.UNDATED
    )
    who = f"{value.speaker}, in {source}" if value.speaker else source
    return [figure, when or texts.NO_TIME_GIVEN, published, who]


def _finding(number: int, finding: Finding) -> str:
    lines = [] if finding.support != "weak" else [_wrapped(texts.WEAK, "    ")]
    lines.append(_quoted(marked(finding), finding.quote.heading))
    lines.append(_wrapped(_source(finding.document), "    — "))
    lines.append(f"    {_place(finding.document, finding.quote)}")
    if finding.speaker:
        via = f", {texts.QUOTED_BY} {finding.via}" if finding.via else ""
        lines.append(_wrapped(f"{texts.said_by(finding)}: {finding.speaker}{via}", "    "))
    if finding.as_of:
        lines.append(_wrapped(f"{texts.AS_OF} {texts.day(finding.as_of)}", "    "))
    elif finding.as_of_at:
        lines.append(_wrapped(f"{texts.TIME_GIVEN}: “{finding.as_of_at.text}”", "    "))
    lines.extend(_wrapped(texts.CAUTIONS[caution], "    ! ") for caution in finding.caution)
    if finding.also_at:
        places = ", ".join(f"{place.document} {place.start}–{place.end}" for place in finding.also_at)
        lines.append(_wrapped(f"{texts.also_at(len(finding.also_at))}: {places}", "    "))
    return f"[{number}]\n" + "\n".join(lines)


def _silence(reply: Reply, documents: Mapping[str, Document]) -> Iterator[str]:
    assert reply.reason is not None
    yield _wrapped(texts.REASONS[reply.reason])
    if reply.missing:
        yield _wrapped(texts.missing(reply.missing))
    yield _wrapped(texts.covers(documents))
    if reply.nearest:
        yield texts.NEAREST + ":"
        for near in reply.nearest:
            lines = (
                _quoted(near.quote.text, near.quote.heading),
                _wrapped(_source(near.document), "    — "),
                f"    {_place(near.document, near.quote)}",
            )
            yield "\n".join(lines)


def marked(finding: Finding) -> str:
    """Return the quote with the words that answer between marks."""
    text, shift = finding.quote.text, finding.quote.start
    for span in reversed(finding.spans):
        start, end = span.start - shift, span.end - shift
        text = text[:start] + MARKS[0] + text[start:end] + MARKS[1] + text[end:]
    return text


def _quoted(text: str, heading: str | None) -> str:
    lines = [_wrapped(line.strip(), "    | ", "    | ") for line in text.split("\n") if line.strip()]
    return "\n".join([_wrapped(heading, "    "), *lines] if heading else lines)


def _source(document: DocumentRef) -> str:
    when = texts.day(document.published) if document.published else texts.UNDATED
    return f"{texts.source_name(document)}, {when} ({texts.KIND_NAMES[document.kind]})"


def _place(document: DocumentRef, quote: Quote) -> str:
    return f"{document.id}, characters {quote.start}–{quote.end}"


def _wrapped(text: str, indent: str = "", rest: str | None = None) -> str:
    """Return *text* in lines cut at white space only, the first after *indent*, the others after *rest*.

    Without *rest* they are as deep as the first.
    """
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_trace(trace: Trace) -> str:
    """Return why the reply is what it is: every passage with its ranks, every reading, guard and decision."""
    question = trace.question
    lines = [f"asks for: {question.kind}", f"terms: {' '.join(question.terms) or '(none)'}"]
    lines += [f"searched {name!r} also as: {'; '.join(forms)}" for name, forms in trace.searched_as]
    lines.append(f"must be covered: {'; '.join(trace.required) or '(nothing)'}")
    lines += ["", "passages, fused (each retriever: rank, score)"]
    lines += [_passage(passage) for passage in trace.passages]
    lines.append(_effort(trace.effort))
    lines += ["", "readings (score; features; what the guard misses)"]
    lines += [_considered(one) for one in trace.considered]
    lines += ["", f"decision: {trace.decision}"]
    return "\n".join(lines)


def _passage(passage: Passage) -> str:
    found = "; ".join(
        f"{name} {rank}, {passage.scores[name]:.3f}" for name, rank in sorted(passage.ranks.items())
    )
    return f"{passage.rank:3} {passage.score:.4f} {passage.chunk.id} ({found})\n      {_short(passage.text)}"


def _effort(effort: Effort) -> str:
    left = f"; {effort.unread} more left unread, for they are too many" if effort.unread else ""
    return f"read: {effort.windows} windows, {effort.tokens} tokens{left}"


def _considered(one: Considered) -> str:
    reading = one.reading
    features = " ".join(f"{name}={value:.2f}" for name, value in reading.features.items() if value)
    missing = f" MISSES {'; '.join(term.words for term in one.missing)}" if one.missing else ""
    place = f"{reading.document.id}#{reading.sentence.start}-{reading.sentence.end}"
    words = _short(" … ".join(reading.document.quote(span) for span in reading.spans))
    sentence = _short(reading.document.quote(reading.sentence))
    return f"{reading.score:6.2f} {place} {features}{missing}\n       [{words}] in {sentence}"


def _short(text: str) -> str:
    return textwrap.shorten(text, 110, placeholder=" …")
