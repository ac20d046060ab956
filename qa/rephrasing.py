"""An English clause -> the same asked for something else, or stated, or said of its noun. Pure."""

import re

from qa.clauses import BE, DO, Clause, is_plural
from qa.parts import ENGLISH, tokens

_CHOOSING = frozenset({"who", "whom", "which", "which one", "which ones"})
_NEGATED = {"can": "can't", "will": "won't"}
_SOME = re.compile(r"\A(?:some|any|the|all|of the)\s", re.IGNORECASE)


def joined(*words: str) -> str:
    """Return *words* with single blanks between them, empty ones left out."""
    return " ".join(filter(None, (word.strip() for word in words)))


def asked_for(cut: Clause, wh: str, *, negated: bool = False) -> str | None:
    """Return the question *cut* asked for *wh* ("why", "how many"); None where that would be no question."""
    kind = "why" if wh.lower() == "how come" else wh.lower()
    auxiliary = _not(cut.auxiliary) if negated else cut.auxiliary
    counts, chooses = kind.endswith(("how many", "how much")), kind in _CHOOSING
    if cut.noun and (counts or chooses):
        return joined("which" if chooses else kind, *cut[1:])
    if cut.subject and (counts or chooses) and is_plural(cut.subject):
        subject = _SOME.sub("", cut.subject)
        return joined("which" if chooses else kind, subject, "" if auxiliary in DO else auxiliary, cut.rest)
    if chooses and kind not in ("who", "whom"):
        return None
    if cut.noun and cut.subject:  # the noun is the object: "How many agreements does Florida have with ICE?"
        verb, behind = _at_preposition(cut.rest)
        return joined(kind, auxiliary, cut.subject, verb, cut.noun, behind)
    if cut.noun and auxiliary:
        return joined(kind, auxiliary, cut.noun, cut.rest)
    if cut.noun:
        return joined(kind, "is it that", "" if is_plural(cut.noun) else "the", cut.noun, cut.rest)
    if cut.subject:
        is_asked = bool(cut.wh) or not counts or auxiliary in DO
        return joined(kind, auxiliary, cut.subject, cut.rest) if is_asked else None
    if counts or chooses or cut.wh.lower() not in ("who", "what"):
        return None
    doer = "someone" if cut.wh.lower() == "who" else "something"
    return joined(kind, "is it that", doer, auxiliary, cut.rest)


def stated(cut: Clause) -> str:
    """Return what *cut* asks as a part of a sentence: "the number of people that live in Oslo"."""
    if cut.noun:
        return joined("the number of" if cut.wh.lower().endswith("how many") else "the", relative(cut))
    wh = {"": "that", "how much": "what"}.get(cut.wh.lower(), cut.wh.lower())
    return joined(wh, cut.subject, cut.auxiliary, cut.rest)


def relative(cut: Clause) -> str:
    """Return the noun of *cut* with what is said of it: "officers deputized under the task force model"."""
    noun = _SOME.sub("", cut.noun)
    if cut.subject:
        return joined(noun, "that", cut.subject, cut.auxiliary, cut.rest)
    return joined(noun, cut.rest) if cut.auxiliary in BE else joined(noun, "that", cut.auxiliary, cut.rest)


def _not(auxiliary: str) -> str:
    if not auxiliary or auxiliary.endswith("n't"):
        return auxiliary
    return _NEGATED.get(auxiliary, f"{auxiliary}n't")


def _at_preposition(text: str) -> tuple[str, str]:
    starts = (one.span.start for one in tokens(text) if one.lower in ENGLISH.prepositions)
    at = next(starts, len(text))
    return text[:at], text[at:]
