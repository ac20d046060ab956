"""What a bibliography needs to know of a document, and what was quoted: the input of every format. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from index.records import Document, Kind, Span
from qa.citing.names import Author, Organisation, author

RETOLD: tuple[Kind, ...] = ("rewrite", "summary", "paraphrased")  # always described as what they are


@dataclass(frozen=True, slots=True)
class Work:
    """What is known about a document. Unknown is None or empty, and a date may lack its day or month."""

    id: str
    kind: Kind
    title: str | None
    authors: tuple[Author, ...]
    publisher: str | None
    published: tuple[int, ...]  # year, month, day, as far as they are known
    url: str | None
    language: str
    original: str | None

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return what the record of *document* says."""
        source = document.source
        return cls(
            id=document.id,
            kind=source.kind,
            title=one_line(source.title),
            authors=tuple(author(name, source.publisher) for name in source.authors),
            publisher=one_line(source.publisher),
            published=parts_of(source.published),
            url=source.url,
            language=source.language,
            original=one_line(source.original),
        )

    @property
    def description(self) -> str:
        """What kind of work it is, in words that stand for a title or beside it."""
        match self.kind:
            case "rewrite":
                return f"Rewrite of {self.original or 'another outlet’s story'}"
            case "summary":
                return f"Summary of {self.original or 'other sources'}"
            case "paraphrased" if self.original:
                return f"Copy of {self.original}, reworded by software"
            case "paraphrased":
                return "Copy reworded by software"
            case "blog":
                return "Blog article"
            case "reporting":
                return "News report"

    @property
    def is_described(self) -> bool:
        """Whether a reference describes the work beside its title: a copy, or a blog without a name."""
        return self.kind in RETOLD or (self.kind == "blog" and self.publisher is None)

    @property
    def is_in_periodical(self) -> bool:
        """Whether the publisher is a newspaper or a blog of which the work is a part."""
        return self.publisher is not None and self.kind not in RETOLD

    @property
    def is_by_its_publisher(self) -> bool:
        """Whether the one author is the organisation that publishes, which styles name once."""
        return self.publisher is not None and self.authors == (Organisation(self.publisher),)

    @property
    def missing(self) -> tuple[str, ...]:
        """What a full reference would hold and is not known, in a fixed order."""
        known = {
            "author": bool(self.authors),
            "title": self.title is not None,
            "date": bool(self.published),
            "publisher": self.publisher is not None,
            # A summary has many; of a rewrite and a reworded copy there is one.
            "original": self.original is not None or self.kind not in ("rewrite", "paraphrased"),
            "url": self.url is not None,
        }
        return tuple(name for name, is_known in known.items() if not is_known)


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A verbatim quote with its place in code points, and the sha256 of the text it was taken from."""

    text: str
    start: int
    end: int
    sha256: str

    @classmethod
    def of(cls, document: Document, span: Span) -> Self:
        return cls(document.quote(span), span.start, span.end, document.sha256)


@dataclass(frozen=True, slots=True)
class Cited:
    """One work, the passages quoted from it, and the day on which they were read."""

    work: Work
    passages: tuple[CitedPassage, ...]
    accessed: date

    @property
    def places(self) -> tuple[str, ...]:
        """The place of each passage, with the sha256 of its text and the day of access."""
        return tuple(
            f"characters {passage.start}–{passage.end} of {self.work.id}, sha256 {passage.sha256}, "
            f"accessed {self.accessed}"
            for passage in self.passages
        )

    @property
    def unknown(self) -> str:
        """The sentence that lists what is not known of the work; empty where all is."""
        missing = ("web address" if name == "url" else name for name in self.work.missing)
        return f"Not known: {', '.join(missing)}." if self.work.missing else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Each quote with its place; then what is not known."""
        both = zip(self.passages, self.places, strict=True)
        quotes = tuple(f"“{passage.text}” ({place})" for passage, place in both)
        return (*quotes, self.unknown) if self.unknown else quotes


def cite(passages: Iterable[tuple[Document, Span]], accessed: date) -> tuple[Cited, ...]:
    """Return each document of *passages* once, in order of appearance, with all that is quoted from it."""
    documents: dict[str, Document] = {}
    quoted: dict[str, dict[Span, None]] = {}  # as a set that keeps its order
    for document, span in passages:
        documents[document.id] = document
        quoted.setdefault(document.id, {})[span] = None
    return tuple(
        Cited(Work.of(document), tuple(CitedPassage.of(document, span) for span in quoted[id]), accessed)
        for id, document in documents.items()
    )


def parts_of(published: date | str | None) -> tuple[int, ...]:
    """Return year, month and day of an ISO date, as many as it has: `2024-12` gives (2024, 12)."""
    return tuple(map(int, str(published).split("-"))) if published else ()


def one_line(text: str | None) -> str | None:
    """Return *text* with every run of white space as one blank: a line break would break a record."""
    return " ".join(text.split()) if text else None
