"""Builds that die: run by test_store.py in a process of its own, because it forks and kills.

`python -m tests.index.crashing FOLDER points` dies once before each change of a file by Python in a build;
`python -m tests.index.crashing FOLDER kills COUNT` is killed COUNT times, at moments drawn by chance;
`python -m tests.index.crashing FOLDER race COUNT` opens the index while COUNT builds replace each other.
Prints how often; ends with a traceback when an index is not whole.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.store import CURRENT, LOCK, Store
from tests.fakes import TOWNS, LetterEncoder, build_letters, write_seeds

OTHER = {"alba.txt": "Alba left in June.\n", "dover.txt": "Dover signed. It has one van.\n"}
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
DIED, DONE = 9, 0


def begin(work: Callable[[], object]) -> int:
    """Return the id of a child process that does *work*."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = DONE
        finally:
            os._exit(status)
    return child


def end(child: int) -> int:
    """Return how *child* ended: its status, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(number: int, data: Path) -> None:
    """Make this process end, without any clean-up, right before its *number*-th change below *data*."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event in CHANGES or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        )
        if writes and str(arguments[0]).startswith(str(data)):
            seen += 1
            if seen == number:
                os._exit(DIED)

    sys.addaudithook(hook)


class Trial:
    """Two collections, and an index of the first to begin every trial with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first = write_seeds(folder / "first", TOWNS)
        self.second = write_seeds(folder / "second", OTHER)
        self.texts = {
            build_letters(self.second, folder / "data").id: OTHER,
            build_letters(self.first, folder / "data").id: TOWNS,
        }
        self.data = folder / "data"
        self.store = Store(self.data / "index")

    def build_second(self) -> None:
        build_letters(self.second, self.data)

    def open(self) -> dict[str, str]:
        """Open the index; assert that it is all of one collection, and return the collection."""
        generation = self.store.open("letters")
        texts = self.texts[generation.manifest.id]
        assert {d.source.file: d.text for d in generation.documents.values()} == texts
        assert {chunk.document_id for chunk in generation.chunks.values()} == set(generation.documents)
        query = LetterEncoder().encode(["signed"])[0]
        hits = [
            *generation.dense.search(query, 99),
            *generation.lexical.search("Alba Brno Cork Dover it", 99),
        ]
        assert {hit.chunk_id for hit in hits} == set(generation.chunks)
        return texts

    def recover(self) -> None:
        """Assert that the index is whole and that the next build tidies up; make the first one live again."""
        texts = self.open()
        with self.store.lock():
            left = {path.name for path in self.store.folder.iterdir()} - {CURRENT, f"{CURRENT}.new", LOCK}
            assert left <= set(self.texts), left
        if texts is OTHER:
            build_letters(self.first, self.data)


def points(trial: Trial) -> int:
    number = 0
    while True:
        number += 1

        def work(number: int = number) -> None:
            die_at(number, trial.data)
            trial.build_second()

        status = end(begin(work))
        assert status in (DIED, DONE), status
        trial.recover()
        if status == DONE:
            return number - 1


def kills(trial: Trial, count: int) -> int:
    chance = random.Random(287)
    longest = 1.0  # seconds that a build takes, about; learned on the way
    killed = 0
    while killed < count:
        trial.recover()
        child = begin(trial.build_second)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        in_time = end(child) == -signal.SIGKILL
        killed += in_time
        longest *= 1.1 if in_time else 0.7
    trial.recover()
    return killed


def race(trial: Trial, count: int) -> int:
    def work() -> None:
        for number in range(count):
            build_letters(trial.first if number % 2 else trial.second, trial.data)

    child = begin(work)
    opened = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        trial.open()
        opened += 1
    return opened


if __name__ == "__main__":
    os.fsync = lambda fd: None  # what a killed process wrote is not lost; syncing it would only take time
    folder, mode, *rest = sys.argv[1:]
    sys.stdout.write(f"{globals()[mode](Trial(Path(folder)), *map(int, rest))}\n")
