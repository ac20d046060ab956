"""An English question -> the question alone, without greetings, thanks and wishes for how it is told. Pure.

The search and the reader take every word for a part of what is asked, and a missing question mark for a sign.
"""

import re

_YOU = r"(?:you|we|anyone|anybody|someone|somebody)"
_OTHER = r"(?:they|he|she|someone|somebody|(?:a|an|the|my|our)\s\w+)"
_LIGHTLY = r"(?:(?:just|also|really|please|kindly|only|happen\sto)\s)*"
_STYLE = r"""(?:
    (?:in|using)\s(?:very\s)?(?:simple|plain|easy|basic|everyday|layman[’']?s)\s(?:words|terms|language|english)
  | in\s(?:a\sfew|one|two|three|short)\s(?:words|sentences?) | in\s(?:short|brief|a\snutshell) | briefly
  | like\si[’']?\s?a?m\s(?:5|five)(?:\syears\sold)? | for\s(?:dummies|(?:a\s)?(?:beginners?|child|kids?))
  )"""
_THANKS = r"(?:thanks|thank\syou|thx)(?:\s(?:so\smuch|very\smuch|a\slot|in\sadvance))?"
_BEFORE = rf"""(?:
    (?:hi|hello|hey|good\s(?:morning|afternoon|evening))(?:\s(?:there|everyone|all|folks))?
  | please | excuse\sme | sorry | ok(?:ay)? | so | and | but | well | now | {_THANKS} | {_STYLE}
  | (?:(?:a|one|my|i\shave\sa)\s)?(?:quick\s|simple\s)?question(?:\sis)?
  | (?:can|could|would|will)\s{_YOU}\s{_LIGHTLY}(?:tell|say|explain|show)(?:\s(?:to\s)?(?:me|us))?
  | (?:tell|explain\sto|show)\s(?:me|us) | any\sidea | (?:do|does)\s{_YOU}\s{_LIGHTLY}know
  | {_OTHER}\s(?:(?:wants?|needs?|would\slike)\sto\s(?:know|find\sout|ask)
      |asked(?:\sme)?|(?:is|was)\sasking(?:\sme)?)
  | i\s{_LIGHTLY}wonder(?:ed)?
  | i(?:[’']?m|\sam|\swas)\s{_LIGHTLY}
      (?:wondering|curious(?:\sabout)?|trying\sto\s(?:find\sout|understand|learn))
  | i(?:[’']?d|\swould)?\s{_LIGHTLY}(?:want|wanted|need|needed|like|love)\sto\s{_LIGHTLY}
      (?:know|find\sout|understand|learn|ask)
  )"""
# A question begins so; what is left without it was perhaps no courtesy.
_ASKS = (
    r"(?:(?:in|into|on|at|to|from|by|for|of|over|under|during|since|until|with)\s)?"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|"
    r"would|should|must|may)(?:[’']?s|n[’']?t)?(?!\w)\s*\w"
)
_BETWEEN = r"[\s,;:.!–—-]*+"
_LEAD = re.compile(rf"\A{_BETWEEN}(?:{_BEFORE}(?!\w){_BETWEEN})++(?={_ASKS})", re.IGNORECASE | re.VERBOSE)
_QUESTION = re.compile(_ASKS, re.IGNORECASE)
_TAIL = re.compile(
    rf"""(?<=[\w)”"’'%])[\s,;:.!?–—-]*
      (?:[,;:.!?–—-]\s*{_THANKS}
        |[\s,;:.!?–—-](?:please|(?:(?:explain|describe|put|say)\s(?:(?:it|this|that)\s)?)?{_STYLE}))
      [\s.!?]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def bare(text: str) -> str:
    """Return *text* without what is said around its question; as it is where no question would be left.

    A question ends with its mark then, which many leave out and the reader has always seen.
    """
    found = _LEAD.match(text)
    left = text[found.end() :] if found else text
    while tail := _TAIL.search(left):
        left = left[: tail.start()] + ("?" if "?" in tail[0] else "")
    return left.rstrip(" .!") + "?" if asks(left) and "?" not in left else left


def asks(text: str) -> bool:
    """Return whether *text* begins as an English question does."""
    return bool(_QUESTION.match(text))
