"""What a question asks to be counted, and whether a figure counts that or something else. Pure."""

import re
from functools import lru_cache

from index.analysis import words
from qa.figures import Figure, figures, places
from qa.places import STATES, states

_HOW_LONG = re.compile(r"(?<!\bas )\bhow long\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\s+(?:of\s+the\s+)?", re.IGNORECASE)
# Nouns that count the same: those who take part, by what they are or what they sign; and those who work.
_PARTNERS = "agency department jurisdiction office organization group force partner partnership agreement"
_WORKERS = (
    "officer personnel agent staff employee worker person people folk official deputy member men women cop "
    "sheriff marshal trooper"
)
_PEOPLE = f"{_WORKERS} immigrant migrant detainee prisoner inmate resident citizen student child children"
_DONE_TO_PEOPLE = "deportation removal arrest detention raid detainer"
# Of two that stand in different lines, neither is ever counted by the other, but for people and what is done
# to them. Of the 3,665 "how many" questions of SQuAD 1.1's training set whose answer has a unit, no right
# answer is in another line than its question.
_APART = tuple(
    frozenset(line.split())
    for line in (
        _PARTNERS,
        _PEOPLE,
        _DONE_TO_PEOPLE,
        "state county city town country nation province",
        "second minute hour day week month year decade century inch foot feet ft yard mile mi metre meter m "
        "kilometre kilometer km",
        "salary pay wage budget cost price income revenue money fund spending",
    )
)
_TOGETHER = frozenset(map(frozenset, (_PEOPLE.split(), _DONE_TO_PEOPLE.split())))
_KIN = tuple(frozenset(line.split()) for line in (f"{_PARTNERS} locality place", _WORKERS))


@lru_cache(maxsize=256)
def asked_head(question: str) -> str | None:
    """Return the noun that *question* wants counted, "agency" of "How many agencies ...".

    It is "hour" of "How long ...", and None where no number of things is asked for, or they are not named.
    """
    if _HOW_LONG.search(question):
        return "hour"
    asked = _HOW_MANY.search(question)
    if asked is None:
        return None
    text = f"2 {question[asked.end() :]}"  # what is asked for stands where the answer's unit would
    unit = next((one.unit for one in figures(text) if one.span.start == 0), None)
    return head(text[slice(*unit)]) if unit else None


def is_of_asked_place(question: str, sentence: str, figure: Figure, heading: str | None = None) -> bool:
    """Return whether a *figure* of *sentence* counts what *question* asks for in a place that it names.

    A figure's place is the one that holds it; where the sentence names none, one that its *heading* names.
    """
    if figure.place:
        held = [sentence[slice(*figure.place)]]
    else:
        held = [] if places(sentence) else [(heading or "")[slice(*one)] for one in places(heading or "")]
    wanted = asked_head(question)
    counted = head(sentence[slice(*figure.unit)]) if figure.unit else None
    is_counted = wanted is None or counted is None or are_kin(counted, wanted)
    return is_counted and any(_names_place(question, place) for place in held)


def head(unit: str) -> str:
    """Return the counted noun of *unit* in the singular: "officer" of "permanent ERO officers"."""
    return _singular(unit.split()[-1].rsplit("-", 1)[-1])


def are_kin(one: str, other: str) -> bool:
    """Return whether the heads *one* and *other* count the same."""
    return one == other or any({one, other} <= line for line in _KIN)


def counts_another(one: str, other: str) -> bool:
    """Return whether the heads *one* and *other* surely count different things."""
    lines = [next((line for line in _APART if word in line), None) for word in (one, other)]
    return None not in lines and lines[0] != lines[1] and frozenset(lines) != _TOGETHER


def names(text: str, asked: str) -> bool:
    """Return whether a word of *text* counts the same as the head *asked*."""
    return any(are_kin(_singular(text[start:end]), asked) for start, end in words(text))


def _names_place(question: str, place: str) -> bool:
    """Return whether *question* names the state or county *place*, in any case.

    One in West Virginia does not name Virginia.
    """
    name = place.partition(",")[0]
    if name in STATES:
        return any(question[slice(*one)].casefold() == name.casefold() for one in states(question))
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE) is not None


def _singular(word: str) -> str:
    """Return the plural noun *word* in the singular and in lower case, as far as its letters tell."""
    lower = word.lower()
    if lower.endswith("ies"):
        return f"{lower[:-3]}y"
    return lower.removesuffix("s") if not lower.endswith("ss") else lower
