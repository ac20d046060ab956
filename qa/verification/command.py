"""What `python -m qa verify` and `python -m qa replay` do, as lines of text or JSON."""

from collections import Counter
from collections.abc import Callable
from typing import IO

from qa.bot import Bot
from qa.verification.anchors import State
from qa.verification.checking import Collection, check, unreadable
from qa.verification.replay import replay, unplayable
from qa.verification.report import as_checked, as_replayed, as_summary
from qa.verification.saved import saved_replies

Say = Callable[[str], None]


def verify(file: IO[bytes], collection: Collection, say: Say, *, json: bool) -> bool:
    """Check every saved reply in *file*, one result a line or block; return whether all words are intact."""
    states: Counter[State] = Counter()
    replies = failed = 0
    intact = True
    for saved in saved_replies(file):
        if saved.reply is None:
            checked = unreadable(saved.line, saved.error or "")
            failed += 1
        else:
            checked = check(saved.reply, saved.line, collection)
            replies += 1
        intact &= checked.intact
        states.update(one.state for one in checked.words)
        say(checked.model_dump_json() if json else as_checked(checked) + "\n")
    if not json:
        say(as_summary(states, replies, failed))
    return intact


def replay_all(file: IO[bytes], bot: Bot, say: Say, *, json: bool) -> bool:
    """Ask every saved question in *file* again; return whether all replies are the same."""
    same = True
    for saved in saved_replies(file):
        if saved.reply is None:
            replayed = unplayable(saved.line, saved.error or "")
        else:
            replayed = replay(saved.reply, saved.line, bot)
        same &= replayed.same
        say(replayed.model_dump_json() if json else as_replayed(replayed) + "\n")
    return same
