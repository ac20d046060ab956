"""Whether a question asks of the present, which dated documents cannot tell. Pure."""

import re

_NOW = re.compile(
    r"(?<!\w)(?:now|nowadays|today|currently|still|at\s+present|at\s+the\s+moment|"
    r"ahora|hoy|actualmente|todav[ií]a|en\s+este\s+momento)(?!\w)",
    re.IGNORECASE,
)


def asks_of_now(question: str) -> bool:
    """Return whether *question*, in English or Spanish, has a word such as "now", "still" or "ahora"."""
    return bool(_NOW.search(question))
