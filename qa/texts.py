"""Every sentence the page and the terminal say in their own voice, in English; none comes from a document.

The templates know this module as `t`; a second language is a second module with the same names.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from math import ceil

from index.records import Document, Kind, Source
from qa.contract import MAX_QUESTION, Caution, DocumentRef, Finding, Reason, Reply

TITLE = "Ask about local cooperation with ICE"
EXAMPLES = (
    "How many agencies work with ICE?",
    "What is a 287(g) agreement?",
    "What incentives does ICE offer to local police departments?",
    "Why do some agencies decline to sign agreements with ICE?",
)
TRY = "Questions to try"
PRIVACY = "We do not keep your question."
QUESTION = "Your question"
ASK = "Ask"
SUBJECT = "how local police and sheriffs work with Immigration and Customs Enforcement (ICE)"

UNTITLED = "Untitled document"
UNTITLED_FROM: Mapping[Kind, str] = {
    "rewrite": "Untitled rewrite of {}",
    "paraphrased": "Untitled reworded copy of {}",
}
LANGUAGES = {"en": "English", "es": "Spanish"}
UNKNOWN = "unknown"
UNDATED = "no date in this copy"
WEAK = "This may not answer your question. Read the passage."
COPY = "Copy quote, citation and link"
COPIED = "Copied: quote, citation and link."
SELECTED = "Selected. Press Ctrl+C, or Command+C on a Mac, to copy it."
AS_TEXT = "Quote, citation and link as text"
CITE_PASSAGE = "Cite this passage"
CITE_ANSWER = "Cite or save this answer"
DOWNLOAD = "Download"
SAVE_REPLY = "Save the whole reply (JSON)"
NOTHING_TO_CITE = (
    "This address names no passage of the documents as they are now, so there is nothing to cite. Open the "
    "document and cite from there."
)
ON_ITS_PAGE = "Find this passage on the page it came from"
ON_ITS_PAGE_NOTE = "which may have changed since"
AS_RECEIVED = "Text as received"
LINK_INCOMPLETE = "The link is incomplete or misspelled, so no passage is marked."
LINK_BACKWARDS = "The link points to a place that ends before it begins, so no passage is marked."
LINK_BEYOND = "The link points to a place that this document does not have, so no passage is marked."
LINK_TOO_LONG = "The link points to more of this document than may be shown, so no passage is marked."
LINK_OF_ANOTHER_VERSION = (
    "The link was made from another version of this document. What it pointed to is not on record here, so "
    "no passage is marked."
)
LINK_FOLLOWED = {
    "intact": (
        "This document has changed since the link was made. The passage has not: it is marked where it was."
    ),
    "moved": (
        "This document has changed since the link was made. The same words now stand at another place, where "
        "they are marked."
    ),
    "changed": (
        "This document has changed since the link was made. The words that it pointed to no longer stand "
        "here, so no passage is marked."
    ),
    "orphaned": (
        "This document has changed since the link was made. Nothing like the words that it pointed to is "
        "left, so no passage is marked."
    ),
}
NEAREST_TEXT = "Show the nearest text"
NEAREST_TEXT_NOTE = "which may say something else"
VERDICTS = {"verified": "Verified by staff", "disputed": "Disputed"}
NO_VERDICT = "Not yet checked by staff."
NO_LEDGER_READ = "What staff found out about this passage cannot be read at the moment."
NOT_ADVICE = (
    "Quotes only: this is not legal advice. For help with your own situation, ask at your library\u2019s "
    "reference desk."
)
EXCERPT_BEFORE = (
    "The text before this is not shown: this collection may only show an excerpt of this document."
)
EXCERPT_AFTER = "The text after this is not shown: this collection may only show an excerpt of this document."
EXCERPT_ONLY = (
    "This collection may only show excerpts of this document. A passage is shown when a link from an answer "
    "leads to it."
)
SEARCHED_FOR = "Searched for"
SEARCHED_IN_ENGLISH = "Searched in English"
NEAREST = "Nearest passages \u2013 not an answer"

SAID_BY = "Said by"
ACCORDING_TO = "According to"  # where the words are not the speaker's own, or may not be
QUOTED_BY = "as told by"
AS_OF = "As of"
TIME_GIVEN = "Time given"
PUBLISHED = "Published"
FIGURE = "Figure"
WHO = "Who says it"
READ = "Read it in the document"
NO_TIME_GIVEN = "no date given"
COMPARED = {
    "conflict": "Sources disagree",
    "over_time": "Figures over time",
    "different_measure": "Counted in different ways",
}

KINDS: Mapping[Kind, str] = {
    "reporting": "news report",
    "rewrite": "a rewrite of another outlet\u2019s story",
    "summary": "a summary written from other sources",
    "paraphrased": (
        "a copy reworded by software: wording may differ from the original, also inside quotation marks"
    ),
    "blog": "blog article",
}
KIND_NAMES: Mapping[Kind, str] = {
    "reporting": "news report",
    "rewrite": "rewrite",
    "summary": "summary",
    "paraphrased": "reworded copy",
    "blog": "blog article",
}
KINDS_EXPLAINED: Mapping[Kind, str] = {
    "reporting": "The publisher\u2019s own reporting.",
    "rewrite": (
        "Another outlet\u2019s story, told again. The original is the better source; it is named where known."
    ),
    "summary": "Put together from other sources. Check what it says in the sources it names.",
    "paraphrased": (
        "Software replaced words of another outlet\u2019s report. Names and phrases may be wrong, and words "
        "inside quotation marks may not be what the speaker said."
    ),
    "blog": "An article on a site without a known newsroom behind it.",
}
PLAIN_KINDS: tuple[Kind, ...] = ("reporting", "blog")  # the others are a warning, and shown as one
ORIGINALS: Mapping[Kind, str] = {
    "rewrite": "Rewritten from",
    "paraphrased": "Reworded from",
}
ORIGINAL = "Made from"

CAUTIONS: Mapping[Caution, str] = {
    "undated": "This copy has no date, so the passage may be out of date.",
    "relative_date": "The time is given without a year, or in words such as \u201clast month\u201d.",
    "paraphrased": (
        "This copy was reworded by software: wording may differ from the original, "
        "also inside quotation marks."
    ),
    "rewritten": "This is a rewrite of another outlet\u2019s story.",
    "summary": "This is a summary written from other sources.",
    "needs_context": "Read this together with the sentences around it: alone it may mislead.",
}

REASONS: Mapping[Reason, str] = {
    "invalid": f"Please ask a question in words, of at most {MAX_QUESTION:,} characters.",
    "advice": (
        "This is not legal advice. The bot can quote what these documents say, but it cannot tell what "
        "a person may, must or should do. Ask at your library\u2019s reference desk: a librarian can help "
        "you find legal information, or a person to ask."
    ),
    "out_of_scope": (
        "This bot can only quote its own small collection, and your question seems to be about "
        "something else."
    ),
    "not_in_collection": "Nothing in this collection mentions this.",
    "not_stated": "The collection mentions this but does not state what you asked.",
}
# Saved replies, checked and asked again.

NEAR = "near passage"
PARTS = {"quote": "quote", "date": "words that date it", "speaker": "speaker"}
STATES = {
    "intact": "intact",
    "moved": "moved",
    "changed": "changed",
    "orphaned": "orphaned",
}
# By state, and by whether the document is still the version that the reply names.
NEXT_STEPS: Mapping[tuple[str, bool], str] = {
    ("intact", False): "The document has changed elsewhere since; these words and their place have not.",
    ("moved", True): (
        "This version of the document has these words at another place: the reply was altered. Do not cite "
        "it; ask again."
    ),
    (
        "moved",
        False,
    ): "The document has changed: these words now stand at another place. Cite that place.",
    ("changed", True): (
        "This version of the document does not have these words here: the reply was altered. Do not cite it; "
        "ask again."
    ),
    ("changed", False): (
        "The document has changed, and these words no longer stand here. Do not cite them as they are: read "
        "the document, or ask again."
    ),
    ("orphaned", True): (
        "This version of the document has nothing like these words: the reply was altered. Do not cite it; "
        "ask again."
    ),
    ("orphaned", False): (
        "The document is not in this collection, or has nothing like these words any more. Do not cite it "
        "from here."
    ),
}
# The ledger, checked.
NO_LEDGER = "There is no ledger yet: staff have entered no passage."
NEWS = "new since the last check"
NO_SAVED_REPLY = "the file holds no saved reply: save the output of `ask --json` and name that file"
QUOTES_NOTHING = "It quotes nothing, so there is nothing to check."
FOREIGN_RECEIPT = (
    "The receipt is not that of this reply, which was altered or is from another version of this bot."
)
SAME_REPLY = "The same reply."
OTHER_REPLY = "Another reply."
MADE_OTHERWISE = "What replies are made from has changed:"
SAYS_OTHERWISE = "What the reply says has changed:"
NOTHING_NEW = "The receipt names nothing new: the reply was altered, or made on another kind of machine."
NONE = "none"
# Staff's pages.

STANDINGS: Mapping[str, str] = {
    "unverified": "not verified yet",
    "verified": "verified",
    "disputed": "disputed",
    "moved": "moved in its document",
    "changed": "changed in its document",
    "orphaned": "gone from its document",
}
QUEUES: Mapping[str, str] = {
    "unverified": "To verify",
    "drifted": "Drifted",
    "disputed": "Disputed",
    "verified": "Verified",
    "all": "All",
}
QUEUES_EXPLAINED: Mapping[str, str] = {
    "unverified": "Nobody has verified or disputed these passages yet. Those that wait longest come first.",
    "drifted": "These passages moved or changed in their documents, and nobody has answered for it yet.",
    "disputed": "These passages are shown to everybody as disputed.",
    "verified": "These passages are shown to everybody as verified.",
    "all": "Every passage, in the order in which they were entered.",
}
EMPTY: Mapping[str, str] = {
    "unverified": "Nothing waits to be verified.",
    "drifted": "No passage has moved or changed.",
    "disputed": "No passage is disputed.",
    "verified": "No passage is verified yet.",
    "all": "No passage was entered yet.",
}
FOUND: Mapping[str, str] = {
    "intact": "The words stand in the document as they did.",
    "moved": "The document has changed: the same words now stand at another place. They are marked there.",
    "changed": (
        "The document has changed, and these words no longer stand in it. Marked is the text nearest to "
        "them: compare the two, and decide whether it is the passage."
    ),
    "orphaned": "The document has nothing like these words any more.",
    "erased": "The words of this passage were erased when its document left the collection.",
    "removed": "The document is not in this collection any more. What was kept of the passage stands here.",
}
WRONG_LOGIN = "This name and password do not go together."
NO_TLS = (
    "Staff can log in over an encrypted connection (https) only, or on the machine that serves this page. "
    "Behind a proxy that ends TLS, its operator says so with QA_BEHIND_PROXY=true."
)
FORGED = (
    "This form is out of date or was not sent from here, so nothing was recorded. Open the page anew, and "
    "send it from there."
)
SESSION_OVER = "You are not logged in, or your session is over. What you sent was not recorded."
STAFF_FAILED = (
    "Nobody can log in at the moment. On the machine that serves this page, `python -m qa staff list` says "
    "why."
)
NO_PASSAGE = "There is no passage of this number."
NOT_INTACT = "Only a passage whose words stand in the document can be verified. Nothing was recorded."
OTHER_VERSION = (
    "The document has changed since you opened this page, so nothing was recorded. Look again, then decide."
)
NO_NOTE = "Write a staff note, or choose something else. Nothing was recorded."
NO_ACTION = "This form asks for nothing that can be done. Nothing was recorded."
NO_LINK = (
    "This is no link to a passage of a document here. Copy the address of a document page with a passage "
    "marked."
)
LONG_PASSAGE = "This is longer than any citation. Link to the cited passage alone."
NOTHING_GIVEN = "Give a link or a saved reply."
QUOTES_NO_ANSWER = "This saved reply quotes nothing as an answer."

UNREACHED = "The answer did not come: the connection or the server failed. Please ask again."
TROUBLES = {
    "busy": "Many people are asking at this moment. Please try again in a minute.",
    "failed": "Something went wrong here, and your question was not answered. Please try again.",
}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(when: date | str) -> str:
    """Return a date as read aloud; a partial ISO date (`2024`, `2024-12`) keeps what it has."""
    year, *rest = str(when).split("-")
    words = [year]
    if rest:
        words.insert(0, MONTHS[int(rest[0]) - 1])
    if rest[1:]:
        words.insert(0, str(int(rest[1])))
    return " ".join(words)


def moment(when: datetime) -> str:
    """Return a time to the minute, in UTC."""
    return f"{day(when.astimezone(UTC).date())}, {when.astimezone(UTC):%H:%M} UTC"


def slow_down(seconds: float) -> str:
    """Return what is said when log-ins are tried too often."""
    count = ceil(seconds)
    return f"Too many attempts. Wait {count} second{'s'[: count != 1]}, then try again."


def too_long(field: str, limit: int) -> str:
    return f"{field} has more than {limit:,} characters. Shorten it; nothing was recorded."


def clash(names: Sequence[str]) -> str:
    """Return what is said when others, whose *names* are given, have recorded something meanwhile."""
    who = _listed(sorted(set(names)), "and")
    return (
        f"While you had this page open, {who} recorded something here: see the history. What you wrote is "
        "still in the form; nothing of it was recorded."
    )


def goes_on_as(id: int) -> str:
    return f"Goes on as passage {id}."


def went_on_from(id: int) -> str:
    return f"Was passage {id}."


def kind_caution(source: Source | DocumentRef) -> str:
    """Return the sentence that warns of a source that is not the original.

    It names the original where that is known and `source_name` does not.
    """
    sentence = f"This is {KINDS[source.kind]}."
    if source.original and (source.publisher or source.title):
        sentence += f" {ORIGINALS.get(source.kind, ORIGINAL)}: {source.original}."
    return sentence


def newest(documents: Mapping[str, Document]) -> str:
    """Return the sentence that dates the collection."""
    dates = [document.source.published for document in documents.values() if document.source.published]
    return f"Newest dated document: {day(max(dates))}." if dates else "No document here is dated."


def scope(documents: Mapping[str, Document]) -> str:
    """Return the sentence at the head of the chat: what is here, and how it answers."""
    count = len(documents)
    return f"Answers are quoted word for word from {count} document{'s'[: count != 1]} about {SUBJECT}."


def covers(documents: Mapping[str, Document]) -> str:
    """Return the sentence that says what can be asked about."""
    count = len(documents)
    return f"This collection holds {count} document{'s'[: count != 1]} about {SUBJECT}."


def status(reply: Reply) -> str:
    """Return the line that a screen reader hears when the answer has come."""
    if reply.outcome == "no_answer":
        return "No answer found in this collection."
    count = len({finding.document.id for finding in reply.findings})
    differ = ", with different figures" if reply.disagreement else ""
    return f"Answer ready. {count} source{'s'[: count != 1]}{differ}."


def said_by(finding: Finding) -> str:
    """Return what stands before a finding's speaker: only words that may be their own are said by them."""
    return SAID_BY if finding.own_words else ACCORDING_TO


