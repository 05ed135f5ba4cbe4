"""A person's own account: their log-ins, which the other services tell the use of."""

from datetime import timedelta

import pytest

from services.cases.actions import staff
from shared.clock import utc_now
from shared.events.catalogue import SessionUsedInIntake, SessionUsedInNotifications, SessionUsedInPartners
from shared.principal import Principal
from tests.cases.bench import API, PASSWORD
from tests.cases.pages_world import PASSWORD as WORLD_PASSWORD
from tests.cases.pages_world import office, said, world

__all__ = ["office", "world"]
TESTER = Principal("operator:test")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize("event", [SessionUsedInIntake, SessionUsedInPartners, SessionUsedInNotifications])
def test_a_use_elsewhere_counts_and_an_older_one_heard_later_does_not(bench, event):
    with bench.platform.database.transaction() as session:
        staff.add(TESTER, session, "ekspert", "Shembull Eksperti", ["case_officer"], PASSWORD, now=utc_now())
    body = {"username": "ekspert", "password": PASSWORD}
    begun = bench.app.test_client().post(f"{API}/sessions", json=body, headers={"User-Agent": FIREFOX}).json
    soon = utc_now() + timedelta(minutes=10)
    for seen_at in (soon, soon - timedelta(minutes=5)):
        bench.hear(event, begun["session_id"], session_id=begun["session_id"], seen_at=seen_at)
    kept = bench.scalar("SELECT seen_at FROM staff_session WHERE id = :id", id=begun["session_id"])
    assert kept == soon
    assert bench.scalar("SELECT device FROM staff_session WHERE id = :id", id=begun["session_id"]) == "firefox.linux"


def test_the_account_shows_the_device_and_the_moment_of_each_log_in(world):
    client = world.client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    begun = world.post(client, "/cases/login", {"username": world.username("publisher"), "password": WORLD_PASSWORD})
    assert begun.status_code == 303, said(begun.text)
    page = client.get("/cases/staff/account")
    assert page.status_code == 200
    assert "Firefox, Linux" in said(page.text)
    assert "Kjo hyrje" in said(page.text)


def test_the_account_opens_for_nobody_who_is_not_in(world):
    assert world.client().get("/cases/staff/account").status_code == 302


@pytest.mark.parametrize("wanted", ["0", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_session_that_is_none_is_not_found(world, wanted):
    client = world.client("approver")
    assert world.post(client, f"/cases/staff/account/sessions/{wanted}/end", {}).status_code == 404
