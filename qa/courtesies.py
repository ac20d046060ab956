"""A question -> the question alone, without greetings, thanks and wishes for how it is told. Pure.

The search and the reader take every word for a part of what is asked, and a missing question mark for a sign.
"""

import re

_YOU = r"(?:you|we|anyone|anybody|someone|somebody)"
_OTHER = r"(?:they|he|she|someone|somebody|(?:a|an|the|my|our)\s\w+)"
_NEWS = r"(?:any\s)?(?:information|info|data|figures|anything)\s(?:about|on)"
_LIGHTLY = r"(?:(?:just|also|really|please|kindly|only|happen\sto)\s)*"
_STYLE = r"""(?:
    (?:in|using)\s(?:very\s)?(?:simple|plain|easy|basic|everyday|layman[’']?s)\s(?:words|terms|language|english)
  | in\s(?:a\sfew|one|two|three|short)\s(?:words|sentences?) | in\s(?:short|brief|a\snutshell) | briefly
  | like\si[’']?\s?a?m\s(?:5|five)(?:\syears\sold)? | for\s(?:dummies|(?:a\s)?(?:beginners?|child|kids?))
  )"""
_STYLE_ES = r"""(?:
    (?:en|con)\s(?:palabras|t[eé]rminos|lenguaje|espa[nñ]ol)\s(?:muy\s)?
      (?:sencill[oa]s?|simples?|f[aá]cil(?:es)?|clar[oa]s?)
  | en\s(?:pocas\spalabras|resumen) | brevemente
  )"""
_THANKS = (
    r"(?:(?:thanks|thank\syou|thx)(?:\s(?:so\smuch|very\smuch|a\slot|in\sadvance))?"
    r"|(?:(?:muchas|mil)\s)?gracias(?:\sde\santemano)?)"
)
_POLITE = rf"""(?:
    (?:hi|hello|hey|good\s(?:morning|afternoon|evening))(?:\s(?:there|everyone|all|folks))?
  | please | excuse\sme | sorry | {_THANKS} | {_STYLE}
  | (?:(?:a|one|my|i\shave\sa)\s)?(?:quick\s|simple\s)?question(?:\sis)?
  | (?:can|could|would|will)\s{_YOU}\s{_LIGHTLY}(?:tell|say|explain|show)(?:\s(?:to\s)?(?:me|us))?
  | (?:tell|explain\sto|show)\s(?:me|us) | any\sidea | (?:do|does)\s{_YOU}\s{_LIGHTLY}know
  | {_OTHER}\s(?:(?:wants?|needs?|would\slike)\sto\s(?:know|find\sout|ask)
      |asked(?:\sme)?|(?:is|was)\sasking(?:\sme)?)
  | i\s{_LIGHTLY}wonder(?:ed)?
  | i(?:[’']?m|\sam|\swas)\s{_LIGHTLY}
      (?:wondering|curious(?:\sabout)?|trying\sto\s(?:find\sout|understand|learn))
  | (?:can|could|would|will)\s{_YOU}\s{_LIGHTLY}help\s(?:me|us)(?:\sto)?\s(?:find\sout|find|understand|learn)
  | (?:i(?:[’']?m|\sam)\s)?{_LIGHTLY}looking\sfor\s{_NEWS}
  | (?:is|are)\sthere\s{_NEWS} | do\syou\shave\s{_NEWS}
  | (?:i(?:[’']?d|\swould)?\s)?{_LIGHTLY}(?:want|wanted|need|needed|like|love)\sto\s{_LIGHTLY}
      (?:know|find\sout|understand|learn|ask)
  )"""