def agreeing(count: int) -> str:
    """Return the sentence that says how many documents give the first finding's figure."""
    return f"{count} documents give the figure of [1]; copies of one another count once."


def given_by(count: int) -> str:
    return f"given by {count} documents"


def left_out(time: str) -> str:
    """Return the line above the figures that were found and are not of the *time* asked for."""
    return f"Left out, because you ask about \u201c{time}\u201d and these are not known to be of that time:"


def source_name(source: Source | DocumentRef) -> str:
    """Return the publisher, else the title, else words that say there is neither."""
    untitled = UNTITLED_FROM.get(source.kind, UNTITLED) if source.original else UNTITLED
    return source.publisher or source.title or untitled.format(source.original)


def also_at(count: int) -> str:
    return "Also said in 1 other place" if count == 1 else f"Also said in {count} other places"


def missing(terms: Sequence[str]) -> str:
    """Return the sentence that names what no passage covers."""
    return "No passage covers " + _listed([f"\u201c{term}\u201d" for term in terms]) + "."


def unreadable(line: int, error: str) -> str:
    """Return what is said of a line that holds no reply."""
    return f"{line}. This is no saved reply: {error}. Save the output of `ask --json` as it is."


def stands_at(start: int, end: int) -> str:
    return f"They stand at {start}\u2013{end}."


