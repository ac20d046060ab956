"""A cited place that can be found again: what is kept of it, and its state after a change. Pure.

A place is kept as W3C's Web Annotation selectors keep it: by its position, and by its very words with the 32
characters before and after. Nothing here follows a passage by likeness. Only the exact words count as the
passage; words that are merely near are a suggestion, which a person must confirm.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import BotError
from index.records import Document, Span
from qa.verification.nearest import nearest_text

AROUND = 32  # characters kept before and after the passage
# The terms of the Web Annotation Data Model, and the three of ours that it has no word for.
CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {name: f"urn:local-ice-qa:{name}" for name in ("sha256", "utf16Start", "utf16End")},
)


class AnchorError(BotError):
    """JSON that is no anchor."""


class State(StrEnum):
    """What has become of a cited passage."""

    INTACT = "intact"  # the same words at the same place
    MOVED = "moved"  # the same words at another place, and no doubt at which
    CHANGED = "changed"  # not the same words any more; there may be a suggestion
    ORPHANED = "orphaned"  # nothing like it in the document, or no such document


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of one version of a document, with what is needed to find it again.

    *span* counts code points, as W3C's selectors do; *utf16* is the same place for programs whose strings
    count UTF-16 units, such as those in JavaScript. Where fewer than 32 characters stand around the passage,
    the text begins or ends there.
    """

    document: str
    sha256: str  # of the canonical text in UTF-8
    span: Span
    utf16: Span
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, document: Document, span: Span) -> Self:
        """Return the anchor of the passage at *span*. Raises ValueError where there is no such place."""
        exact, text = document.quote(span), document.text
        start = utf16_length(text[: span.start])
        return cls(
            document=document.id,
            sha256=document.sha256,
            span=span,
            utf16=Span(start, start + utf16_length(exact)),
            exact=exact,
            prefix=text[max(span.start - AROUND, 0) : span.start],
            suffix=text[span.end : span.end + AROUND],
        )


class _Selector(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)  # others may have more to say


class _Position(_Selector):
    type: Literal["TextPositionSelector"]
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    utf16_start: int = Field(ge=0, alias="utf16Start")
    utf16_end: int = Field(ge=1, alias="utf16End")


class _Quote(_Selector):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(min_length=1)
    prefix: str = Field(max_length=AROUND)
    suffix: str = Field(max_length=AROUND)


class _Resource(_Selector):
    type: Literal["SpecificResource"]
    source: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    selector: list[Annotated[_Position | _Quote, Field(discriminator="type")]]


def to_json_ld(anchor: Anchor) -> dict[str, Any]:
    """Return *anchor* as a SpecificResource of the Web Annotation Data Model, ready for `json.dumps`.

    Its positions are code points, as the model demands; those in UTF-16 units stand beside them under names
    of our own. The source is the document's id.
    """
    return {
        "@context": list(CONTEXT),
        "type": "SpecificResource",
        "source": anchor.document,
        "sha256": anchor.sha256,
        "selector": [
            {
                "type": "TextPositionSelector",
                "start": anchor.span.start,
                "end": anchor.span.end,
                "utf16Start": anchor.utf16.start,
                "utf16End": anchor.utf16.end,
            },
            {
                "type": "TextQuoteSelector",
                "exact": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
            },
        ],
    }


def from_json_ld(value: object) -> Anchor:
    """Return the anchor that *value*, as `json.loads` gives it, describes.

    Raises AnchorError where it lacks a selector or where its position and its words contradict each other.
    """
    try:
        resource = _Resource.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise AnchorError(f"not an anchor: {what}: export it again") from error
    positions = [one for one in resource.selector if isinstance(one, _Position)]
    quotes = [one for one in resource.selector if isinstance(one, _Quote)]
    if len(positions) != 1 or len(quotes) != 1:
        raise AnchorError("not an anchor: it needs one position and one quote selector: export it again")
    (position,), (quote,) = positions, quotes
    lengths = (position.end - position.start, position.utf16_end - position.utf16_start)
    if lengths != (len(quote.exact), utf16_length(quote.exact)):
        raise AnchorError("not an anchor: its words are not as long as its place: export it again")
    return Anchor(
        document=resource.source,
        sha256=resource.sha256,
        span=Span(position.start, position.end),
        utf16=Span(position.utf16_start, position.utf16_end),
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


@dataclass(frozen=True, slots=True)
class Located:
    """A passage's state in a text, with its place if it is intact or moved, else perhaps a suggestion."""

    state: State
    place: Span | None = None
    suggestion: Span | None = None  # the nearest text: for a person to confirm, never to be used unseen


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units *text* takes."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def reanchor(text: str | None, exact: str, start: int, *, prefix: str = "", suffix: str = "") -> Located:
    """Return what has become of the passage *exact*, once at *start*, in *text*; None is a removed document.

    The first rule that applies: the exact words at the same place are intact; once elsewhere, moved; several
    times elsewhere, moved if *prefix* and *suffix* stand around one of them only; else changed, with the
    nearest copy or else the nearest text as a suggestion; orphaned where no text is near. Takes time in
    proportion to the text. Raises ValueError for a passage without a character.
    """
    if not exact:
        raise ValueError("a passage has at least one character")
    if text is None:
        return Located(State.ORPHANED)
    if text.startswith(exact, start):
        return Located(State.INTACT, place=Span(start, start + len(exact)))
    copy = _only(text, exact)
    if copy is None and (prefix or suffix):
        framed = _only(text, prefix + exact + suffix)
        copy = None if framed is None else framed + len(prefix)
    if copy is not None:
        return Located(State.MOVED, place=Span(copy, copy + len(exact)))
    suggestion = _nearest_copy(text, exact, start) or nearest_text(text, exact, start)
    return Located(State.CHANGED if suggestion else State.ORPHANED, suggestion=suggestion)


def located(anchor: Anchor, document: Document | None) -> Located:
    """Return what has become of the passage in *document* as it is now; None is one that was removed."""
    text = document.text if document else None
    return reanchor(text, anchor.exact, anchor.span.start, prefix=anchor.prefix, suffix=anchor.suffix)


def _only(text: str, exact: str) -> int | None:
    """Return where *exact* stands in *text* if it stands there exactly once."""
    first = text.find(exact)
    return first if first >= 0 and text.find(exact, first + 1) < 0 else None


def _nearest_copy(text: str, exact: str, start: int) -> Span | None:
    # A start from outside may lie far behind the end, where rfind would take the slice for the whole text.
    at = min(start, len(text))
    copies = [place for place in (text.rfind(exact, 0, at + len(exact)), text.find(exact, at)) if place >= 0]
    if not copies:
        return None
    nearest = min(copies, key=lambda place: (abs(place - start), place))
    return Span(nearest, nearest + len(exact))
