"""Misspelt words of a question: which are mended, into what, and which are left as they were typed."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import words
from index.chunking import chunks
from index.records import Document
from index.sources import Alias, read_aliases
from qa.contract import MAX_QUESTION
from qa.inference import Inference
from qa.language import language_of
from qa.spelling import CLEARLY, Spelling
from qa.vocabulary import Vocabulary
from tests.fakes import make_document

TABLE = Path(__file__).parents[1] / "data" / "spelling.jsonl"
RIGHT = 164  # rows of the table that are mended, or left, as it says
ROWS = 168

TEXT = (
    "Milford County signed. There Sheriff Rosa Quill trained the deputies of the county, and Milford gains. "
    "Most agencies agree on an agreement; the agreement pays for overtime. The sheriff of Texas and the "
    "Department of Safety began in September with a thousand officers. The supporters and the sheriffs asked "
    "Saldaña. Gretchen left a warrant.\n\nAdvertisement by Zanzibar\n"
)
HOMELAND = Alias(name="Department of Homeland Security", also=("DHS",))
ORDINARY = ("weather", "warranty", "help", "funded")


def spelling_of(
    *texts: str, ordinary: Iterable[str] = ORDINARY, aliases: Iterable[Alias] = (), **record: Any
) -> Spelling:
    """Return the spelling of a document for each of *texts*, all with the same *record*."""
    made = [
        make_document(text, f"d{number}", ["Advertisement by Zanzibar"]) for number, text in enumerate(texts)
    ]
    documents = [replace(document, source=document.source.model_copy(update=record)) for document in made]
    return spelling_in({document.id: document for document in documents}, ordinary, aliases)


def spelling_in(
    documents: Mapping[str, Document], ordinary: Iterable[str], aliases: Iterable[Alias]
) -> Spelling:
    found = [chunk for document in documents.values() for chunk in chunks(document)]
    vocabulary = Vocabulary.of(found, documents)
    return Spelling.of(documents.values(), vocabulary, tuple(aliases), frozenset(ordinary))


SMALL = spelling_of(TEXT, aliases=(HOMELAND,), authors=("Ann Pettigrew",), title="Zealous Gains Agree")
QUESTIONS = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            [*TEXT.split(), "agecnies", "Millford", "sherrif", "Sladaña", "wether", "zzzzz", "\n", "?"]
        ),
        max_size=25,
    ).map(" ".join),
)


# The table


@pytest.fixture(scope="module")
def seeds_spelling(documents: Mapping[str, Document], seeds: Path, inference: Inference) -> Spelling:
    return spelling_in(documents, inference.windower.words, read_aliases(seeds))


@pytest.mark.models
def test_the_table_is_followed(seeds_spelling: Spelling) -> None:
    rows = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        question = row["question"]
        shown = seeds_spelling.mended(question) if language_of(question) == "en" else question
        if shown != (row["mended"] or question):
            wrong.append(f"{row['rule']}: {question[:80]!r} gives {shown[:80]!r}")
    assert len(rows) == ROWS
    assert len(rows) - len(wrong) >= RIGHT, "\n".join(wrong)


@pytest.mark.models
def test_no_question_of_ours_is_changed(seeds_spelling: Spelling, seeds: Path) -> None:
    own = Path(__file__).parents[1] / "quality" / "own.jsonl"
    for path in (seeds / "questions.jsonl", own):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] == "en":
                assert seeds_spelling.mended(row["question"]) == row["question"]


# The rules, one by one


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("how many agecnies agree", "how many agencies agree"),  # two letters exchanged
        ("how many agncies agree", "how many agencies agree"),  # one left out
        ("how many agenncies agree", "how many agencies agree"),  # one too many
        ("how many agenxies agree", "how many agencies agree"),  # one wrong
        ("the depputy", "the depputy"),  # one slip, but to a word that is written nowhere
        ("who pays overtme", "who pays overtime"),
        # one slip in seven letters, two in eight
        ("the ofifcesr", "the officers"),
        ("the shreiff", "the sheriff"),
        ("the shrefif", "the shrefif"),
        ("the agreemnte", "the agreement"),
        # the first letter stays, and so do short words
        ("the bgencies", "the bgencies"),
        ("he pasy and tarined", "he pasy and trained"),
        ("did she sgin", "did she sgin"),
        # what is asked with
        ("befroe or beetween", "before or between"),
        # an end that fits better
        ("the sherifs", "the sheriffs"),
        ("the sherif", "the sheriff"),
    ],
)
def test_a_slip_is_mended_into_the_nearest_word(typed: str, mended: str) -> None:
    assert SMALL.mended(typed) == mended


@pytest.mark.parametrize(
    "question",
    [
        "how many agencies agree",
        "did agency sheriffs train a deputy",  # other forms of words that are here
        "is the weather helping",  # and of ordinary ones
        "was it defunded, and by whose helpers",  # made of ordinary ones
        "is the warranty here",
        "whichever, doesnt, wouldnt",
        "in Texas or texas, in Virginia or virginia",
        "what does homeland security do",  # in an alias alone
        "who is pettigrew",  # in a record alone
    ],
)
def test_a_word_that_is_known_is_left(question: str) -> None:
    assert SMALL.mended(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "how many in Texsa or texass",
        "in spetember or Septembar",
        "a thuosand",
        "in virgniia",
        "the sepetmber",
    ],
)
def test_nothing_becomes_a_state_a_month_or_a_number(question: str) -> None:
    assert SMALL.mended(question) == question


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("Does Millford gain?", "Does Milford gain?"),
        ("does millford gain", "does milford gain"),
        ("Is Warrent County in it?", "Is Warrent County in it?"),  # a name does not become a warrant
        ("is warrent county in it", "is warrant county in it"),
        ("Warrent here: is it?", "Warrant here: is it?"),  # the first word tells nothing by its capital
        ("WHO IS THE WARRENT FOR", "WHO IS THE WARRANT FOR"),  # and a shouted one neither
        ("Which Warrent Did They Sign", "Which Warrant Did They Sign"),
        ("the Departmnet of Homeland Security", "the Department of Homeland Security"),
        ("the departmnet", "the department"),
        ("Did Ann Pettigrw write it?", "Did Ann Pettigrew write it?"),
        ("Did Sherriff Quill sign?", "Did Sheriff Quill sign?"),  # mostly no name, here it is
        ("Is it Homelnad Security?", "Is it Homeland Security?"),  # a name by an alias alone
        ("Did Argee men sign?", "Did Argee men sign?"),  # a title writes all its words so
        ("Did Grethcen sign?", "Did Gretchen sign?"),  # it begins a sentence, but is never in lower case
    ],
)
def test_a_name_is_mended_only_into_a_name(typed: str, mended: str) -> None:
    assert SMALL.mended(typed) == mended


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("AGECNIES", "AGENCIES"),
        ("Agecnies", "Agencies"),
        ("aGECNIES", "agencies"),
        ("what did sladana say", "what did saldaña say"),
        ("What did Saldana say?", "What did Saldana say?"),
        ("What did Saldan\u0303a say?", "What did Saldan\u0303a say?"),
        ("the sherriff's and sherriff\u2019s", "the sheriff's and sheriff\u2019s"),
        ("\t(agecnies)\n\n...", "\t(agencies)\n\n..."),
        ("agecnies-sherriff", "agencies-sheriff"),
        ("agecnies2 2agecnies _agecnies agecnies@here", "agecnies2 2agecnies _agecnies agecnies@here"),
    ],
)
def test_only_the_letters_of_the_word_change(typed: str, mended: str) -> None:
    assert SMALL.mended(typed) == mended


@pytest.mark.parametrize(
    ("text", "ordinary", "question"),
    [
        ("They read the texts.", (), "is it in texas"),  # a state that is not here
        ("It is the whole.", (), "whose is it"),  # as one asks
        ("They wouldn't.", (), "wouldnt they"),  # as many type it
        ("The finding is here.", ("funded",), "the funding"),  # of an ordinary word
        ("They defended it.", ("funded",), "was it defunded"),
        ("They helped.", ("help",), "a helper"),
        ("They surveyed it.", (), "by surveys"),  # of a word that is here
    ],
)
def test_a_word_made_of_a_right_one_is_right(text: str, ordinary: tuple[str, ...], question: str) -> None:
    assert spelling_of(text, ordinary=ordinary).mended(question) == question


def test_a_word_of_an_alias_is_right_in_any_form() -> None:
    alias = Alias(name="Bureau of Prisons", also=("BOP",))
    text = "It is no poison. " * 9
    assert spelling_of(text, aliases=[alias], ordinary=()).mended("a prison") == "a prison"
    assert spelling_of(text, ordinary=()).mended("a prison") == "a poison"


def test_the_nearest_is_taken_however_often_another_occurs() -> None:
    text = "Detention. " + "Detection here. " * 99
    assert spelling_of(text, ordinary=()).mended("a detenttion") == "a detention"


def test_a_word_is_written_as_the_collection_mostly_does() -> None:
    assert spelling_of("Détention, détention, detention.").mended("detenttion") == "détention"
    assert spelling_of("Détention, detention, detention.").mended("detenttion") == "detention"


def test_of_two_words_that_are_as_near_one_must_occur_clearly_more_often() -> None:
    near = spelling_of("Detection " + "detention " * (2 * CLEARLY - 2) + "here.")
    clear = spelling_of("Detection " + "detention " * (2 * CLEARLY - 1) + "here.")
    assert near.mended("detetion") == "detetion"
    assert clear.mended("detetion") == "detention"


def test_two_letters_exchanged_are_nearer_than_any_other_slip() -> None:
    near = spelling_of("Madison left. " + "The maison is here. " * 9, ordinary=["maison"])
    assert near.mended("did maidson or mdaison") == "did madison or madison"
    assert near.mended("did madisonn") == "did madison"
    assert near.mended("a maisonn") == "a maison"


def test_two_forms_of_one_word_are_no_rivals() -> None:
    assert spelling_of("They deported, they deport.").mended("the deporteed") == "the deported"


def test_an_ordinary_word_that_is_nearer_or_as_near_stands_in_the_way() -> None:
    assert spelling_of("Ask whether.", ordinary=()).mended("the wether") == "the whether"
    assert SMALL.mended("the wether") == "the wether"
    assert spelling_of("Ask whether.").mended("the wether") == "the wether"
    assert spelling_of("No restraint.", ordinary=()).mended("a restarant") == "a restraint"
    assert (
        spelling_of(*["No restraint."] * 99, ordinary=["restaurant"]).mended("a restarant") == "a restarant"
    )


def test_an_ordinary_word_with_the_stem_of_one_that_is_here_is_taken() -> None:
    here = "The leaders. " * 3
    assert spelling_of(here, ordinary=()).mended("a leadr") == "a leadr"
    assert spelling_of(here, ordinary=["leader"]).mended("a leadr") == "a leader"


def test_what_stands_in_boilerplate_alone_is_not_here() -> None:
    assert SMALL.mended("is it zanzibra") == "is it zanzibra"
    assert spelling_of("It is in Zanzibar.").mended("is it zanzibra") == "is it zanzibar"


def test_titles_and_aliases_are_here_too() -> None:
    assert SMALL.mended("those zelaous ones") == "those zealous ones"
    assert SMALL.mended("homelnad secuirty") == "homeland security"


def test_a_question_never_grows_too_long_to_be_answered() -> None:
    room = MAX_QUESTION - len("agncies")
    assert SMALL.mended(" " * (room - 1) + "agncies") == " " * (room - 1) + "agencies"
    assert SMALL.mended(" " * room + "agncies") == " " * room + "agncies"
    assert SMALL.mended(" " * (room + 1) + "agenncies") == " " * (room + 1) + "agenncies"


def test_an_empty_collection_mends_nothing() -> None:
    assert spelling_of(ordinary=()).mended("how many agecnies") == "how many agecnies"


# What holds for any question


@given(QUESTIONS)
def test_whatever_is_typed_only_words_change_and_only_once(question: str) -> None:
    mended = SMALL.mended(question)
    assert between(mended) == between(question)
    assert SMALL.mended(mended) == mended
    assert SMALL.mended(question) == mended


def between(text: str) -> list[str]:
    """Return what stands between the words of *text*, and each word's case."""
    found, at = [], 0
    for span in words(text):
        word = text[slice(*span)]
        found.append(text[at : span.start] + "xX"[word[0].isupper()])
        at = span.end
    return [*found, text[at:]]


