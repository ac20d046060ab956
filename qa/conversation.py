"""A follow-up and the questions before it -> one question that stands alone. Pure.

Only what the person asked before is used, never what was replied. A question with its own words and nothing
that refers back begins a new topic and stays as it is, to the letter; so does whatever no rule is sure about.
"""

from collections.abc import Sequence
from functools import partial
from typing import Protocol
from unicodedata import category

from qa.clauses import clause
from qa.contract import MAX_QUESTION
from qa.courtesies import bare_turn
from qa.followup_english import in_english
from qa.followup_spanish import in_spanish
from qa.guard import Named, tells_by_case
from qa.language import language_of
from qa.parts import tokens
from qa.scope import asks_something_else, is_invalid

MAX_WORDS = 25  # of a follow-up; a longer question speaks for itself


class Names(Protocol):
    """Whoever knows which words are names, as `qa.guard.Guard` does."""

    def named(self, question: str, *, by_case: bool) -> Sequence[Named]: ...


def standalone(question: str, earlier: Sequence[str], names: Names) -> str:
    """Return *question* as one that stands alone after the questions asked *earlier*, oldest first.

    Each is taken together with the standalone form of the one before it. Greetings, requests and what is no
    question are passed over. The question is returned as it is where it begins a new topic.
    """
    before = ""
    for one in earlier:
        if not is_invalid(one) and not asks_something_else(one):
            before = _taken_up(_plain(one), before, names)
    return _taken_up(question, before, names)


def _taken_up(question: str, before: str, names: Names) -> str:
    if not before or is_invalid(question) or asks_something_else(question):
        return question
    asked = bare_turn(_plain(question))
    if len(tokens(asked)) > MAX_WORDS:
        return question
    # Of a short question with a name in it more words have a capital than not.
    by_case = tells_by_case(before) or tells_by_case(f"{before} {asked}")
    namer = partial(names.named, by_case=by_case)
    language = language_of(before)
    found = None
    if language == "es":
        found = in_spanish(asked, before, namer)
    elif language == "en" or clause(before, ()):  # short English is often taken for another language
        found = in_english(asked, before, namer)
    return found if found and len(found) <= MAX_QUESTION else question


def _plain(text: str) -> str:
    """Return *text* in one line, without the characters that steer how a text is shown."""
    blank = "".join(" " if character.isspace() else character for character in text)
    return " ".join("".join(one for one in blank if category(one) not in ("Cc", "Cf")).split())
