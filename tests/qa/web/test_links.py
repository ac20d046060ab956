from urllib.parse import parse_qsl, urlsplit

import pytest

from index.records import Span
from qa.web.links import address, asked_place
from tests.qa.web.fakes import AGENCIES, document

VERSION = AGENCIES.sha256[:8]


def test_an_address_is_read_back_as_the_place_it_was_made_for() -> None:
    made = urlsplit(address(AGENCIES.id, AGENCIES.sha256, 17, 44))
    assert (made.path, made.fragment) == ("/documents/agencies", "passage")
    asked = asked_place(AGENCIES, dict(parse_qsl(made.query)))
    assert asked.place == Span(17, 44)
    assert asked.problem is None


def test_an_id_with_odd_characters_stays_one_part_of_the_path() -> None:
    assert address("a b/../?#", "0" * 64, 1, 2).startswith("/documents/a%20b%2F..%2F%3F%23?start=1")


def test_an_address_without_a_place_has_no_problem() -> None:
    asked = asked_place(AGENCIES, {})
    assert (asked.place, asked.problem) == (None, None)


@pytest.mark.parametrize(
    "query",
    [
        {"start": "1"},
        {"start": "1", "end": "2"},
        {"v": VERSION},
        {"start": "", "end": "", "v": VERSION},
        {"start": "x", "end": "2", "v": VERSION},
        {"start": "-1", "end": "2", "v": VERSION},
        {"start": "+1", "end": "2", "v": VERSION},
        {"start": "1_0", "end": "20", "v": VERSION},
        {"start": "1.0", "end": "2", "v": VERSION},
        {"start": "\u0661", "end": "2", "v": VERSION},
        {"start": "5", "end": "5", "v": VERSION},
        {"start": "6", "end": "5", "v": VERSION},
        {"start": "0", "end": str(len(AGENCIES.text) + 1), "v": VERSION},
        {"start": "0", "end": "9" * 5000, "v": VERSION},
        {"start": "1", "end": "2", "v": "00000000"},
        {"start": "1", "end": "2", "v": VERSION[:4]},
        {"start": "1", "end": "2", "v": ""},
    ],
)
def test_a_link_that_is_not_whole_and_true_marks_nothing_and_says_why(query: dict[str, str]) -> None:
    asked = asked_place(AGENCIES, query)
    assert asked.place is None
    assert asked.problem


def test_a_link_to_more_than_a_quote_of_an_excerpted_document_is_refused() -> None:
    excerpted = document("d", "a" * 5000, display="excerpt")
    version = excerpted.sha256[:8]
    assert asked_place(excerpted, {"start": "0", "end": "5000", "v": version}).place is None
    assert asked_place(excerpted, {"start": "0", "end": "800", "v": version}).place == Span(0, 800)
