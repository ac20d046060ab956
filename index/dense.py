"""Vectors -> nearest chunks: a thin wrapper of FAISS."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.ranking import best
from index.records import Hit

if TYPE_CHECKING:
    import faiss

FloatMatrix = npt.NDArray[np.float32]  # (texts, dimensions), one unit row a text
FloatVector = npt.NDArray[np.float32]  # (dimensions,), of unit length
DIGITS = 6  # of a cosine; what differs after them is taken as equal


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """Exact cosine search: inner products of unit vectors in a flat FAISS index."""

    chunk_ids: tuple[str, ...]
    flat: "faiss.Index"

    @classmethod
    def of(cls, chunk_ids: Sequence[str], vectors: FloatMatrix) -> "DenseIndex":
        """Return an index of *vectors*, row i belonging to chunk id i."""
        import faiss

        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls._checked(chunk_ids, flat)

    @classmethod
    def load(cls, path: Path, chunk_ids: Sequence[str]) -> "DenseIndex":
        """Return the index saved at *path*, whose rows belong to *chunk_ids* in order."""
        import faiss

        return cls._checked(chunk_ids, faiss.read_index(str(path)))

    @classmethod
    def _checked(cls, chunk_ids: Sequence[str], flat: "faiss.Index") -> "DenseIndex":
        if len(chunk_ids) != flat.ntotal:
            raise ValueError(f"{len(chunk_ids)} chunk ids for {flat.ntotal} vectors")
        return cls(tuple(chunk_ids), flat)

    def save(self, path: Path) -> None:
        """Write the vectors to *path*; the chunk ids are kept elsewhere."""
        import faiss

        faiss.write_index(self.flat, str(path))

    def search(self, vector: FloatVector, top_k: int) -> list[Hit]:
        """Return the *top_k* chunks by cosine in [-1, 1], best first; equal cosines by id."""
        query = np.ascontiguousarray(vector[None, :], dtype=np.float32)

        def nearest(depth: int) -> list[Hit]:
            cosines, rows = self.flat.search(query, depth)
            return [
                Hit(self.chunk_ids[row], float(cosine))
                for row, cosine in zip(rows[0], cosines[0], strict=True)
            ]

        return best(nearest, top_k, len(self.chunk_ids), DIGITS)
