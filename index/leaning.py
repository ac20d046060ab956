"""A sentence -> whether it means little without the one before it, or completes that one. Pure."""

import re

# A sentence that begins so leans on the one before it.
_LEANING = re.compile(
    r"[“‘\"'(]*(?:(?:It|Its|They|Their|Them|He|His|She|Her|This|That|These|Those|Such|But|And|Yet|Only|Also|"
    r"However|Instead|Still|Both|In comparison|By comparison|In the past|For example|For instance|"
    r"As a result)\b|(?:Ms|Mr|Mrs)\.\s)"
)
# What the sentence speaks of, or who speaks, stands in the one before: "Evidence on that claim is mixed."
_POINTING = re.compile(
    r"\b(?:that|this|these|those|such)\s(?:claim|argument|assertion|concern|criticism|view|position|charge|"
    r"allegation|statement|finding)s?\b|[,”\"’'?!]\s(?:he|she|they)\s(?:said|says|stated|added|told|noted|wrote)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(r"(?:This|That|These|Those|They)\sinclude[sd]?\b|Among\s(?:these|those|them)\b")


def leans(sentence: str) -> bool:
    """Return whether *sentence* means little without the one before it."""
    return bool(_LEANING.match(sentence) or _POINTING.search(sentence))


def lists(sentence: str) -> bool:
    """Return whether *sentence* lists what the one before it only names: "This includes ..."."""
    return bool(_LISTING.match(sentence))
