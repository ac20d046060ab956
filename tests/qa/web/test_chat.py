import asyncio
import html
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

import gradio as gr
import pytest
from starlette.testclient import TestClient

from qa.bot import Bot
from qa.contract import MAX_QUESTION, MAX_TURN, MAX_TURNS
from qa.texts import english as texts
from qa.web.application import build_application
from qa.web.asking import Asker
from qa.web.asking import Bot as AnyBot
from qa.web.chat import MAX_SHOWN, PrivateBlocks, Said, build_ui, kept, message, spoken, turns
from qa.web.middleware import MAX_BODY
from qa.web.rendering import render_answer
from tests.qa.web.fakes import DOCUMENTS, FRAMES, TWO_FINDINGS, FakeBot, answer, client_of
from tests.qa.web.reading import elements

BY_ID = {one.id: one for one in DOCUMENTS}
Respond = Callable[[object, object], Awaitable[tuple[str, list[dict[str, Any]]]]]


def asked(bot: AnyBot, question: object, shown: object = ()) -> tuple[str, list[dict[str, Any]]]:
    """Call the function behind the page as Gradio would."""
    page = build_ui(Asker(bot), FRAMES["en"], FRAMES)
    (function,) = [one.fn for one in page.fns.values() if one.name == "respond"]
    return asyncio.run(_awaited(cast(Respond, function)(question, shown)))


async def _awaited(result: Awaitable[tuple[str, list[dict[str, Any]]]]) -> tuple[str, list[dict[str, Any]]]:
    return await result


