"""A page as a test reads it: the elements of some HTML, with their attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "base"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple["Element", ...] = field(default=(), repr=False)

    def is_in(self, tag: str, name: str = "") -> bool:
        """Return whether it lies in an element of this tag (and class)."""
        return any(one.matches(tag, name) for one in self.parents)

    def matches(self, tag: str, name: str = "") -> bool:
        return self.tag == tag and (not name or name in self.attributes.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parents=tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def elements(html: str, tag: str = "", name: str = "") -> list[Element]:
    """Return the elements of *html* in order; those with this tag (and class) where one is given.

    Fails where the tags do not nest.
    """
    reader = _Reader()
    reader.feed(html)
    assert not reader.open, f"never closed: {reader.open}"
    return [one for one in reader.elements if not tag or one.matches(tag, name)]


def scripts(html: str) -> list[str]:
    """Return the addresses of the scripts of *html*. Fails where one stands in the page itself."""
    found = elements(html, "script")
    assert not [one for one in found if one.text.strip()]
    return [one.attributes["src"] for one in found]


def text(html: str, tag: str, name: str = "") -> str:
    """Return the text of the one element with this tag (and class)."""
    (found,) = elements(html, tag, name)
    return found.text
