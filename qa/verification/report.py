"""Checked and replayed replies -> plain text for a person. Pure."""

import textwrap
from collections import Counter
from collections.abc import Iterator

from qa.rendering import WIDTH
from qa.texts import verifying as texts
from qa.verification.anchors import State
from qa.verification.checking import CheckedReply, CheckedWords
from qa.verification.drift import CheckedEntry
from qa.verification.replay import Difference, Replayed

INDENT = "      "
SHOWN = 200  # characters of a value


def as_checked(checked: CheckedReply) -> str:
    """Return what has become of each quote of one saved reply, with the next step."""
    if checked.error is not None:
        return texts.unreadable(checked.line, shown(checked.error))
    lines = [_head(checked.line, checked.question)]
    for words in checked.words:
        place = f"{shown(words.document)} {words.start}–{words.end}"
        lines.append(f"  {_name(words)}: {texts.STATES[words.state.value]}, {place}")
        lines.extend(_wrapped(step, INDENT) for step in _steps(words))
    if not checked.words:
        lines.append(f"  {texts.QUOTES_NOTHING}")
    if not checked.own_receipt:
        lines.append(_wrapped(texts.FOREIGN_RECEIPT, "  ! "))
    return "\n".join(lines)


def as_summary(states: Counter[State], replies: int, unreadable: int) -> str:
    """Return one line that counts what was checked."""
    return texts.checked({state.value: states[state] for state in State}, replies, unreadable)


def as_entry(checked: CheckedEntry) -> str:
    """Return what has become of one entry of the ledger."""
    place = f"{shown(checked.document)} {checked.start}–{checked.end}"
    lines = [f"{place}: {texts.STATES[checked.state.value]}{f' ({texts.NEWS})' if checked.is_news else ''}"]
    if checked.problem:
        lines.append(_wrapped(shown(checked.problem), "  "))
    if checked.now and checked.state is State.MOVED:
        lines.append(_wrapped(texts.stands_at(checked.now.start, checked.now.end), "  "))
    if checked.suggestion:
        lines.append(_wrapped(texts.nearest_at(checked.suggestion.start, checked.suggestion.end), "  "))
    return "\n".join(lines)


def as_ledger(states: Counter[State], news: int, answered: int) -> str:
    """Return one line that counts the entries of the ledger by what has become of them."""
    return texts.ledger_checked({state.value: states[state] for state in State}, news, answered)


def as_replayed(replayed: Replayed) -> str:
    """Return whether one saved reply is given again, and what is new since."""
    if replayed.error is not None:
        return texts.unreadable(replayed.line, shown(replayed.error))
    lines = [_head(replayed.line, replayed.question)]
    lines.append(f"  {texts.SAME_REPLY if replayed.same else texts.OTHER_REPLY}")
    lines.extend(_differences(texts.MADE_OTHERWISE, replayed.made))
    lines.extend(_differences(texts.SAYS_OTHERWISE, replayed.reply))
    if not replayed.same and not replayed.made:
        lines.append(_wrapped(texts.NOTHING_NEW, "  "))
    return "\n".join(lines)


def shown(text: str) -> str:
    """Return *text* of unknown origin in one line that a terminal shows and never obeys."""
    flat = " ".join(text.split())
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in flat)


def _head(line: int, question: str | None) -> str:
    asked = shown(question or "")[: SHOWN + 1]
    return f"{line}. {asked if len(asked) <= SHOWN else asked[:SHOWN] + ' …'}".rstrip()


def _name(words: CheckedWords) -> str:
    of = f"[{words.number}]" if words.role == "finding" else f"{texts.NEAR} {words.number}"
    return f"{of} {texts.PARTS[words.part]}"


def _steps(words: CheckedWords) -> Iterator[str]:
    """Yield what a person should know of these words and do."""
    if words.problem is not None:
        yield shown(words.problem)
    elif words.state is not State.INTACT or not words.same_version:
        yield texts.NEXT_STEPS[words.state.value, words.same_version]
    if words.now is not None and words.state is State.MOVED:
        yield texts.stands_at(words.now.start, words.now.end)
    if words.suggestion is not None:
        near = words.suggestion
        yield texts.suggestion(near.start, near.end, shown(near.text))


def _wrapped(text: str, indent: str) -> str:
    below = " " * len(indent)
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=below, break_long_words=False)


def _differences(head: str, differences: tuple[Difference, ...]) -> Iterator[str]:
    if differences:
        yield f"  {head}"
    for one in differences:
        then, now = (texts.NONE if value is None else shown(value) for value in (one.then, one.now))
        if max(len(then), len(now)) > SHOWN:
            yield _wrapped(texts.differs(shown(one.what)), "    ")
        else:
            yield _wrapped(texts.was_and_is(shown(one.what), then, now), "    ")
