"""A list whose choices change with the calendar: its page offers those of the day and refuses the rest; the list itself finds nothing."""

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, kw_only=True)
class NamedListing(Listing):
    class_: Annotated[str | None, Filter(None, "Lloji", {"school": "Shkollë"})] = None
    on: Annotated[date | None, Filter(None, "Dita")] = None


def test_a_filter_with_a_name_that_python_keeps_stands_in_the_address_as_it_is_called():
    with shared_app().test_request_context("/demo/form?class=school&on=2026-11-26"):
        found = lists.asked(NamedListing)
        assert found.listing == NamedListing(class_="school", on=date(2026, 11, 26))
        assert found.address(after="x") == "/demo/form?class=school&on=2026-11-26&after=x"
        assert (found.form["class"].data, found.kept) == ("school", {})
        assert found.form["on"].render_kw == {"type": "date"}


def test_blanks_are_no_word_to_look_for():
    with shared_app().test_request_context("/demo/form?class=%20"):
        assert lists.asked(NamedListing).listing == NamedListing()


@dataclass(frozen=True, kw_only=True)
class OpenListing(Listing):
    state: Annotated[str, Filter(None, "Gjendja", {"open": "Të hapura", "all": "Të gjitha"})] = "open"


def test_a_list_that_is_narrowed_without_being_asked_has_that_chosen_and_offers_no_choice_for_nothing():
    with shared_app().test_request_context("/demo/form"):
        page = lists.asked(OpenListing)
        offered = [(value, chosen) for value, _label, chosen, _more in page.form["state"].iter_choices()]
    assert page.listing == OpenListing(state="open")
    assert offered == [("open", True), ("all", False)]
    assert not page.narrowed
