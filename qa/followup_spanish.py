"""A Spanish follow-up and the question before it -> one question, in Spanish. Pure.

Accents and the marks at the beginning may be left out, as many people type.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Span
from qa.earlier import Earlier
from qa.parts import SPANISH, Namer, Part, PartKind, tokens
from qa.scope import asks_something_else

_LEAD = re.compile(
    r"(?P<word>(?:(?:y|e|o|pero|entonces|bueno|ahora|pues)(?!\w)[\s,]*)*)"
    r"(?P<about>(?:qu[eé]\s(?:hay|pasa|tal)\s(?:de|con|en)(?!\w)\s?)?)",
    re.IGNORECASE,
)
_JOINING = re.compile(r"\b(?:y|e|o|pero)\b", re.IGNORECASE)
_THAT = r"(?:es[eao]s?|est[eao]s?)"
_WHO_SAYS = re.compile(
    rf"""
      qui[eé]n(?:es)?\s(?:lo\s)?(?:dijo|dice|dicen|dijeron|afirma|afirm[oó]|inform[oó])(?:\s{_THAT})?
    | seg[uú]n\squi[eé]n
    | de\squi[eé]n\ses\s{_THAT}\s(?:cifra|dato|n[uú]mero|c[aá]lculo)
    | de\sd[oó]nde\ssale\s{_THAT}(?:\s\w+)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PREPOSITION = r"(?:(?:desde|hasta|de|a|en|para|por|con)\s)?"
