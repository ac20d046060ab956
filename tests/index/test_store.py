import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.dense import DenseIndex
from index.errors import BotError, BusyIndexError, DamagedIndexError, NoIndexError, StaleIndexError
from index.lexical import LexicalIndex
from index.store import CHECKSUMS, CURRENT, KEPT, MANIFEST, MULTILINGUAL, Manifest, Store
from tests.fakes import TOWNS, AnyLanguageEncoder, LetterEncoder, build_letters, write_seeds

ROOT = Path(__file__).parent.parent.parent
MORE = TOWNS | {"dover.txt": "Dover signed.\n"}
MOST = MORE | {"essen.txt": "Essen left.\n"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which TOWNS serve."""
    build(tmp_path, TOWNS)
    return tmp_path


def build(data: Path, texts: dict[str, str]) -> Manifest:
    shutil.rmtree(data / "seeds", ignore_errors=True)
    return build_letters(write_seeds(data / "seeds", texts), data)


def store_of(data: Path) -> Store:
    return Store(data / "index")


def live(data: Path) -> Path:
    return data / "index" / (data / "index" / CURRENT).read_text().strip()


def generations(data: Path) -> set[str]:
    return {path.name for path in (data / "index").iterdir() if path.is_dir()}


def served(data: Path) -> set[str]:
    return set(store_of(data).open("letters").documents)


def files(data: Path) -> list[str]:
    return sorted(path.relative_to(live(data)).as_posix() for path in live(data).rglob("*") if path.is_file())


# Opening


def test_what_was_built_is_opened_whole(data: Path) -> None:
    generation = store_of(data).open("letters")
    assert set(generation.documents) == {"alba", "brno", "cork"}
    assert [generation.documents[id].text for id in ("alba", "cork")] == [
        TOWNS["alba.txt"],
        TOWNS["cork.txt"],
    ]
    assert generation.manifest == store_of(data).manifest()
    assert generation.manifest.chunks == len(generation.chunks) == len(generation.dense.chunk_ids)
    assert all(chunk.id == id for id, chunk in generation.chunks.items())
    assert [hit.chunk_id for hit in generation.lexical.search("council", 9)] == ["brno#0-61"]


def test_no_index_names_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="no index in .*: run `python -m qa build`"):
        Store(tmp_path / "none").open("letters")
    with pytest.raises(NoIndexError):
        Store(tmp_path).manifest()


def test_a_stale_index_names_its_remedy(data: Path) -> None:
    with pytest.raises(
        StaleIndexError, match="built with encoder letters, not words: run `python -m qa build`"
    ):
        store_of(data).open("words")


def test_an_index_of_another_format_is_stale(data: Path) -> None:
    manifest = json.loads((live(data) / MANIFEST).read_text())
    (live(data) / MANIFEST).write_text(json.dumps(manifest | {"format": 99, "new": "key"}))
    with pytest.raises(StaleIndexError, match="built with format 99, not 2: run"):
        store_of(data).open("letters")


@pytest.mark.parametrize(
    "name",
    ["..", "../seeds", "/etc", "", ".", "building-00000000", "0" * 15, "0" * 17, "g" * 16, "0" * 16 + "/x"],
)
def test_a_pointer_that_names_no_generation_is_not_followed(name: str, data: Path) -> None:
    (data / "index" / CURRENT).write_text(name)
    with pytest.raises(DamagedIndexError, match="CURRENT does not name a generation"):
        store_of(data).open("letters")


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x00" * 16, b"0" * 100_000])
def test_a_pointer_that_is_garbage_is_damage(raw: bytes, data: Path) -> None:
    (data / "index" / CURRENT).write_bytes(raw)
    with pytest.raises(DamagedIndexError, match="CURRENT"):
        store_of(data).open("letters")


def test_a_pointer_to_what_is_not_there_is_damage(data: Path) -> None:
    (data / "index" / CURRENT).write_text("0" * 16)
    with pytest.raises(DamagedIndexError, match="the manifest of 0000000000000000 cannot be read"):
        store_of(data).open("letters")


def test_a_file_in_the_place_of_the_folder_is_damage(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(DamagedIndexError, match="run `python -m qa build`"):
        Store(tmp_path / "index").open("letters")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


DAMAGES = [truncate, empty, flip, Path.unlink]


@pytest.mark.parametrize("spoil", DAMAGES)
def test_damage_to_any_file_is_found(spoil: Callable[[Path], None], data: Path) -> None:
    names = [name for name in files(data) if not name.endswith(".lock")]
    assert len(names) > 10
    for name in names:
        path = live(data) / name
        whole = path.read_bytes()
        spoil(path)
        with pytest.raises(
            DamagedIndexError, match=r"the index in .* is damaged \(.*\): run `python -m qa build`"
        ):
            store_of(data).open("letters")
        assert not store_of(data).is_current(inputs(data), "letters")
        path.write_bytes(whole)
    assert store_of(data).is_current(inputs(data), "letters")


@pytest.mark.parametrize("spoil", DAMAGES)
def test_a_build_mends_a_damaged_generation_under_its_own_name(
    spoil: Callable[[Path], None], data: Path
) -> None:
    before = generations(data)
    spoil(live(data) / "chunks.jsonl")
    build_letters(data / "seeds", data)
    assert served(data) == {"alba", "brno", "cork"}
    assert generations(data) == before


def inputs(data: Path) -> str:
    from index.build import inputs_hash

    return inputs_hash(data / "seeds")


def test_an_added_file_is_damage(data: Path) -> None:
    (live(data) / "lexical" / "more.idx").write_text("more")
    with pytest.raises(DamagedIndexError, match=r"lexical/more\.idx was altered, added or removed"):
        store_of(data).open("letters")


def test_an_edit_that_mends_its_checksum_is_still_found(data: Path) -> None:
    from hashlib import sha256

    path = live(data) / "documents.jsonl"
    path.write_text(path.read_text().replace("12 deputies", "99 deputies"))
    sums = json.loads((live(data) / CHECKSUMS).read_text())
    sums["documents.jsonl"] = sha256(path.read_bytes()).hexdigest()
    (live(data) / CHECKSUMS).write_text(json.dumps(sums))
    with pytest.raises(DamagedIndexError, match=r"checksums\.json was altered"):
        store_of(data).open("letters")


def test_a_manifest_that_was_edited_is_damage(data: Path) -> None:
    path = live(data) / MANIFEST
    path.write_text(path.read_text().replace('"documents":3', '"documents":4'))
    with pytest.raises(DamagedIndexError, match=r"manifest\.json was altered"):
        store_of(data).manifest()


@pytest.mark.parametrize("raw", ["[]", "null", "{}", '{"documents.jsonl": 3}', "{"])
def test_checksums_that_are_none_are_damage(raw: str, data: Path) -> None:
    (live(data) / CHECKSUMS).write_text(raw)
    with pytest.raises(DamagedIndexError):
        store_of(data).open("letters")


@pytest.mark.parametrize("raw", ["[]", "null", "3", "{", '{"format": 1}'])
def test_a_manifest_that_is_none_is_damage(raw: str, data: Path) -> None:
    (live(data) / MANIFEST).write_text(raw)
    with pytest.raises((DamagedIndexError, StaleIndexError)):
        store_of(data).open("letters")


def test_an_index_is_current_for_its_inputs_and_encoder_only(data: Path) -> None:
    assert store_of(data).is_current(inputs(data), "letters")
    assert not store_of(data).is_current("0" * 64, "letters")
    assert not store_of(data).is_current(inputs(data), "words")
    assert not Store(data / "none").is_current(inputs(data), "letters")


# Generations


def test_the_last_two_generations_are_kept(data: Path) -> None:
    first = live(data).name
    second = build(data, MORE).id
    assert generations(data) == {first, second}
    third = build(data, MOST).id
    assert generations(data) == {second, third}
    assert KEPT == 2


def test_a_generation_with_a_text_that_was_removed_is_not_kept(data: Path) -> None:
    build(data, MORE)
    last = build(data, TOWNS | {"cork.txt": "Cork signed.\n"})
    assert generations(data) == {last.id}
    whole = b"".join(
        path.read_bytes() for path in data.rglob("*") if path.is_file() and "seeds" not in path.parts
    )
    assert b"Cork signed" in whole and b"Cork waits" not in whole and b"Dover" not in whole


def test_a_generation_that_comes_back_is_live_again(data: Path) -> None:
    first = live(data).name
    build(data, MORE)
    assert build(data, TOWNS).id == live(data).name == first
    assert served(data) == {"alba", "brno", "cork"}


def test_a_whole_generation_that_is_built_again_is_left_as_it_is(data: Path) -> None:
    before = {name: (live(data) / name).stat().st_mtime_ns for name in files(data)}
    build_letters(data / "seeds", data)
    assert {name: (live(data) / name).stat().st_mtime_ns for name in files(data)} == before


def test_whoever_has_an_index_open_keeps_it(data: Path) -> None:
    old = store_of(data).open("letters")
    query = LetterEncoder().encode(["cork"])[0]
    dense, lexical = old.dense.search(query, 9), old.lexical.search("council cost Cork", 9)
    for texts in ({"essen.txt": "Essen left.\n"}, MORE, {"faro.txt": "Faro waits.\n"}):
        build(data, texts)
    assert old.manifest.id not in generations(data)
    assert old.dense.search(query, 9) == dense
    assert old.lexical.search("council cost Cork", 9) == lexical != []
    assert served(data) == {"faro"}


def test_folders_of_others_are_left_alone(data: Path) -> None:
    for name in ("notes", "building-mine", "0123456789abcdef0"):
        (data / "index" / name).mkdir()
        (data / "index" / name / "keep.txt").write_text("mine")
    build(data, MORE)
    build(data, MOST)
    assert all(
        (data / "index" / name / "keep.txt").is_file()
        for name in ("notes", "building-mine", "0123456789abcdef0")
    )


def test_what_a_dead_build_left_behind_is_removed(data: Path) -> None:
    for name in ("building-00000000", "removing-0123abcd"):
        shutil.copytree(live(data), data / "index" / name)
    before = live(data).name
    with store_of(data).lock():
        assert generations(data) == {before}


def test_nothing_is_removed_while_it_is_not_known_what_serves(data: Path) -> None:
    build(data, MORE)
    before = generations(data)
    (data / "index" / CURRENT).write_text("garbage")
    with store_of(data).lock():
        assert generations(data) == before


def test_every_file_may_be_read_by_whoever_may_read_a_new_one(data: Path) -> None:
    (data / "new").write_text("")
    (data / "folder").mkdir()
    mode, folder = ((data / name).stat().st_mode for name in ("new", "folder"))
    paths = [live(data), *live(data).rglob("*")]
    shown = {stat.S_IMODE(path.stat().st_mode) for path in paths if path.suffix != ".lock"}
    assert shown == {stat.S_IMODE(mode), stat.S_IMODE(folder)}


# What goes wrong while writing


class Trouble(BaseException):
    """Neither an error of the user nor of the program: the process is being ended."""


def manifest_of(content: str) -> Manifest:
    return Manifest(format=1, encoder="letters", inputs="", corpus="", documents=0, chunks=0, content=content)


def write(data: Path, fill: Callable[[Path], None]) -> None:
    with store_of(data).lock():
        store_of(data).write(manifest_of, fill)


def disk_is_full(folder: Path) -> None:
    (folder / "documents.jsonl").write_text("half of ")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def disk_is_full_for_faiss(folder: Path) -> None:
    DenseIndex.of([str(at) for at in range(999)], LetterEncoder().encode(["alba"] * 999)).save(
        Path("/dev/full")
    )


def disk_is_full_for_tantivy(folder: Path) -> None:
    raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("fill", [disk_is_full, disk_is_full_for_faiss, disk_is_full_for_tantivy])
def test_a_full_disk_leaves_the_old_index_serving(fill: Callable[[Path], None], data: Path) -> None:
    before = generations(data)
    with pytest.raises(BotError, match="index: no space left: free some and build again") as caught:
        write(data, fill)
    assert "\n" not in str(caught.value)
    assert generations(data) == before
    assert served(data) == {"alba", "brno", "cork"}


@pytest.mark.parametrize(
    "error",
    [RuntimeError("a bug"), ValueError("a bug"), KeyError("a bug"), Trouble(), OSError(errno.EIO, "x")],
)
def test_any_other_trouble_leaves_the_old_index_serving(error: BaseException, data: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "documents.jsonl").write_text("half of ")
        raise error

    before = generations(data)
    with pytest.raises(type(error)):
        write(data, fill)
    assert generations(data) == before
    assert served(data) == {"alba", "brno", "cork"}
    build(data, MORE)  # the lock is free again


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_disk_that_fills_up_at_any_step_leaves_a_whole_index(
    step: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(os, step)
    for number in range(99):
        left = iter(range(number))

        def fails(*arguments: object, left: Iterator[int] = left) -> object:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, fails)
            try:
                build(data, MORE)
            except BotError as error:
                assert "no space left" in str(error)
            else:
                break
        if "dover" in served(data):
            build(data, TOWNS)
        assert served(data) == {"alba", "brno", "cork"}
    assert number > 0
    assert served(data) == {"alba", "brno", "cork", "dover"}


def test_a_second_build_at_once_is_told_so(data: Path) -> None:
    with store_of(data).lock():
        with pytest.raises(BusyIndexError, match="another build is writing to .*: wait until it has ended"):
            build(data, MORE)
        assert served(data) == {"alba", "brno", "cork"}
    build(data, MORE)


def test_a_build_in_another_process_is_seen(data: Path) -> None:
    script = "import sys; from pathlib import Path; from index.store import Store\n"
    script += "with Store(Path(sys.argv[1])).lock(): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(data / "index")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(BusyIndexError):
            build(data, MORE)
        other.kill()
    build(data, MORE)  # a lock does not outlive its process
    assert "dover" in served(data)


def test_a_folder_that_cannot_be_made_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(
            BotError, match=r"cannot be written \(.*\): correct it, or set QA_DATA_DIR to another folder"
        ):
            with Store(folder).lock():
                pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_names_the_remedy(data: Path) -> None:
    (data / "index").chmod(0o500)
    try:
        with pytest.raises(BotError, match="cannot be written"):
            build(data, MORE)
    finally:
        (data / "index").chmod(0o700)


def test_a_lexical_index_that_cannot_be_opened_is_damage(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(folder: Path) -> LexicalIndex:
        raise ValueError("written by another version")

    monkeypatch.setattr(LexicalIndex, "load", fails)
    with pytest.raises(DamagedIndexError, match="it cannot be opened: written by another version"):
        store_of(data).open("letters")


# Processes that die


def crashing(tmp_path: Path, *arguments: str) -> int:
    if not hasattr(os, "fork"):
        pytest.skip("processes cannot be forked here")
    command = [sys.executable, "-m", "tests.index.crashing", str(tmp_path), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_build_may_die_before_any_change_of_a_file(tmp_path: Path) -> None:
    assert crashing(tmp_path, "points") > 20


@pytest.mark.parametrize("count", [8, pytest.param(400, marks=pytest.mark.soak)])
def test_a_build_may_be_killed_at_any_time(count: int, tmp_path: Path) -> None:
    assert crashing(tmp_path, "kills", str(count)) == count


@pytest.mark.parametrize("count", [12, pytest.param(400, marks=pytest.mark.soak)])
def test_an_index_can_be_opened_at_any_time_while_others_take_its_place(count: int, tmp_path: Path) -> None:
    assert crashing(tmp_path, "race", str(count)) > count


# The second index


def test_an_index_is_stale_for_a_second_encoder_that_it_lacks(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    plain = build_letters(seeds, tmp_path)
    assert store_of(tmp_path).is_current(plain.inputs, "letters")
    assert not store_of(tmp_path).is_current(plain.inputs, "letters", "any letters")
    both = build_letters(seeds, tmp_path, multilingual=AnyLanguageEncoder())
    assert both.id != plain.id
    assert store_of(tmp_path).is_current(both.inputs, "letters", "any letters")
    assert store_of(tmp_path).is_current(both.inputs, "letters"), "who has no second encoder can use it too"


def test_a_collection_too_large_for_a_second_index_is_current_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = build_letters(write_seeds(tmp_path / "seeds", TOWNS), tmp_path)
    monkeypatch.setattr("index.store.MAX_CHUNKS", plain.chunks - 1)
    assert store_of(tmp_path).is_current(plain.inputs, "letters", "any letters")


def test_a_second_index_that_was_altered_is_damage(tmp_path: Path) -> None:
    build_letters(write_seeds(tmp_path / "seeds", TOWNS), tmp_path, multilingual=AnyLanguageEncoder())
    file = live(tmp_path) / MULTILINGUAL
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    with pytest.raises(DamagedIndexError, match="multilingual.faiss was altered"):
        store_of(tmp_path).open("letters")
