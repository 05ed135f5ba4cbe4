"""The end of a complainant's visit: a copy of its cookie opens nothing after."""

import hashlib
from datetime import timedelta

from services.intake import timers
from tests.intake.test_pages import COMPLAIN, DONE, FORM, MINE, child, code_on, signed_in

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
    rows = world.rows("SELECT * FROM ended_visit")
    assert [set(row) for row in rows] == [{"digest", "until"}] * 2, "of the receipt that was shown, and of the visit"
    (complaint,) = world.rows("SELECT id FROM complaint")
    assert hashlib.sha256(complaint["id"].bytes).hexdigest() not in {row["digest"] for row in rows}
    timers.forget_visits(world.platform, max(row["until"] for row in rows) + timedelta(seconds=1))
    assert world.rows("SELECT 1 FROM ended_visit") == []


def test_a_copied_cookie_does_not_show_the_code_that_was_shown(world):
    client = world.client
    client.post(COMPLAIN, data=FORM)
    copy = copied(world, client)
    code = code_on(client.get(DONE).text)
    again = copy.get(DONE)
    assert (again.status_code, again.location) == (303, MINE)
    assert code not in again.text
    assert world.mine(code).status_code == 200