_WH = (
    r"(?:por\squ[eé]|para\squ[eé]|c[oó]mo|cu[aá]ndo|a?d[oó]nde|qui[eé]n(?:es)?|cu[aá]nt[oa]s?|cu[aá]l(?:es)?|"
    r"qu[eé])"
)
_ASKED_ANEW = re.compile(
    rf"""(?P<wh>{_PREPOSITION}{_WH}(?:\sno)?)
      (?:\s(?:fue|es|ocurri[oó]|pas[oó]|sucedi[oó])(?:\s{_THAT})?
        |\s(?P<more>(?:{"|".join(sorted(SPANISH.prepositions))})\s.+))?""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS = re.compile(rf"¿|(?<!\w)(?:{_WH})(?!\w)", re.IGNORECASE)
_CUT = re.compile(rf"(?P<wh>{_PREPOSITION}{_WH})\s(?P<rest>.+)", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<wh>cu[aá]nt[oa]s|qu[eé])\s(?P<noun>\w+s)(?!\w)", re.IGNORECASE)
_HOW_MUCH = re.compile(r"cu[aá]nt", re.IGNORECASE)
_DEFINITION = re.compile(
    r"(?:qu[eé]|qui[eé]n(?:es)?|cu[aá]l(?:es)?|d[oó]nde)\s(?:es|son|est[aá]n?|era|fue)\s(?P<thing>.+)",
    re.IGNORECASE,
)
_REFERS = re.compile(rf"\b(?:sus?|{_THAT}|ell[oa]s?|él|all[ií]|ah[ií])\b", re.IGNORECASE)
# Verbs that may stand alone behind "qué": "¿Qué dijo?"; other words there may be nouns.
_VERB = re.compile(r"(?:ó|[aei]ron|dijo|dice|hizo|hace|hacen|significa|cuesta|incluye)\Z")
_MAY_BE_NOUN = re.compile(r"(?:cu[aá]nt[oa]s?|cu[aá]l(?:es)?|qu[eé])\Z", re.IGNORECASE)
_SMALL = frozenset(
    "se lo la los las le les no ya antes ahora primero después hoy también todavía aún".split()
)


def in_spanish(question: str, before: str, namer: Namer) -> str | None:
    """Return what *question* asks after the question *before*; None where it begins a new topic."""
    lead = _LEAD.match(question.strip(" ¿?.!¡"))
    own = _LEAD.match(before.strip(" ¿?.!¡"))
    assert lead is not None and own is not None  # they match no words too
    asked = lead.string[lead.end() :].strip()
    if not asked or asks_something_else(asked):
        return None
    rules = _Rules(Earlier(own.string[own.end("word") :], SPANISH, namer))
    is_led = bool(lead["about"] or _JOINING.search(lead["word"]))
    found = (
        rules.who_says(asked)
        or rules.asked_anew(asked)
        or rules.fragment(asked, is_led=is_led)
        or rules.bare_verb(asked)
        or rules.referring(asked)
    )
    return f"¿{found[0].upper()}{found[1:]}?" if found else None


@dataclass(frozen=True, slots=True)
class _Rules:
    """Each gives the question that a follow-up asks, without its marks; None where it does not fit."""

    earlier: Earlier

    @property
    def continued(self) -> str:
        """The earlier question as it stands behind other words."""
        return f"{self.earlier.text[0].lower()}{self.earlier.text[1:]}"

    def who_says(self, asked: str) -> str | None:
        """Take "¿Quién lo dijo?" as who said what the earlier question asks."""
        if not _WHO_SAYS.fullmatch(asked):
            return None
        return f"quién dijo {'' if _CUT.fullmatch(self.earlier.text) else 'que '}{self.continued}"

    def asked_anew(self, asked: str) -> str | None:
        """Take "¿Por qué?" or "¿Cuántas en Texas?" as the earlier question, asked for something else."""
        match = _ASKED_ANEW.fullmatch(asked)
        if match is None:
            return None
        cut, counted = _CUT.fullmatch(self.earlier.text), _COUNTED.match(self.earlier.text)
        if match["more"]:
            keeps = counted and _HOW_MUCH.match(match["wh"])
            parts = self.earlier.parts_of(match["more"])
            is_one = len(parts) == 1 and parts[0].whole == Span(0, len(match["more"]))
            if cut is None or (counted and not keeps) or not is_one:
                return None
            anew = self.earlier.text if keeps else f"{match['wh']} {cut['rest']}"
            return _Rules(Earlier(anew, SPANISH, self.earlier.namer)).fragment(match["more"], is_led=True)
        if cut is None:
            return f"{match['wh']} {self.continued}"
        if counted or _HOW_MUCH.match(cut["wh"]) or _DEFINITION.fullmatch(self.earlier.text):
            return self.earlier.behind(asked)
        return f"{match['wh']} {cut['rest']}"

    def fragment(self, asked: str, *, is_led: bool) -> str | None:
        """Take "¿Y en Texas?" as the earlier question with it in the place of what is of its kind."""
        if _ASKS.search(asked) or _REFERS.search(asked):
            return None
        return self.earlier.with_fragment(asked, is_led=is_led, common=self.common)

    def common(self, words: str, own: Sequence[Part]) -> str | None:
        """Return the earlier question with *words* ("los alguaciles") for a noun with such an article."""
        match = re.match(r"(?P<article>el|la|los|las)\s(?P<noun>.+)", words, re.IGNORECASE)
        if match is None or (own and own[0].whole.start > 0):
            return None
        text, article = self.earlier.text, match["article"].lower()
        if defined := _DEFINITION.fullmatch(text):
            return self.earlier.put(Span(*defined.span("thing")), words)
        counted = _COUNTED.match(text)
        if counted and article in ("los", "las"):
            wh = f"cuánt{article[1:]}" if _HOW_MUCH.match(text) else counted["wh"]
            return self.earlier.put(Span(0, counted.end()), f"{wh} {match['noun']}")
        articles = "los|las" if article in ("los", "las") else "el|la"
        place = re.search(rf"\b(?:{articles})\s\w+", text, re.IGNORECASE)
        return self.earlier.put(Span(*place.span()), words) if place else None

    def bare_verb(self, asked: str) -> str | None:
        """Take "¿Cuándo se publicó?", a verb without its subject, with what was asked about before."""
        cut = _CUT.fullmatch(asked)
        if cut is None or _REFERS.search(asked):
            return None
        words = [one.lower for one in tokens(cut["rest"]) if one.lower not in _SMALL]
        if len(words) != 1 or words[0] in ("es", "son"):
            return None
        if (_MAY_BE_NOUN.match(cut["wh"]) and not _VERB.search(words[0])) or self.earlier.namer(asked):
            return None
        if defined := _DEFINITION.fullmatch(self.earlier.text):
            return f"{asked} {defined['thing']}"
        names = [one for one in self.earlier.parts if one.kind is PartKind.NAME and not one.is_common]
        return f"{asked} {self.earlier.words(names[-1])}" if names else self.earlier.behind(asked)

    def referring(self, asked: str) -> str | None:
        """Take a question that refers back and names nothing itself with the content words of before."""
        refers = _REFERS.search(asked)
        if (
            refers is None
            or not _CUT.match(asked)
            or self.earlier.content(asked[: refers.start()])
            or self.earlier.namer(asked)
        ):
            return None
        return self.earlier.behind(asked)
