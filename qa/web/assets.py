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
    "exit.js": "text/javascript",
    "staff.css": "text/css",
    "staff.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


@cache
def content(name: str) -> str:
    """Return the text of an asset; a page's style sheet begins with the palette, its frame and an answer."""
    # On paper the light palette holds.
    if name == "page.css":
        dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {tokens(DARK)} }} }}"
        palette = f":root {{ color-scheme: light dark; {tokens(LIGHT)} }}\n{dark}\n"
    elif name == "chat.css":
        # Gradio marks a dark page with a class.
        palette = f":root {{ {tokens(LIGHT)} }}\n@media screen {{ .dark {{ {tokens(DARK)} }} }}\n"
    else:
        return _read(name)
    return palette + _read("frame.css", "answer.css", name)


def url(name: str) -> str:
    """Return the address of an asset. It changes with the content, so that it may be cached for good."""
    return f"/own/{name}?v={hashlib.sha256(content(name).encode('utf-8')).hexdigest()[:12]}"


def _read(*names: str) -> str:
    folder = files("qa.web") / "static"
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)
