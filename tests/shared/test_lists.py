"""A list whose choices change with the calendar: its page offers those of the day and refuses the rest; the list itself finds nothing."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from shared.fields import Text
from shared.lists import Filter, Listing
from shared.pages import lists
from shared.typed import load
from tests.shared.demo_pages import shared_app

TODAY = {"first": "I pari"}


@dataclass(frozen=True, kw_only=True)
class DatedListing(Listing):
    place: Annotated[str | None, Text(9), Filter(None, "Vendi", lambda: TODAY)] = None


@pytest.fixture
def later(monkeypatch):
    monkeypatch.setitem(TODAY, "second", "I dyti")


def asked(query: str) -> lists.Asked[DatedListing]:
    with shared_app().test_request_context(f"/demo/form?{query}"):
        found = lists.asked(DatedListing)
        offered = [value for value, *_ in found.form["place"].iter_choices()]
        assert offered == ["", *TODAY]
        return found


def test_a_page_refuses_what_is_no_choice_today_and_says_so_at_the_field():
    assert asked("place=first").listing == DatedListing(place="first")
    refused = asked("place=second")
    assert (refused.listing, refused.status) == (None, 422)
    assert refused.form["place"].errors


def test_the_choices_are_asked_anew_for_each_page(later):
    assert asked("place=second").listing == DatedListing(place="second")


def test_the_list_itself_takes_any_value():
    assert load(DatedListing, {"place": "second"}).place == "second"


def test_a_field_that_holds_but_spaces_asks_for_nothing():
    assert asked("place=+").listing == DatedListing()
