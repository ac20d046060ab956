import pytest

from tests.distributing import unit_of


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/quality/test_floors.py::test_dev[a/b::c]", "tests/quality"),
        ("tests/quality/test_courtesies.py::test_thanks", "tests/quality"),
        ("tests/qa/test_spans.py::test_one[x@y]", "tests/qa/test_spans.py"),
        ("tests/qa/test_spans.py::TestAll::test_one", "tests/qa/test_spans.py"),
        ("tests/test_layout.py::test_layout", "tests/test_layout.py"),
        ("tests/qa/web/staff/test_login.py::test_in", "tests/qa/web/staff/test_login.py::test_in"),
        ("tests/qa/website.py::test_in", "tests/qa/website.py"),
    ],
)
def test_what_shares_something_costly_is_one_unit(nodeid: str, unit: str) -> None:
    assert unit_of(nodeid) == unit
