"""The palette: one set of names for light and dark, from which the style sheets and Gradio's theme are made.

Every pair in PAIRS meets WCAG 2.2 AA; a test computes it.
"""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "page": "#faf9f6",
    "surface": "#ffffff",
    "ink": "#1c2126",
    "muted": "#515961",
    "line": "#d9d6ce",
    "edge": "#767c84",  # of a field or button: 3:1 against what it lies on
    "link": "#0a4f9e",
    "accent": "#14487f",
    "accent-strong": "#0d3561",
    "on-accent": "#ffffff",
    "mark": "#ffe28a",
    "on-mark": "#1c2126",
    "warn": "#fdf3dc",
    "on-warn": "#5c3b00",
    "warn-edge": "#a8660a",
    "exit": "#b3261e",
    "asked": "#e8eef6",
    "focus": "#0b57d0",
}
DARK: Mapping[str, str] = {
    "page": "#15181c",
    "surface": "#1d2126",
    "ink": "#e9e7e2",
    "muted": "#b6bbc2",
    "line": "#3b4149",
    "edge": "#8b929b",
    "link": "#93c2ff",
    "accent": "#2b69ac",
    "accent-strong": "#3678bf",
    "on-accent": "#ffffff",
    "mark": "#5f4b00",
    "on-mark": "#fff4cf",
    "warn": "#2e2512",
    "on-warn": "#f4d9a0",
    "warn-edge": "#b98a35",
    "exit": "#c9372c",
    "asked": "#252d38",
    "focus": "#8ab8ff",
}
# (foreground, background, least contrast): 4.5 for text (1.4.3), 3 for edges and focus (1.4.11).
PAIRS = (
    *((text, ground, 4.5) for text in ("ink", "muted", "link") for ground in ("page", "surface", "asked")),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-accent", "exit", 4.5),
    ("on-mark", "mark", 4.5),
    ("on-warn", "warn", 4.5),
    ("link", "warn", 4.5),
    *((line, ground, 3.0) for line in ("edge", "focus", "warn-edge") for ground in ("page", "surface")),
    ("accent", "page", 3.0),
    ("exit", "surface", 3.0),
)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def tokens(palette: Mapping[str, str]) -> str:
    """Return *palette* as CSS custom properties: `--ink: #1c2126;`."""
    return " ".join(f"--{name}: {colour};" for name, colour in palette.items())
