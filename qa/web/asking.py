"""The one way from the page to the bot: a few questions at a time, and no word of one in a log."""

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, Protocol

import anyio.to_thread

from index.records import Document
from qa.contract import MAX_QUESTION, Reply, Request
from qa.language import language_of

AT_ONCE = 2  # a third question would slow the first two more than it would gain
MAX_WAITING = 32

logger = logging.getLogger(__name__)


class Bot(Protocol):
    """What the page needs of the bot."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document by id, in id order."""

    def reply(self, request: Request) -> Reply:
        """Return the reply; a bad question has one too."""


class Trouble(Exception):
    """A question that got no reply: the bot is busy, or it failed."""

    def __init__(self, kind: Literal["busy", "failed"]) -> None:
        self.kind = kind
        super().__init__(kind)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks *bot* off the event loop. All pages share one, so that all share its limit."""

    bot: Bot
    limiter: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(AT_ONCE))

    async def ask(self, request: Request, page: str = "en") -> Reply:
        """Return the bot's reply to *request*, asked on a page in the language *page*.

        Raises Trouble when too many are waiting or the bot fails.
        """
        if self.limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise Trouble("busy")
        with errors_without_words():
            return await anyio.to_thread.run_sync(self._reply, request, page, limiter=self.limiter)

    def _reply(self, request: Request, page: str) -> Reply:
        language = language_of(request.question[:MAX_QUESTION], page)
        return self.bot.reply(request.model_copy(update={"language": language}))


@contextmanager
def errors_without_words() -> Iterator[None]:
    """Turn any error into Trouble, and log its type and where it came from, never its message.

    The message of an error may quote the question, and the libraries below and above us log messages.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - an error let through here is logged with its message
        frames = traceback.extract_tb(error.__traceback__)
        path = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        logger.error("%s at %s", type(error).__name__, path)
        raise Trouble("failed") from None
