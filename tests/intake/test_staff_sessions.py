"""That a log-in of staff is over is heard from cases, whether it was ever used here or not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.events.catalogue import SessionEnded
from shared.staff import issue_token
from tests.intake.conftest import delivery

PAGE, ROUTE = "/intake/staff/complaints", "/intake/api/v1/complaints"


def test_an_ended_session_opens_neither_page_nor_route(world):
    session_id, staff_id, now = uuid4(), world.staff["intake_officer"], datetime.now(UTC)
    token = issue_token(world.signing_key, staff_id, session_id=session_id)
    browser = world.client
    browser.set_cookie("besa_staff", token, path="/")
    headers = {"Authorization": f"Bearer {token}"}
    before = browser.get(PAGE).status_code, world.client.get(ROUTE, headers=headers).status_code
    told = {"began_at": now, "ends_at": now + timedelta(hours=8), "ended_at": now}
    world.take(delivery(SessionEnded, session_id, session_id=session_id, staff_id=staff_id, **told))
    after = browser.get(PAGE).status_code, world.client.get(ROUTE, headers=headers).status_code
    assert (before, after) == ((200, 200), (302, 401))
