"""The wrong replies, worst first, each with what would have been right and why the reply is what it is."""

from collections.abc import Iterable, Sequence

from qa.evaluation.figures import confidence
from qa.evaluation.records import Example, Judged
from qa.evaluation.runner import Explains, blinded, request_of
from qa.rendering import as_text, as_trace
from qa.texts.operator import load_frames


def worst_first(rows: Iterable[Judged]) -> list[Judged]:
    """Return the rows that are not good: wrong answers, the surest first, then wrong refusals."""
    return sorted(
        (row for row in rows if not row.good), key=lambda row: (not row.answered, -confidence(row), row.key)
    )


def explained(bot: Explains, example: Example, row: Judged) -> str:
    """Return the reply of *bot* to *example*, the right one, and the trace."""
    reply, trace = blinded(bot, example).explained(request_of(example))
    return "\n".join(
        [
            "=" * 100,
            f"{row.key}: {example.question}",
            f"wrong: {_fault(row)}",
            *_right(example),
            "",
            as_text(reply, bot.documents, load_frames()),
            "",
            as_trace(trace),
        ]
    )


def _fault(row: Judged) -> str:
    if not row.answered:
        return f"refused ({row.reason}), though the collection answers"
    if not row.answerable:
        return "answered, though the collection does not"
    return f"the evidence comes with finding {row.rank}" if row.rank else "no finding holds the evidence"


def _right(example: Example) -> Sequence[str]:
    if not example.answerable:
        return ["right: no answer"]
    need = "all of" if example.needs_all else "any of"
    places = [
        f"  {one.document} {one.span.start}-{one.span.end}: {' '.join(one.text.split())}"
        for one in example.evidence
    ]
    return [f"right, {need}:", *places]
