"""A sentence -> who says it, and who tells that they did. Pure.

A speaker is always words of the document. A pronoun is none: it stands for the speaker of the sentences
before it in the same paragraph, and where there is none, nobody is named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Document, Span

REACH = 160  # characters of the words that name a speaker


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence, and the one who tells it; both are places in the document's text."""

    speaker: Span
    via: Span | None


@dataclass(frozen=True, slots=True)
class _Cue:
    """A sentence's own attribution; without a speaker it is a pronoun's."""

    speaker: Span | None
    via: Span | None
    goes_on: bool  # what is found or shown goes on in the next sentence, what a person said does not


# Verbs that tell what was found. The sentences after them mostly go on with it.
_FOUND = (
    "find(?:s)?|found|shows?|showed|reports?|reported|estimates?|estimated|indicates?|indicated|identified|"
    "suggests?|suggested|analy[sz]ed|concludes?|concluded"
)
_SAID = (
    "says?|said|states|stated|tells?|told|notes?|noted|warns?|warned|argues?|argued|claims?|claimed|thinks?|"
    "believes?|believed|maintains?|maintained|announced|explains?|explained|adds?|added|agrees?|agreed|"
    "accuses?|accused|contends?|contended|insists?|insisted|acknowledges?|acknowledged|writes|wrote|"
    "emphasi[sz]es?|emphasi[sz]ed|stress(?:es|ed)|counters?|countered|worry|worries|worried|fears?|feared|"
    "reveals?|revealed|confirms?|confirmed|testified|describes?|described|calls?|called|asked|replied"
)
_VERB = re.compile(rf"(?<![\w’'-])(?:(?P<found>{_FOUND})|(?P<said>{_SAID}))(?![\w’'-])")
_INVERTED = re.compile(
    r"(?P<mark>[,”\"’'»])\s(?:said|says|stated|states|added|noted|wrote|writes)\s(?=[^\W\d_])"
)
_ACCORDING = re.compile(r"(?<!\w)according\sto\s", re.IGNORECASE)
_VIA = re.compile(
    r"(?<!\w)(?:(?P<as>as\s)?(?:reported|told|quoted)\sby|as\s(?:cited|noted|described)\sby)\s", re.IGNORECASE
)
# Forms that are also nouns are verbs only with something behind them ("a year-end report.").
_NOUN = re.compile(r"(?:report|estimate|claim|show|find|call|note|fear|worry|stress|counter|state)s?\Z")
_AUXILIARIES = frozenset(
    "is are was were be been has have had do does did may can must will would could should might".split()
)
_AFTER_NOUN = re.compile(  # "Democrat-led states and localities", "some states have", "a report on it"
    rf"[.,;:)!?]|\s(?:and|or|on|of|(?<!claims\s)to|{'|'.join(sorted(_AUXILIARIES))})\s|\Z"
)
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
# What may stand between a subject and its verb.
_BETWEEN = re.compile(
    r"\s(?:also|additionally|has|have|had|then|later|recently|repeatedly|often|now|still|(?:went|goes)\son\sto|[a-z]{3,12}ly)\Z"
)
_PASSIVE = re.compile(r"(?:(?<!\w)(?:is|are|was|were|be|been|being|to|not|it)(?:\s\w+)?|\(\w*)\Z")
_WENT_ON = re.compile(r"\s(?:went|goes)\son\sto\Z")
_EDGE = re.compile(
    r"[;:—–“”\"«»]|,\s(?=\S)|"
    r"(?<!\w)(?:and|but|while|that|whether|because|if|when|as|although|though"
    r"|(?:after|before|since)(?!\s\w+ing\s))\s",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:But|And|Yet|So|However|Still|Today|Yesterday|Meanwhile),?\s")
_AND = re.compile(r"(?<![,;])\s(?:and|but)\Z")  # "Ann Lee visited the town and said"
# The other half of a subject: "The council and Ann Lee said".
_OTHER_HALF = re.compile(
    rf"(?:{_OPENING.pattern})?(?:The\s|An?\s)?(?P<name>[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){{0,6}})\sand\s"
)
_WORD = re.compile(r"\S+")
_CUTS = frozenset("of from for in at on to by with about near under who which that".split())
_DATA = frozenset("data analysis figures numbers study survey estimates".split())
_PRONOUNS = frozenset("he she it they we i you this that these those which who what".split())
_NAME_END = re.compile(
    r"[,;:!?()“”\"«»—–\n]|\.(?=\s|\Z)(?<!\b[A-Z]\.)|\s(?=(?:of|in|at|on|for|from|to|with|by)\s(?![A-Z]))|\sof\s(?=the\b)|"
    rf"\s(?=(?:which|who|that|and|but|as|during|after|before|when|while|is|was|has|have|had)\s|(?:{_SAID})\b)"
)
_OPEN = "“«‘"
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"")


