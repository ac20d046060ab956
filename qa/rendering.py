"""Reply -> plain text for a terminal, and the trace behind it. Pure."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from index.records import Document, Passage
from qa.contract import DocumentRef, Finding, LeftOut, Measured, Quote, Reply, Value
from qa.courtesies import is_small_talk
from qa.keywords import is_keywords
from qa.recency import asks_of_now
from qa.records import Considered, Effort, Trace
from qa.texts import CATALOGUES, Catalogue, is_read
from qa.texts.operator import Frame, Frames, frame_in

WIDTH = 88
MARKS = ("⟦", "⟧")  # around the words that answer; brackets that hardly any text holds


def as_text(reply: Reply, documents: Mapping[str, Document], frames: Frames) -> str:
    """Return *reply* as a person reads it in a terminal, in a frame of its language.

    Its quotes are verbatim but for line breaks.
    """
    frame = frame_in(frames, reply.language)
    t = frame.t
    of_now = asks_of_now(reply.question)
    parts = [_wrapped(f"{t.NOT_OF_TODAY} {t.newest(documents)}")] if of_now else []
    if not is_read(reply.language):
        parts.extend(_wrapped(one.READS_ONLY) for one in CATALOGUES.values())
    if reply.standalone_question != reply.question:
        searched = f"{t.SEARCHING_FOR}: “{reply.standalone_question}”"
        parts.append(f"{_wrapped(searched)}\n{t.MEANT_OTHERWISE}")
    if reply.search_question:
        parts.append(_wrapped(f"{t.SEARCHED_IN_ENGLISH}: “{reply.search_question}”"))
    for use in reply.searched_as:
        parts.append(_wrapped(t.also_searched(use.name, use.also)))
    parts.extend(_compared(t, reply, documents))
    if reply.outcome == "answer":
        parts.extend(_finding(t, number, finding) for number, finding in enumerate(reply.findings, start=1))
    else:
        parts.extend(_silence(frame, reply, documents))
    if not of_now:
        parts.append(t.newest(documents))
    return "\n\n".join(parts)


def _compared(t: Catalogue, reply: Reply, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield the figures side by side, how many documents agree, and what was left out."""
    if found := reply.disagreement:
        yield _rows(t.COMPARED[found.kind], [_value(t, one, reply) for one in found.values])
        if found.others:
            yield _rows(t.COMPARED["different_measure"], [_value(t, one, reply) for one in found.others])
    if len(reply.agreeing) > 1:
        yield _wrapped(t.agreeing(len(reply.agreeing)))
    if reply.left_out and reply.restriction:
        rows = [_left_out(t, one, documents[one.document]) for one in reply.left_out]
        yield _rows(t.left_out(reply.restriction.text), rows)


def _rows(head: str, rows: Sequence[str]) -> str:
    return "\n".join([_wrapped(head), *(_wrapped(row, "    ", " " * 8) for row in rows)])


def _value(t: Catalogue, value: Value, reply: Reply) -> str:
    more = [t.given_by(len(value.documents))] if len(value.documents) > 1 else []
    name = t.source_name(reply.findings[value.finding].document)
    return "; ".join([*_measured(t, value, name), *more]) + f" [{value.finding + 1}]"


def _left_out(t: Catalogue, value: LeftOut, document: Document) -> str:
    place = f"{value.document}, {t.CHARACTERS} {value.start}–{value.end}"
    return "; ".join([*_measured(t, value, t.source_name(document.source)), place])


def _measured(t: Catalogue, value: Measured, source: str) -> list[str]:
    """Return the parts of a row: the figure, when it holds, when it was published, and who says it."""
    figure = f"{value.value} {value.unit}" if value.unit else value.value
    when = value.as_of and _small(t.as_of(value.as_of))
    if value.as_of_at and not when:
        when = f"{_small(t.TIME_GIVEN)}: “{value.as_of_at.text}”"
    published = t.published_on(value.published) if value.published else t.UNDATED
    who = f"{value.speaker}, {t.IN_SOURCE} {source}" if value.speaker else source
    return [figure, when or t.NO_TIME_GIVEN, published, who]


def _small(words: str) -> str:
    """Return *words* as they stand within a line."""
    return words[:1].lower() + words[1:]


def _finding(t: Catalogue, number: int, finding: Finding) -> str:
    lines = [] if finding.support != "weak" else [_wrapped(t.WEAK, "    ")]
    lines.append(_quoted(marked(finding), finding.quote.heading))
    lines.append(_wrapped(_source(t, finding.document), "    — "))
    lines.append(f"    {_place(t, finding.document, finding.quote)}")
    if finding.speaker:
        via = f", {t.QUOTED_BY} {finding.via}" if finding.via else ""
        lines.append(_wrapped(f"{t.said_by(finding)}: {finding.speaker}{via}", "    "))
    if finding.as_of:
        lines.append(_wrapped(t.as_of(finding.as_of), "    "))
    elif finding.as_of_at:
        lines.append(_wrapped(f"{t.TIME_GIVEN}: “{finding.as_of_at.text}”", "    "))
    lines.extend(_wrapped(t.CAUTIONS[caution], "    ! ") for caution in finding.caution)
    if finding.also_at:
        places = ", ".join(f"{place.document} {place.start}–{place.end}" for place in finding.also_at)
        lines.append(_wrapped(f"{t.also_at(len(finding.also_at))}: {places}", "    "))
    return f"[{number}]\n" + "\n".join(lines)


def _silence(frame: Frame, reply: Reply, documents: Mapping[str, Document]) -> Iterator[str]:
    assert reply.reason is not None
    t = frame.t
    is_asked = not is_small_talk(reply.question)
    if is_read(reply.language):
        yield _wrapped(t.REASONS[reply.reason] if is_asked else t.WELCOME)
    if reply.missing:
        yield _wrapped(t.missing(reply.missing))
    example = f"{t.FOR_EXAMPLE} “{t.EXAMPLES[0]}”"
    if not is_asked:
        yield _wrapped(example)
    elif is_keywords(reply.question):
        yield _wrapped(f"{t.WHOLE_QUESTION} {example}")
    yield _wrapped(t.covers(documents))
    if reply.reason != "invalid" and is_asked:
        yield _wrapped(frame.own.referral)
    if reply.nearest:
        yield t.NEAREST + ":"
        for near in reply.nearest:
            lines = (
                _quoted(near.quote.text, near.quote.heading),
                _wrapped(_source(t, near.document), "    — "),
                f"    {_place(t, near.document, near.quote)}",
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


def _source(t: Catalogue, document: DocumentRef) -> str:
    when = t.day(document.published) if document.published else t.UNDATED
    return f"{t.source_name(document)}, {when} ({t.KIND_NAMES[document.kind]})"


def _place(t: Catalogue, document: DocumentRef, quote: Quote) -> str:
    return f"{document.id}, {t.CHARACTERS} {quote.start}–{quote.end}"


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
    held = " of the place asked for" if reading.is_of_place else ""
    place = f"{reading.document.id}#{reading.sentence.start}-{reading.sentence.end}"
    words = _short(" … ".join(reading.document.quote(span) for span in reading.spans))
    sentence = _short(reading.document.quote(reading.sentence))
    return f"{reading.score:6.2f} {place} {features}{held}{missing}\n       [{words}] in {sentence}"


def _short(text: str) -> str:
    return textwrap.shorten(text, 110, placeholder=" …")
