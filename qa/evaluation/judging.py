"""An example and an attempt at it -> what is right and wrong about the attempt. Pure."""

from collections.abc import Mapping, Sequence

from index.blocks import BULLET, NUMBERED
from index.records import MAX_QUOTE
from qa.evaluation.metrics import FOCUSED, exact_match, holds, item_recall, ndcg, restates, token_f1
from qa.evaluation.records import Attempt, Evidence, Example, Judged, Shown

BARE = frozenset({"yes", "no", "sí", "si"})  # words that are never quoted, so never asked for


def judge(example: Example, attempt: Attempt, texts: Mapping[str, str]) -> Judged:
    """Return *attempt* judged against *example*; *texts* holds the documents' canonical texts by id."""
    quotes = attempt.quotes
    rank = _rank(example, quotes)
    best = quotes[0] if quotes else attempt.withheld
    exact, f1, recall = _answer_scores(example, quotes)
    return Judged(
        id=example.id,
        collection=example.collection,
        variant=example.variant,
        question=example.question,
        kind=example.kind,
        language=example.language,
        asker=example.asker,
        follow_up=bool(example.history),
        answerable=example.answerable,
        answered=bool(quotes),
        reason=attempt.reason,
        silence=attempt.silence,
        rank=rank,
        searched_rank=_rank(example, attempt.searched),
        read_rank=_rank(example, attempt.read),
        focused=rank == 1 and (len(quotes[0].text) <= FOCUSED or is_list(quotes[0].text)),
        ndcg=_ndcg(example, quotes),
        exact_match=exact,
        f1=f1,
        item_recall=recall,
        quote_lengths=tuple(len(quote.text) for quote in quotes),
        verbatim=tuple(is_verbatim(quote, texts) for quote in quotes),
        confidence=attempt.confidence,
        right=best is not None and _rank(example, [best]) == 1,
        seconds=attempt.seconds,
        stages=attempt.stages,
    )


def hits(quote: Shown, evidence: Evidence) -> bool:
    """Return whether *quote* holds *evidence*: at its own place, at one of its copies', or in its words."""
    places = [(quote.document, quote.span), *quote.also_at]
    at_place = any(name == evidence.document and holds(span, evidence.span) for name, span in places)
    return at_place or restates(quote.text, evidence.text)


def is_list(text: str) -> bool:
    """Return whether the quote *text* is one list: a lead-in, or none, and then items only."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    items = [bool(BULLET.match(line) or NUMBERED.match(line)) for line in lines]
    return len(text) <= MAX_QUOTE and len(items) > 1 and all(items[1:])


def is_verbatim(quote: Shown, texts: Mapping[str, str]) -> bool:
    """Return whether the quote, and each answer inside it, is the very text at its place."""
    text = texts.get(quote.document)
    if text is None or not quote.text or text[slice(*quote.span)] != quote.text:
        return False
    return all(
        quote.span.covers(span) and words and text[slice(*span)] == words for span, words in quote.answers
    )


def comparable(answers: Sequence[str]) -> list[str]:
    """Return those of *answers* that a quote can hold: a bare yes or no is never one."""
    return [answer for answer in answers if answer.strip(" .!").lower() not in BARE]


def _rank(example: Example, quotes: Sequence[Shown]) -> int | None:
    """Return with which of *quotes* (the first is 1) the evidence suffices."""
    left = set(example.evidence)
    for rank, quote in enumerate(quotes, start=1):
        found = {evidence for evidence in left if hits(quote, evidence)}
        left -= found
        if found and (not left or not example.needs_all):
            return rank
    return None


def _ndcg(example: Example, quotes: Sequence[Shown]) -> float:
    """Return nDCG@10 with gain 1 for a quote that holds evidence which none before it held.

    Copies of one fact that one quote stands for count once in the ideal ranking.
    """
    left = set(example.evidence)
    gains: list[float] = []
    for quote in quotes:
        found = {evidence for evidence in left if hits(quote, evidence)}
        left -= found
        gains.append(float(bool(found)))
    return ndcg(gains, [1.0] * (int(sum(gains)) + len(left)))


def _answer_scores(
    example: Example, quotes: Sequence[Shown]
) -> tuple[float | None, float | None, float | None]:
    """Return exact match, F1 and item recall of the first quote's answer; None where nothing is given."""
    answers = comparable(example.answers)
    if not example.answerable or not answers:
        return None, None, None
    words = " ".join(text for _, text in quotes[0].answers) if quotes else ""
    if example.joined:
        whole = [" ".join(answers)]
        return exact_match(words, whole), token_f1(words, whole), item_recall(words, answers)
    first = quotes[0].answers[0][1] if quotes and quotes[0].answers else ""
    return exact_match(first, answers), token_f1(first, answers), None
