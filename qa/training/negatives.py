"""Answerable questions -> the same ones on paragraphs that a search takes for theirs: hard negatives.

What is searched is every paragraph of the questions' own files, by words and by meaning as the bot does. A
reader that has learnt them compares better across passages (Karpukhin et al., EMNLP 2020, for retrievers;
Clark and Gardner, ACL 2018, for readers).
"""

import lzma
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.dense import DenseIndex
from index.encoder import Encoder
from index.fusion import fuse
from index.lexical import LexicalIndex
from qa.evaluation.collections import CollectionError
from qa.evaluation.metrics import restates
from qa.evaluation.squad import Row, read_rows
from qa.training.files import replace

DEPTH = 20  # paragraphs taken from each ranking
FIRST = 5  # of the fused ranking, among which the negative is

Progress = Callable[[Iterable[str]], Iterable[str]]


def mine(
    files: Sequence[Path], into: Path, encoder: Encoder, count: int, seed: int, progress: Progress = iter
) -> int:
    """Write hard negatives of *count* questions of *files* to *into*, a line each; return how many there are.

    Raises CollectionError for a file that cannot be used, or when none of its questions has an answer.
    """
    rows = [row for file in files for row in read_rows(file)]
    answerable = sorted((row for row in rows if not row.is_impossible), key=lambda row: row.id)
    if not answerable:
        raise CollectionError(files[0], None, "has no question with an answer")
    chosen = random.Random(seed).sample(answerable, min(count, len(answerable)))
    found = list(negatives(chosen, sorted({row.context for row in rows}), encoder, progress))
    text = "".join(f"{row.model_dump_json(exclude={'question_en'})}\n" for row in found).encode()
    data = lzma.compress(text) if into.suffix == ".xz" else text
    replace(into, lambda path: path.write_bytes(data))
    return len(found)


def negatives(
    rows: Sequence[Row], contexts: Sequence[str], encoder: Encoder, progress: Progress = iter
) -> Iterator[Row]:
    """Yield each of *rows* on the best ranked of *contexts* that holds none of its answers.

    A question for which that is not among the first FIRST is left out.
    """
    by_id = {f"{number:07}": context for number, context in enumerate(contexts)}
    texts = [*contexts, *(row.question for row in rows)]
    vectors = np.concatenate([encoder.encode([text]) for text in progress(texts)])
    dense = DenseIndex.of(list(by_id), vectors[: len(contexts)])
    with TemporaryDirectory() as folder:
        lexical = LexicalIndex.build(Path(folder), by_id.items())
        for row, vector in zip(rows, vectors[len(contexts) :], strict=True):
            rankings = dense.search(vector, DEPTH), lexical.search(row.question, DEPTH)
            fused = fuse([[hit.chunk_id for hit in hits] for hits in rankings])
            first = (by_id[hit.chunk_id] for hit in fused[:FIRST])
            context = next((one for one in first if not _answers(one, row)), None)
            if context is not None:
                yield row.model_copy(
                    update={"id": f"{row.id}-mined", "context": context, "answers": (), "is_impossible": True}
                )


def _answers(context: str, row: Row) -> bool:
    return context == row.context or any(restates(context, answer.text) for answer in row.answers)