def as_sent(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages as the browser sends them back."""
    return gr.Chatbot().postprocess(cast(Any, messages)).model_dump()  # type: ignore[no-any-return]


def words(said: dict[str, Any]) -> str:
    content = said["content"]
    return str(content[0]["text"]) if isinstance(content, list) else str(content.constructor_args["value"])


def test_a_question_empties_the_box_and_adds_itself_and_its_answer(bot: FakeBot) -> None:
    box, shown = asked(bot, "How many agencies?", [])
    assert box == ""
    assert [said["role"] for said in shown] == ["user", "assistant"]
    assert words(shown[0]) == "How many agencies?"
    assert words(shown[1]) == render_answer(bot.reply(bot.requests[0]), bot.documents, FRAMES)


def test_earlier_turns_reach_the_bot_as_plain_words(bot: FakeBot) -> None:
    _, shown = asked(bot, 'Is "5 < 6" & <b>true</b> of agencies?', [])
    asked(bot, "And now?", as_sent(shown))
    history = bot.requests[-1].history
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert history[0].content == 'Is "5 < 6" & <b>true</b> of agencies?'
    assert history[1].content == "\n".join(one.quote.text for one in TWO_FINDINGS)


def test_a_follow_up_on_the_page_is_taken_together_with_the_question_before_it(milford: Bot) -> None:
    _, shown = asked(milford, "Who signed in Ohio?", [])
    _, shown = asked(milford, "And in Texas?", as_sent(shown))
    assert "Searched for: <q" not in words(shown[1])
    assert "Who signed in Texas?" in words(shown[3])
    _, shown = asked(milford, "And when did they do that?", as_sent(shown))
    assert "those who signed in Texas" in words(shown[5])


def test_the_bot_gets_the_last_turns_and_no_more_of_each_than_the_contract_takes() -> None:
    conversation = [Said("user", f"{number} " + "a" * 9000) for number in range(MAX_TURNS + 5)]
    given = turns(conversation)
    assert len(given) == MAX_TURNS
    assert given[0].content.startswith("5 ")
    assert {len(turn.content) for turn in given} == {MAX_TURN}


def test_a_long_conversation_loses_its_beginning() -> None:
    each = MAX_QUESTION
    many = [message(Said("user", f"{number:0{each}}")) for number in range(MAX_SHOWN // each + 10)]
    shown = kept(as_sent(many))
    assert len(shown) == MAX_SHOWN // each
    assert int(shown[0].words) == 10


def test_the_longest_conversation_fits_into_a_request() -> None:
    answers = [Said("assistant", "<p>" + "\u5b57" * 993 + "</p>")] * (MAX_SHOWN // 1000 + 10)
    shown = kept(as_sent([message(said) for said in answers]))
    sent = as_sent([message(said) for said in shown])
    assert len(shown) == MAX_SHOWN // 1000
    assert len(json.dumps(sent, ensure_ascii=False).encode()) < MAX_BODY


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "text",
        7,
        [None, 1, "x", {}, {"role": "system", "content": "x"}],
        [{"role": "user"}, {"role": "assistant", "content": {"a": 1}}],
        [{"role": "user", "content": [None, {"type": "file", "file": {"path": "/etc/passwd"}}]}],
        [
            {
                "role": "assistant",
                "content": [{"type": "component", "component": "file", "value": ["/etc/passwd"]}],
            }
        ],
    ],
)
def test_a_forged_conversation_is_no_more_than_words(shown: object, bot: FakeBot) -> None:
    _, messages = asked(bot, "agencies", shown)
    assert messages[-1]["role"] == "assistant"
    assert "passwd" not in str(as_sent(messages))


def test_gradio_builds_no_component_that_a_forged_conversation_names(client: TestClient) -> None:
    block = {"type": "component", "component": "dropdown", "value": "not a choice", "constructor_args": {}}
    forged = {"role": "assistant", "content": [{**block, "props": {}}]}
    response = client.post("/gradio_api/run/predict", json={"data": ["agencies", [forged]], "fn_index": 0})
    assert response.status_code == 200
    assert "1,168 agencies" in response.text


def test_forged_html_comes_back_clean(bot: FakeBot) -> None:
    forged = {
        "role": "assistant",
        "content": [{"type": "component", "value": "<img src=x onerror=y>${z}<p>a</p>"}],
    }
    _, messages = asked(bot, "agencies", [forged])
    assert words(messages[0]) == "&#36;&#123;z&#125;<p>a</p>"


@pytest.mark.parametrize(
    "question",
    [
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1)) *a* _b_ $$x$$ ${y} {{z}}",
        "\u202eright to left \U0001f600",
        "  two\n\n\tlines ",
    ],
)
def test_a_persons_own_words_come_back_as_typed(question: str, bot: FakeBot) -> None:
    _, shown = asked(bot, question, [])
    assert html.unescape(words(shown[0])) == question
    assert "<" not in words(shown[0])
    assert elements(words(shown[0])) == []


def test_half_a_character_does_no_harm(bot: FakeBot) -> None:
    _, shown = asked(bot, "agencies \ud83d", [])
    assert words(shown[0]) == "agencies \ufffd"
    assert bot.requests[0].question == "agencies \ufffd"


def test_a_question_that_is_far_too_long_is_shown_in_part(bot: FakeBot) -> None:
    _, shown = asked(bot, "a" * 10_000, [])
    assert words(shown[0]) == "a" * MAX_QUESTION + "\u2026"
    assert "1,000 characters" in words(shown[1])
    assert bot.requests[0].question == "a" * 10_000


@pytest.mark.parametrize("question", ["", "  \n", None, 7, ["a"]])
def test_nothing_asked_is_answered_with_a_hint_and_no_empty_bubble(question: object, bot: FakeBot) -> None:
    _, shown = asked(bot, question, [])
    assert [said["role"] for said in shown] == ["assistant"]
    assert "Please ask a question in words" in words(shown[0])


def test_what_the_bot_said_is_read_from_the_answer_and_nothing_else() -> None:
    answered = str(render_answer(answer("q", TWO_FINDINGS), BY_ID, FRAMES))
    assert spoken(answered) == "\n".join(one.quote.text for one in TWO_FINDINGS)


def test_the_page_offers_questions_one_box_and_the_promise_beside_it() -> None:
    page = build_ui(Asker(FakeBot()), FRAMES["en"], FRAMES)
    blocks = list(page.blocks.values())
    labels = [block.value for block in blocks if isinstance(block, gr.Button)]
    assert labels == ["Ask", *texts.EXAMPLES]
    (box,) = [block for block in blocks if isinstance(block, gr.Textbox)]
    assert (box.label, box.info) == ("Your question", "We do not keep your question.")


def test_the_server_keeps_nothing_of_a_visit() -> None:
    application = build_application(FakeBot())
    client = TestClient(application)
    body = {"data": ["Xylophone agencies", []], "fn_index": 0, "session_hash": "visitor"}
    response = client.post("/gradio_api/run/predict", json=body)
    assert response.status_code == 200
    assert "1,168 agencies" in response.text
    page = next(block for block in _gradio(application))
    assert not page.state_holder.session_data and not page.state_holder.time_last_used
    assert "Xylophone" not in str(vars(page)) + str(vars(page._queue))


@pytest.mark.parametrize(
    "body",
    [
        {"data": ["Xylophone", [{"role": "Xylophone", "content": 5}]], "fn_index": 0},
        {"data": ["Xylophone", "Xylophone"], "fn_index": 0},
        {"data": ["Xylophone"], "fn_index": 0},
        {
            "data": [
                "Xylophone",
                [{"role": "user", "content": [{"type": "file", "file": {"path": "/etc/Xylophone"}}]}],
            ],
            "fn_index": 0,
        },
    ],
)
def test_a_malformed_call_is_refused_without_a_word_of_it_in_the_log(
    body: dict[str, object], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    client_of(FakeBot()).post("/gradio_api/run/predict", json=body)
    output = capfd.readouterr()
    assert "Xylophone" not in caplog.text + output.out + output.err


def _gradio(application: Any) -> list[PrivateBlocks]:
    mounted = application.router.routes[-1].app.apps["en"]
    page = mounted.get_blocks()
    assert isinstance(page, PrivateBlocks)
    return [page]
