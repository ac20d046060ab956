"""Words -> chunks that hold them: a thin wrapper of tantivy's BM25."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.analysis import analyser
from index.records import Hit

if TYPE_CHECKING:
    import tantivy

ANALYSER = "qa_en"
HEAP = 50_000_000  # bytes; one thread, so that the first commit leaves one segment


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
            writer.add_document(tantivy.Document(id=chunk_id, text=text))
        writer.commit()
        writer.wait_merging_threads()
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Return the index in *folder*. The analyser is not saved with it, so it is registered at every open."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        index.register_tokenizer(ANALYSER, analyser())
        index.reload()
        return cls(index)

    def search(self, text: str, top_k: int, *, also: Sequence[str] = ()) -> list[Hit]:
        """Return the *top_k* chunks by BM25 for the words of *text* and, at half weight, of *also*.

        Best first; equal scores by id. Words that hardly tell chunks apart weigh little by themselves, so no
        list of stop words is needed.
        """
        import tantivy

        weights: dict[str, float] = {}
        for weight, part in [(0.5, other) for other in also] + [(1.0, text)]:
            weights.update((term, weight) for term in analyser().analyze(part))
        schema = self.index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, "text", term), weight))
            for term, weight in sorted(weights.items())
        ]
        if not clauses:
            return []
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit=max(top_k, 1)).hits
        hits = [Hit(searcher.doc(address)["id"][0], float(bm25)) for bm25, address in found]
        return sorted(hits, key=lambda hit: (-round(hit.score, 4), hit.chunk_id))
