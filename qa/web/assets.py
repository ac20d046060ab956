"""The style sheets, the scripts and the icon, each at an address that names its content."""

import hashlib
from functools import cache
from importlib.resources import files

from qa.web.colours import DARK, LIGHT, tokens

TYPES = {
    "page.css": "text/css",
    "chat.css": "text/css",
    "chat.js": "text/javascript",
    "copy.js": "text/javascript",
    "staff.css": "text/css",
    "staff.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


@cache
def content(name: str) -> str:
    """Return the text of an asset; a style sheet begins with the palette and the look of an answer."""
    if name == "page.css":
        # On paper the light palette holds.
        dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {tokens(DARK)} }} }}\n"
        return f":root {{ color-scheme: light dark; {tokens(LIGHT)} }}\n{dark}" + _read("answer.css", name)
    if name == "chat.css":
        # Gradio marks a dark page with a class.
        return f":root {{ {tokens(LIGHT)} }}\n.dark {{ {tokens(DARK)} }}\n" + _read("answer.css", name)
    return _read(name)


def url(name: str) -> str:
    """Return the address of an asset. It changes with the content, so that it may be cached for good."""
    return f"/own/{name}?v={hashlib.sha256(content(name).encode('utf-8')).hexdigest()[:12]}"


def _read(*names: str) -> str:
    folder = files("qa.web") / "static"
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)
