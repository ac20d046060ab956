"""Which sentence of the passages answers best: worked out by hand on a few words."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import MAX_QUOTE, Document, Passage
from index.sources import Alias
from qa.question import AnswerKind, analyse
from qa.reader import SURE, TYPED, WEIGHTS, OnnxReader
from qa.records import Reading
from qa.vocabulary import Vocabulary
from tests.fakes import make_document
from tests.qa.fakes import passage_of, vocabulary_of
from tests.qa.letters import told

# Four chunks: "counti" is in two of them, "deputi" in one, "train" in none.
VOCABULARY = vocabulary_of("county deputies", "county mayor", "sheriff", "council")
COUNTY, DEPUTY, UNKNOWN = (math.log(1 + (4 - found + 0.5) / (found + 0.5)) for found in (2, 1, 0))


def readings(
    question: str,
    *passages: Passage,
    margins: Mapping[str, float] | None = None,
    vocabulary: Vocabulary = VOCABULARY,
    aliases: tuple[Alias, ...] = (),
) -> list[Reading]:
    return OnnxReader(told(margins), vocabulary, aliases).read(analyse(question), passages)[0]


def text_of(reading: Reading) -> str:
    return reading.document.quote(reading.sentence)


def words_of(reading: Reading) -> list[str]:
    return [reading.document.quote(span) for span in reading.spans]


def test_a_passage_is_read_with_its_own_form_of_a_name() -> None:
    inference = told()
    bureau = Alias(name="Bureau of Maps", also=("BOM",))
    spelt = passage_of(
        make_document("The Bureau of Maps has 12 deputies.", "d1"), "The Bureau of Maps has 12 deputies."
    )
    short = passage_of(make_document("The BOM has 3 deputies.", "d2"), "The BOM has 3 deputies.")
    OnnxReader(inference, VOCABULARY, (bureau,)).read(analyse("Who leads the BOM?"), [spelt, short])
    asked = [window.ids[: window.first] for window in inference.logits.read]  # type: ignore[attr-defined]
    wanted = [
        inference.windower.windows(question, "x")[0]
        for question in ("Who leads the Bureau of Maps?", "Who leads the BOM?")
    ]
    assert asked == [window.ids[: window.first] for window in wanted]


def test_rules_see_the_question_with_the_passages_own_form_of_a_name() -> None:
    bureau = Alias(name="287(g)", also=("287g",))
    text = "A 287(g) agreement is a contract."
    reader = OnnxReader(told(), VOCABULARY, (bureau,))
    (reading,), _ = reader.read(analyse("what is 287g"), [passage_of(make_document(text), text)])
    assert reading.features["shape"] == 1.0


def test_a_mark_that_only_goes_on_with_a_name_is_no_reason_to_answer() -> None:
    text = "Some states have an active 287(g) agreement."
    passage = passage_of(make_document(text), text)
    (reading,) = readings("What is 287(g)?", passage, margins={"agreement": 8.0})
    assert reading.features["margin"] == 0.0


def test_a_score_is_the_weighted_sum_of_what_can_be_counted() -> None:
    document = make_document("The county has 12 deputies. The mayor objects.")
    passage = passage_of(
        document, "The county has 12 deputies.", "The mayor objects.", rank=3, cosine=0.25, heading="Training"
    )
    question = "How many deputies did the county train?"
    best, other = readings(question, passage, margins={"12": 4.0})
    whole = COUNTY + DEPUTY + UNKNOWN
    assert best.features == {
        "margin": 4.0,
        "sentence": pytest.approx((COUNTY + DEPUTY) / whole),
        "passage": pytest.approx(1.0),  # with its heading it holds all three
        "cosine": 0.25,
        "rank": 1 / 5,
        "fact": 1.0,
        "no_fact": 0.0,
        "shape": 0.0,
    }
    assert best.score == pytest.approx(
        WEIGHTS["margin"] * 4.0
        + WEIGHTS["sentence"] * (COUNTY + DEPUTY) / whole
        + WEIGHTS["passage"]
        + WEIGHTS["cosine"] * 0.25
        + WEIGHTS["rank"] / 5
        + WEIGHTS["fact"]
    )
    assert (text_of(best), words_of(best), best.lacks_fact) == ("The county has 12 deputies.", ["12"], False)
    assert other.score == pytest.approx(
        WEIGHTS["passage"] + WEIGHTS["cosine"] * 0.25 + WEIGHTS["rank"] / 5 + WEIGHTS["no_fact"]
    )
    assert other.lacks_fact


def test_every_feature_has_a_weight() -> None:
    document = make_document("One.")
    (reading,) = readings("How many?", passage_of(document, "One."))
    assert reading.features.keys() == WEIGHTS.keys()


@pytest.mark.parametrize("kind", AnswerKind)
def test_only_a_kind_with_a_form_of_its_own_can_lack_its_fact(kind: AnswerKind) -> None:
    questions = {
        AnswerKind.COUNT: "How many?",
        AnswerKind.LENGTH: "How long?",
        AnswerKind.NUMBER: "How much?",
        AnswerKind.MONEY: "How much money?",
        AnswerKind.SHARE: "What share of them?",
        AnswerKind.DATE: "When?",
        AnswerKind.PERSON: "Who?",
        AnswerKind.PLACE: "Where?",
        AnswerKind.REASON: "Why?",
        AnswerKind.DEFINITION: "What is it?",
        AnswerKind.LIST: "Which agencies?",
        AnswerKind.STATEMENT: "Is it?",
        AnswerKind.MANNER: "How is it done?",
        AnswerKind.CLAIM: "What do they say?",
        AnswerKind.OTHER: "Which?",
    }
    (reading,) = readings(questions[kind], passage_of(make_document("nothing"), "nothing"))
    assert reading.lacks_fact is (kind in TYPED)


@pytest.mark.parametrize(
    ("question", "margin", "lacks"),
    [
        ("When did it close?", SURE - 0.1, True),
        ("When did it close?", SURE, False),
        ("Who was it?", SURE, False),
        ("How many closed?", SURE, True),
    ],
)
def test_what_the_reader_is_sure_of_lacks_no_date_or_name(question: str, margin: float, lacks: bool) -> None:
    document = make_document("it closed after the war.")
    passage = passage_of(document, document.text)
    (reading,) = readings(question, passage, margins={"after": margin})
    assert reading.lacks_fact is lacks
    assert (reading.features["fact"], reading.features["no_fact"]) == (0.0, 1.0)


def test_who_asks_how_many_is_told_that_nobody_knows() -> None:
    text = "The exact number of officers remains unclear."
    (reading,) = readings("How many officers help?", passage_of(make_document(text), text))
    assert (reading.lacks_fact, words_of(reading)) == (False, [text.rstrip(".")])


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "lacks"),
    [
        ("Which state leads?", "Florida leads with 342.", "Florida", False),
        ("Which state leads?", "Of 40 states, Ohio leads.", "40", True),
        ("Which cities object?", "Many cities object.", "cities", True),
        ("Which cities object?", "Milford and Alba object.", "Alba", False),
        ("Who runs ICE?", "In Ohio more local police run ICE.", "local", True),
        ("Who runs ICE?", "In Ohio Rosa Quill runs ICE.", "Quill", False),
        ("Who runs ICE?", "Rosa Quill says that ICE runs.", "ICE", True),  # asked of, so no answer
        ("Who signs?", "In Ohio sheriffs sign.", "sheriffs", False),
        ("Which state leads, Ohio or Texas?", "Ohio leads.", "Ohio", False),  # it offers them
    ],
)
def test_who_asks_for_a_proper_name_is_not_told_of_a_sentence_without(
    question: str, sentence: str, marked: str, lacks: bool
) -> None:
    (reading,) = readings(question, passage_of(make_document(sentence), sentence), margins={marked: SURE})
    assert reading.lacks_fact is lacks


@pytest.mark.parametrize(
    ("question", "sentence", "heading", "expected"),
    [
        ("How many agreements does Texas have?", "Texas has 296 agreements.", None, True),
        ("How many agreements does Texas have?", "There are 296 agreements.", "Texas", True),
        ("How many agreements does Texas have?", "There are 296 agreements.", None, False),
        ("How many agreements are there?", "Texas has 296 agreements.", None, False),
        ("Who signed 296 agreements in Texas?", "Texas has 296 agreements.", None, False),
        ("When did Texas sign 296 agreements?", "Texas signed 296 agreements.", None, False),
    ],
)
def test_a_reading_is_of_a_place_where_its_figure_is(
    question: str, sentence: str, heading: str | None, expected: bool
) -> None:
    passage = passage_of(make_document(f"Far away. {sentence}"), sentence, heading=heading)
    (reading,) = readings(question, passage, margins={"296": 4.0})
    assert reading.is_of_place is expected


def test_a_sentence_of_several_passages_is_read_once_with_its_best_score() -> None:
    document = make_document("The mayor objects. The county has deputies. The council left.")
    first = passage_of(document, "The mayor objects.", "The county has deputies.", rank=2, cosine=0.1)
    second = passage_of(document, "The county has deputies.", "The council left.", rank=1, cosine=0.9)
    found = readings("Does the county have deputies?", first, second)
    assert [text_of(one) for one in found].count("The county has deputies.") == 1
    best = found[0]
    assert text_of(best) == "The county has deputies."
    assert best.passage is second
    assert len(found) == 3


def test_equal_scores_go_by_document_and_place() -> None:
    one, other = make_document("The same. The same.", "b"), make_document("The same.", "a")
    found = readings("Is it?", passage_of(one, "The same.", "The same."), passage_of(other, "The same."))
    assert [(reading.document.id, reading.sentence.start) for reading in found] == [
        ("a", 0),
        ("b", 0),
        ("b", 10),
    ]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why do they decline?", "They decline because of cost."),
        ("What is a detainer?", "A detainer is a request."),
        ("Which agencies help?", "The FBI, the DEA, the ATF and others help."),
    ],
)
def test_the_shape_of_an_answer_counts(question: str, sentence: str) -> None:
    (reading,) = readings(question, passage_of(make_document(sentence), sentence))
    assert reading.features["shape"] == 1.0


# Lists

LIST = "The agreement brings:\n• new vehicles\n• radios for 40 officers\n• training without charge\n"
PARTS = ("The agreement brings:", "new vehicles", "radios for 40 officers", "training without charge")


def list_passage(document: Document | None = None, *parts: str) -> Passage:
    return passage_of(document or make_document(LIST), *(parts or PARTS), is_list=True)


def test_a_list_that_fits_a_quote_is_read_as_a_whole() -> None:
    (reading,) = readings("Which benefits does the agreement bring?", list_passage())
    assert text_of(reading) == LIST.rstrip("\n")
    assert words_of(reading) == ["new vehicles", "radios for 40 officers", "training without charge"]
    assert reading.features["shape"] == 1.0


def test_the_members_that_hold_the_words_of_the_question_answer() -> None:
    (reading,) = readings("Does it bring new vehicles?", list_passage())
    assert words_of(reading) == ["new vehicles"]
    assert reading.features["shape"] == 0.0


def test_the_figure_in_the_member_answers_where_one_is_asked_for() -> None:
    (reading,) = readings("How many officers get radios?", list_passage(), margins={"40": 1.0})
    assert words_of(reading) == ["40"]


def test_a_member_answers_as_a_whole_where_another_was_marked() -> None:
    (reading,) = readings("Who gets radios?", list_passage(), margins={"vehicles": 1.0})
    assert words_of(reading) == ["radios for 40 officers"]


def test_all_members_answer_where_a_list_is_asked_for() -> None:
    (reading,) = readings("What benefits are there for officers?", list_passage())
    assert len(words_of(reading)) == 3


def test_all_members_answer_where_none_or_each_holds_a_word_of_the_question() -> None:
    (reading,) = readings("Does it help?", list_passage())
    assert len(words_of(reading)) == 3


def test_each_member_of_a_series_is_marked_where_several_are_asked_for() -> None:
    text = "They come from the FBI, the Bureau of Maps and Charts, and the DEA."
    passage = passage_of(make_document(text), text)
    bureau = Alias(name="Bureau of Maps and Charts", also=("BMC",))
    (reading,) = readings("Which agencies help?", passage, margins={"DEA": 4.0}, aliases=(bureau,))
    assert words_of(reading) == ["the FBI", "the Bureau of Maps and Charts", "the DEA"]
    (reading,) = readings("Who helps?", passage, margins={"DEA": 4.0}, aliases=(bureau,))
    assert words_of(reading) == ["DEA"]


def test_a_list_longer_than_a_quote_is_read_member_by_member() -> None:
    parts = ("It brings:", *(letter * (MAX_QUOTE // 3) for letter in "abcd"))
    document = make_document("It brings:\n" + "".join(f"• {part}\n" for part in parts[1:]))
    found = readings("Which benefits?", list_passage(document, *parts))
    assert {text_of(reading) for reading in found} == set(parts)


def test_the_rest_of_a_long_member_answers_as_a_whole() -> None:
    """A member of more than 800 characters is cut, and what follows the cut has no bullet of its own."""
    document = make_document("• " + "x" * 800 + "y" * 100)
    (reading,) = readings("Which benefits?", list_passage(document, "y" * 100))
    assert words_of(reading) == ["y" * 100]


@pytest.mark.parametrize("mark", ["• ", "- ", "* ", "1. ", "2) "])
def test_a_member_is_known_by_its_mark(mark: str) -> None:
    document = make_document(f"It brings:\n{mark}cars\n{mark}vans\n")
    (reading,) = readings("Which benefits?", list_passage(document, "It brings:", "cars", "vans"))
    assert words_of(reading) == ["cars", "vans"]


@given(
    st.text(max_size=80), st.lists(st.text(min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=4)
)
def test_spans_lie_inside_their_sentence_in_text_order(question: str, sentences: list[str]) -> None:
    document = make_document("\n".join(sentences))
    for reading in readings(question, passage_of(document, *sentences)):
        assert reading.spans
        assert list(reading.spans) == sorted(reading.spans)
        assert all(reading.sentence.covers(span) and span.start < span.end for span in reading.spans)


def test_no_passage_gives_no_reading() -> None:
    assert readings("How many?") == []