@given(st.lists(st.sampled_from([*TEXT.split(), *ORDINARY, "Virginia", "may", "1,168"]), max_size=25))
def test_a_question_of_known_words_is_left(parts: list[str]) -> None:
    asked = " ".join(part for part in parts if part not in ("by", "Zanzibar", "Advertisement"))
    assert SMALL.mended(asked) == asked


@given(st.integers(), st.lists(st.sampled_from(["agecnies", "detetion", "Millford", "sherifs"]), max_size=6))
def test_the_order_of_the_documents_changes_nothing(seed: int, typed: list[str]) -> None:
    texts = ["Detection, detention.", "Milford agencies.", "The sheriff and sheriffs.", "Détention."]
    ordinary = ["weather", "sherry", "detentions"]
    one = spelling_of(*texts, ordinary=ordinary)
    Random(seed).shuffle(texts)
    other = spelling_of(*texts, ordinary=reversed(ordinary))
    assert one.mended(" ".join(typed)) == other.mended(" ".join(typed))


def test_a_long_question_is_mended_by_a_large_collection() -> None:
    chance = Random(287)
    letters = "etaoinshrdlucm"

    def made(count: int) -> list[str]:
        return ["".join(chance.choices(letters, k=chance.randint(5, 11))) for _ in range(count)]

    collection = made(100_000)
    large = Spelling.of(
        [make_document(" ".join(collection))], Vocabulary(1, Counter(collection)), (), frozenset()
    )
    question = " ".join(made(200))[:MAX_QUESTION]
    assert len(large.mended(question).split()) == len(question.split())
