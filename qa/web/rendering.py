"""Reply -> HTML: one template for the chat and the plain page, in the language of the reply."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from index.records import Document, Span
from qa.contract import Caution, DocumentRef, PlaceIn, Quote, Reply, Words
from qa.courtesies import is_small_talk
from qa.keywords import is_keywords
from qa.recency import asks_of_now
from qa.texts import CATALOGUES, is_read
from qa.texts.operator import Frame, Frames, frame_in
from qa.web import assets
from qa.web.links import Place, address, places_query
from qa.web.passages import Piece, cut

TAGS = {
    "section", "div", "h2", "h3", "p", "ol", "ul", "li", "blockquote", "q", "mark", "bdi", "cite",
    "strong", "span", "a", "time", "details", "summary",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "lang", "dir"},
    "a": {"href", "target", "rel"},
    "time": {"datetime"},
    "th": {"scope"},
    "section": {"data-status"},
    "summary": {"data-show", "data-hide"},
    "p": {"role"},
}
# What the kind or the date beside the quote already says is not said twice.
SAID_BY_KIND: Mapping[Caution, str] = {
    "paraphrased": "paraphrased",
    "rewritten": "rewrite",
    "summary": "summary",
}


def render_answer(reply: Reply, documents: Mapping[str, Document], frames: Frames) -> Markup:
    """Return *reply* as HTML in its language, with every word of a document or a person escaped."""
    is_asked = not is_small_talk(reply.question)
    html = rendered(
        "answer.html",
        frame_in(frames, reply.language),
        reply=reply,
        documents=documents,
        asks_of_now=asks_of_now(reply.question),
        is_asked=is_asked,
        are_keywords=is_asked and is_keywords(reply.question),
        # Who asks in another language is told so in each of ours.
        unread=None if is_read(reply.language) else CATALOGUES.values(),
    )
    return Markup(inert(html))


def render_trouble(kind: str, frame: Frame) -> Markup:
    """Return the HTML that stands in the place of an answer when there is none to give."""
    return Markup(inert(rendered("trouble.html", frame, kind=kind)))


def rendered(template: str, frame: Frame, **values: Any) -> str:
    """Return the HTML of *template* in *frame*."""
    return environment().get_template(template).render(t=frame.t, own=frame.own, **values)


def inert(html: str) -> str:
    """Return *html* with only the tags and attributes of our templates: a second wall behind the escaping."""
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    return settled(clean)


def settled(html: str) -> str:
    """Return *html* with `$` and braces as entities: Gradio reads an HTML component's value as a template."""
    return html.replace("$", "&#36;").replace("{", "&#123;").replace("}", "&#125;")


@cache
def environment() -> Environment:
    """Return the Jinja environment of every page; autoescape is on for every template and string.

    Every template is given the words of the frame in one language: ours as `t`, the library's as `own`.
    """
    made = Environment(
        loader=PackageLoader("qa.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        asset=assets.url,
        cautions=cautions,
        link=link,
        place_link=place_link,
        cite_link=cite_link,
        words_at=words_at,
    )
    made.filters.update(exact=exact, marked=marked)
    return made


def cautions(given: tuple[Caution, ...], ref: DocumentRef) -> list[Caution]:
    """Return the warnings that the line naming the source does not already give."""
    return [
        caution
        for caution in given
        if SAID_BY_KIND.get(caution) != ref.kind and not (caution == "undated" and ref.published is None)
    ]


def link(ref: DocumentRef, quote: Quote, language: str) -> str:
    return address(ref.id, ref.sha256, quote.start, quote.end, language)


def cite_link(reply: Reply, language: str) -> str:
    """Return the address of the page that cites what *reply* quotes as its answer: places, no question."""
    places = (
        Place(finding.document.id, finding.document.sha256, finding.quote.start, finding.quote.end)
        for finding in reply.findings
    )
    return f"/cite?{places_query(places)}&lang={language}"


def place_link(place: PlaceIn, documents: Mapping[str, Document], language: str) -> str:
    return address(place.document, documents[place.document].sha256, place.start, place.end, language)


def words_at(place: PlaceIn, documents: Mapping[str, Document]) -> str:
    return documents[place.document].quote(Span(place.start, place.end))


def marked(quote: Quote, spans: tuple[Words, ...]) -> list[Piece]:
    """Return the quote in pieces, the words that answer marked."""
    marks = [Span(span.start - quote.start, span.end - quote.start) for span in spans]
    return cut(quote.text, Span(0, len(quote.text)), marks)


def exact(text: str) -> Markup:
    """Return *text* escaped so that a browser shows each character.

    HTML has no NUL, and its parser turns a carriage return into a line feed.
    """
    shown = re.sub(r"[\x00\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
    return Markup(str(escape(shown)).replace("\r", "&#13;"))
