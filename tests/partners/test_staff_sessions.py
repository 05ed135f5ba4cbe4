"""That a log-in of staff is over is heard from cases."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import OKPKey

from shared.events.catalogue import SessionEnded, SessionUsedInPartners
from shared.staff_sessions import TELL_EVERY
from shared.upkeep import forget_staff_sessions
from tests.partners.bench import SIGNING

ROUTE = "/institutions"


def session_of(token: str) -> UUID:
    return UUID(jwt.decode(token, OKPKey.import_key(json.loads(SIGNING)), algorithms=["Ed25519"]).claims["sid"])


def ended(person, at: datetime) -> dict:
    return {
        "session_id": session_of(person.token), "staff_id": person.account, "began_at": at,
        "ends_at": at + timedelta(hours=8), "ended_at": at,
    }  # fmt: skip


def test_an_ended_session_opens_nothing_any_more_heard_once_or_twice(bench):
    person, now = bench.staff("admin"), datetime.now(UTC)
    assert person.get(ROUTE).status_code == 200
    for _ in range(2):
        bench.hear(SessionEnded, session_of(person.token), **ended(person, now))
    assert person.get(ROUTE).status_code == 401
    assert bench.parked() == []


def test_what_is_over_by_itself_is_forgotten_and_what_was_ended_is_not(bench):
    person, now = bench.staff("admin"), datetime.now(UTC)
    bench.hear(SessionEnded, session_of(person.token), **ended(person, now))
    forget_staff_sessions(bench.platform, now + timedelta(hours=8))
    assert person.get(ROUTE).status_code == 401
    forget_staff_sessions(bench.platform, now + timedelta(hours=10))
    assert bench.told(SessionUsedInPartners) == []


def test_a_use_is_told_only_when_cases_has_not_heard_for_a_while(bench):
    assert timedelta(minutes=30) > 2 * TELL_EVERY
    person = bench.staff("admin")
    for _ in range(3):
        assert person.get(ROUTE).status_code == 200
    assert bench.told(SessionUsedInPartners, session_id=session_of(person.token)) == []
