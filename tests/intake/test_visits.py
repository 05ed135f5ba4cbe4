"""The end of a complainant's visit: a copy of its cookie opens nothing after."""

import hashlib
from datetime import timedelta

from services.intake import timers
from tests.intake.test_pages import MINE, child, signed_in

__all__ = ["child", "signed_in"]


def copied(world, browser):
    """Another browser with the same cookie, as a file of the telephone or a backup may hold it."""
    other = world.client
    other.set_cookie("besa_intake", browser.get_cookie("besa_intake", path="/intake/").value, path="/intake/")
    return other


def test_a_copied_cookie_opens_nothing_once_the_visit_was_left(world, signed_in):
    copy = copied(world, signed_in)
    assert "Mesazhet" in copy.get(MINE).text
    # Each page gives the cookie anew: the first one is a copy like any other.
    again = copied(world, signed_in)
    signed_in.post(f"{MINE}/leave")
    for thief in (copy, again):
        assert 'name="code"' in thief.get(MINE).text
        assert thief.post(f"{MINE}/messages", data={"text": "Po"}).location == MINE
    assert world.rows("SELECT 1 FROM message WHERE sender = 'complainant'") == []


def test_another_visit_with_the_same_code_goes_on_when_one_is_left(world, signed_in):
    other = world.client
    other.post(MINE, data={"code": signed_in.code})
    signed_in.post(f"{MINE}/leave")
    assert "Mesazhet" in other.get(MINE).text


def test_the_code_typed_again_ends_the_visit_before(world, signed_in):
    copy = copied(world, signed_in)
    signed_in.post(MINE, data={"code": signed_in.code})
    assert "Mesazhet" in signed_in.get(MINE).text
    assert 'name="code"' in copy.get(MINE).text


def test_the_end_of_a_visit_names_nobody_and_is_forgotten(world, signed_in):
    signed_in.post(f"{MINE}/leave")
    (row,) = world.rows("SELECT * FROM ended_visit")
    assert set(row) == {"digest", "until"}
    (complaint,) = world.rows("SELECT id FROM complaint")
    assert row["digest"] != hashlib.sha256(complaint["id"].bytes).hexdigest()
    timers.forget_visits(world.platform, row["until"] + timedelta(seconds=1))
    assert world.rows("SELECT 1 FROM ended_visit") == []
