"""Whether words to search for are typed instead of a question. Pure."""

import re

MANY = 6  # words; more of them are a sentence, whatever they are

_ASKS_OR_SAYS = frozenset(
    "how what when where who whom whose which why is are was were am do does did can could should would will "
    "must may has have had tell give list explain show name find i we me my our you "
    "qué que cuál cual cuáles cuales cuándo cuando cuánto cuánta cuántos cuántas cuanto cuanta cuantos "
    "cuantas cómo como dónde donde quién quien quiénes quienes es son era eran está estan están fue fueron "
    "hay puede pueden puedo debe deben debo tiene tienen tengo diga dime yo nosotros mi mis nos".split()
)


def is_keywords(question: str) -> bool:
    """Return whether *question*, in English or Spanish, is a few words that neither ask nor say anything."""
    words = re.findall(r"[^\W_]+", question.lower())
    return 0 < len(words) <= MANY and "?" not in question and _ASKS_OR_SAYS.isdisjoint(words)
