"""How well a model reads, by SQuAD's measures, and how well it knows when a paragraph does not answer."""

from collections.abc import Sequence

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict
from tqdm import tqdm

from qa.evaluation.metrics import auroc, exact_match, token_f1
from qa.evaluation.squad import Row
from qa.extraction import ANSWER_TOKENS, Floats, Window, Windower, best_span, null_logit, padded
from qa.inference import Logits
from qa.training.model import FORBIDDEN, SpanModel

LOWEST = 4 * FORBIDDEN  # the margin of a paragraph without a single token; finite, so that it can be compared


class Answered(BaseModel):
    """What a model read in answer to one question."""

    model_config = ConfigDict(frozen=True)

    text: str
    margin: float  # of the best span over no answer, in logits


class Score(BaseModel):
    """The figures of one set of questions, most in percent; None where no question is of the kind."""

    model_config = ConfigDict(frozen=True)

    questions: int
    unanswerable: int
    f1: float
    exact: float
    answerable_f1: float | None  # of the answerable questions alone, each answered whatever its margin
    refused: float | None  # percent of the unanswerable questions
    auroc: float | None  # how often an answerable question has the higher margin


def answers(
    rows: Sequence[Row], windower: Windower, logits: Logits, *, batch_size: int = 16
) -> list[Answered]:
    """Return what is read in answer to each of *rows*; the window of the highest margin counts."""
    windows = [
        (number, window)
        for number, row in enumerate(rows)
        for window in windower.windows(row.question, row.context)
        if window.places
    ]
    windows.sort(key=lambda pair: len(pair[1].ids))
    best = [Answered(text="", margin=LOWEST)] * len(rows)
    for at in tqdm(
        range(0, len(windows), batch_size), desc="scoring", unit="batch", disable=None, leave=False
    ):
        group = windows[at : at + batch_size]
        for (number, window), (start, end) in zip(group, logits([one for _, one in group]), strict=True):
            first, last, total = best_span(start, end, window.is_context, ANSWER_TOKENS)
            margin = total - null_logit(start, end)
            if margin > best[number].margin:
                best[number] = Answered(
                    text=rows[number].context[slice(*window.place(first, last))], margin=margin
                )
    return best


def best_threshold(rows: Sequence[Row], answered: Sequence[Answered]) -> float:
    """Return the margin above which answering gives *rows* the highest F1: half-way between two of theirs.

    As in SQuAD 2.0's evaluate-v2.0.py, whose threshold is the null score itself (Rajpurkar et al., ACL 2018).
    """
    order = sorted(range(len(rows)), key=lambda number: answered[number].margin)
    gains = [_f1("", rows[number]) - _f1(answered[number].text, rows[number]) for number in order]
    refused = int(np.concatenate([[0.0], np.cumsum(gains)]).argmax())
    margins = [answered[number].margin for number in order]
    margins = [margins[0] - 2, *margins, margins[-1] + 2]
    return round((margins[refused] + margins[refused + 1]) / 2, 3)


def score(rows: Sequence[Row], answered: Sequence[Answered], threshold: float) -> Score:
    """Return the figures of *rows*, at least one, where a margin above *threshold* is an answer."""
    said = [one.text if one.margin > threshold else "" for one in answered]
    with_answer = [(one, row) for one, row in zip(answered, rows, strict=True) if row.answers]
    without = [one for one, row in zip(answered, rows, strict=True) if not row.answers]
    both = with_answer and without
    area = auroc([one.margin for one, _ in with_answer], [one.margin for one in without])
    return Score(
        questions=len(rows),
        unanswerable=len(without),
        f1=_percent([_f1(text, row) for text, row in zip(said, rows, strict=True)]),
        exact=_percent([exact_match(text, _golds(row)) for text, row in zip(said, rows, strict=True)]),
        answerable_f1=_percent([_f1(one.text, row) for one, row in with_answer]) if with_answer else None,
        refused=_percent([float(one.margin <= threshold) for one in without]) if without else None,
        auroc=round(area, 3) if both else None,
    )


def torch_logits(model: SpanModel, device: str) -> Logits:
    """Return the logits that *model* gives on *device*."""

    def logits(windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        batch = padded(windows)
        with torch.inference_mode():
            starts, ends = model(
                *(torch.from_numpy(part).to(device) for part in (batch.ids, batch.mask, batch.segments))
            )
        return [
            (start[: len(window.ids)], end[: len(window.ids)])
            for window, start, end in zip(windows, starts.cpu().numpy(), ends.cpu().numpy(), strict=True)
        ]

    return logits


def _golds(row: Row) -> list[str]:
    return [answer.text for answer in row.answers] or [""]  # SQuAD 2.0's answer where there is none


def _f1(text: str, row: Row) -> float:
    return token_f1(text, _golds(row))


def _percent(shares: Sequence[float]) -> float:
    return round(100 * sum(shares) / len(shares), 2)
