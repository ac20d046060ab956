from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

import pytest

from index.records import Span
from qa.web.links import Asked, Place, address, asked_place, places_query
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
    ("query", "status"),
    [
        ({"start": "1"}, 400),
        ({"start": "1", "end": "2"}, 400),
        ({"v": VERSION}, 400),
        ({"start": "", "end": "", "v": VERSION}, 400),
        ({"start": "x", "end": "2", "v": VERSION}, 400),
        ({"start": "-1", "end": "2", "v": VERSION}, 400),
        ({"start": "+1", "end": "2", "v": VERSION}, 400),
        ({"start": "1_0", "end": "20", "v": VERSION}, 400),
        ({"start": "1.0", "end": "2", "v": VERSION}, 400),
        ({"start": "\u0661", "end": "2", "v": VERSION}, 400),
        ({"start": "5", "end": "5", "v": VERSION}, 400),
        ({"start": "6", "end": "5", "v": VERSION}, 400),
        ({"start": "0", "end": "9" * 5000, "v": VERSION}, 400),
        ({"start": "1", "end": "2", "v": VERSION[:4]}, 400),
        ({"start": "1", "end": "2", "v": ""}, 400),
        ({"start": "1", "end": "2", "v": "0000000x"}, 400),
        ({"start": "1", "end": "2", "v": VERSION.upper() + "A"}, 400),
        ({"start": "1", "end": "2", "v": "0" * 65}, 400),
        ({"start": "1", "end": "2", "v": f"{VERSION}\n"}, 400),
        ({"start": "0", "end": str(len(AGENCIES.text) + 1), "v": VERSION}, 404),
        ({"start": "999999998", "end": "999999999", "v": VERSION}, 404),
    ],
)
def test_a_link_that_is_not_whole_and_true_marks_nothing_and_says_why(
    query: dict[str, str], status: int
) -> None:
    asked = asked_place(AGENCIES, query)
    assert asked.place is None and asked.other is None
    assert asked.problem and asked.status == status


@pytest.mark.parametrize("version", ["00000000", "0" * 64, VERSION + "0000"])
def test_a_link_of_another_version_names_it(version: str) -> None:
    query = {"start": "1", "end": "999999999", "v": version}
    assert asked_place(AGENCIES, query) == Asked(other=Place("agencies", version, 1, 999999999))


def test_a_version_may_be_given_at_any_length_from_eight_digits() -> None:
    query = {"start": "1", "end": "2", "v": AGENCIES.sha256}
    assert asked_place(AGENCIES, query).place == Span(1, 2)


def test_places_are_named_and_nothing_else() -> None:
    query = places_query([Place("a b&c", "0" * 64, 1, 2), Place("d.e", "1" * 8, 3, 4)])
    assert query == "place=00000000.1.2.a+b%26c&place=11111111.3.4.d.e"


def test_a_link_to_more_than_a_quote_of_an_excerpted_document_is_refused() -> None:
    excerpted = document("d", "a" * 5000, display="excerpt")
    version = excerpted.sha256[:8]
    refused = asked_place(excerpted, {"start": "0", "end": "5000", "v": version})
    assert refused.place is None and refused.status is HTTPStatus.FORBIDDEN
    of_another = {"start": "0", "end": "5000", "v": "00000000"}
    assert asked_place(excerpted, of_another).status is HTTPStatus.FORBIDDEN
    assert asked_place(excerpted, {"start": "0", "end": "800", "v": version}).place == Span(0, 800)
