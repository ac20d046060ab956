"""A bot that is asked, with all that it replied."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.records import Document
from qa.bot import Bot
from qa.contract import Reply, Request
from qa.evaluation.records import Judged
from qa.records import Trace


@dataclass(frozen=True)
class Asked:
    """What *bot* was asked: its replies, and how they were judged, one a question."""

    bot: Bot
    replies: list[Reply] = field(default_factory=list)
    rows: list[Judged] = field(default_factory=list)

    @property
    def documents(self) -> Mapping[str, Document]:
        return self.bot.documents

    def explained(self, request: Request) -> tuple[Reply, Trace]:
        reply, trace = self.bot.explained(request)
        self.replies.append(reply)
        return reply, trace
