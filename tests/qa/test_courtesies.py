"""What is said around a question is left out of it, and nothing of the question itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.courtesies import bare, bare_turn, is_small_talk


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Can you please tell me how many agencies signed?", "how many agencies signed?"),
        ("hi, i would like to know how many agencies signed", "how many agencies signed?"),
        ("Hello there! I'd like to know who signed.", "who signed?"),
        ("Good morning. Quick question: who signed?", "who signed?"),
        ("Does anybody know how many local cops take part?", "how many local cops take part?"),
        ("do you happen to know when it was stopped?", "when it was stopped?"),
        ("Any idea why Dallas declined?", "why Dallas declined?"),
        ("I was wondering, is Dallas working with ICE?", "is Dallas working with ICE?"),
        ("I'm just curious what a detainer is", "what a detainer is?"),
        ("Please, what is a detainer?", "what is a detainer?"),
        ("Excuse me, could you explain to me how it works?", "how it works?"),
        ("I need to find out which states take part", "which states take part?"),
        ("Tell me who signed", "who signed?"),
        ("They want to know how many agencies signed.", "how many agencies signed?"),
        ("A patron asked me who signed", "who signed?"),
        ("could you help me find out how many agencies signed", "how many agencies signed?"),
        ("need to know who signed", "who signed?"),
        ("Is there any information about how many agencies signed?", "how many agencies signed?"),
        ("I'm looking for info on how many agencies signed", "how many agencies signed?"),
        ("Give me a list of incentives ICE offers", "What are the incentives ICE offers?"),
        ("list the states with the most agreements, please", "What are the states with the most agreements?"),
        ("Could you list all agencies in Texas?", "What are the agencies in Texas?"),
        ("Please name all the agencies that signed.", "What are the agencies that signed?"),
        ("Who signed? Thank you!", "Who signed?"),
        ("who signed please", "who signed?"),
        ("Who signed, please? Thanks so much.", "Who signed?"),
        ("What is a 287(g) agreement in simple words?", "What is a 287(g) agreement?"),
        ("what is a detainer, in plain english", "what is a detainer?"),
        ("In simple terms, what is a detainer?", "what is a detainer?"),
        ("Briefly, what is a detainer?", "what is a detainer?"),
        ("What is a detainer? Explain it like I'm five.", "What is a detainer?"),
        ("what is a detainer explain like im 5", "what is a detainer?"),
        ("How does it work in layman's terms?", "How does it work?"),
        ("What is Section 287(g) in a few words?", "What is Section 287(g)?"),
        ("Who said “no”, please?", "Who said “no”?"),
    ],
)
def test_what_is_said_around_a_question_is_left_out(said: str, asked: str) -> None:
    assert bare(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "Who signed?",
        "Do you work with ICE?",
        "Does anybody know?",
        "Can you tell me about Florida?",  # no question of its own stands behind
        "Can you tell a deputy no?",
        "Tell me a joke",
        "Is there any information about Dallas?",
        "Name",
        "Name the governor who signed",
        "list",
        "Listed agencies",
        "What is on the list of incentives?",
        "The governor wants to know",
        "Please help",
        "Hello",
        "Thank you!",
        "thanks",
        "In simple terms",
        "Who said thanks?",
        "What did the sheriff say in simple words about ICE?",
        "Which agencies take part in a few states?",
        "Why do they please the governor?",
        "I want to know my rights",
        "",
        "?!",
    ],
)
def test_a_question_without_them_and_what_is_no_question_stay_as_they_are(said: str) -> None:
    assert bare(said) == said


@given(
    st.lists(
        st.sampled_from("hi please who signed? thanks in simple words , . ! tell me is \n".split(" "))
    ).map(" ".join)
)
def test_nothing_more_is_left_out_of_what_is_left(said: str) -> None:
    left = bare(said)
    assert bare(left) == left
    assert left.rstrip("?") in said or left.startswith("What are ")
    assert bool(left.strip()) == bool(said.strip())


@pytest.mark.parametrize(
    "said", ["hi  " * 250, "hi, " * 249 + "no", "who" + " ,.!" * 249, "x" + " please" * 140]
)
def test_the_time_grows_with_the_length_of_the_question_only(said: str) -> None:
    bare_turn(said)
    bare(said)  # a pattern that tries every way to part them would never come to an end


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and what about texas please?", "and what about texas?"),
        ("What about Texas? Thanks!", "What about Texas?"),
        ("ok thanks. and Texas?", "and Texas?"),
        ("Great, and in Texas?", "and in Texas?"),
        ("Thank you. What about Texas?", "What about Texas?"),
        ("hmm ok, so in Texas?", "so in Texas?"),
        ("I see. Texas?", "Texas?"),
        ("Gracias. ¿Y en Texas?", "¿Y en Texas?"),
        ("¿Y en Texas, por favor?", "¿Y en Texas?"),
        ("perfecto, ¿cuándo empezó? Muchas gracias.", "¿cuándo empezó?"),
        ("And who signed?", "And who signed?"),
        ("Good.", "Good."),
        ("Thanks", "Thanks"),
        ("ok?", "ok?"),
        ("Great Britain?", "Great Britain?"),
    ],
)
def test_a_turn_keeps_the_word_that_leads_over_and_loses_the_courtesies(said: str, asked: str) -> None:
    assert bare_turn(said) == asked


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("hi", True),
        ("Hello there!", True),
        ("thanks!", True),
        ("Thank you so much :)", True),
        ("ok, thanks, bye", True),
        ("Great.", True),
        ("Have a nice day", True),
        ("Hola, buenos días", True),
        ("muchas gracias", True),
        ("¡Hola! ¿Qué puedes hacer?", True),
        ("what can you do?", True),
        ("What can you do about ICE?", False),
        ("help the sheriff", False),
        ("hi, who signed?", False),
        ("thanks for nothing", False),
        ("good morning America report", False),
        ("hi-tech", False),
        ("great detention", False),
        ("no", False),
        ("?", False),
        ("", False),
    ],
)
def test_greetings_and_thanks_alone_are_told_from_all_else(said: str, expected: bool) -> None:
    assert is_small_talk(said) is expected


def test_a_greeting_repeated_without_end_is_told_in_time_that_grows_with_it() -> None:
    assert is_small_talk("hi " * 300)
    assert not is_small_talk("hi " * 300 + "who")
