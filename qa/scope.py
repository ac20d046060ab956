"""Questions that no search can answer: what is no question, asks for advice, or asks for something else. Pure."""

import re

from qa.contract import MAX_QUESTION

TAG = re.compile(r"<[^<>]*>|\[[^\]]*\]\([^)]*\)")

# Whether a person may, must or should do something, or what may be done to them.
_ADVICE = re.compile(
    r"""
      (?<!how\s)\b(?:should|must|may|can|could|do|would|will|am|are|shall|is\sit\sok\sif)\s(?:i|we|my|our)\b
    | \b(?:i|we)\s(?:have\sto|need\sto|ought\sto|must|should|am\sallowed)\b
    | \bmy\s(?:\w+\s){0,2}(?:husband|wife|partner|son|daughter|child|kid|kids|cousin|brother|sister|mother|father|mom|dad|mum|uncle|aunt|friend|
        neighbou?r|boss|family|parents?|boyfriend|girlfriend|case|lawyer|visa|papers|status|rights?)\b
    | ^\W*(?:can|could|may|will|would|should|must)\b .* \b(?:be|get|got)\s(?:\w+\s)?(?:arrested|sued|detained|deported|fined|charged|jailed|prosecuted|held|stopped)\b
    | ^\W*(?:can|could|may|will|would|should|must|is|are|do|does)\b .* (?<!tell\s)(?<!give\s)(?<!show\s)(?<!help\s)\b(?:me|us|myself)\b
    | \bqualif(?:y|ies|ied)\sfor\b | \beligible\sfor\b
    | \b(?:is|are)\s(?:it|they)\s(?:legal|illegal|lawful|unlawful|against\sthe\slaw)\b
    | \bhow\s(?:do|can|should|could)\s(?:i|we)\b .* \b(?:avoid|fight|stop|sue|report|protect|appeal|apply|prepare|hide|get\sout)\b
    | \bwhat\s(?:should|can|must|do)\s(?:i|we|you)\b .* \b(?:do|say|if)\b
    | \b(?:legal\sadvice|know\smy\srights|my\srights)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A request to write, compute, pretend or translate, or for where a person lives.
_REQUEST = re.compile(
    r"""
      ^\W*(?:please\s|can\syou\s|could\syou\s|would\syou\s|now\s|and\s)*
        (?:write|compose|draft|pretend|imagine|translate|calculate|compute|solve|summari[sz]e|rewrite|paraphrase|invent|make\sup|role-?play|
           act\sas|sing|draw|generate|code|ignore|forget|disregard|repeat\safter|print|say\sthat|tell\sme\sa\s(?:joke|story))\b
    | \bignore\s(?:all\s|your\s|the\s|any\s|previous\s)+(?:\w+\s)?(?:instructions|rules|prompt)
    | \b(?:you\sare\snow|pretend\s(?:that|to|you|the)|act\sas\sif|system\sprompt)\b
    | \b(?:home|street|private|personal|e-?mail)\saddress\b | \b(?:phone|cell|mobile)\snumber\b | \bwhere\s(?:does|do)\b .* \blives?\b
    | \bsocial\ssecurity\snumber\b | \bhow\sdo\s(?:you|i|we)\ssay\b .* \bin\s\w+\W*$
    | ^\W*(?:what(?:['’]?s|\sis)\s|how\smuch\sis\s|compute\s)?\d+(?:[.,]\d+)*\s*(?:times|plus|minus|divided\sby|multiplied\sby|[-+*/x×÷^])\s*\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|thanks?(?: you| a lot| so much)?|bye|goodbye|hola|gracias|"
    r"buen[oa]s (?:d[ií]as|tardes|noches)|how are you(?: today)?|who are you|what are you|what can you do|test(?:ing)?|help)"
    r"(?: there| everyone| all| bot)?\W*$",
    re.IGNORECASE,
)


def is_invalid(text: str) -> bool:
    """Return whether *text* is no question: empty, over 1,000 characters, or without a letter or digit."""
    return len(text) > MAX_QUESTION or not any(character.isalnum() for character in text)


def asks_advice(text: str) -> bool:
    """Return whether *text* asks what a person may, must or should do, or whether they can be arrested, sued or qualify."""
    return bool(_ADVICE.search(_spoken(text)))


def asks_something_else(text: str) -> bool:
    """Return whether *text* is a greeting, asks to write, compute or pretend, or for a private address; markup alone counts."""
    spoken = _spoken(text)
    return not any(character.isalnum() for character in spoken) or bool(_REQUEST.search(spoken) or _GREETING.search(spoken))


def _spoken(text: str) -> str:
    """Return *text* without markup, white space as single blanks."""
    return " ".join(TAG.sub(" ", text).split())
