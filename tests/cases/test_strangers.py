"""Strangers who guess passwords of staff and codes of letters keep nobody else out."""

import pytest
from sqlalchemy import text

from services.cases.actions import staff
from shared.clock import utc_now
from shared.principal import Principal
from tests.cases.bench import API, PASSWORD
from tests.strangers import CHEAP, NOON, apart, hour, moved, together

NAME = "ekspert.shembull"
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.7"


@pytest.fixture
def member(bench, monkeypatch):
    monkeypatch.setattr(staff, "HASHER", CHEAP)
    staff._nobodys_hash.cache_clear()
    with bench.platform.database.transaction() as session:
        yield staff.add(Principal("operator:test"), session, NAME, "Shembull", ["case_officer"], PASSWORD, now=NOON)
    staff._nobodys_hash.cache_clear()


@pytest.fixture
def account(bench, monkeypatch):
    """An account whose password is checked quickly."""
    monkeypatch.setattr(staff, "HASHER", CHEAP)
    staff._nobodys_hash.cache_clear()
    with bench.platform.database.transaction() as session:
        session.execute(text("DELETE FROM rate_window"))
        staff.add(Principal("operator:test"), session, NAME, "Shembull", ["case_officer"], PASSWORD, now=utc_now())
    yield NAME
    staff._nobodys_hash.cache_clear()


def log_in(client, address, password=PASSWORD, name=NAME):
    body = {"username": name, "password": password}
    return client.post(f"{API}/sessions", json=body, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize("where", [apart, together])
def test_while_100_strangers_guess_for_an_hour_the_right_person_gets_in_each_time(bench, account, where):
    known = bench.app.test_client()
    with moved(NOON):
        assert log_in(known, HOME).status_code == 201

    def guess(address):
        return log_in(bench.app.test_client(), address, "e gabuar")

    def enter():
        assert log_in(known, HOME).status_code == 201
        assert log_in(bench.app.test_client(), ELSEWHERE).status_code == 201

    got = hour(guess, where, enter)
    assert set(got) == {401, 429}
    assert got.count(401) < 1_300
