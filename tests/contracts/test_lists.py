"""Each list of the services says what it may be narrowed to once, shows it behind its doors whole, and is tried by tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import pytest
from flask import Flask
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.lists import Filter, Listing
from tests.house import doors
from tests.house.addresses import is_asked
from tests.house.listings import Shown, listings, name_of, narrowing, shown, strange, unsaid, unsaid_words, untried

LISTINGS = listings()


@pytest.fixture(scope="module", params=doors.SERVICES)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return doors.built(request.param, tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Callable[[type[Listing]], list[str]]:
    """Where a list is shown."""

    @lru_cache
    def places(service: str) -> list[Shown]:
        return shown(doors.built(service, tmp_path_factory.mktemp("documents")))

    return lambda listing: [place.path for place in places(name_of(listing).split(".")[0]) if place.listing is listing]


def template_of(app: Flask, place: Shown) -> str:
    assert app.jinja_env.loader, "a service has templates"
    return app.jinja_env.loader.get_source(app.jinja_env, place.template)[0]


@pytest.mark.parametrize("listing", LISTINGS, ids=name_of)
def test_every_member_of_a_list_says_how_it_narrows_it(listing):
    assert unsaid(listing) is None


@pytest.mark.parametrize("listing", LISTINGS, ids=name_of)
def test_every_filter_can_be_chosen_and_the_words_of_its_values_can_be_said(listing):
    assert set(strange(listing)) <= set(narrowing(listing))
    for name, one in listing.filters().items():
        unsayable = [value for value, word in (one.offered() or {}).items() if not str(word).strip()]
        assert not unsayable, f"{name_of(listing)}.{name}: give them words in words.py: {unsayable}"


@pytest.mark.parametrize("listing", LISTINGS, ids=name_of)
def test_every_filter_is_tried_by_a_test(listing, paths):
    service = name_of(listing).split(".")[0]
    names = untried(listing, paths(listing))
    assert not names, f"write a test in tests/{service}/ that asks {name_of(listing)} through both doors: {names}"


@pytest.mark.parametrize(("path", "tried"), [("/cases/api/v1/staff", True), ("/cases/api/v1/obligations", False)])
def test_a_filter_is_tried_only_where_its_own_list_is_asked(path, tried):
    assert is_asked(path, "role") is tried


def test_every_list_stands_behind_a_door(app):
    """Behind a page, or the API: `lists.asked(X)` in the view, `@blueprint.arguments(X, location="query")` on it."""
    behind = {name_of(place.listing) for place in shown(app)}
    own = {name_of(listing) for listing in LISTINGS if name_of(listing).startswith(f"{app.name}.")}
    assert own - behind == set(), "nobody shows these lists"


def test_every_word_of_a_service_is_said_somewhere():
    places = [str(place) for place in unsaid_words()]
    assert not places, f"nobody says these: narrow a list by them, show them, or take them out: {places}"


def test_a_page_shows_its_list_with_the_form_and_the_links_of_the_declaration(app):
    for place in shown(app):
        if place.page:
            missing = missing_in(template_of(app, place), place.listing)
            assert not missing, f"{place.template} shows {name_of(place.listing)} without {missing}"


def missing_in(template: str, listing: type[Listing]) -> Sequence[str]:
    needed = ["asked.next_href(", "asked.first_href"]
    if any(one.label is not None for one in listing.filters().values()):
        needed.append("f.filters(asked")
    return [one for one in needed if one not in template]


def test_what_is_forgotten_in_a_list_is_found():
    class Base(DeclarativeBase):
        """Of one table."""

    class Row(Base):
        __tablename__ = "row"
        id: Mapped[int] = mapped_column(primary_key=True)

    @dataclass(frozen=True, kw_only=True)
    class Forgetful(Listing):
        colour: str | None = None

    @dataclass(frozen=True, kw_only=True)
    class Whole(Listing):
        number: Annotated[str | None, Filter(Row.id, "Numri", {"1": "Një"})] = None

    assert "Forgetful.colour" in (unsaid(Forgetful) or "")
    assert unsaid(Whole) is None
    assert missing_in("{{ asked.next_href(page) }}", Whole) == ["asked.first_href", "f.filters(asked"]
