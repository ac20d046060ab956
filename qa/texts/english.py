"""What the public reads in the frame around the quotes, in English."""

from collections.abc import Mapping, Sequence
from datetime import date

from index.records import Document, Kind, Source
from qa.contract import MAX_QUESTION, Caution, DocumentRef, Finding, Reason, Reply
from qa.texts.lists import listed

LANGUAGE = "en"  # the tag of this module's language
NAME = "English"
EXAMPLES = (
    "How many agencies work with ICE?",
    "What is a 287(g) agreement?",
    "How much does ICE pay for new vehicles?",
    "Why do some agencies decline to sign agreements with ICE?",
)
TERMS = (  # what the first screen says of a short name in it
    "287(g) is a part of the immigration law. Under it, an agreement with ICE lets local officers do some of "
    "its work."
)
TRY = "Questions to try"
PRIVACY = "We do not keep your question."
QUESTION = "Your question"
ASK = "Ask"
CONVERSATION = "Conversation"
SHOW = "Show"  # beside a finding that is folded
HIDE = "Hide"
LOOKING = "Looking in the documents\u2026"
ANSWER = "Answer"
NO_ANSWER = "No answer"
FOR_EXAMPLE = "You could ask, for example:"
WELCOME = "This bot answers questions with the words of its documents. You are welcome to ask one."
WHOLE_QUESTION = "A whole question finds more here than a few words do."
SKIP_TO_BOX = "Skip to the question box"
SKIP_TO_TEXT = "Skip to the text"
SITE = "Site"  # what a screen reader calls the links at the top
EXIT = "Exit this page"
EXIT_NOTE = "This does not erase your browser\u2019s history."
EXIT_KEYS = "You can also press Shift 3 times."
EXIT_PROGRESS = ("Press Shift 2 more times to exit.", "Press Shift 1 more time to exit.")
EXIT_OVER = "Shift is no longer counted."
EMPTY_PAGE = "Empty page"
EMPTY_PAGE_SAYS = "This page is empty."
TO_ANSWER = "Go to the newest answer"
CLEAR = "Clear this page"
PLAIN_PAGE = "Plain page"
PLAIN_PAGE_WHY = "Plain page, without scripts"
PAGE_LANGUAGE = "Language of this page"  # what a screen reader calls the switch
SOURCE = "Source"
SOURCES = "Sources"
QUOTED_FROM_THEM = "Every answer is quoted from one of them."
KINDS_OF_SOURCE = "Kinds of source"
APART = "Open in a new tab"
CLOSE = "Close"
DOCUMENT = "The document"
DOCUMENT_TEXT = "Text of the document"
GO_TO_PASSAGE = "Go to the marked passage"
SECTION = "Section"
PAGE = "page"
CHARACTERS = "characters"
SUBJECT = "how local police and sheriffs work with Immigration and Customs Enforcement (ICE)"

UNTITLED = "Untitled document"
UNTITLED_FROM: Mapping[Kind, str] = {  # what it was made from follows
    "rewrite": "Untitled rewrite of",
    "paraphrased": "Untitled reworded copy of",
}
LANGUAGES = {"en": "English", "es": "Spanish"}
UNKNOWN = "unknown"
UNDATED = "no date in this copy"
WEAK = "This may not answer your question. Read the passage."
COPY = "Copy quote, citation and link"
COPIED = "Copied: quote, citation and link."
SELECTED = "Selected. Press Ctrl+C, or Command+C on a Mac, to copy it."
AS_TEXT = "Quote, citation and link as text"
MISSING = {  # of a reference
    "author": "author",
    "title": "title",
    "date": "date",
    "publisher": "publisher",
    "original": "original",
    "url": "web address",
}
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
LINKS = {
    "incomplete": "The link is incomplete or misspelled, so no passage is marked.",
    "backwards": "The link points to a place that ends before it begins, so no passage is marked.",
    "beyond": "The link points to a place that this document does not have, so no passage is marked.",
    "too_long": "The link points to more of this document than may be shown, so no passage is marked.",
    "other_version": (
        "The link was made from another version of this document. What it pointed to is not on record here, "
        "so no passage is marked."
    ),
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
FOR_STAFF = "For staff: check this passage"
NO_LEDGER_READ = "What staff found out about this passage cannot be read at the moment."
NOT_ADVICE = "Quotes only: this is not legal advice."
EXCERPT_BEFORE = (
    "The text before this is not shown: this collection may only show an excerpt of this document."
)
EXCERPT_AFTER = "The text after this is not shown: this collection may only show an excerpt of this document."
EXCERPT_ONLY = (
    "This collection may only show excerpts of this document. A passage is shown when a link from an answer "
    "leads to it."
)
# The record of a document.
ALL_THAT_IS_KNOWN = "All that is known of this document"
PUBLISHER = "Publisher"
DOCUMENT_TITLE = "Title"
AUTHOR = "Author"
KIND = "Kind"
WEB_ADDRESS = "Web address"
COPY_FETCHED = "Copy fetched"
DOCUMENT_LANGUAGE = "Language"
RIGHTS = "Rights"
TAKE_CARE = "Take care"
FOR_CHECKING = "For checking: name and fingerprints"
NAME_HERE = "Name here"
TEXT_HASH = "SHA-256 of the text"
FILE_HASH = "SHA-256 of the file"

ALSO_SEARCHED = "Also searched as"
INSTEAD_OF = "for"  # before the name that the question has
SEARCHING_FOR = "Searching for"
MEANT_OTHERWISE = "If you meant something else, ask it in full."
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
IN_SOURCE = "in"  # between a speaker and the source that quotes them
NO_TIME_GIVEN = "no date given"
COMPARED = {
    "conflict": "Sources disagree",
    "over_time": "Sources disagree: figures from different times",
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
        "This is not legal advice. This bot can show what the documents say. It cannot say what a person "
        "may, must or should do."
    ),
    "out_of_scope": (
        "This bot only quotes the documents of its small collection. Your question seems to be about "
        "something else."
    ),
    "not_in_collection": "Nothing in this collection mentions this.",
    "not_stated": "The documents mention this, but they do not say what you asked.",
}
READS_ONLY = "This bot reads questions in English and Spanish. Please ask in one of these languages."
NOT_OF_TODAY = "You ask about now. These documents cannot say what has happened since they were written."
UNREACHED = "The answer did not come: the connection or the server failed. Please ask again."
TROUBLES = {
    "busy": "Many people are asking at this moment. Please try again in a minute.",
    "failed": "Something went wrong here, and your question was not answered. Please try again.",
}
PROBLEMS: Mapping[int, tuple[str, str]] = {  # by HTTP status: a title, and what it means
    400: ("This address is not whole", "Something in it is missing or misspelled."),
    403: ("Not shown", "This collection may not show that much of the document."),
    404: ("Page not found", "There is no page at this address."),
    405: ("This address does not take that", "It cannot be used in this way."),
    413: ("Too long", "What was sent is larger than this page takes."),
    500: ("Something went wrong", TROUBLES["failed"]),
    503: ("Too busy", TROUBLES["busy"]),
}
OTHER_PROBLEM = ("This did not work", "The request could not be answered.")
NO_DOCUMENT = "There is no document of this name in the collection."
GO_ON = "Go on from"
QUESTION_PAGE = "the question page"
LIST_OF_SOURCES = "the list of sources"
OR = "or"

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


