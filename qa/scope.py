"""Questions that no search can answer: those that are none, ask for advice, or for something else. Pure."""

import re

from index.analysis import folded
from qa.contract import MAX_QUESTION
from qa.courtesies import is_small_talk

_MARKUP = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<[^<>]*>|\[[^\]]*\]\([^)]*\)",  # with what browsers never show
    re.IGNORECASE | re.DOTALL,
)
_PERSON = (
    r"(?:someone|somebody|anyone|anybody|person|people|immigrants?|migrants?|noncitizens?|citizens?|residents?|"
    r"victims?|witness(?:es)?|drivers?|parents?|famil(?:y|ies)|child(?:ren)?|kids?|students?|workers?|"
    r"employers?|landlords?|tenants?)"
)
_AUTHORITY = (
    r"(?:agenc(?:y|ies)|departments?|count(?:y|ies)|cit(?:y|ies)|states?|sheriffs?|jurisdictions?|police)"
)
_MODAL = r"(?:can|could|may|will|would|should|must)"
# "Where can I find ...", "What do I need to know about ...": asks for what is written.
_TO_LEARN = r"(?!\s(?:need\sto\s)?(?:find|read|learn|know|look|understand|ask|told|right|correct|wrong)\b)"

# Whether a person may, must or should do something, or what may be done to them.
_ADVICE = re.compile(
    rf"""
      (?<!how\s)\b(?:{_MODAL}|do|am|are|shall)\s(?:i|we|my|our)\b{_TO_LEARN}
    | \b(?:i|we)\s(?:have\sto|ought\sto|must|should|am\sallowed|need\sto)\b{_TO_LEARN}
    | ^\W*(?:should|must)\s(?:\w+\s){{0,2}}{_PERSON}\b
    | ^\W*(?:do|does|is|are)\s(?:\w+\s){{0,2}}{_PERSON}\s(?:\w+\s)?
        (?:have|need|got|allowed|required|obliged)\sto\b
    | \bmy\s(?:\w+\s){{0,2}}(?:husband|wife|partner|son|daughter|child|kids?|cousin|brother|sister|mother|
        father|mom|dad|mum|uncle|aunt|friend|neighbou?r|boss|family|parents?|boyfriend|girlfriend|case|lawyer|
        visa|papers|status|rights?|options)\b
    | ^\W*{_MODAL}\b .* \b(?:be|get|got)\s(?:\w+\s)?
        (?:arrested|sued|detained|deported|fined|jailed|prosecuted)\b
    | ^\W*{_MODAL}\s(?:\w+\s){{0,2}}{_PERSON}\b .* \bbe\s(?:\w+\s)?(?:charged|held|stopped)\b
    | ^\W*(?:{_MODAL}|is|are|do|does)\s(?!you\b) .*
        (?<!tell\s)(?<!give\s)(?<!show\s)(?<!help\s)\b(?:me|myself|(?<!\.)(?-i:us))\b
    | ^(?!\W*(?:which|what|how\smany)\s(?:\w+\s){{0,2}}{_AUTHORITY}\b) .*
        \b(?:qualif(?:y|ies|ied)|eligible)\sfor\b
    | \b(?:is|are)\s(?:it|they)\s(?:legal|illegal|lawful|unlawful|against\sthe\slaw)\b
    | \bis\sit\s(?:ok|okay|safe|allowed|permitted)\s(?:to|for|if)\b
    | \bhow\s(?:do|can|should|could)\s(?:i|we)\b .*
        \b(?:avoid|fight|stop|sue|report|protect|appeal|apply|prepare|hide|get\sout)\b
    | \bwhat\s(?:should|can|must|do)\s(?:(?:i|we)\b .* \b(?:do|say|if)|you\b .* \bif)\b
    | \bhappens?\s(?:to\s(?:me|my|our)|if\s(?:i|we|my|you))\b
    | \blegal\sadvice\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The same in Spanish, without accents; word-by-word English would not show who is meant.
_VERB = r"\w+(?:ar|er|ir)(?:me|nos|lo|la|los|las|le|les|se)?"
_TO_LEARN_ES = r"(?!\s(?:encontrar|leer|saber|ver|preguntar|aprender|consultar|buscar|conocer|entender)\b)"
_PERSON_ES = (
    r"(?:alguien|una\spersona|las?\spersonas|(?:un|una|los|las|el|la)\s(?:inmigrantes?|migrantes?|indocumentad[oa]s?|"
    r"residentes?|ciudadan[oa]s?|victimas?|testigos?|padres|nin[oa]s|estudiantes|trabajador(?:a|as|es)?|familias?))"
)
_ADVICE_ES = re.compile(
    rf"""
      \b(?:puedo|podemos|podre|podremos|debo|debemos|deberia(?:mos)?|tengo\sque|tenemos\sque|necesito|necesitamos|
        tengo\sderecho|tenemos\sderecho|me\sconviene|nos\sconviene|califico|calificamos)\b{_TO_LEARN_ES}
    | \b(?:me|nos|lo|la|los|las)\s(?:puede[ns]?|podria[ns]?|va\sa|van\sa|pueden)\s
        (?!(?:decir|explicar|informar|ayudar|mostrar|dar)\b){_VERB}
    | ^\W*(?:puede[ns]?|debe[ns]?|tiene[ns]?\sque)\s{_PERSON_ES}\b
    | \b{_PERSON_ES}\s(?:debe[ns]?|tiene[ns]?\sque)\b
    | ^\W*se\spueden?\s{_VERB}\sa\b
    | \b(?:califican?|elegibles?)\spara\b | \bes\s(?:i?legal|delito)\sque\b | \bestan?\sobligad[oa]s?\sa\b
    | \bque\s(?:hago|hacemos|debo|puedo|me\spasa|nos\spasa|pasa\ssi)\b
    | \bcomo\s(?:hago|le\shago|me\sdefiendo)\b
    | \bmis?\s(?:\w+\s)?(?:espos[oa]s?|marido|mujer|pareja|hij[oa]s?|nin[oa]s?|prim[oa]s?|herman[oa]s?|mama|
        madre|papa|padres?|ti[oa]s?|amig[oa]s?|vecin[oa]s?|jef[ea]|familia|novi[oa]|caso|abogad[oa]|casa|
        derechos|papeles)\b
    | \bconsejo\slegal\b | \basesoria\slegal\b
    """,
    re.VERBOSE,
)
# Whether the one who asks should do something: a document may state a right or a duty, never this.
_DECISION = re.compile(rf"\b(?:(?:should|shall)\si|i\s(?:should|ought\sto))\b{_TO_LEARN}", re.IGNORECASE)
_DECISION_ES = re.compile(rf"\b(?:debo|deberia(?:\syo)?(?=\s{_VERB}\b)|me\sconviene)\b{_TO_LEARN_ES}")
# The asker's own place, where a fact of it is asked for, and not what holds in any ("can", "is ... allowed").
_FACT = r"^\W*(?:do|does|did|is|are|was|were|has|have|how\s(?:many|much)|when|who)\b"
_GENERAL = (
    rf"(?!.*\b(?:{_MODAL}|allowed|able|required|obliged|supposed|forced|free|(?:have|has|need|needs)\sto)\b)"
)
_OWN_PLACE = re.compile(
    rf"""{_FACT}{_GENERAL}[^“"]*?\b((?:my|our)\s(?:local\s|own\s|home\s)?(?:count(?:y|ies)|city|town|village|state|
        sheriff|police|cops|jail|neighbou?rhood|community|area|parish|municipality|district)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_PLACE_ES = re.compile(
    r"""^(?!.*\b(?:puede[ns]?|debe[ns]?|podr[ií]a[ns]?|obligad[oa]s?|permitido|(?:tiene[ns]?|hay)\sque)\b)
        (?!\W*(?:por\squ[eé]|c[oó]mo)\b)[^“"]*?\b((?:mi|nuestr[oa])\s(?:condado|ciudad|pueblo|estado|alguacil|
        sheriff|polic[ií]a|c[aá]rcel|barrio|vecindario|comunidad|zona|municipio|distrito)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = r"\d+(?:[.,]\d+)*%?"
# A request to write, compute, pretend or translate, or for where a person lives.
_REQUEST = re.compile(
    rf"""
      ^\W*(?:please\s|can\syou\s|could\syou\s|would\syou\s|now\s|and\s)*
        (?:write|compose|pretend|imagine|translate|calculate|compute|solve|summari[sz]e|rewrite|paraphrase|
           invent|make\sup|role-?play|act\sas|generate|ignore|forget|disregard|repeat\safter|say\sthat|
           tell\sme\sa\s(?:joke|story)|(?:code|draft|draw|print|sing)\s(?:me|us|a|an|the|this|some|your|out))\b
    | \bignore\s(?:all\s|your\s|the\s|any\s|previous\s)+(?:\w+\s)?(?:instructions|rules|prompt)
    | \b(?:you\sare\snow|pretend\s(?:that|to|you|the)|act\sas\sif|system\sprompt)\b
    | \b(?:home|street|private|personal|e-?mail)\saddress\b | \b(?:phone|cell|mobile)\snumber\b
    | \bwhere\sdoes\b .* \blive\W*$ | \bsocial\ssecurity\snumber\b
    | \bhow\sdo\s(?:you|i|we)\ssay\b .* \bin\s\w+\W*$
    | ^\W*(?:what(?:['’]?s|\sis)\s|how\smuch\sis\s)?
        {_NUMBER}(?:\s*(?:times|plus|minus|divided\sby|multiplied\sby|of|[-+*/x×÷^])\s*{_NUMBER})+[\s=?]*$
    | \b(?:square|cube)\sroot\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REQUEST_ES = re.compile(
    rf"""
      ^\W*(?:por\sfavor\W+|me\spuedes?\s|puedes?\s|podrias?\s|ahora\s|y\s)*
        (?:escrib(?:e|a|ir|eme|enos|ame|anos|irme)|redact[ae]\w*|compon(?:e|ga)?(?:me)?|traduc\w+|traduzca\w*|calcul[ae]\w*|
           resuelv[ea]\w*|resum[ea]\w*|finge|finja|pretend[ea]|imagin[ae]\w*|actu[ae]\scomo|haz\sde\scuenta|
           haz(?:me)?\sun[ao]?|cuenta(?:me)?\sun|dibuj[ae]\w*|cant[ae](?:me)?|ignor[ae]|olvid[ae]|invent[ae]\w*|gener[ae]\w*)\b
    | \bignor[ae]\s(?:todas\s)?(?:las|tus|sus)\s(?:\w+\s)?(?:instrucciones|reglas)\b
    | \bdireccion\s(?:de\s(?:la\s|su\s)?casa|particular|personal|privada|de\scorreo)\b | \bdomicilio\sde\b
    | \bnumero\sde\s(?:telefono|celular|seguro\ssocial)\b | \bdonde\svive\b
    | \bcomo\sse\sdicen?\b .* \ben\s\w+\W*$
    | ^\W*(?:cuanto\s(?:es|son|da)\s)?
        {_NUMBER}(?:\s*(?:por|mas|menos|entre|multiplicado\spor|dividido\s(?:por|entre)|[-+*/x×÷^])\s*{_NUMBER})+[\s=?]*$
    | \braiz\s(?:cuadrada|cubica)\b
    """,
    re.VERBOSE,
)


def is_invalid(text: str) -> bool:
    """Return whether *text* is no question: empty, over 1,000 characters, or without a letter or digit."""
    return len(text) > MAX_QUESTION or not any(map(str.isalnum, text))


def asks_advice(text: str) -> bool:
    """Return whether *text* asks what a person may, must or should do, or what may be done to them."""
    spoken = _spoken(text)
    return bool(_ADVICE.search(spoken) or _ADVICE_ES.search(folded(spoken)))


def asks_to_decide(text: str) -> bool:
    """Return whether *text* asks what the asker should do, which `asks_advice` holds for too."""
    spoken = _spoken(text)
    return bool(_DECISION.search(spoken) or _DECISION_ES.search(folded(spoken)))


def own_place(text: str) -> str | None:
    """Return the words for the asker's own place ("my county") where *text* asks for a fact of it, else None.

    No document can say which place that is; what holds for any place can be answered without its name.
    """
    spoken = _spoken(text)
    found = _OWN_PLACE.search(spoken) or _OWN_PLACE_ES.search(spoken)
    return found[1] if found else None


def asks_something_else(text: str) -> bool:
    """Return whether *text* is small talk, asks to write, compute or pretend, or for a private address.

    Markup with nothing between counts too.
    """
    spoken = _spoken(text)
    if not any(map(str.isalnum, spoken)):
        return True
    return bool(_REQUEST.search(spoken) or is_small_talk(spoken) or _REQUEST_ES.search(folded(spoken)))


def _spoken(text: str) -> str:
    """Return *text* without markup, white space as single blanks."""
    return " ".join(_MARKUP.sub(" ", text).split())
