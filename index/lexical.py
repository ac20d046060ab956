"""Words -> chunks that hold them: a thin wrapper of tantivy's BM25."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize

from index.analysis import analyser
from index.ranking import best
from index.records import Hit

if TYPE_CHECKING:
    import tantivy

ANALYSER = "qa_en"
HEAP = 50_000_000  # bytes; one thread, so that a small collection is one segment
DIGITS = 4  # of a BM25 score; what differs after them is taken as equal
ALSO_WEIGHT = 0.5  # of a word that is only in another form of a name, not in the question


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 over chunk texts. Queries are built from terms, never parsed from what a user typed."""

    index: "tantivy.Index"

    @classmethod
    def build(cls, folder: Path, texts: Iterable[tuple[str, str]]) -> "LexicalIndex":
        """Return a new index in *folder* (empty, existing) of (chunk id, text) pairs."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name=ANALYSER, index_option="freq")
        index = tantivy.Index(builder.build(), path=str(folder))
        index.register_tokenizer(ANALYSER, analyser())
        writer = index.writer(heap_size=HEAP, num_threads=1)
        for chunk_id, text in texts:
            writer.add_document(tantivy.Document(id=chunk_id, text=normalize("NFC", text)))
        writer.commit()
        writer.wait_merging_threads()
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Return the index in *folder*, which need not be writable."""
        if os.access(folder, os.W_OK):
            return cls._load(folder)
        # tantivy takes a lock beside the files even to read them; what it has opened, it needs no name for.
        with TemporaryDirectory() as passing:
            for path in folder.iterdir():
                if path.suffix != ".lock":
                    (Path(passing) / path.name).symlink_to(path.absolute())
            return cls._load(Path(passing))

    @classmethod
    def _load(cls, folder: Path) -> "LexicalIndex":
        import tantivy

        index = tantivy.Index.open(str(folder))  # the analyser is not kept in it
        index.register_tokenizer(ANALYSER, analyser())
        index.config_reader(reload_policy="manual")  # the files never change: nobody need watch them
        index.reload()
        return cls(index)

    def search(self, text: str, top_k: int, *, also: Sequence[str] = ()) -> list[Hit]:
        """Return the *top_k* chunks by BM25 for the words of *text* and, at half weight, of *also*.

        Best first; equal scores by id; none where no word occurs. Words that hardly tell chunks apart weigh
        little by themselves, so no list of stop words is needed.
        """
        import tantivy

        weights = dict.fromkeys(_terms(" ".join(also)), ALSO_WEIGHT) | dict.fromkeys(_terms(text), 1.0)
        schema = self.index.schema
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, "text", term), weight),
            )
            for term, weight in sorted(weights.items())
        ]
        query = tantivy.Query.boolean_query(clauses)
        searcher = self.index.searcher()

        def matching(depth: int) -> list[Hit]:
            found = searcher.search(query, limit=depth, count=False).hits
            return [Hit(searcher.doc(address)["id"][0], float(bm25)) for bm25, address in found]

        return best(matching, top_k, searcher.num_docs, DIGITS) if clauses else []


def _terms(text: str) -> list[str]:
    return analyser().analyze(normalize("NFC", text))