def suggestion(start: int, end: int, text: str) -> str:
    """Return the offer of the nearest text, which only a person can accept."""
    return f"The nearest text, for a person to confirm, is at {start}\u2013{end}: \u201c{text}\u201d"


def verdict(state: str, on: date, *, is_older: bool) -> str:
    """Return what staff found of a passage and when, as the end of a sentence after its first words."""
    by = "" if state == "verified" else " by staff"
    return f"{by} on {day(on)}{', before the document changed' if is_older else ''}."


def nearest_at(start: int, end: int) -> str:
    return f"The nearest text, for a person to confirm, is at {start}\u2013{end}."


def ledger_checked(states: Mapping[str, int], news: int) -> str:
    """Return how many passages of the ledger are in which state, and for how many that is news."""
    count = sum(states.values())
    found = ", ".join(f"{number} {STATES[state]}" for state, number in states.items() if number)
    whole = f"{count} passage{'s'[: count != 1]} in the ledger"
    return f"{whole}{': ' if found else ''}{found}. New since the last check: {news}."


def checked(states: Mapping[str, int], replies: int, unreadable: int) -> str:
    """Return how many quotes of how many replies are in which state."""
    count = sum(states.values())
    found = ", ".join(f"{number} {STATES[state]}" for state, number in states.items() if number)
    whole = f"{count} quote{'s'[: count != 1]} in {replies} repl{'y' if replies == 1 else 'ies'}"
    unread = f"; {unreadable} line{'s'[: unreadable != 1]} could not be read" if unreadable else ""
    return f"{whole}{': ' if found else ''}{found}{unread}."


def differs(what: str) -> str:
    return f"{what}: not as it was"


def was_and_is(what: str, then: str, now: str) -> str:
    return f"{what}: was {then}, is {now}"


def _listed(words: Sequence[str], joined: str = "or") -> str:
    return f" {joined} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
