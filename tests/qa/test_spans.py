"""Which words of a sentence answer, given those that the reader marked."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem, words
from index.records import MAX_QUOTE, Span
from qa.facts import facts
from qa.question import AnswerKind, Question, analyse
from qa.spans import DIVIDED, answer_span, nearest_fact, only_names, unknown_number


def answer(question: str, sentence: str, marked: str) -> str:
    start = sentence.index(marked)
    start, end = answer_span(sentence, analyse(question), Span(start, start + len(marked)))
    return sentence[start:end]


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "expected"),
    [
        # a figure or date is whole, with its hedge, and keeps the unit that was marked
        ("How many agencies signed?", "By Jan. 26, about 1,168 agencies signed.", "1,168", "about 1,168"),
        ("How many agencies signed?", "In all 1,168 agencies signed.", "168 agencies", "1,168 agencies"),
        ("How many helped?", "Between May 5 and 28, 42,153 helped.", "28, 42,153", "42,153"),
        ("How much money for cars?", "It pays up to $100,000 for cars.", "$100,000", "up to $100,000"),
        ("When was it dropped?", "It was dropped in 2012.", "2012", "in 2012"),
        ("When did they help?", "They helped between Aug. 5 and 28.", "Aug. 5", "between Aug. 5 and 28"),
        # of several the one nearest to the question's words
        (
            "How many in Texas?",
            "Florida (342), Texas (296), Ohio (12).",
            "342), Texas (296), Ohio (12",
            "296",
        ),
        ("How many in Iowa?", "Florida (342), Texas (296), Ohio (12).", "342), Texas (296", "342"),
        # what is marked and holds no figure stays
        ("How many?", "Nobody knows how many.", "Nobody knows", "Nobody knows"),
        ("Who said so?", "Sheriff Rosa Quill said so.", "Rosa Quill", "Rosa Quill"),
        ("Which model is it?", "It is the task force model.", "task force model.", "task force model"),
        # a number that the text itself calls unknown
        (
            "How many officers help?",
            "But the total number of officers is unclear.",
            "officers",
            "But the total number of officers is unclear",
        ),
        (
            "How many officers help?",
            "It showed where, but it did not indicate the number of officers.",
            "where",
            "it did not indicate the number of officers",
        ),
        (
            "How many officers help?",
            "Of 12 agencies, the number of officers is unclear.",
            "12 agencies",
            "the number of officers is unclear",
        ),
        ("How many signed?", "In all 1,168 signed; the number of officers is unclear.", "1,168", "1,168"),
        # words that say nothing by themselves are taken with their clause
        ("What is it?", "They ask, and nobody knows what it is.", "what", "nobody knows what it is"),
        ("Which states?", "Even within states, it can vary.", "within", "Even within states, it can vary"),
        ("What was it?", "The answer was no.", "no", "no"),
        ("Which country?", "It was the US.", "US", "US"),
        ("Who signed?", "They signed it, in all.", "They", "They signed it, in all"),
        ("When was it?", "It was before they knew when.", "when", "It was before they knew when"),
        ("How many?", "It was about 12 of them.", "about", "about 12"),
        ("Which of them?", "It was all of them.", "all", "all"),
        # the clause around what is marked: why
        ("Why do they decline?", "They decline because of the cost.", "cost", "the cost"),
        ("Why do they decline?", "They decline, citing victims' fear.", "fear", "victims' fear"),
        ("Why do they decline?", "They decline because.", "decline", "They decline because"),
        (
            "Why do they decline?",
            "The cost is high, so they decline.",
            "cost",
            "The cost is high, so they decline",
        ),
        # how, and what is said
        (
            "How is it done?",
            "In short: names are sent to ICE; then it waits.",
            "names",
            "names are sent to ICE",
        ),
        ("What do they say?", "Critics argue that it costs trust.", "trust", "it costs trust"),
        # what settles a yes/no question
        ("Does it pay?", "It pays; always.", "pays", "It pays"),
        ("Does it pay?", "He said it pays (a little).", "little", "a little"),
        ("How many?", "...", "...", "..."),
        # no word is cut, and no bracket stands alone: that of a name is a part of it
        ("Which law is it?", "It is Section 287(g) of the Act.", "g) of the Act", "287(g) of the Act"),
        ("Which law is it?", "It is Section 287(g), surely.", "Section 287(g", "Section 287(g)"),
        (
            "Which is it?",
            "They dislike 287(g) partnerships (see [13]).",
            "g) partnerships (see",
            "287(g) partnerships",
        ),
        ("Who came?", "He met Rosa Quill (the sheriff) there.", "Rosa Quill (the", "Rosa Quill"),
        ("Who came?", "He met Rosa Quill (the sheriff) there.", "Rosa Quill (the sheriff", "Rosa Quill"),
        (
            "Who came?",
            "He met Rosa Quill (the sheriff) there.",
            "Rosa Quill (the sheriff)",
            "Rosa Quill (the sheriff)",
        ),
        ("Who came?", "He met Rosa Quill (the sheriff) there.", "sheriff) there", "sheriff"),
        ("Which?", "Florida (342), Texas (296), Ohio (12).", "342), Texas (296", "342"),
        (
            "Why is it disputed?",
            "The cost of 287(g) agreements is high.",
            "cost",
            "The cost of 287(g) agreements is high",
        ),
        (
            "Why is it disputed?",
            "The cost of 287(g) agreements is high.",
            "high",
            "The cost of 287(g) agreements is high",
        ),
        (
            "How is it done?",
            "In short: names (of some; not all) are sent to ICE; then it waits.",
            "names",
            "names (of some; not all) are sent to ICE",
        ),
        ("Why is it done?", "They say it pays (for cars; for vans.", "pays", "They say it pays"),
        # what only goes on with the name that is asked about gives way to what is said of it
        (
            "What is 287(g)?",
            "ICE expands 287(g) agreements, which let sheriffs—paid by states—make arrests.",
            "agreements",
            "let sheriffs—paid by states—make arrests",
        ),
        ("What is 287(g)?", "The 287(g) program is a partnership; it pays.", "program", "a partnership"),
        (
            "What is 287(g)?",
            "ICE expands 287(g) agreements, which let sheriffs make arrests.",
            "agreements, which let sheriffs",
            "let sheriffs make arrests",
        ),
        ("What is FWD?", "They asked FWD groups, a lobby, to count.", "groups", "a lobby"),
        ("What is a detainer?", "A detainer request (a hold in jail) expires.", "request", "a hold in jail"),
        ("What is a detainer?", "A detainer request (a hold expires.", "request", "request"),
        ("What is a detainer?", "A detainer request (p1_s4; note 2) expires.", "request", "request"),
        ("What is a detainer?", "Detainer requests may be refused.", "requests", "may be refused"),
        ("What is 287(g)?", "Some states have an active 287(g) agreement.", "agreement", "agreement"),
        ("What is 287(g)?", "It is a law on 287(g) agreements, a few pages.", "a law", "a law"),
        ("Which law is it?", "The 287(g) program is a partnership.", "program", "program"),
    ],
)
def test_the_words_that_answer(question: str, sentence: str, marked: str, expected: str) -> None:
    assert answer(question, sentence, marked) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many officers help?", "The exact number of officers remains unclear.", True),
        ("How many cops help?", "It is not clear how many officers have been deputized.", True),
        ("How many help?", "Nobody counts them, so the number is unknown.", True),
        ("How many states help?", "The exact number of officers remains unclear.", False),
        ("How many officers help?", "A number of officers were unclear about it.", False),
        ("How many officers help?", "The number of officers grew. Why is unclear.", False),
        ("What share of officers help?", "The exact number of officers remains unclear.", False),
        ("Who helps?", "The exact number of officers remains unclear.", False),
    ],
)
def test_a_text_may_say_that_a_number_is_unknown(question: str, sentence: str, expected: bool) -> None:
    assert (unknown_number(sentence, analyse(question)) is not None) is expected


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "expected"),
    [
        ("What is 287(g)?", "Some states have an active 287(g) agreement.", "agreement", True),
        ("What is 287(g)?", "They sign “287(g)” partnership papers daily.", "partnership papers", True),
        ("What are detainers?", "They sign detainer requests daily.", "requests", True),
        ("What is 287(g)?", "ICE expands 287(g) agreements, which let sheriffs arrest.", "agreements", False),
        ("What is 287(g)?", "At 287(g) Rosa Quill lives.", "Rosa Quill", False),  # a name of its own
        ("What is 287(g)?", "Under 287(g) ICE may train deputies.", "ICE may train deputies", False),
        ("What is 287(g)?", "A partnership is called 287(g).", "A partnership", False),
        ("How much is 287(g)?", "Some states have an active 287(g) agreement.", "agreement", False),
        ("Which law is 287(g)?", "Some states have an active 287(g) agreement.", "agreement", False),
    ],
)
def test_words_that_only_go_on_with_a_name_define_nothing(
    question: str, sentence: str, marked: str, expected: bool
) -> None:
    start = sentence.index(marked)
    assert only_names(sentence, analyse(question), Span(start, start + len(marked))) is expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many agreements in Texas?", "Agreements: Florida (342), Texas (296), Ohio (12).", "296"),
        ("How many agreements in Florida?", "Agreements: Florida (342), Texas (296), Ohio (12).", "342"),
        ("How much money for each officer?", "It pays $7,500 for each officer, $100,000 for cars.", "$7,500"),
        ("How much money for cars?", "It pays $7,500 for each officer, $100,000 for cars.", "$100,000"),
        ("When did it return?", "It was dropped in 2012, returned in 2025.", "in 2025"),
        ("What share of the 500 agents moved?", "Of 500 agents, 80% moved.", "80%"),
        ("How many?", "There were 12 men and 13 women.", "12"),  # of equally near facts the first
        # words of the question never answer
        ("How many of the 12 deputies?", "All 12 deputies.", None),
        ("Who is Rosa Quill?", "Rosa Quill is there.", None),
    ],
)
def test_the_fact_nearest_to_the_words_of_the_question(
    question: str, sentence: str, expected: str | None
) -> None:
    fact = nearest_fact(sentence, analyse(question))
    assert (fact and sentence[slice(*fact)]) == expected


def brute_force(text: str, question: Question) -> Span | None:
    """Choose as the docstring of `nearest_fact` says, the plain way."""

    def closeness(fact: Span) -> float:
        total = 0.0
        for word in words(text):
            if stem(text[slice(*word)]) in question.terms and not fact.overlap(word):
                gap = text[fact.end : word.start] if word.start >= fact.end else text[word.end : fact.start]
                between = sum(1 for _ in words(gap))
                total += (DIVIDED if any(mark in gap for mark in ",;:—–") else 1) / (1 + between)
        return total

    best: Span | None = None
    for fact in facts(text, question.kind):
        said = {stem(text[slice(*word)]) for word in words(text) if fact.covers(word)}
        if said - set(question.terms) and (best is None or closeness(fact) > closeness(best)):
            best = fact
    return best


PARTS = [
    "12",
    "Ohio",
    "agreements",
    ", ",
    " ",
    "; ",
    "296 ",
    "Texas",
    " (342)",
    " signed",
    "in 2012",
    " 1,168 ",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_the_nearest_fact_is_that_of_the_plain_way(text: str) -> None:
    for asked in ("How many agreements in Texas?", "When was it signed?", "Who signed in Ohio, 12?"):
        question = analyse(asked)
        assert nearest_fact(text, question) == brute_force(text, question)


@given(st.text(min_size=1, max_size=120), st.sampled_from(AnswerKind), st.data())
def test_the_span_lies_in_the_sentence_and_is_never_empty(
    text: str, kind: AnswerKind, data: st.DataObject
) -> None:
    marked = Span(
        *sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)))
    )
    start, end = answer_span(text, Question("", kind, ("a",), "a"), marked)
    assert 0 <= start < end <= len(text)


def test_one_figure_is_taken_from_a_long_list() -> None:
    question = analyse("How many agreements in state 77?")
    text = ", ".join(f"state {number}: {number * 3}" for number in range(100))[:MAX_QUOTE]
    fact = nearest_fact(text, question)
    assert fact and facts(text, question.kind)[40:]


def test_every_kind_is_tried_on_every_sentence_without_a_word_in_common() -> None:
    for kind, text in product(AnswerKind, ("", "a", "1", "A", "$1", "May 1")):
        fact = nearest_fact(text, Question("", kind, (), ""))
        assert fact is None or text[slice(*fact)]