def as_of(when: str) -> str:
    """Return since when or for when a figure holds; *when* may be a partial ISO date."""
    return f"As of {day(when)}"


def published_on(when: date) -> str:
    return f"published {day(when)}"


def kind_caution(kind: Kind) -> str:
    """Return the sentence that warns of a source that is not the original."""
    return f"This is {KINDS[kind]}."


def not_known(names: Sequence[str]) -> str:
    """Return the sentence that lists what is not known of a cited work, by the names in its record."""
    return f"Not known: {', '.join(MISSING[name] for name in names)}."


def newest(documents: Mapping[str, Document]) -> str:
    """Return the sentence that dates the collection."""
    dates = [document.source.published for document in documents.values() if document.source.published]
    return f"Newest dated document: {day(max(dates))}." if dates else "No document here is dated."


def scope(documents: Mapping[str, Document]) -> str:
    """Return the sentence at the head of the chat: what is here, and how it answers."""
    count = len(documents)
    return f"Every answer is quoted word for word from {count} document{'s'[: count != 1]} about {SUBJECT}."


def covers(documents: Mapping[str, Document]) -> str:
    """Return the sentences that say what can be asked about: how many documents, on what, of which days."""
    count = len(documents)
    dates = sorted(one.source.published for one in documents.values() if one.source.published)
    holds = f"This collection has {count} document{'s'[: count != 1]} about {SUBJECT}."
    undated = f"{count - len(dates)} of them {'has' if count - len(dates) == 1 else 'have'} no date."
    match dates:
        case []:
            return f"{holds} None of them has a date."
        case [only]:
            known = f"The only date known is {day(only)}."
        case [first, *_, last]:
            known = f"Their dates run from {day(first)} to {day(last)}."
    return f"{holds} {known} {undated}" if len(dates) < count else f"{holds} {known}"


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
    return source.publisher or source.title or f"{untitled(source)} {source.original or ''}".rstrip()


def untitled(source: Source | DocumentRef) -> str:
    """Return what a source without publisher and title is called, before the name of its original."""
    return UNTITLED_FROM.get(source.kind, UNTITLED) if source.original else UNTITLED


def also_at(count: int) -> str:
    return "Also said in 1 other place" if count == 1 else f"Also said in {count} other places"


def missing(terms: Sequence[str]) -> str:
    """Return the sentence that names what no passage covers."""
    return "No passage covers " + listed([f"\u201c{term}\u201d" for term in terms], "or") + "."


def verdict(state: str, on: date, *, is_older: bool) -> str:
    """Return what staff found of a passage and when, as the end of a sentence after its first words."""
    by = "" if state == "verified" else " by staff"
    return f"{by} on {day(on)}{', before the document changed' if is_older else ''}."


def all_sources(count: int) -> str:
    return "The one source" if count == 1 else f"All {count} sources"


def read_in_document(number: int | None) -> str:
    """Return the words of the link to a finding's document, or to that of a passage without a number."""
    return f"Read [{number}] in the document" if number else READ


def place(number: int) -> str:
    """Return what stands before the source of another place that says the same."""
    return f"Place {number}"


def also_searched(name: str, forms: Sequence[str]) -> str:
    """Return the sentence for a terminal that gives the *forms* under which a name was searched too."""
    return f"Also searched \u201c{name}\u201d as: {'; '.join(forms)}."
