"""What every reply promises, checked in one place: the contract, and verbatim words where they stand."""

import json
from collections.abc import Mapping
from importlib.resources import files

import jsonschema

from index.records import Document, Span
from qa.bot import document_ref
from qa.contract import DocumentRef, Quote, Reply

CONTRACT = jsonschema.Draft202012Validator(
    json.loads(files("qa").joinpath("reply.schema.json").read_text(encoding="utf-8"))
)


def quotes_of(reply: Reply) -> list[tuple[DocumentRef, Quote]]:
    """Return every quote of *reply*, of its findings and of what is near, with its document."""
    found = [(finding.document, finding.quote) for finding in reply.findings]
    return found + [(near.document, near.quote) for near in reply.nearest]


def assert_kept(reply: Reply, documents: Mapping[str, Document]) -> None:
    """Check that *reply* fits the committed schema and that its words are those of *documents*."""
    printed = reply.model_dump_json()
    printed.encode()
    CONTRACT.validate(json.loads(printed))
    assert type(reply).model_validate_json(printed) == reply
    for ref, quote in quotes_of(reply):
        document = documents[ref.id]
        assert ref == document_ref(document)
        assert quote.text == document.quote(Span(quote.start, quote.end))
    for finding in reply.findings:
        text = documents[finding.document.id].text
        assert all(span.text == text[span.start : span.end] for span in finding.spans)
        for place in finding.also_at:
            assert documents[place.document].quote(Span(place.start, place.end))
        for words in filter(None, (finding.as_of_at, *finding.own_words)):
            assert words.text == text[words.start : words.end]
        if finding.speaker_at:
            assert finding.speaker == text[finding.speaker_at.start : finding.speaker_at.end]
    for value in (*reply.disagreement.values, *reply.disagreement.others) if reply.disagreement else ():
        assert value.value in documents[reply.findings[value.finding].document.id].text
    for left in reply.left_out:
        assert left.value == documents[left.document].text[left.start : left.end]
    if reply.restriction:
        limits = reply.restriction
        searched = reply.search_question or reply.standalone_question
        assert limits.text == searched[limits.start : limits.end]
