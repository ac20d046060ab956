import hashlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import build as building
from index import sentences
from index.build import corpus_hash, inputs_hash
from index.chunking import context
from index.encoder import SentenceEncoder
from index.errors import BotError, SeedError
from index.loading import load_documents
from index.records import Document
from index.store import CURRENT, Generation, Store
from tests.fakes import TOWNS, AnyLanguageEncoder, LetterEncoder, RecordingEncoder, build_letters, write_seeds

ALIASES = '[[aliases]]\nname = "Alba"\nalso = ["City of Alba"]\n'


def content(folder: Path) -> dict[str, str]:
    """Return the sums of the live generation's files, but for tantivy's, whose names are made by chance."""
    live = folder / (folder / CURRENT).read_text().strip()
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in live.iterdir() if path.is_file()
    }


def test_a_build_reports_what_it_built(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    manifest = build_letters(seeds, tmp_path)
    assert (manifest.documents, manifest.chunks, manifest.encoder) == (3, 3, "letters")
    assert manifest.inputs == inputs_hash(seeds)
    assert manifest.corpus == corpus_hash(load_documents(seeds))
    assert manifest == Store(tmp_path / "index").manifest()


def test_a_second_build_elsewhere_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        build_letters(write_seeds(tmp_path / name / "seeds", TOWNS, aliases=ALIASES), tmp_path / name)
    one, two = (content(tmp_path / name / "index") for name in ("one", "two"))
    one_sums, two_sums = (sums.pop("checksums.json") for sums in (one, two))
    assert one == two
    assert one_sums != two_sums  # of tantivy's files


def test_a_build_from_the_cache_is_the_same_to_the_byte(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    first = build_letters(seeds, tmp_path)
    shutil.rmtree(tmp_path / "index")
    assert build_letters(seeds, tmp_path) == first


def test_only_what_has_changed_is_encoded_again(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    encoder = RecordingEncoder()
    build_letters(seeds, tmp_path, encoder)
    assert len(encoder.seen) == 3
    (seeds / "cork.txt").write_text("Cork signed.\n")
    build_letters(seeds, tmp_path, encoder)
    assert encoder.seen[3:] == ["Cork signed."]


def test_the_vectors_of_removed_texts_are_removed(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    build_letters(seeds, tmp_path)
    (seeds / "cork.txt").write_text("Cork signed.\n")
    build_letters(seeds, tmp_path)
    (seeds / "cork.txt").write_text(TOWNS["cork.txt"])
    encoder = RecordingEncoder()
    build_letters(seeds, tmp_path, encoder)
    assert encoder.seen == ["Cork waits."]


def change_text(seeds: Path) -> None:
    (seeds / "cork.txt").write_text("Cork signed.\n")


def change_line_ends(seeds: Path) -> None:
    (seeds / "cork.txt").write_bytes(b"Cork waits.\r\n")


def change_record(seeds: Path) -> None:
    path = seeds / "sources.toml"
    path.write_text(path.read_text().replace('"cork.txt"\nkind = "reporting"', '"cork.txt"\nkind = "blog"'))


def change_aliases(seeds: Path) -> None:
    (seeds / "aliases.toml").write_text(ALIASES)


def add_document(seeds: Path) -> None:
    write_seeds(seeds, TOWNS | {"dover.txt": "Dover signed.\n"})


def remove_document(seeds: Path) -> None:
    (seeds / "cork.txt").unlink()
    write_seeds(seeds, {name: text for name, text in TOWNS.items() if name != "cork.txt"})


CHANGES = [change_text, change_line_ends, change_record, change_aliases, add_document, remove_document]


@pytest.mark.parametrize("change", CHANGES)
def test_seeds_that_have_changed_make_the_index_stale_and_the_next_one_another(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    seeds, store = write_seeds(tmp_path / "seeds", TOWNS), Store(tmp_path / "index")
    before = build_letters(seeds, tmp_path)
    assert store.is_current(inputs_hash(seeds), "letters")
    change(seeds)
    assert not store.is_current(inputs_hash(seeds), "letters")
    assert build_letters(seeds, tmp_path).id != before.id
    assert store.is_current(inputs_hash(seeds), "letters")


def test_a_file_without_a_record_makes_the_index_stale_and_is_named_by_the_build(tmp_path: Path) -> None:
    seeds, store = write_seeds(tmp_path / "seeds", TOWNS), Store(tmp_path / "index")
    build_letters(seeds, tmp_path)
    (seeds / "dover.txt").write_text("Dover signed.\n")
    assert not store.is_current(inputs_hash(seeds), "letters")
    with pytest.raises(SeedError, match="dover.txt: is not listed"):
        build_letters(seeds, tmp_path)
    assert "dover" not in store.open("letters").documents


def test_a_program_that_cuts_otherwise_makes_the_index_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    hashes = {inputs_hash(seeds)}
    monkeypatch.setattr(building, "version", lambda library: "99")
    hashes.add(inputs_hash(seeds))
    (tmp_path / "sentences.py").write_text("# other rules\n")
    monkeypatch.setattr(sentences, "__file__", str(tmp_path / "sentences.py"))
    hashes.add(inputs_hash(seeds))
    assert len(hashes) == 3


def test_a_removed_document_is_gone_from_the_index_and_from_search(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    build_letters(seeds, tmp_path)
    remove_document(seeds)
    build_letters(seeds, tmp_path)
    generation = Store(tmp_path / "index").open("letters")
    assert set(generation.documents) == {"alba", "brno"}
    assert generation.lexical.search("Cork", 9) == []
    hits = generation.dense.search(LetterEncoder().encode(["Cork waits."])[0], 9)
    assert {hit.chunk_id.partition("#")[0] for hit in hits} == {"alba", "brno"}


def test_a_document_is_found_by_its_headings_and_not_by_its_boilerplate(tmp_path: Path) -> None:
    records = '[[documents]]\nfile = "a.txt"\nkind = "blog"\nboilerplate = ["Advert"]\n'
    seeds = write_seeds(tmp_path / "seeds", {"a.txt": "Top states\nAdvert\nOne came.\n"}, records=records)
    build_letters(seeds, tmp_path)
    lexical = Store(tmp_path / "index").open("letters").lexical
    assert [hit.chunk_id for hit in lexical.search("states", 9)] == ["a#18-27"]
    assert lexical.search("advert", 9) == []


def test_a_name_of_the_aliases_is_not_cut(tmp_path: Path) -> None:
    text, aliases = (
        "We asked FWD. The US answered.\n",
        '[[aliases]]\nname = "FWD.US"\nalso = ["FWD. The US"]\n',
    )
    build_letters(write_seeds(tmp_path / "seeds", {"a.txt": text}, aliases=aliases), tmp_path)
    (chunk,) = Store(tmp_path / "index").open("letters").chunks.values()
    assert len(chunk.sentences) == 1


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "lists no document: add a [[documents]] table and its file"),
        ({"a.txt": "A heading\n"}, "no document holds a sentence: add one, or correct the boilerplate"),
        ({"a.txt": ""}, "is empty"),
    ],
)
def test_seeds_that_cannot_be_built_leave_the_old_index_serving(
    texts: dict[str, str], said: str, tmp_path: Path
) -> None:
    before = build_letters(write_seeds(tmp_path / "seeds", TOWNS), tmp_path)
    with pytest.raises(SeedError) as caught:
        build_letters(write_seeds(tmp_path / "bad", texts), tmp_path)
    assert said in str(caught.value)
    assert Store(tmp_path / "index").open("letters").manifest == before


def test_a_document_without_a_sentence_is_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        build_letters(write_seeds(tmp_path / "seeds", TOWNS | {"dover.txt": "A heading\n"}), tmp_path)
    assert [record.getMessage() for record in caplog.records] == [
        "dover holds nothing but headings and boilerplate: nothing in it can be found"
    ]


def test_a_cache_that_cannot_be_used_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the place of the folder")
    assert build_letters(write_seeds(tmp_path / "seeds", TOWNS), tmp_path).documents == 3


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(BotError, match="data/index: cannot be written"):
        build_letters(write_seeds(tmp_path / "seeds", TOWNS), tmp_path / "data")


def test_the_corpus_is_the_same_in_any_order(documents: dict[str, Document]) -> None:
    listed = list(documents.values())
    assert corpus_hash(listed) == corpus_hash(listed[::-1]) != corpus_hash(listed[1:])


@pytest.mark.models
def test_the_real_seeds_encoded_again_have_the_same_vectors(
    generation: Generation, sentence_encoder: SentenceEncoder
) -> None:
    chunks = list(generation.chunks.values())
    for at in range(0, len(chunks), 20):
        text = context(chunks[at], generation.documents[chunks[at].document_id])
        assert np.array_equal(generation.dense.flat.reconstruct(at), sentence_encoder.encode([text])[0])


@pytest.mark.models
def test_the_index_of_the_real_seeds_holds_their_very_texts(
    generation: Generation, documents: dict[str, Document]
) -> None:
    assert generation.documents == documents
    assert generation.manifest.documents == 5
    assert 150 < generation.manifest.chunks < 300


# The second index


def test_a_second_encoder_gets_an_index_of_the_same_chunks(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    manifest = build_letters(seeds, tmp_path, multilingual=AnyLanguageEncoder())
    generation = Store(tmp_path / "index").open(LetterEncoder.name)
    assert manifest.multilingual == AnyLanguageEncoder.name
    assert generation.multilingual is not None
    assert generation.multilingual.chunk_ids == generation.dense.chunk_ids
    plain = build_letters(seeds, tmp_path / "plain")
    assert plain.multilingual is None
    assert Store(tmp_path / "plain" / "index").open(LetterEncoder.name).multilingual is None


def test_a_large_collection_gets_no_second_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    chunks = build_letters(seeds, tmp_path / "plain").chunks
    for most, expected in ((chunks, AnyLanguageEncoder.name), (chunks - 1, None)):
        monkeypatch.setattr("index.build.MAX_CHUNKS", most)
        data = tmp_path / str(most)
        assert build_letters(seeds, data, multilingual=AnyLanguageEncoder()).multilingual == expected


def test_both_encoders_vectors_are_cached(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TOWNS)
    build_letters(seeds, tmp_path, multilingual=AnyLanguageEncoder())
    first = RecordingEncoder()
    second = RecordingEncoder(name=AnyLanguageEncoder.name)
    build_letters(seeds, tmp_path, first, multilingual=second)
    assert (first.seen, second.seen) == ([], [])
