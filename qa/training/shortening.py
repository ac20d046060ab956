"""Questions on paragraphs -> the same on a part of the paragraph, with or without what answers them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index.records import Span
from index.sentences import sentences
from qa.evaluation.metrics import restates
from qa.training.examples import Example

LEFT_OUT = 0.3  # of the sentences


def shortened(examples: Sequence[Example], share: float, seed: str) -> list[Example]:
    """Return *examples* in their order, about *share* of them with some sentences of the context left out.

    *seed* decides which. Where the one that answers is among them, the question has no answer any more: the
    rest is about the same things and does not answer, as with most passages that a search finds.
    """
    chance = random.Random(seed)
    split = cache(_split)  # most contexts come several times
    return [
        _without_some(example, split(example.context), chance) if chance.random() < share else example
        for example in examples
    ]


def _without_some(example: Example, places: Sequence[Span], chance: random.Random) -> Example:
    if len(places) < 2:
        return example
    kept = [place for place in places if chance.random() >= LEFT_OUT] or [chance.choice(places)]
    context = " ".join(example.context[slice(*place)] for place in kept)
    answer = example.answer
    if answer is None:
        return replace(example, context=context)
    at = 0
    for place in kept:
        if place.covers(answer):
            moved = at - place.start
            return replace(example, context=context, answer=Span(answer.start + moved, answer.end + moved))
        at += place.end - place.start + 1
    if restates(context, example.context[slice(*answer)]):
        return example  # another sentence may answer as well
    return replace(example, context=context, answer=None)


def _split(context: str) -> tuple[Span, ...]:
    return tuple(sentences(context, Span(0, len(context))))
