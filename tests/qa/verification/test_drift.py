"""The ledger against changed documents: every entry sorted without a mistake, and removed means gone."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.records import Document, Span
from index.sources import SOURCES
from qa.verification.anchors import State
from qa.verification.checking import Collection, current_collection
from qa.verification.drift import CheckedEntry, bring_up_to_date
from qa.verification.events import Event, Standing
from qa.verification.ledger import Ledger
from qa.verification.ledger_file import LedgerError
from tests.fakes import make_document

SEEDS = Path(__file__).parents[3] / "seeds"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "Alba signed in May. Brno declined.\n\nCork waits for the vote of its council in June."
TOWNS = make_document(TEXT, "towns")
OTHERS = make_document(TEXT, "others")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def checked(ledger: Ledger, *documents: Document, **problems: str) -> list[CheckedEntry]:
    collection = Collection({one.id: one for one in documents}, problems)
    return list(bring_up_to_date(ledger, collection, NOON))


def sentences(document: Document) -> list[Span]:
    """Return places that a citation could have: the longer lines, cut at full stops."""
    places, start = [], 0
    for part in document.text.replace("\n", ".").split("."):
        span = Span(start, start + len(part)).trimmed(document.text)
        if span.end - span.start > 30:
            places.append(span)
        start += len(part) + 1
    return places


def test_copies_of_the_seeds_are_sorted_after_an_edit_an_insertion_and_a_deletion(
    path: Path, tmp_path: Path
) -> None:
    """One word is edited in one, a paragraph stands on top of another, a third is gone."""
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds)
    before = current_collection(seeds).documents
    edited, topped, deleted, *kept = sorted(before)
    word = before[edited].text.index(" local ")
    with Ledger(path) as ledger:
        for document in before.values():
            for span in sentences(document):
                ledger.enter(document, span)
    text = before[edited].text
    (seeds / before[edited].source.file).write_text(
        text[:word] + " state " + text[word + 7 :], encoding="utf-8"
    )
    file = seeds / before[topped].source.file
    file.write_bytes(b"Corrected since.\n\n" + file.read_bytes())
    records = (seeds / SOURCES).read_text(encoding="utf-8").split("[[documents]]")
    (seeds / SOURCES).write_text(
        "[[documents]]".join(one for one in records if deleted not in one), encoding="utf-8"
    )
    (seeds / before[deleted].source.file).unlink()
    with Ledger(path) as ledger:
        found = list(bring_up_to_date(ledger, current_collection(seeds), NOON))
    for one in found:
        holds_word = one.start < word + 7 and word < one.end
        expected = {
            edited: State.CHANGED if holds_word else State.INTACT,
            topped: State.MOVED,
            deleted: State.ORPHANED,
        }.get(one.document, State.INTACT)
        assert one.state is expected, one
        if one.state is State.MOVED:
            assert one.now is not None and one.now.start == one.start + len("Corrected since.\n\n")
    assert {one.state for one in found} == set(State)
    assert len([one for one in found if one.state is State.CHANGED]) == 1


@pytest.mark.parametrize("seed", range(10))
def test_random_edits_are_sorted_by_what_they_touch(path: Path, seed: int) -> None:
    """Every sentence is unlike every other: an edit outside it neither changes it nor hides where it went."""
    chance = random.Random(seed)
    words = [f"{chance.choice('bcdfg')}{number}" for number in range(400)]
    lines = [" ".join(words[at : at + 8]) + "." for at in range(0, 400, 8)]
    text = "\n".join(lines)
    document = make_document(text, "d")
    places = {line: Span(text.index(line), text.index(line) + len(line)) for line in lines}
    with Ledger(path) as ledger:
        for place in places.values():
            ledger.enter(document, place)
        fates = {}
        after: list[str] = []
        for line in lines:
            fate = chance.choice(["kept", "kept", "kept", "edited", "deleted", "pushed"])
            fates[line] = fate
            if fate == "edited":
                first, *rest = line.split()
                after.append(" ".join([*rest[:3], "other", *rest[3:]]))
            elif fate == "pushed":
                after += ["New words here.", line]
            elif fate == "kept":
                after.append(line)
        edited = "\n".join(after)
        found = checked(ledger, make_document(edited, "d"))
    for line, one in zip(lines, found, strict=True):
        if fates[line] in ("kept", "pushed"):
            at = edited.index(line)
            assert one.state is (State.INTACT if at == one.start else State.MOVED)
            assert one.now is not None and one.now.start == at
        else:
            assert one.state is (State.CHANGED if fates[line] == "edited" else State.ORPHANED)
            assert one.now is None


def test_a_check_says_what_is_new_and_a_second_one_nothing(path: Path) -> None:
    with Ledger(path) as ledger:
        for start, end in ((0, 19), (20, 34)):
            ledger.enter(TOWNS, Span(start, end))
        assert [one.is_news for one in checked(ledger, TOWNS)] == [False, False]
        changed = make_document(TEXT.replace("Brno declined", "Brno has never declined"), "towns")
        assert [(one.state, one.is_news) for one in checked(ledger, changed)] == [
            (State.INTACT, False),
            (State.CHANGED, True),
        ]
        assert [one.is_news for one in checked(ledger, changed)] == [False, False]
        assert [one.is_news for one in checked(ledger, TOWNS)] == [False, True]
        assert [one.state for one in ledger.entries()] == [Standing.UNVERIFIED, Standing.UNVERIFIED]


def test_more_entries_than_are_read_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.verification.drift.AT_ONCE", 7)
    with Ledger(path) as ledger:
        for start in range(20):
            ledger.enter(TOWNS, Span(start, start + 9))
        found = checked(ledger, make_document(f"New. {TEXT}", "towns"))
        assert [one.start for one in found] == list(range(20))
        assert {one.state for one in found} == {State.MOVED}
        assert {one.state for one in ledger.entries()} == {Standing.MOVED}


def noted(ledger: Ledger) -> int:
    id = ledger.enter(TOWNS, Span(20, 34))
    ledger.record(id, Event(state=Standing.VERIFIED, by="Ann", at=NOON, staff_note="Brno declined."))
    return id


def test_a_removed_document_leaves_no_word_in_the_ledger(path: Path) -> None:
    with Ledger(path) as ledger:
        noted(ledger)
        ledger.enter(OTHERS, Span(20, 34))
        (gone, kept) = checked(ledger, OTHERS)
        assert (gone.state, gone.is_news, kept.state) == (State.ORPHANED, True, State.INTACT)
        first, second = ledger.entries()
        assert first.is_erased and not second.is_erased
        assert [one.staff_note for one in ledger.history(first.id)] == ["", ""]
        (again, _) = checked(ledger, OTHERS)
        assert (again.state, again.is_news) == (State.ORPHANED, False)


def test_a_removed_document_that_comes_back_is_judged_as_it_was(path: Path) -> None:
    with Ledger(path) as ledger:
        id = noted(ledger)
        checked(ledger)
        (back,) = checked(ledger, TOWNS)
        assert (back.state, back.is_news) == (State.INTACT, True)
        entry = ledger.entry(id)
        assert entry is not None and entry.anchor.exact == "Brno declined."
        assert entry.state is Standing.VERIFIED


def test_a_removed_document_that_comes_back_as_another_stays_orphaned(path: Path) -> None:
    with Ledger(path) as ledger:
        noted(ledger)
        checked(ledger)
        (back,) = checked(ledger, make_document(f"{TEXT} More.", "towns"))
        assert (back.state, back.is_news) == (State.ORPHANED, False)


def test_drift_waits_until_a_person_answers_for_it_and_no_longer(path: Path) -> None:
    changed = make_document(TEXT.replace("Brno declined", "Brno has never declined"), "towns")
    with Ledger(path) as ledger:
        id = noted(ledger)
        assert [one.is_answered for one in checked(ledger, TOWNS)] == [True]
        assert [one.is_answered for one in checked(ledger, changed)] == [False]
        ledger.record(id, Event(state=Standing.CHANGED, by="Ann", at=NOON, staff_note="?", is_note=True))
        assert [one.is_answered for one in checked(ledger, changed)] == [False], "a note is no answer"
        ledger.record(id, Event(state=Standing.CHANGED, by="Ann", at=NOON))
        assert [one.is_answered for one in checked(ledger, changed)] == [True]
        assert [(one.is_answered, one.is_news) for one in checked(ledger)] == [(False, True)], "worse now"


# Another collection


def holding(ledger: Ledger, count: int) -> list[Document]:
    """Enter a passage of each of *count* documents, and return these."""
    documents = [make_document(f"{TEXT} {number}", f"d{number}") for number in range(count)]
    for one in documents:
        ledger.enter(one, Span(20, 34))
    return documents


def erased(ledger: Ledger) -> list[bool]:
    return [entry.is_erased for entry in ledger.entries()]


@pytest.mark.parametrize(("held", "kept"), [(2, 0), (3, 1), (5, 2), (5, 0)])
def test_a_collection_that_lacks_most_documents_erases_nothing(path: Path, held: int, kept: int) -> None:
    with Ledger(path) as ledger:
        documents = holding(ledger, held)
        before = list(ledger.export())
        with pytest.raises(LedgerError) as refused:
            checked(ledger, *documents[:kept], OTHERS)
        assert list(ledger.export()) == before
        for part in (str(path), f"{held - kept} of the {held} documents", "QA_SEEDS_DIR", "--removed"):
            assert part in str(refused.value)
        assert "\n" not in str(refused.value)
        collection = Collection({one.id: one for one in documents[:kept]}, {})
        list(bring_up_to_date(ledger, collection, NOON, removed=True))
        assert erased(ledger) == [False] * kept + [True] * (held - kept)
        assert len(checked(ledger, *documents[:kept])) == held, "those are not missed again"


@pytest.mark.parametrize(("held", "kept"), [(1, 0), (2, 1), (4, 2), (3, 2)])
def test_documents_of_a_small_collection_can_be_taken_out(path: Path, held: int, kept: int) -> None:
    with Ledger(path) as ledger:
        documents = holding(ledger, held)
        checked(ledger, *documents[:kept])
        assert erased(ledger) == [False] * kept + [True] * (held - kept)


def test_documents_that_cannot_be_loaded_are_of_this_collection(path: Path) -> None:
    with Ledger(path) as ledger:
        holding(ledger, 3)
        found = checked(ledger, d0="is not UTF-8", d1="is not UTF-8", d2="is not UTF-8")
        assert [one.state for one in found] == [State.ORPHANED] * 3
        assert not any(erased(ledger))


def test_a_document_that_cannot_be_loaded_keeps_its_words(path: Path) -> None:
    with Ledger(path) as ledger:
        id = noted(ledger)
        (one,) = checked(ledger, towns="towns.txt: is not UTF-8: save it as UTF-8")
        assert one.state is State.ORPHANED and one.problem == "towns.txt: is not UTF-8: save it as UTF-8"
        entry = ledger.entry(id)
        assert entry is not None and entry.anchor.exact == "Brno declined."
