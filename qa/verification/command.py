"""What `python -m qa verify` and `python -m qa replay` do, as lines of text or JSON."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from qa.bot import Bot
from qa.texts import verifying as texts
from qa.verification.anchors import State
from qa.verification.checking import Collection, check, unreadable
from qa.verification.drift import bring_up_to_date
from qa.verification.ledger import Ledger
from qa.verification.replay import replay, unplayable
from qa.verification.report import as_checked, as_entry, as_ledger, as_replayed, as_summary
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


def verify_ledger(
    path: Path,
    collection: Collection,
    at: datetime,
    say: Say,
    *,
    json: bool = False,
    only_news: bool = False,
    removed: bool = False,
) -> bool:
    """Bring the ledger in *path* up to date and say what has drifted; return whether all is answered for.

    What staff have answered for is counted and not named again; *only_news* leaves out whatever was said
    before. As JSON every entry is one line. Makes no ledger where there is none. Raises LedgerError, unless
    *removed* is set, where this is hardly the collection that the ledger is about.
    """
    if not path.exists():
        if not (json or only_news):
            say(texts.NO_LEDGER)
        return True
    states: Counter[State] = Counter()
    news = waiting = 0
    with Ledger(path) as ledger:
        for one in bring_up_to_date(ledger, collection, at, removed=removed):
            states[one.state] += 1
            news += one.is_news
            waiting += not one.is_answered
            if json:
                say(one.model_dump_json())
            elif one.is_news or not (one.is_answered or only_news):
                say(as_entry(one))
    if not json and (news or not only_news):
        answered = states.total() - states[State.INTACT] - waiting
        say(as_ledger(states, news, answered))
    return not waiting
