"""What `python -m qa cite` does: saved replies -> what they quote, as works. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import IO

from index.errors import BotError
from index.records import Document, Span
from qa.citing.works import Cited, cite
from qa.contract import Reply
from qa.verification.anchors import State
from qa.verification.checking import Collection, check
from qa.verification.saved import saved_replies


def citations(file: IO[bytes], collection: Collection, accessed: date) -> tuple[Cited, ...]:
    """Return what the saved replies in *file* quote as their answers, each document once.

    Raises BotError where a line is no reply, where a quote is not intact in *collection*, and where no reply
    answers: nothing is cited that does not stand there.
    """
    passages: list[tuple[Document, Span]] = []
    for saved in saved_replies(file):
        if saved.reply is None:
            raise BotError(f"line {saved.line}: {saved.error}: save the output of `ask --json` as it is")
        passages.extend(_passages(saved.reply, saved.line, collection))
    if not passages:
        raise BotError("none of the saved replies is an answer: there is nothing to cite")
    return cite(passages, accessed)


def _passages(reply: Reply, line: int, collection: Collection) -> Iterator[tuple[Document, Span]]:
    for words in check(reply, line, collection).words:
        if words.role == "finding" and words.state is not State.INTACT:
            what = f"line {line}, finding {words.number}: the {words.part} is {words.state}"
            raise BotError(f"{what}: run `python -m qa verify` on the file")
        if words.role == "finding" and words.part == "quote":
            yield collection.documents[words.document], Span(words.start, words.end)