# A question begins so; what is left without it was perhaps no courtesy.
_ASKS = (
    r"(?:(?:in|into|on|at|to|from|by|for|of|over|under|during|since|until|with)\s)?"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|"
    r"would|should|must|may)(?:[’']?s|n[’']?t)?(?!\w)\s*\w"
)
_BETWEEN = r"[\s,;:.!–—-]*+"
_LEAD = re.compile(
    rf"\A{_BETWEEN}(?:(?:{_POLITE}|ok(?:ay)?|so|and|but|well|now)(?!\w){_BETWEEN})++(?={_ASKS})",
    re.IGNORECASE | re.VERBOSE,
)
# What a turn goes on with, "and" or "so", belongs to it.
_TURN = re.compile(
    rf"""\A{_BETWEEN}(?:(?:
          {_POLITE} | ok(?:ay)? | hmm* | oh | ah | i\ssee | got\sit | hola | por\sfavor | entiendo
        | (?:great|good|perfect|nice|cool|interesting|vale|perfecto|bien)(?=\s*[,;.!–—-])
      )(?!\w){_BETWEEN})++(?=\W*\w.*\?|{_ASKS})""",
    re.IGNORECASE | re.VERBOSE,
)
# "Give me a list of the states": what it asks is "What are the states?"
_LISTED = re.compile(
    r"""\W*(?:(?:please|(?:can|could|would)\syou(?:\splease)?)\s)?
      (?:(?:(?:give|show|send|get)\s(?:me|us)\s)?(?:an?\s|the\s)?(?:full\s|complete\s)?list\s(?:of\s)?(?:all\s)?
        |name\sall\s)
      (?P<the>(?:the|some|those|these)\s)?(?P<what>\w[^.!?]*[^.!?\s])[\s.!?]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_SMALL_TALK = re.compile(
    rf"""\W*+(?:(?:
          (?:hi|hello|hey|greetings|good\s(?:morning|afternoon|evening|day|night))
            (?:\s(?:there|everyone|all|folks|bot))?
        | {_THANKS} | thanks?\sa\slot | ok(?:ay)?
        | great | perfect | nice | cool | got\sit | i\ssee | (?:good)?bye
        | have\sa\s(?:nice|good|great)\sday | how\sare\syou(?:\stoday)?
        | who\sare\syou | what\sare\syou | what\scan\syou\sdo | test(?:ing)? | help
        | hola | buen(?:os|as)\s(?:d[ií]as|tardes|noches) | vale | perfecto | entiendo | adi[oó]s
        | hasta\sluego | c[oó]mo\sest[aá]s? | qu[eé]\stal | qui[eé]n\s(?:eres|es\susted)
        | qu[eé]\spuedes?\shacer | ayuda
      )(?![\w-])\W*+)++""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION = re.compile(_ASKS, re.IGNORECASE)
_TAIL = re.compile(
    rf"""(?<=[\w)”"’'%])[\s,;:.!?–—-]*
      (?:[,;:.!?–—-]\s*{_THANKS}
        |[\s,;:.!?–—-](?:please|por\sfavor
          |(?:(?:explain|describe|put|say)\s(?:(?:it|this|that)\s)?)?{_STYLE}|(?:expl[ií]\w+\s)?{_STYLE_ES}))
      [\s.!?]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def bare(text: str) -> str:
    """Return the English *text* without what is said around its question; as it is where none would be left.

    A question ends with its mark then, which many leave out and the reader has always seen.
    """
    found = _LEAD.match(text)
    left = without_thanks(text[found.end() :] if found else text)
    if listed := _LISTED.match(left):
        return f"What are {listed['the'] or 'the '}{listed['what']}?"
    return left.rstrip(" .!") + "?" if asks(left) and "?" not in left else left


def bare_turn(text: str) -> str:
    """Return *text*, a turn of a conversation in English or Spanish, without what is said around it."""
    found = _TURN.match(text)
    return without_thanks(text[found.end() :] if found else text)


def without_thanks(text: str) -> str:
    """Return *text*, English or Spanish, without thanks and wishes behind it."""
    while tail := _TAIL.search(text):
        text = text[: tail.start()] + ("?" if "?" in tail[0] else "")
    return text


def is_small_talk(text: str) -> bool:
    """Return whether *text*, English or Spanish, only greets, thanks or asks the bot about itself."""
    return _SMALL_TALK.fullmatch(text) is not None


def asks(text: str) -> bool:
    """Return whether *text* begins as an English question does."""
    return bool(_QUESTION.match(text))
