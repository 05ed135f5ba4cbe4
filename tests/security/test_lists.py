"""Every list of every service behind its doors: what it does not know is refused, what was chosen is kept, also by a log-in.

What needs rows, page two and its cursor, is tried for every kind of filter in tests/shared/test_list_pages.py.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.house.listings import STRANGE, Shown, chosen_in, needed, queries, shown, strange
from tests.security.conftest import SERVICES, World
from tests.security.test_matrix import MATRIX, allowed

#: For whoever the matrix names: whoever leads the office, where they may; else the first of these.
CALLERS = ("commissioner", "anonymous", "admin", "publisher", "partner_admin", "machine_reads")


#: Where a place that nobody knows is refused: tests/cases/test_register_filters.py asks for one that is.
NAMES_NOTHING = {
    ("/cases/public", "municipality"),
    ("/cases/api/v1/public/recommendations", "municipality"),
}


def ask(world: World, place: Shown, query: dict[str, str], caller: str | None = None):
    """With what must be asked besides."""
    may = allowed(MATRIX[f"GET {place.path}"])
    who = caller or next(one for one in CALLERS if one in may)
    return world.ask(who, place.path.split("/")[1], "GET", place.path, query_string=needed(place.listing) | query)


def tries(world: World, service: str) -> Iterator[tuple[Shown, dict[str, str]]]:
    """Each list of the service behind each of its doors, with each of its filters."""
    for place in shown(world.apps[service]):
        for query in queries(place.listing):
            yield place, query


def has_form(place: Shown) -> bool:
    return any(one.label is not None for one in place.listing.filters().values())


@pytest.mark.parametrize("service", SERVICES)
def test_every_filter_is_taken_by_every_door_of_its_list(world, service):
    refused = {
        f"{place.path} {query}": ask(world, place, query).status_code
        for place, query in tries(world, service)
        if (place.path, *query) not in NAMES_NOTHING
    }
    assert set(refused.values()) == {200}, {what: status for what, status in refused.items() if status != 200}


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_list_does_not_know_is_422_and_a_page_says_so(world, service):
    for place in shown(world.apps[service]):
        for name in strange(place.listing):
            answer = ask(world, place, {name: STRANGE})
            assert answer.status_code == 422, f"{place.path}?{name}="
            assert "govuk-error-summary" in answer.text or not place.page, f"{place.path}?{name}="


@pytest.mark.parametrize("service", SERVICES)
def test_the_cursor_of_another_list_is_refused(world, service):
    cursor = world.apps[service].extensions["besa"].cursors.write(["another list"], ["x"])
    places = shown(world.apps[service])
    assert places
    # A list of one case is looked for after its case, which is not there: tests/cases/test_held_pages.py asks for one that is.
    whole = [place for place in places if "<" not in place.path]
    assert {place.path for place in whole if ask(world, place, {"after": cursor}).status_code != 400} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_the_form_of_a_page_keeps_what_was_chosen(world, service):
    lost = [
        f"{place.path}?{urlencode(query)}"
        for place, query in tries(world, service)
        if place.page and has_form(place) and not query.items() <= chosen_in(ask(world, place, query).text).items()
    ]
    assert lost == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_log_in_leads_back_to_what_was_asked_for(world, service):
    for place, query in tries(world, service):
        if place.page and "anonymous" not in allowed(MATRIX[f"GET {place.path}"]):
            answer = ask(world, place, query, caller="anonymous")
            wanted = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
            assert wanted == [f"{place.path}?{urlencode(query)}"]
