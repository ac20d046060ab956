"""From a question to findings or a kind of silence: the order of reasons, copies, bounds, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.records import Span
from qa.answerer import AHEAD_WITHOUT_FACT, BEHIND_FIRST, NEAREST
from qa.bot import Bot
from qa.calibration import Calibration
from qa.disagreement import Kind
from qa.records import Answer, NoAnswer, Reason, Support
from qa.values import Value
from tests.fakes import write_seeds
from tests.qa.fakes import FigureReader, ScriptedReader, bot_of, reading_as

SIGNED, OFFERS, FEAR, LENT = "signed an agreement", "$7,500", "fear", "brokers"
EXACT = Calibration(threshold=2.0, fair=3.0, strong=10.0)


def answer(bot: Bot, question: str, *, english: bool = True) -> Answer:
    found = bot.answerer.answer(question, english=english)
    assert isinstance(found, Answer), found
    return found


def silence(bot: Bot, question: str, *, english: bool = True) -> NoAnswer:
    found = bot.answerer.answer(question, english=english)
    assert isinstance(found, NoAnswer), found
    return found


def scripted(bot: Bot, scores: Mapping[str, float], *lacking: str) -> Bot:
    return reading_as(bot, ScriptedReader(scores, lacking), EXACT)


def quotes(found: Answer) -> list[str]:
    return [one.document.quote(one.quote) for one in found.findings]


# Which silence it is

STATED = {SIGNED: 3.0}
HALF_STATED = {SIGNED: 2.9}
ORDER: list[tuple[str, Mapping[str, float], Reason]] = [
    ("Should I sign? " * 100, STATED, Reason.INVALID),
    ("?" * 30, STATED, Reason.INVALID),
    ("Can I sign?", HALF_STATED, Reason.ADVICE),
    ("Can I sign?", {}, Reason.ADVICE),
    ("Should I sign?", STATED, Reason.ADVICE),  # no document can decide that
    ("¿Debo firmar?", STATED, Reason.ADVICE),
    ("Write me a letter: can I sign?", HALF_STATED, Reason.ADVICE),  # asks for both
    ("Write me a letter: should I sign?", STATED, Reason.ADVICE),
    ("Can I move to Ohio?", STATED, Reason.ADVICE),  # Ohio is nowhere
    ("Write me a letter: can I sign?", STATED, Reason.OUT_OF_SCOPE),
    ("Write me a poem about Ohio.", STATED, Reason.OUT_OF_SCOPE),
    ("zzz qqq xxx", STATED, Reason.OUT_OF_SCOPE),  # no word and no letter in common
    ("Who signed in Ohio?", STATED, Reason.NOT_IN_COLLECTION),
    ("Did the DHS sign in Ohio?", STATED, Reason.NOT_IN_COLLECTION),
    ("Why did the DHS sign?", STATED, Reason.NOT_STATED),
    ("Who signed?", {}, Reason.NOT_STATED),
    ("Who signed?", {SIGNED: 1.9}, Reason.NOT_STATED),
]


@pytest.mark.parametrize(("question", "scores", "reason"), ORDER)
def test_reasons_are_decided_in_the_order_of_the_contract(
    milford: Bot, question: str, scores: Mapping[str, float], reason: Reason
) -> None:
    assert silence(scripted(milford, scores), question).reason is reason


def test_every_reason_can_be_given() -> None:
    assert {reason for _, _, reason in ORDER} == set(Reason)


def test_advice_is_answered_where_the_collection_itself_states_it(milford: Bot) -> None:
    found = answer(scripted(milford, STATED), "Can I sign?")
    assert quotes(found)[0].startswith("Milford County signed")


def test_advice_that_lacks_the_fact_asked_for_is_not_stated(milford: Bot) -> None:
    found = silence(scripted(milford, {SIGNED: 9.0}, SIGNED), "How much must I pay to sign?")
    assert found.reason is Reason.ADVICE


def test_a_question_in_another_language_is_not_taken_for_another_subject(milford: Bot) -> None:
    bot = scripted(milford, {})
    assert silence(bot, "zzz qqq xxx").reason is Reason.OUT_OF_SCOPE
    assert silence(bot, "zzz qqq xxx", english=False).reason is Reason.NOT_STATED


@pytest.mark.parametrize(
    ("question", "scores", "decision", "missing"),
    [
        ("Who signed in Ohio?", STATED, "Ohio occurs nowhere", ("Ohio",)),
        ("Who signed in Ohio and Utah?", STATED, "Ohio, Utah occurs nowhere", ("Ohio", "Utah")),
        ("Did the DHS sign in Ohio?", STATED, "Ohio occurs nowhere", ("Ohio",)),
        ("Why did the DHS sign?", STATED, "no passage covers DHS", ("DHS",)),
        ("Did my county sign?", STATED, "no passage covers my county", ("my county",)),
        ("Did my county sign in Ohio?", STATED, "Ohio occurs nowhere", ("Ohio",)),
        ("Who signed?", {SIGNED: 1.9}, "1.90 is under the threshold 2.00", ()),
        ("Who signed?", {}, "no passage was found", ()),
        ("Can I?", {}, "what a person may or should do", ()),
        ("Should I?", STATED, "which no document can decide", ()),
        ("Hello!", STATED, "no document can answer", ()),
        ("zzz qqq xxx", {}, "hardly a word", ()),
        ("", {}, "no question", ()),
    ],
)
def test_a_silence_says_why_and_what_is_missing(
    milford: Bot, question: str, scores: Mapping[str, float], decision: str, missing: tuple[str, ...]
) -> None:
    found = silence(scripted(milford, scores), question)
    assert decision in found.trace.decision
    assert found.missing == missing


def test_a_figure_of_the_asker_need_not_be_covered(milford: Bot) -> None:
    bot = scripted(milford, STATED)
    assert answer(bot, "I am 17 and it is due in March 2027. Who signed an agreement?").trace.required == ()
    assert silence(bot, "Who signed 17 agreements?").missing == ("17",)


def test_where_a_deputy_is_named_the_office_must_be_held_in_the_sentence_that_answers(tmp_path: Path) -> None:
    texts = {"a.txt": "Deputy director Quill signed. Hart objects. The director, Lee, waits.\n"}
    bot = bot_of(write_seeds(tmp_path / "seeds", texts), tmp_path / "data")
    scores = {"Quill": 5.0, "Hart": 4.0}
    found = silence(scripted(bot, scores), "Who is the director?")
    assert (found.reason, found.missing) == (Reason.NOT_STATED, ("director",))
    assert answer(scripted(bot, scores), "Who is Quill?").findings[0].score == 5.0
    held = answer(scripted(bot, scores | {"Lee": 3.0}), "Who is the director?")
    assert [finding.score for finding in held.findings] == [3.0]
    undecided = answer(scripted(bot, {"Hart": 4.0, "Lee": 3.0}), "Who is the director?")
    assert undecided.findings[0].score == 4.0  # no deputy is named: a sentence need not say the word


def test_a_best_reading_without_the_fact_asked_for_is_silence_that_names_the_kind(milford: Bot) -> None:
    found = silence(scripted(milford, {SIGNED: 5.0}, SIGNED), "How many signed?")
    assert (found.reason, found.trace.decision) == (Reason.NOT_STATED, "the best passage gives no count")


@pytest.mark.parametrize(
    ("ahead", "answers"), [(AHEAD_WITHOUT_FACT - 0.01, True), (AHEAD_WITHOUT_FACT + 0.01, False)]
)
def test_a_reading_with_the_fact_is_preferred_unless_far_behind(
    milford: Bot, ahead: float, answers: bool
) -> None:
    bot = scripted(milford, {SIGNED: 4.0 + ahead, OFFERS: 4.0}, SIGNED)
    found = bot.answerer.answer("How much money?")
    assert isinstance(found, Answer) is answers
    if isinstance(found, Answer):
        assert all(OFFERS in quote for quote in quotes(found))


def test_nothing_is_searched_for_what_is_no_question(milford: Bot) -> None:
    reader = ScriptedReader(STATED)
    bot = reading_as(milford, reader)
    for question in ("", "?!", "x" * 1001, "Hello", "Write me a poem."):
        found = silence(bot, question)
        assert not found.trace.passages and not found.nearest
    assert reader.asked == []


def test_without_the_guard_nothing_need_be_covered(milford: Bot) -> None:
    bot = scripted(milford, STATED)
    unguarded = replace(bot, answerer=replace(bot.answerer, guarded=False))
    assert silence(bot, "Who signed in Ohio?").trace.required == ("Ohio",)
    assert answer(unguarded, "Who signed in Ohio?").trace.required == ()


# What is shown near a silence


def test_the_nearest_passages_are_few_and_do_not_overlap(milford: Bot) -> None:
    near = silence(milford, "Who signed in Ohio?").nearest
    assert 1 <= len(near) <= NEAREST
    for at, one in enumerate(near):
        assert one.document.quote(one.quote)
        assert not any(
            one.document == other.document and one.quote.overlap(other.quote) for other in near[:at]
        )


def test_nothing_is_near_a_question_about_something_else(milford: Bot) -> None:
    assert silence(milford, "zzz qqq xxx").nearest == ()
    assert silence(scripted(milford, {}), "Can I sign?").nearest


# Findings


def test_the_quote_is_a_slice_and_holds_the_words_that_answer(milford: Bot) -> None:
    found = answer(milford, "How much does the state offer for each deputy?").findings[0]
    assert found.document.quote(found.quote) == "The state offers $7,500 for each trained deputy."
    assert [found.document.quote(span) for span in found.spans] == ["$7,500"]
    assert found.heading == "Milford signs up"


def test_a_copy_in_another_document_is_named_and_not_shown_again(milford: Bot) -> None:
    found = answer(milford, "How much does the state offer for each deputy?")
    (finding,) = found.findings
    ((document, place),) = finding.also_at
    assert milford.documents[document].quote(place) == "The state offers $7,500 for each deputy trained."
    assert document != finding.document.id


def test_other_words_that_give_the_same_answer_are_one_finding_that_names_both_places(tmp_path: Path) -> None:
    texts = {
        "a.txt": "Rosa Quill signed it.\n",
        "b.txt": "It was signed on a rainy day by Rosa Quill, who had long objected.\n",
        "c.txt": "It was signed in another county, by Ben Hart.\n",
    }
    seeds = write_seeds(tmp_path / "seeds", texts)
    bot = bot_of(seeds, tmp_path / "data", margins={"Rosa Quill": 1.0, "Ben Hart": 1.0})
    found = answer(bot, "Who signed it?").findings
    assert [one.document.quote(one.spans[0]) for one in found] == ["Rosa Quill", "Ben Hart"]
    assert {found[0].document.id, *(name for name, _ in found[0].also_at)} == {"a", "b"}


def test_findings_of_different_places_stand_side_by_side_best_first(milford: Bot) -> None:
    bot = scripted(milford, {FEAR: 3.0, SIGNED: 4.0, LENT: 3.5})
    found = answer(bot, "What is said?")
    assert [finding.score for finding in found.findings] == [4.0, 3.5, 3.0]
    assert [finding.support for finding in found.findings] == [Support.FAIR] * 3


def test_a_reading_far_behind_the_first_is_shown_only_where_its_document_has_no_better_one(
    tmp_path: Path,
) -> None:
    texts = {
        "a.txt": "Quill signed. Hart objects. Lee waits.\n",
        "b.txt": "Moss left.\n",
        "c.txt": "Reed stays.\n",
    }
    bot = bot_of(write_seeds(tmp_path / "seeds", texts), tmp_path / "data")
    near, far = 9.0 - BEHIND_FIRST, 9.0 - BEHIND_FIRST - 0.01
    scores = {"Quill": 9.0, "Hart": near, "Lee": far, "Moss": far, "Reed": EXACT.threshold - 0.01}
    found = answer(scripted(bot, scores), "What is said?").findings
    assert [finding.score for finding in found] == [9.0, near, far]
    assert [finding.document.id for finding in found] == ["a", "a", "b"]


def test_a_finding_after_the_first_may_be_weaker_than_a_first(milford: Bot) -> None:
    bot = scripted(
        milford, {SIGNED: 2.5, FEAR: 1.9}
    )  # the threshold decides whether there is an answer at all
    assert [finding.score for finding in answer(bot, "What is said?").findings] == [2.5, 1.9]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_there_are_at_most_so_many_findings_as_set(tmp_path: Path, most: int) -> None:
    towns = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf")
    texts = {f"{town}.txt": f"Deputies signed {number} papers.\n" for number, town in enumerate(towns)}
    bot = bot_of(write_seeds(tmp_path / "seeds", texts), tmp_path / "data", max_findings=most)
    found = answer(reading_as(bot, ScriptedReader({"signed": 3.0})), "Who signed?")
    assert len(found.findings) == most
    ids = [finding.document.id for finding in found.findings]
    assert ids == sorted(towns)[:most]  # equal scores go by document


def test_the_best_of_each_document_goes_before_the_second_of_another(tmp_path: Path) -> None:
    texts = {
        "a.txt": "Amber barges carry deputies.\n\nBrass lamps light cells.\n\nCopper wires hum.\n",
        "b.txt": "Zinc roofs rattle.\n",
    }
    scores = {"Amber": 4.0, "Brass": 3.9, "Copper": 3.8, "Zinc": 3.7}
    bot = bot_of(write_seeds(tmp_path / "seeds", texts), tmp_path / "data", max_findings=3)
    found = answer(reading_as(bot, ScriptedReader(scores)), "What is said?")
    assert [quote.split()[0] for quote in quotes(found)] == ["Amber", "Brass", "Zinc"]
    assert [finding.score for finding in found.findings] == [4.0, 3.9, 3.7]


def test_copies_beyond_the_last_finding_are_still_named(tmp_path: Path) -> None:
    texts = {
        f"{word}.txt": "The deputies signed 12 papers.\n" + extra
        for word, extra in [("a", ""), ("b", "More.\n"), ("c", "Less.\n")]
    }
    bot = bot_of(write_seeds(tmp_path / "seeds", texts), tmp_path / "data", max_findings=1)
    (finding,) = answer(bot, "How many papers did deputies sign?").findings
    assert finding.also_at == (("b", Span(0, 30)), ("c", Span(0, 30)))


def test_overlapping_quotes_of_one_document_are_one_finding(milford: Bot) -> None:
    bot = scripted(milford, {"trained 12": 4.0, "They began": 3.9})
    (finding,) = answer(bot, "What is said?").findings
    assert finding.also_at == ()


def test_overlapping_quotes_of_different_figures_are_one_finding_too(tmp_path: Path) -> None:
    text = "Deputies signed papers. They took 12 days over it.\n"
    bot = bot_of(write_seeds(tmp_path / "seeds", {"a.txt": text}), tmp_path / "data")
    found = answer(scripted(bot, {"signed": 3.5, "took": 4.0}), "What did deputies sign?")
    assert quotes(found) == [text.strip()]


@pytest.mark.parametrize(
    ("score", "support"),
    [(2.9, Support.WEAK), (3.0, Support.FAIR), (9.9, Support.FAIR), (10.0, Support.STRONG)],
)
def test_support_is_the_word_for_the_score(milford: Bot, score: float, support: Support) -> None:
    assert answer(scripted(milford, {SIGNED: score}), "What is said?").findings[0].support is support


def test_a_paraphrased_copy_is_at_most_fair(milford: Bot) -> None:
    assert answer(scripted(milford, {LENT: 99.0}), "What is said?").findings[0].support is Support.FAIR


# A sentence that another one leans on, beyond a line that no quote may cross

LEANING = (
    "The county hired many deputies.\n\nAdvertisement\n\nThey left within months.\n\nThe mayor objected.\n"
)
DULL = '[[documents]]\nfile = "a.txt"\nkind = "reporting"\nboilerplate = ["Advertisement"]\n'


def leaning(folder: Path, scores: Mapping[str, float], max_findings: int = 5) -> Answer:
    seeds = write_seeds(folder / "seeds", {"a.txt": LEANING}, records=DULL)
    bot = bot_of(seeds, folder / "data", max_findings=max_findings)
    return answer(reading_as(bot, ScriptedReader(scores)), "What is said?")


def test_the_neighbour_beyond_boilerplate_is_a_finding_of_its_own_behind_it(tmp_path: Path) -> None:
    found = leaning(tmp_path, {"They left": 4.0, "mayor": 3.5})
    assert quotes(found) == [
        "They left within months.", "The county hired many deputies.", "The mayor objected.",
    ]  # fmt: skip
    first, beyond, other = found.findings
    assert (first.needs_context, beyond.needs_context, other.needs_context) == (True, True, False)
    assert beyond.spans == (beyond.quote,)
    assert beyond.score == first.score


def test_a_neighbour_that_is_found_itself_is_not_shown_twice(tmp_path: Path) -> None:
    assert quotes(leaning(tmp_path, {"They left": 4.0, "hired": 4.5})) == [
        "The county hired many deputies.",
        "They left within months.",
    ]


def test_a_neighbour_takes_no_room_that_there_is_not(tmp_path: Path) -> None:
    assert quotes(leaning(tmp_path, {"They left": 4.0}, max_findings=1)) == ["They left within months."]


# Figures compared

COUNTS = {
    "new.txt": "By Jan. 26, 1,168 agencies had signed papers.\n\nThe partners gain much.\n",
    "old.txt": "About 1,000 agencies had signed papers.\n",
    "undated.txt": "Some 700 agencies had signed papers.\n",
}
COUNTS_RECORDS = "".join(
    f'[[documents]]\nfile = "{name}.txt"\nkind = "reporting"\n{published}'
    for name, published in [
        ("new", "published = 2026-02-16\n"),
        ("old", "published = 2025-09-17\n"),
        ("undated", ""),
    ]
)
COUNTED = {"1,168": 4.0, "1,000": 3.5, "700": 3.0, "gain": 2.9}
HOW_MANY = "How many agencies had signed papers"


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("counting")
    seeds = write_seeds(folder / "seeds", COUNTS, records=COUNTS_RECORDS)
    margins = {"1,168": 1.0, "About 1,000": 1.0, "Some 700": 1.0}
    return reading_as(bot_of(seeds, folder / "data", margins=margins), FigureReader(COUNTED), EXACT)


def words_of(values: Sequence[Value]) -> list[str]:
    return [value.words for value in values]


def test_the_figures_of_all_findings_are_compared(counting: Bot) -> None:
    shown = answer(counting, f"{HOW_MANY}?").comparison.disagreement
    assert shown is not None
    assert words_of(shown.values) == ["1,168", "About 1,000", "Some 700"]
    assert shown.kind is Kind.CONFLICT  # of one of them nobody knows the time


@pytest.mark.parametrize(
    ("when", "shown", "left_out"),
    [
        ("in September 2025", ["About 1,000"], ["1,168", "Some 700"]),
        ("before 2026", ["About 1,000"], ["1,168", "Some 700"]),
        ("as of January 2026", ["1,168"], ["About 1,000", "Some 700"]),
        ("since January 2026", ["1,168"], ["About 1,000", "Some 700"]),
    ],
)
def test_a_date_in_the_question_selects_and_names_what_it_leaves_out(
    counting: Bot, when: str, shown: list[str], left_out: list[str]
) -> None:
    found = answer(counting, f"{HOW_MANY} {when}?")
    assert [one.document.quote(one.spans[0]) for one in found.findings if one.told.figure] == shown
    assert words_of(found.comparison.left_out) == left_out
    assert all(value.finding < len(found.findings) for value in compared(found))


def compared(found: Answer) -> Sequence[Value]:
    shown = found.comparison.disagreement
    return (*shown.values, *shown.others) if shown else ()


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("before 2020", Reason.NOT_STATED),
        ("since March 2026", Reason.NOT_STATED),
        ("in February 2025", Reason.NOT_STATED),  # both stand in records, but of two documents
        ("in 2019", Reason.NOT_IN_COLLECTION),
    ],
)
def test_where_no_figure_holds_at_that_time_it_is_silence_that_names_them(
    counting: Bot, when: str, reason: Reason
) -> None:
    found = silence(counting, f"{HOW_MANY} {when}?")
    assert found.reason is reason
    assert found.comparison is not None
    assert words_of(found.comparison.left_out) == ["1,168", "About 1,000", "Some 700"]


def test_a_figure_of_another_time_is_no_answer_though_its_passage_fits(tmp_path: Path) -> None:
    text = "By 2026, 1,168 agencies had signed papers. In 2019 the council met.\n"
    bot = bot_of(write_seeds(tmp_path / "seeds", {"a.txt": text}), tmp_path / "data")
    found = silence(reading_as(bot, FigureReader({"1,168": 4.0}), EXACT), f"{HOW_MANY} before 2020?")
    assert found.reason is Reason.NOT_STATED
    assert found.trace.decision == "no figure that was found surely holds at the time asked for"
    assert found.comparison is not None
    assert words_of(found.comparison.left_out) == ["1,168"]


def test_a_date_selects_figures_only(counting: Bot) -> None:
    found = answer(counting, "Who had signed papers before 2026?")
    assert found.comparison.restriction is None
    assert found.comparison.left_out == ()


# Figures of the place that is asked for

PLACED = {
    "old.txt": "About 900 agencies have agreements. Florida dominates with 325 of them.\n",
    "new.txt": "Florida leads with 342 agreements. Texas follows with 296.\n",
    "tour.txt": "Florida has 67 counties.\n",
}
PLACED_RECORDS = COUNTS_RECORDS.replace("undated.txt", "tour.txt")
IN_FLORIDA = "How many agreements does Florida have?"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("placed")
    return bot_of(write_seeds(folder / "seeds", PLACED, records=PLACED_RECORDS), folder / "data")


def of_figures(bot: Bot, scores: Mapping[str, float]) -> Bot:
    return reading_as(bot, FigureReader(scores), EXACT)


def test_what_holds_for_the_whole_country_is_no_figure_of_a_place(placed: Bot) -> None:
    bot = of_figures(placed, {"About 900": 4.0 + AHEAD_WITHOUT_FACT, "325": 4.0, "342": 3.9})
    found = answer(bot, IN_FLORIDA)
    assert [one.document.quote(one.spans[0]) for one in found.findings] == ["325", "342"]
    assert found.comparison.disagreement is not None
    assert words_of(found.comparison.disagreement.values) == ["342", "325"]


def test_where_that_lies_far_ahead_both_are_shown(placed: Bot) -> None:
    bot = of_figures(placed, {"About 900": 4.01 + AHEAD_WITHOUT_FACT, "342": 4.0})
    found = answer(bot, IN_FLORIDA)
    assert [one.document.quote(one.spans[0]) for one in found.findings] == ["About 900", "342"]


def test_another_documents_figure_of_the_place_is_shown_however_weak(placed: Bot) -> None:
    found = answer(of_figures(placed, {"325": 4.0, "342": -9.0, "counties": 1.0}), IN_FLORIDA)
    assert [one.document.quote(one.spans[0]) for one in found.findings] == ["325", "342"]


def test_a_weak_figure_of_the_place_is_no_answer_by_itself(placed: Bot) -> None:
    assert silence(of_figures(placed, {"342": 1.9}), IN_FLORIDA).reason is Reason.NOT_STATED


# Why


def test_the_trace_holds_every_passage_every_reading_and_the_guard(milford: Bot) -> None:
    found = silence(milford, "Did the DHS lend 90 brokers in 2025?")
    trace = found.trace
    assert [passage.rank for passage in trace.passages] == list(range(1, len(trace.passages) + 1))
    assert trace.required == ("DHS", "90", "2025")
    assert trace.searched_as == (("DHS", ("Department of Homeland Security", "Division of Homeland Safety")),)
    scores = [one.reading.score for one in trace.considered]
    assert scores == sorted(scores, reverse=True)
    assert any(one.missing for one in trace.considered)
    assert trace.threshold == milford.answerer.calibration.threshold
    assert trace.decision == "the guard: no passage covers 2025"


def test_the_same_question_gives_the_same_answer(milford: Bot) -> None:
    for question in ("Who signed?", "How many in Ohio?", "Why do critics decline?"):
        assert milford.answerer.answer(question) == milford.answerer.answer(question)
