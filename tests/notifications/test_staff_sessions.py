"""That a log-in of staff is over is heard from cases."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from shared.events.catalogue import SessionEnded
from shared.staff import issue_token
from tests.notifications.conftest import SIGNING


def test_an_ended_session_does_not_open_the_outbox(bench):
    bench.staff("admin")
    staff_id, session_id, now = UUID(str(bench.scalar("SELECT id FROM staff_account"))), uuid4(), datetime.now(UTC)
    client = bench.app.test_client()
    client.set_cookie("besa_staff", issue_token(SIGNING, staff_id, session_id=session_id), path="/")
    before = client.get("/notifications/outbox").status_code
    told = {"began_at": now, "ends_at": now + timedelta(hours=8), "ended_at": now}
    bench.hear(SessionEnded, session_id, session_id=session_id, staff_id=staff_id, **told)
    assert (before, client.get("/notifications/outbox").status_code) == (200, 302)
