"""Each page of the office stands in one place of the menu, also those whose path says another word."""

import flask
import pytest

from shared.pages import public_menu
from shared.pages.staff_menu import BELONGS, PLACES, menu_items

#: Of the staff and of the public.
PATHS = [*(path for _text, path, _roles in PLACES), *(path for _text, path in public_menu.PLACES)]
LINKS = [(path, path) for path in PATHS]


@pytest.mark.parametrize(("page", "place"), [*BELONGS.items(), *((path, path) for path in PATHS)])
@pytest.mark.parametrize("below", ["", "/x"])
def test_its_place_alone_is_the_active_one(page, place, below):
    with flask.Flask(__name__).test_request_context(f"{page}{below}"):
        assert [one["href"] for one in menu_items(LINKS) if one["active"]] == [place]


def test_every_place_to_which_a_page_belongs_is_in_the_menu():
    assert set(BELONGS.values()) <= set(PATHS)
