"""The clock on the page of an obligation: why that day, what moved it, what the body was told, and how an officer moves it."""

from datetime import timedelta

import pytest

from tests.cases.bench import today
from tests.cases.pages_world import office, said, summary_links, world
from tests.cases.test_pages_obligations import at, day, first

__all__ = ["office", "world"]


@pytest.fixture
def owed(world):
    act = world.issued()
    world.delivered(act)
    return first(world, act)


def enter(world, owed, kind, when=None, **more):
    sent = {
        "clock-kind": kind,
        **day("clock-effective", when or today()),
        "clock-reason": "Shkolla është mbyllur.",
        "clock-ground": "register_seen",
        **more,
    }
    return world.post(world.client("case_officer"), at(owed, "/clock-entries"), sent)


def test_the_page_says_what_moved_the_date_and_when_the_body_was_told(world, owed):
    assert enter(world, owed, "paused").status_code == 303
    page = world.client("case_officer").get(at(owed)).text
    words = said(page)
    assert "Afati është i ndalur nga" in words
    assert "Zyra e ndali afatin nga" in words
    assert "Shkolla është mbyllur." in words
    assert "Erdhi lajmi se letra u dorëzua më" in words
    assert 'value="resumed"' in page
    assert 'value="paused"' not in page
    assert enter(world, owed, "closed").status_code == 303
    words = said(world.client("case_officer").get(at(owed)).text)
    assert "Zyra e mbylli afatin më" in words
    assert "Dita e fundit për t'u përgjigjur është" not in words
    # In the place of the last day and of the day of the measure, and among the dates shown.
    assert words.count("Pa datë: zyra e mbylli afatin") == 3
    assert words.count("Pa datë: afati u ndal") == 1


def test_what_is_refused_stands_at_its_field_with_what_was_typed(world, owed):
    answer = enter(world, owed, "corrected", when=today() + timedelta(days=3))
    assert answer.status_code == 422
    assert summary_links(answer.text)
    assert "Dita është mes ditës së lëshimit dhe ditës së sotme." in said(answer.text)
    assert "Shkolla është mbyllur." in answer.text
    refused = enter(world, owed, "resumed")
    assert refused.status_code == 409
    assert "Tani lejohet: ndale afatin, zgjate afatin, mbylle afatin, korrigjo ditën e dorëzimit." in said(refused.text)
    assert enter(world, owed, "").status_code == 422


def test_a_clock_that_an_answer_ended_cannot_be_moved_from_the_page(world):
    act = world.issued()
    world.delivered(act)
    world.replied(act)
    page = world.client("case_officer").get(at(first(world, act))).text
    assert "Institucioni u përgjigj më" in said(page)
    assert "clock-kind" not in page
