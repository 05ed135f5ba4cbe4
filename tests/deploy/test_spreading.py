"""How the tests are spread over workers: files stay together, and the long ones begin."""

from pathlib import Path

import pytest

from tests.spreading import ALONE, found_alone, unit_of


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/cases/test_gaps.py::TestX::test_y[a::b]", "tests/cases/test_gaps.py"),
        ("tests/journeys/test_canary.py::test_x", "tests/journeys/"),
        ("tests/journeys/test_outages.py::test_y", "tests/journeys/"),
        ("tests/contracts/test_recipe.py::test_x[page: a/b]", "tests/contracts/test_recipe.py::test_x[page: a/b]"),
    ],
)
def test_what_shares_something_goes_to_one_worker(nodeid, unit):
    assert unit_of(nodeid) == unit


def test_long_tests_begin_and_the_others_keep_their_order(request):
    long = [item.get_closest_marker("long") is not None for item in request.session.items]
    assert long == sorted(long, reverse=True)


class Marked:
    """A collected test with these markers."""

    def __init__(self, nodeid: str, *marks: str) -> None:
        self.nodeid = nodeid
        self.marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


def test_a_serial_test_where_nobody_runs_it_is_named():
    found_alone([Marked(f"{ALONE}test_x.py::test_y", "serial"), Marked("tests/cases/test_x.py::test_y", "long")])
    with pytest.raises(pytest.UsageError, match="test_z"):
        found_alone([Marked("tests/cases/test_x.py::test_z", "serial")])


def test_make_runs_alone_what_stands_there():
    assert f"pytest {ALONE.rstrip('/')} -m serial" in (Path(__file__).parents[2] / "Makefile").read_text("utf-8")
