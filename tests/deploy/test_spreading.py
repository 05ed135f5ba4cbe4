"""How the tests are spread over workers: files stay together, and the long ones begin."""

import pytest

from tests.spreading import unit_of


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
