import threading

import anyio
import pytest

from qa.contract import Reply, Request
from qa.web.asking import AT_ONCE, MAX_WAITING, Asker, Trouble
from tests.qa.web.fakes import FakeBot


class Slow(FakeBot):
    """Answers when told to, and remembers how many questions it held at once."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.held: set[int] = set()
        self.most = 0

    def reply(self, request: Request) -> Reply:
        self.held.add(threading.get_ident())
        self.most = max(self.most, len(self.held))
        assert self.go.wait(10)
        self.held.discard(threading.get_ident())
        return super().reply(request)


def test_a_question_gets_the_bots_reply() -> None:
    reply = anyio.run(Asker(FakeBot()).ask, Request(question="agencies"))
    assert reply.outcome == "answer"


def test_a_few_are_asked_at_once_some_wait_and_the_rest_are_told_so() -> None:
    bot = Slow()
    outcomes: list[str] = []

    async def ask(asker: Asker) -> None:
        try:
            outcomes.append((await asker.ask(Request(question="agencies"))).outcome)
        except Trouble as trouble:
            outcomes.append(trouble.kind)

    async def crowd() -> None:
        asker = Asker(bot)
        async with anyio.create_task_group() as tasks:
            for _ in range(AT_ONCE + MAX_WAITING + 3):
                tasks.start_soon(ask, asker)
                await anyio.lowlevel.checkpoint()
            with anyio.fail_after(10):
                while len(outcomes) < 3 or bot.most < AT_ONCE:
                    await anyio.sleep(0.001)
            bot.go.set()

    anyio.run(crowd)
    assert outcomes.count("busy") == 3
    assert outcomes.count("answer") == AT_ONCE + MAX_WAITING
    assert bot.most == AT_ONCE


def test_a_bot_that_fails_is_trouble_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeBot):
        def reply(self, request: Request) -> Reply:
            raise KeyError(request.question)

    with pytest.raises(Trouble) as caught:
        anyio.run(Asker(Broken()).ask, Request(question="Xylophone"))
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert caplog.text.count("KeyError at ") == 1
    assert "Xylophone" not in caplog.text
