"""Answerable questions -> questions that look as though their paragraph answered them, and it does not.

Writers of SQuAD 2.0's unanswerable questions often exchange one thing of an answerable one: a name, a number,
a word for its opposite (Rajpurkar et al., ACL 2018, table 2). Real ones are few; these are made by that rule
(Jia and Liang, EMNLP 2017, altered questions so; Zhu et al., ACL 2019, learnt from such). Some of them are
answered after all, so they stand beside real ones, never in their place.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qa.question import FUNCTION_WORDS
from qa.training.examples import Example

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")  # never the first word of a sentence
_WORD = re.compile(r"(?<!\bhow )\b[a-z]+", re.IGNORECASE)  # "how few", "how short" no one asks
_PAIR = re.compile(r"(?<![\w’'-])(?=([a-z-]{4,}) ([a-z-]{4,})(?![\w’'-]))")  # overlapping
_WAY = re.compile(
    r"\b(?:fle[ed]|flow(?:s|ed)?|go(?:es)?|went|com(?:e|es|ing)|came|mov(?:e|es|ed|ing)|sen[dt]|sold"
    r"|travel(?:s|ed|led)?|e?migrate[ds]?|immigrate[ds]?|return(?:s|ed)?|ship(?:s|ped)|transfer(?:s|red)"
    r"|extend(?:s|ed)?|spread|brought|taken|lead|led|import(?:s|ed)|export(?:s|ed)|escaped?|sail(?:s|ed)?)"
    r"(?: \w+){0,2}? (from|to)\b"
)
_MUTUAL = re.compile(r"\b(?:and|or|with|between|both|of)\b|,")

_OPPOSITES = """
first last|before after|most least|more less|more fewer|highest lowest|higher lower|largest smallest
larger smaller|biggest smallest|longest shortest|long short|oldest youngest|older younger|oldest newest
old new|earliest latest|early late|earlier later|best worst|better worse|north south|east west
northern southern|eastern western|increase decrease|increased decreased|increasing decreasing|rise fall
win lose|won lost|begin end|began ended|begins ends|start stop|started stopped|starts stops|open close
opened closed|male female|men women|man woman|king queen|father mother|son daughter|brother sister
husband wife|inside outside|above below|over under|maximum minimum|major minor|majority minority
same different|similar different|common rare|private public|modern ancient|legal illegal|rural urban
military civilian|internal external|positive negative|strong weak|stronger weaker|strongest weakest
support oppose|supported opposed|accept reject|accepted rejected|allow forbid|allowed forbidden
include exclude|included excluded|gain lose|gained lost|buy sell|bought sold|arrive leave|arrived left
give receive|gave received|create destroy|created destroyed|build destroy|built destroyed|attack defend
attacked defended|friend enemy|ally enemy|import export|imports exports|cause prevent|caused prevented
causes prevents|hot cold|warm cold|wet dry|light dark|heavy light|high low|large small|big small|rich poor
fast slow|near far|domestic foreign|formal informal|direct indirect|natural artificial|many few|always never
left right|upper lower|front back|day night|summer winter|spring autumn|morning evening|life death|born dead
success failure|successful unsuccessful|possible impossible|known unknown|used unused|popular unpopular
likely unlikely|able unable|with without|during after|like dislike|love hate|remember forget|join leave
joined left|married divorced|appointed dismissed|hired fired|approved rejected|won forfeited|peace war
""".replace("\n", "|")


def _opposites() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for pair in filter(None, _OPPOSITES.split("|")):
        one, other = pair.split()
        table[one] = (*table.get(one, ()), other)
        table[other] = (*table.get(other, ()), one)
    return table


OPPOSITES = _opposites()
MONTHS = "January February March April May June July August September October November December".split()


def swaps(examples: Sequence[Example], share: float, seed: str) -> list[Example]:
    """Return an altered, unanswerable question for about *share* of the answerable of *examples*.

    *seed* decides which are altered and how. A question that has nothing to exchange gives none.
    """
    chosen = random.Random(seed)
    altered = (
        swapped(example, random.Random(f"{seed} {number}"))
        for number, example in enumerate(examples)
        if example.answer is not None and chosen.random() < share
    )
    return [example for example in altered if example is not None]


def swapped(example: Example, chance: random.Random) -> Example | None:
    """Return *example* with one thing of its question exchanged and no answer; None where there is none.

    A name or a number is exchanged for another one of the paragraph that the question does not hold and the
    answer does not touch, a year also for one near it, a word for its opposite, "from" for "to"; two names
    for each other; of two words that the paragraph has together, one for what it has in its place elsewhere
    ("packet switching" for "circuit switching").
    """
    every = (
        _names(example),
        _numbers(example, chance),
        _words(example.question),
        _ways(example.question),
        _crossed(example),
        _beside(example),
    )
    kinds = [kind for kind in map(list, every) if kind]
    if not kinds:
        return None
    start, end, instead = chance.choice(chance.choice(kinds))
    question = example.question[:start] + instead + example.question[end:]
    return replace(example, question=question, answer=None)


_Change = tuple[int, int, str]


def _names(example: Example) -> Iterator[_Change]:
    question, context = example.question, example.context
    others = set(_free(_NAME, example))
    for found in _NAME.finditer(question):
        if found[0] in MONTHS:
            yield from ((*found.span(), month) for month in MONTHS if month not in question)
        elif found[0] in context:
            words = len(found[0].split())
            yield from (
                (*found.span(), other)
                for other in sorted(others)
                if abs(len(other.split()) - words) <= 1
                and other not in MONTHS
                and not _alike(other, question)
            )


def _numbers(example: Example, chance: random.Random) -> Iterator[_Change]:
    others = set(_free(_NUMBER, example))
    for found in _NUMBER.finditer(example.question):
        is_year = bool(_YEAR.fullmatch(found[0]))
        like = {other for other in others if bool(_YEAR.fullmatch(other)) == is_year}
        if is_year:
            like.add(str(int(found[0]) + chance.choice((-10, -5, -3, -2, -1, 1, 2, 3, 5, 10))))
        yield from ((*found.span(), other) for other in sorted(like) if other not in example.question)


def _words(question: str) -> Iterator[_Change]:
    for found in _WORD.finditer(question):
        for other in OPPOSITES.get(found[0].lower(), ()):
            yield (*found.span(), other)


def _ways(question: str) -> Iterator[_Change]:
    for found in _WAY.finditer(question):
        yield (*found.span(1), "to" if found[1] == "from" else "from")


def _crossed(example: Example) -> Iterator[_Change]:
    question = example.question
    names = [found for found in _NAME.finditer(question) if found[0] in example.context]
    for one, other in pairwise(names):
        between = question[one.end() : other.start()]
        if between.strip() and not _MUTUAL.search(between):
            yield one.start(), other.end(), other[0] + between + one[0]


def _beside(example: Example) -> Iterator[_Change]:
    heads: dict[str, set[str]] = {}
    modifiers: dict[str, set[str]] = {}
    for modifier, head in _pairs(example.context):
        heads.setdefault(head, set()).add(modifier)
        modifiers.setdefault(modifier, set()).add(head)
    for found in _PAIR.finditer(example.question):
        modifier, head = found.groups()
        if modifier not in heads.get(head, ()):
            continue
        for place, others in ((found.span(1), heads[head]), (found.span(2), modifiers[modifier])):
            yield from ((*place, other) for other in sorted(others) if other not in example.question)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(text):
        if FUNCTION_WORDS.isdisjoint(found.groups()):
            yield found[1], found[2]


def _free(pattern: re.Pattern[str], example: Example) -> Iterator[str]:
    """Yield what *pattern* finds in the context outside the answer."""
    assert example.answer is not None
    for found in pattern.finditer(example.context):
        if found.end() <= example.answer.start or found.start() >= example.answer.end:
            yield found[0]


def _alike(name: str, question: str) -> bool:
    """Return whether a word of *name* is in *question*: then it may be the same one."""
    return any(word in question for word in name.split())
