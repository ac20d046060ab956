"""What kind of answer a question expects, and which of its words matter."""

import pytest

from qa.contract import MAX_QUESTION
from qa.question import AMBIGUOUS_MONTHS, FUNCTION_WORDS, MONTHS, AnswerKind, analyse, month_names
from qa.question import answer_kind as kind_of
from qa.question import content_terms as terms_of

KINDS = {
    AnswerKind.COUNT: [
        "How many agencies work with ICE?",
        "how many folks have asked ice for a job",
        "HOW MANY AGENCIES WORK WITH ICE",
        "What is the number of agreements in Texas?",
        "what's the total number of officers?",
        "whats the total number of officers",
        "Does anybody know how many local cops take part?",
        "Can you please tell me how many agencies take part?",
        "Do you happen to know how many joined?",
        "Any idea how many joined?",
        "And how many in Texas?",
        "Ok, so how many?",
    ],
    AnswerKind.LENGTH: [
        "How long might a jail hold somebody?",
        "for how long is it valid",
        "What length of time may they hold him?",
    ],
    AnswerKind.NUMBER: [
        "How tall is the wall?",
        "How much did the number of agreements grow?",
        "How has the number of agencies grown?",
        "What was the growth rate?",
        "How big is the force?",
    ],
    AnswerKind.MONEY: [
        "How many dollars did the county get?",
        "How much money does ICE offer for each officer?",
        "how much does a 287g program cost",
        "How much do they pay?",
        "What amount of funding was asked for?",
        "What's the salary of a deputy?",
        "How much does ICE reimburse?",
    ],
    AnswerKind.SHARE: [
        "How many percent of them disapproved?",
        "What share of people disapproved?",
        "what percentage of agents were moved",
        "Which proportion of jails take part?",
        "How large a share of agents was moved?",
    ],
    AnswerKind.DATE: [
        "When was the model restarted?",
        "since when do they cooperate",
        "In what year did it start?",
        "As of what date were 1,168 agencies taking part?",
        "On which day was it signed?",
        "Over what dates did they help?",
        "I'd like to know when it was dropped",
        "id like to know when it was dropped",
    ],
    AnswerKind.PERSON: [
        "Who signed it?",
        "who's the sheriff of Milford County?",
        "whos the sheriff of milford county",
        "Which sheriff griped?",
        "What senator asked for money?",
        "Whose estimate is that?",
        "Who is Rosa Quill?",
    ],
    AnswerKind.REASON: [
        "Why do agencies decline?",
        "how come dallas said no",
        "What is the purpose of the hold?",
        "What are the reasons for it?",
    ],
    AnswerKind.LIST: [
        "Which agencies did they come from?",
        "What incentives does ICE offer?",
        "What are the different kinds of deals?",
        "In which cities has criticism grown?",
    ],
    AnswerKind.PLACE: ["Where do they meet?", "From where were they sent?", "Which state leads?"],
    AnswerKind.DEFINITION: [
        "What is Section 287(g)?",
        "What's a detainer?",
        "what\u2019s a detainer?",
        "whats a detainer",
        "What does ERO stand for?",
        "What does it mean to be deputized, and what do they mean?",
        "Define detainer",
    ],
    AnswerKind.STATEMENT: [
        "Does Montgomery County work with ICE?",
        "doesn't the county work with ice",
        "doesnt the county work with ice",
        "Is the evidence clear?",
        "Can a county refuse?",
    ],
    AnswerKind.MANNER: [
        "How does ICE find out?",
        "How does a jail find out?",
        "how can cooperation affect people",
        "How might it affect trust?",
        "How does this model differ from the other?",
        "And how do the two compare?",
    ],
    AnswerKind.CLAIM: [
        "What do critics say about the programs?",
        "What does David Bier say about it?",
        "what did the sheriffs warn about",
        "What are opponents worried about?",
        "What worries the mayor?",
        "What does Rosa Quill think of it?",
        "What did Governor Quill say about it?",
    ],
    AnswerKind.OTHER: [
        "Which post does she hold?",
        "What did Governor Quill do?",
        "Which sheriff\u2019s office was sued?",
        "What does the state require?",
        "What do county police need before they act?",
        "What do advocacy groups want?",
        "287(g) agreements in Florida",
        "",
        "?",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_a_question_expects_its_kind_of_answer(kind: AnswerKind, text: str) -> None:
    assert kind_of(text) is kind


def test_every_kind_of_answer_is_asked_for_above() -> None:
    assert set(KINDS) == set(AnswerKind)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("How many agencies work with ICE?", ("agenc", "work", "ice")),
        ("What is ICE\u2019s daily arrest target?", ("ice", "daili", "arrest", "target")),
        ("what is ices daily arrest target", ("ice", "daili", "arrest", "target")),
        ("Who's the sheriff?", ("sheriff",)),
        ("whos the sheriff", ("sheriff",)),
        ("How many 287(g) agreements, how many agreements?", ("287(g)", "agreement")),
        ("1,168 agencies, 5 of them in Texas", ("1,168", "agenc", "5", "texa")),
        ("Sarah Saldaña", ("sarah", "saldana")),
        ("What about it?", ()),
        ("Is it plan A or plan B, or 7?", ("plan", "7")),
        ("x" * 61 + " agencies", ("agenc",)),  # the analyser drops words of more than 60 characters
        ("", ()),
    ],
)
def test_the_terms_are_the_stems_of_the_words_that_matter_each_once(
    text: str, terms: tuple[str, ...]
) -> None:
    assert terms_of(text) == terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who runs ICE", True),
        ("Who leads the Treasury workers' union?", True),
        ("Who is the director of ICE?", True),
        ("Who's the sheriff of Milford County?", True),
        ("Who was in charge of ICE?", True),
        ("Which state has the most agreements?", True),
        ("In which cities has criticism grown?", True),
        ("What other counties said no?", True),
        ("Who pressed agencies in Florida to take part?", False),  # officials, perhaps
        ("Who signs these deals?", False),
        ("Who are the critics?", False),
        ("What type of city is it?", False),
        ("What is the state's budget?", False),
        ("What states retain is unclear, so what is it?", True),
        ("Where do they meet?", False),
        ("How many states have agreements?", False),
        ("What does the state require?", False),
        ("", False),
    ],
)
def test_some_questions_ask_for_a_proper_name(text: str, expected: bool) -> None:
    assert analyse(text).asks_name is expected


def test_the_subject_is_the_last_word_that_matters_as_it_stands() -> None:
    assert analyse("What is a Detainer, please?").subject == "Detainer"
    assert analyse("What is it?").subject == ""


def test_a_month_is_known_by_its_number_in_all_its_forms() -> None:
    assert month_names(9) == ["september", "sept", "sep"]
    assert sorted(MONTHS[name] for number in range(1, 13) for name in month_names(number)) == sorted(
        MONTHS.values()
    )
    assert AMBIGUOUS_MONTHS <= MONTHS.keys()


def test_function_words_are_lower_case_and_hold_no_apostrophe() -> None:
    assert all(word.isalpha() and word.islower() for word in FUNCTION_WORDS)


@pytest.mark.parametrize(
    "text", ["what does ", "and ", "how much a ", "!", "what is the ", "which a ", "\xa0"]
)
def test_hostile_repetition_ends(text: str) -> None:
    repeated = (text * MAX_QUESTION)[:MAX_QUESTION]
    assert analyse(repeated).text.rstrip("?") in repeated