def attribution(text: str, sentence: Span, paragraph: Sequence[Span]) -> Attribution | None:
    """Return who says the *sentence* of *text*; None where nobody is named.

    *paragraph* holds the sentences of its paragraph, in text order. A pronoun, a quotation that goes on and
    what was found take the speaker from the sentences before.
    """
    latest: Attribution | None = None  # who spoke last
    carried: Attribution | None = None  # who is taken to speak on, where the next sentence names nobody
    for at, one in enumerate(paragraph):
        cue = _cue(text, one) or _closing_cue(text, paragraph, at)
        current: Attribution | None
        if cue is None:
            goes_on = _is_quotation(text, one) and latest is not None
            current = latest if goes_on else carried
            carried = None
        elif cue.speaker is None:
            current = latest
            carried = None
        else:
            current = Attribution(cue.speaker, cue.via)
            carried = current if cue.goes_on else None
        if one == sentence:
            return current
        latest = current or latest
    return None


def own_words(document: Document, quote: Span) -> list[Span]:
    """Return the places in *quote* of words in quotation marks that may be shown as a speaker's own.

    None in a paraphrased document: a machine has replaced words there, inside quotation marks too.
    """
    if document.source.kind == "paraphrased":
        return []
    found = _QUOTED.finditer(document.text, quote.start, quote.end)
    return [Span(match.start(), match.end()) for match in found]


def _cue(text: str, sentence: Span) -> _Cue | None:
    """Return the attribution that *sentence* holds itself; a question has none."""
    if text[sentence.end - 1] == "?":
        return None
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text, *sentence)]
    teller = _VIA.search(text, *sentence)
    via = _name_after(text, teller.end(), sentence.end) if teller else None
    outer: _Cue | None = None
    inner: _Cue | None = None
    for match in _VERB.finditer(text, *sentence):
        if (teller and teller.start() <= match.start() < teller.end()) or not _is_verb(text, match, sentence):
            continue
        is_inside = any(span.start < match.start() < span.end for span in quoted)
        if (inner if is_inside else outer) is not None:
            continue
        cue = _of_verb(text, sentence, match)
        if cue and is_inside:
            is_name = cue.speaker is not None and text[cue.speaker.start].isupper()
            inner = cue if is_name and match.group() in ("said", "says", "stated", "told", "wrote") else None
        elif cue:
            outer = cue
    if outer is None and (according := _ACCORDING.search(text, *sentence)):
        name = _name_after(text, according.end(), sentence.end)
        outer = _Cue(name, None, True) if name else None
    if outer and inner and outer.speaker and inner.speaker and outer.speaker.start > inner.speaker.end:
        return _Cue(inner.speaker, outer.speaker, False)
    if outer is None and via and teller and teller["as"]:
        return _Cue(via, None, True)
    if outer is None or via is None or outer.speaker is None:
        return outer
    return _Cue(outer.speaker, via, outer.goes_on)


def _closing_cue(text: str, paragraph: Sequence[Span], at: int) -> _Cue | None:
    """Return the attribution at the end of a quotation that begins in sentence *at* and ends in another."""
    if text[paragraph[at].start] != "“" or "”" in text[slice(*paragraph[at])]:
        return None
    closing = next((one for one in paragraph[at + 1 :] if "”" in text[slice(*one)]), None)
    return closing and _cue(text, closing)


def _of_verb(text: str, sentence: Span, verb: re.Match[str]) -> _Cue | None:
    """Return what stands before or after *verb* as its subject; a cue without a speaker for a pronoun."""
    goes_on = verb["found"] is not None
    start = max(sentence.start, verb.start() - 2)
    if inverted := _INVERTED.match(text, start, sentence.end):
        name = _name_after(text, verb.end() + 1, sentence.end)
        if name and (inverted["mark"] != "," or _is_whole_name(text, name)):
            is_pronoun = text[slice(*name)].lower() in _PRONOUNS
            return _Cue(None if is_pronoun else name, None, goes_on)
    found = _subject(text, sentence, verb.start())
    if found is None:
        return None
    return _Cue(None, None, False) if text[slice(*found)].lower() in _PRONOUNS else _Cue(found, None, goes_on)


