"""English follow-ups and the question before them, where the collection holds none of their words."""

from functools import partial

import pytest

from qa.followup_english import in_english
from tests.fakes import make_document
from tests.qa.fakes import guard_of

namer = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)

AGENCIES = "How many agencies work with ICE?"
MODEL = "What is the jail enforcement model?"

# follow-up, question before it: what is asked
TAKEN = {
    # a fragment in the place of what is of its kind
    ("And in Texas?", AGENCIES): "How many agencies work with ICE in Texas?",
    ("and Ohio", "How many agencies in Texas work with ICE?"): "How many agencies in Ohio work with ICE?",
    ("What about Ohio?", "Does Texas pay?"): "Does Ohio pay?",
    ("And in Ohio?", "Does Texas pay?"): "Does Ohio pay?",
    ("What about Quill County, Ohio?", "Did the Milford police join?"): "Did Quill County, Ohio join?",
    ("In 2014?", "Who won in 2010?"): "Who won in 2014?",
    ("And under Obama?", "Who paid in 2025?"): "Who paid under Obama?",
    ("And the FBI?", "What share of DEA staff helped?"): "What share of FBI staff helped?",
    ("And Rosa Quill?", "Who is Ann Lee?"): "Who is Rosa Quill?",
    ("And the warrant model?", MODEL): "What is the warrant model?",
    ("And sheriffs?", AGENCIES): "How many sheriffs work with ICE?",
    ("What about overtime?", "How much is paid for new vehicles?"): "How much is paid for overtime?",
    ("And supporters?", "What did opponents argue?"): "What did supporters argue?",
    ("And a passport?", "How do I renew a card?"): "How do I renew a passport?",
    ("And the one on Elm Street?", "When did the shop on Oak Street open?"): (
        "When did the shop on Elm Street open?"
    ),
    ("And DVDs?", "Can I return books by mail?"): "Can I return DVDs by mail?",
    ("And in May 2024?", "Who signed as of January 26?"): "Who signed in May 2024?",
    # another thing is asked of the same
    ("Why?", "When was the model stopped?"): "Why was the model stopped?",
    ("Why not?", "Did the Milford police sign?"): "Why didn't the Milford police sign?",
    ("when was that", "Did the Milford police sign?"): "When did the Milford police sign?",
    ("How much for vehicles?", "What does ICE pay for radios?"): "How much does ICE pay for vehicles?",
    ("How many?", "Who wrote it in 2010?"): "How many (wrote, 2010)?",
    ("How many officers?", AGENCIES): "How many officers work with ICE?",
    ("How many officers?", "Why is ICE growing?"): "How many officers (ICE growing)?",
    ("What else?", "What does ICE offer?"): "What does ICE offer?",
    # who says so
    ("Who said so?", AGENCIES): "Who gave the number of agencies that work with ICE?",
    ("Who says that?", "Why was it stopped?"): "Who says why it was stopped?",
    ("Who is saying that?", "Why was it stopped?"): "Who is saying why it was stopped?",
    ("Says who?", "Did Ohio sign?"): "Who said that Ohio did sign?",
    ("Whose estimate is that?", AGENCIES): "Whose estimate is the number of agencies that work with ICE?",
    ("Where does that number come from?", AGENCIES): "Who gave the number of agencies that work with ICE?",
    # is it still so
    ("Has that changed?", AGENCIES): AGENCIES,
    ("Is that number different in Ohio?", AGENCIES): "How many agencies work with ICE in Ohio?",
    ("Is that figure the same in the other report?", AGENCIES): AGENCIES,
    # hardly a word of its own
    ("What percent strongly approve?", "What did the poll find about it?"): (
        "What percent strongly approve (poll find)?"
    ),
    ("Who refused?", AGENCIES): "Who refused (agencies work, ICE)?",
    # the very thing
    ("When did the poll take place?", "What did the NBC poll find?"): "When did the NBC poll take place?",
    ("Is the model legal?", MODEL): None,  # "legal" may be a noun there
    ("Who paid for the model?", MODEL): "Who paid for the jail enforcement model?",
}
NEW = (
    ("What is FWD.US?", MODEL),
    ("And who is Rosa Quill?", MODEL),
    ("So what is a quorum?", MODEL),
    ("Thanks!", MODEL),
    ("And thanks", MODEL),
    ("And?", MODEL),
    ("Tell me a joke", MODEL),
    ("Rosa Quill", AGENCIES),
    ("And before that?", AGENCIES),
    ("What about the weather in Miami?", "How many agencies work in Texas?"),
    ("What is osmosis?", MODEL),
    ("Who can vote?", MODEL),
    ("Why is ICE growing?", MODEL),
    ("Who at FWD.US warned about more surveillance?", AGENCIES),
    ("What is it's aim?", MODEL),
    ("How many people live in Oslo?", AGENCIES),
    ("Who paid for the model by Ford?", MODEL),
    ("¿Y en Ohio?", "How many agencies work in Texas?"),
)


@pytest.mark.parametrize(("asked", "before"), TAKEN)
def test_a_follow_up_is_taken_together_with_the_question_before_it(asked: str, before: str) -> None:
    assert in_english(asked, before, namer) == TAKEN[asked, before]


@pytest.mark.parametrize(("asked", "before"), NEW)
def test_what_speaks_for_itself_is_not(asked: str, before: str) -> None:
    assert in_english(asked, before, namer) is None
