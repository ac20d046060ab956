from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Span
from qa.attribution import Attribution, attribution, own_words
from tests.fakes import make_document
from tests.qa.tables import rows, sentences_of, words_at

FLOOR = 0.99  # of the rows right in speaker and via; 100 of 101 measured

PIECES = st.sampled_from(
    "Ann Lee |Ms. Roy |the mayor |He |They |said |says |found |told |reported |data from |according to |"
    'as reported by |, |. |“|”|"|: |— |of |the council |40 counties |\n|\xa0|also |was |state |ended'.split(
        "|"
    )
)
PROSE = st.lists(PIECES, max_size=30).map("".join) | st.text()


def joined(sentences: list[str]) -> tuple[str, list[Span]]:
    """Return the *sentences* as one text, and their places in it."""
    spans: list[Span] = []
    for sentence in sentences:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(sentence)))
    return " ".join(sentences), spans


def said_by(text: str, found: Attribution | None) -> tuple[str | None, str | None]:
    return (words_at(text, found.speaker), words_at(text, found.via)) if found else (None, None)


def right(row: dict[str, Any]) -> bool:
    text, spans = joined(row["sentences"])
    found = attribution(text, spans[row["judged"]], spans)
    return said_by(text, found) == (row["speaker"], row["via"])


def test_the_speakers_are_those_on_record() -> None:
    table = rows("attribution")
    wrong = [row["sentences"][row["judged"]] for row in table if not right(row)]
    assert len(table) >= 60
    assert 1 - len(wrong) / len(table) >= FLOOR, "\n".join(wrong)


def test_every_row_of_a_seed_stands_there(documents: dict[str, Document]) -> None:
    for row in rows("attribution"):
        if not row["source"].startswith("wikinews"):
            name, place = row["source"].split()
            assert documents[name].text.startswith(row["sentences"][row["judged"]], int(place))


@pytest.mark.parametrize(
    ("sentences", "speaker", "via"),
    [
        (["The council, officials say, agreed."], "officials", None),
        (["“We agree,” said Ann Lee, the mayor."], "Ann Lee", None),
        (["“We agree,” she said."], None, None),
        (["Ann Lee spoke.", "She said they agree."], None, None),  # the first sentence names no speaker
        (["Ann Lee said so.", "Counties differ."], "Ann Lee", None),
        (["A county report.", "There were 40."], None, None),
        (["Even Democrat-led states and localities celebrate it."], None, None),
        (["The county states that it agreed."], "county", None),
        (["Ann Lee warned of it, as reported by the Gazette."], "Ann Lee", "Gazette"),
        (
            ["The Immigration Council and Roy's critiques note it."],
            "Immigration Council and Roy's critiques",
            None,
        ),
        (["But Ann Lee and Ms. Roy said so."], "Ann Lee and Ms. Roy", None),
        (["It rained, and Ann Lee said so."], "Ann Lee", None),
        (["They met Ann Lee and Ms. Roy said so."], "Ms. Roy", None),
        (["Records show 40.", "There were 12.", "It rained."], "Records", None),
        # a noun that is a verb elsewhere
        (["Some states have more of them."], None, None),
        (["The top states were Ohio and Iowa."], None, None),
        (["Many have followed the county reports to learn of it."], None, None),
        (["A report on the county’s plan indicates that it grew."], "report", None),
        (["Doubts are growing as reports highlight it."], None, None),
        (["It includes arrests, as well as handling calls for service."], None, None),
        (["A surge across cities and states"], None, None),
        (["Groups call for clearer rules."], "Groups", None),
        (["Ann Lee claims to have seen it."], "Ann Lee", None),
        # a participle
        (["The county may ask the jail to hold them (often called a detainer)."], None, None),
        (["Officials must weigh it against stated aims."], None, None),
        (["It has led to protests, as reported in this article.", "They guide it."], None, None),
        # no noun before the verb
        (["Do the available data show how many there are?"], None, None),
        (["Officers have lengthy warned of it."], "Officers", None),
        (["Ann Lee has repeatedly said so."], "Ann Lee", None),
        (["It came after Ann Lee wrote to the council."], "Ann Lee", None),
        (["ICE and allied local statements emphasize it."], "ICE and allied local statements", None),
        (["Some local news reporting emphasizes it."], "Some local news reporting", None),
        (["Some say it helps."], "Some", None),
        (["Today one can find many of them."], None, None),
        (["The sample will soon show it."], None, None),
        (["Brian May stated so."], "Brian May", None),
        (["Ann Lee criticized the plan and accused them of it."], "Ann Lee", None),
        (["The plan was there, and found no friends."], None, None),
        (["They were jailed after publishing a report saying so."], None, None),
    ],
)
def test_who_says_the_first_sentence_that_names_somebody(
    sentences: list[str], speaker: str | None, via: str | None
) -> None:
    text, spans = joined(sentences)
    found = [said_by(text, attribution(text, span, spans)) for span in spans]
    assert next((one for one in found if one[0]), (None, None)) == (speaker, via)


def test_what_a_person_said_does_not_go_on_and_what_was_found_goes_on_once() -> None:
    text, spans = joined(["Ann Lee said so.", "Counties differ."])
    assert attribution(text, spans[1], spans) is None
    text, spans = joined(["Records show 40.", "There were 12.", "It rained."])
    assert [attribution(text, span, spans) is not None for span in spans] == [True, True, False]


def test_a_paraphrase_never_gives_a_speakers_own_words(documents: dict[str, Document]) -> None:
    for document in documents.values():
        found = own_words(document, Span(0, len(document.text)))
        if document.source.kind == "paraphrased":
            assert found == []
        for span in found:
            assert document.quote(span)[0] in '“«"'
    assert own_words(make_document("He said “yes” and left."), Span(0, 23)) == [Span(8, 13)]


@given(PROSE)
def test_a_speaker_is_words_of_the_text(text: str) -> None:
    paragraph = sentences_of(text)
    for sentence in paragraph:
        found = attribution(text, sentence, paragraph)
        for span in (found.speaker, found.via) if found else ():
            assert span is None or (0 <= span.start < span.end <= len(text) and words_at(text, span))