def _is_verb(text: str, match: re.Match[str], sentence: Span) -> bool:
    return not (_NOUN.match(match.group()) and _AFTER_NOUN.match(text, match.end(), sentence.end))


def _is_whole_name(text: str, name: Span) -> bool:
    """Return whether *name* is a name or a noun by itself: "said officials.", not "said she will foresee"."""
    words = text[slice(*name)].split()
    is_alone = len(words) <= 2 and text[name.end : name.end + 1] in tuple(".,")
    return words[0].lower() not in _PRONOUNS and (is_alone or words[-1][0].isupper())


def _subject(text: str, sentence: Span, verb: int) -> Span | None:
    """Return the name or noun that is the subject of the verb at *verb*, without its article."""
    floor = max(sentence.start, verb - REACH)
    end = verb - 1
    while between := _BETWEEN.search(text, floor, end):
        end = between.start()
    second = _AND.search(text, floor, end)
    end = second.start() if second else end
    if end <= floor or (_PASSIVE.search(text, floor, end) and not _WENT_ON.search(text, floor, verb - 1)):
        return None
    if text[end - 1] == ",":  # "Eddie Walker, president of the union, agreed"
        edges = [match.end() for match in _EDGE.finditer(text, floor, end) if match.group()[0] != ","]
        start = edges[-1] if edges else floor
        end = text.find(",", start, end)
    else:
        edges = [match.end() for match in _EDGE.finditer(text, floor, end + 1)]
        start = edges[-1] if edges else floor
    if start >= end or start == floor > sentence.start:
        return None  # there is none, or it is too long for a name
    span = Span(start, end).trimmed(text)
    if opening := _OPENING.match(text, *span):
        span = Span(opening.end(), span.end)
    found = _head(text, span)
    if second and found and found.end == span.end:
        return None  # not seen where the first verb begins
    half = _OTHER_HALF.fullmatch(text, [floor, *edges][-2], start) if edges else None
    if half is None or found is None or text[slice(*found)].lower() in _PRONOUNS:
        return found
    return Span(half.start("name"), found.end)


def _head(text: str, span: Span) -> Span | None:
    """Return the subject in *span* without its article and what follows it ("of the council")."""
    if article := _ARTICLE.match(text, *span):
        span = Span(article.end(), span.end)
    words = list(_WORD.finditer(text, *span))
    if not words or words[-1].group()[0].isdigit():  # "more than 40 states"
        return None
    lower = [match.group().lower() for match in words]
    if lower[-1] in _PRONOUNS:
        return Span(*words[-1].span())
    if lower[0] in _PRONOUNS or lower[0] in _CUTS:
        return None
    cut = next((at for at in range(1, len(words)) if _is_cut(words, at)), None)
    acts = next((at for at, match in enumerate(words[:cut]) if match.group() in _AUXILIARIES), None)
    if acts is not None:
        is_of_verb = cut is None and 0 < acts >= len(words) - 2 and lower[acts] in ("has", "have", "had")
        return Span(span.start, words[acts - 1].end()) if is_of_verb else None  # "Officers have long warned"
    if cut is None:
        is_doing = len(words) == 1 and lower[0].endswith("ing")  # "as well as handling calls for help"
        return None if is_doing else span
    if lower[cut - 1] in _DATA and cut + 1 < len(words):
        return _head(text, Span(words[cut + 1].start(), span.end))
    tail = [match.group() for match in words[cut + 1 :]]
    # "deputy chief of staff Ann Lee" is one name, "Ann Lee of Milford" is more than one.
    is_title = lower[cut] == "of" and tail and tail[0][0].islower() and all(w[0].isupper() for w in tail[-2:])
    return span if is_title else Span(span.start, words[cut - 1].end())


def _is_cut(words: Sequence[re.Match[str]], at: int) -> bool:
    """Return whether the subject ends before the word *at*; "local news reporting" does not."""
    word = words[at].group()
    is_noun = at + 1 == len(words) and word.endswith("ing")
    return word.lower() in _CUTS or (word.islower() and word.endswith(("ed", "ing")) and not is_noun)


def _name_after(text: str, start: int, end: int) -> Span | None:
    """Return the name or noun that begins at *start*, without its article."""
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    reach = min(end, start + REACH)
    stop = _NAME_END.search(text, start, reach)
    span = Span(start, stop.start() if stop else reach).trimmed(text)
    return span if span.start < span.end else None


def _is_quotation(text: str, sentence: Span) -> bool:
    """Return whether *sentence* is all or part of a quotation without a speaker of its own."""
    return text[sentence.start] in _OPEN or text[sentence.start] == '"'
