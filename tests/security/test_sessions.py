"""A log-in of staff over the four services: what ends it ends it everywhere, by event."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import text

from services.cases.actions import sessions, staff
from services.cases.timers import end_idle_sessions
from services.intake.actions.sessions import tell_use
from shared import staff_sessions
from shared.clock import utc_now
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.platform import Platform
from shared.principal import Principal
from shared.staff import StaffAccount, issue_token
from tests.partners import bench as partners

TESTER = Principal("operator:test")
PASSWORD = "a password for samples only"
#: A page and a route of the API in each service that any officer of cases may open.
DOORS = {
    "cases": ("/cases/staff/cases", "/cases/api/v1/cases"),
    "intake": ("/intake/staff/complaints", "/intake/api/v1/complaints"),
    "partners": ("/partners/staff/institutions", "/partners/api/v1/institutions"),
    "notifications": ("/notifications/outbox", "/notifications/api/v1/messages"),
}


@dataclass
class Office:
    """The four services with one member of staff, and the wire between them."""

    world: object
    username: str
    staff_id: UUID
    carried: set[str] = field(default_factory=set)

    def platform(self, service: str) -> Platform:
        return self.world.apps[service].extensions["besa"]

    def carry(self, *away: str) -> None:
        """Bring what was told of staff and sessions to whom it is for, but to those `away`."""
        for sender in self.world.apps:
            with self.platform(sender).database.reading() as session:
                rows = session.execute(
                    text("SELECT message_id, type, payload FROM outbox WHERE type ~ 'session|staff' ORDER BY id")
                ).all()
            for receiver in set(self.world.apps) - set(away):
                here = self.platform(receiver)
                for row in rows:
                    if row.type in here.subscriptions.handlers:
                        self._deliver(here, row)

    def _deliver(self, here: Platform, row) -> None:
        inbox = Inbox(here.subscriptions, here.documents.get)
        delivery = Delivery(row.payload.encode(), str(row.message_id), row.type)
        here.database.run(lambda session: inbox.take(session, [delivery]))

    def log_in(self) -> str:
        answer = (
            self.world.apps["cases"]
            .test_client()
            .post("/cases/api/v1/sessions", json={"username": self.username, "password": PASSWORD})
        )
        assert answer.status_code == 201, answer.text
        return answer.json["token"]

    def browser(self, service: str, token: str) -> FlaskClient:
        client = self.world.apps[service].test_client()
        client.set_cookie("besa_staff", token, path="/")
        return client

    def doors(self, token: str) -> dict[str, tuple[int, int]]:
        """What page and API of each service answer to `token`."""
        found = {}
        for service, (page, route) in DOORS.items():
            api = self.world.apps[service].test_client().get(route, headers={"Authorization": f"Bearer {token}"})
            found[service] = (self.browser(service, token).get(page).status_code, api.status_code)
        return found

    def log_out(self, token: str) -> None:
        assert self.browser("cases", token).post("/cases/logout").status_code == 303

    def run(self, work, service: str = "cases"):
        return self.platform(service).database.run(work)

    def later(self, **passed: int) -> None:
        """As if the sessions of this person had been begun, used and told of so much earlier."""
        statement = text(
            "UPDATE staff_session SET seen_at = seen_at - :by, told_at = told_at - :by WHERE staff_id = :id"
        )
        for service in self.world.apps:
            self.run(
                lambda session: session.execute(statement, {"by": timedelta(**passed), "id": self.staff_id}), service
            )


#: The messages of notifications are for administrators: who is signed in and none gets 403, who is nobody 401.
OPEN = {**dict.fromkeys(DOORS, (200, 200)), "notifications": (200, 403)}
SHUT = dict.fromkeys(DOORS, (302, 401))


@pytest.fixture
def office(world):
    username = f"eksperte.{uuid4().hex[:8]}"
    with world.apps["cases"].extensions["besa"].database.transaction() as session:
        roles = ["case_officer", "approver", "auditor"]
        member = staff.add(TESTER, session, username, "Ekspertja Shembull", roles, PASSWORD, now=utc_now())
    made = Office(world, username, member.id)
    made.carry()
    return made


def test_a_log_in_at_cases_opens_page_and_api_of_all_four_services(office):
    assert office.doors(office.log_in()) == OPEN


def test_a_log_out_shuts_the_old_cookie_and_the_old_bearer_token_out_of_all_four_services(office):
    token = office.log_in()
    office.doors(token)
    office.log_out(token)
    office.carry()
    assert office.doors(token) == SHUT


def test_a_log_out_is_known_where_the_session_was_never_used(office):
    token = office.log_in()
    office.log_out(token)
    office.carry()
    assert office.doors(token) == SHUT


def test_a_log_out_leaves_another_log_in_of_the_same_person_open(office):
    first, second = office.log_in(), office.log_in()
    office.log_out(first)
    office.carry()
    assert office.doors(second) == OPEN


def test_a_service_that_was_down_when_a_session_ended_shuts_it_as_soon_as_it_hears(office):
    token = office.log_in()
    office.log_out(token)
    office.carry("intake")
    assert office.doors(token) == {**SHUT, "intake": OPEN["intake"]}
    office.carry()
    assert office.doors(token) == SHUT


@pytest.mark.parametrize("change", ["roles", "password", "deactivation"])
def test_another_role_another_password_and_a_shut_account_end_every_session_everywhere(office, change):
    first, second = office.log_in(), office.log_in()
    works = {
        "roles": lambda s: staff.change_roles(TESTER, s, office.username, ["approver", "auditor"], now=utc_now()),
        "password": lambda s: staff.change_password(
            TESTER, s, office.username, "another one for samples", now=utc_now()
        ),
        "deactivation": lambda s: staff.deactivate(TESTER, s, office.username, now=utc_now()),
    }
    office.run(works[change])
    office.carry()
    assert [office.doors(first), office.doors(second)] == [SHUT, SHUT]


def test_who_logs_in_in_the_very_second_in_which_the_roles_changed_stays_in(office):
    office.run(lambda s: staff.change_roles(TESTER, s, office.username, ["case_officer", "auditor"], now=utc_now()))
    token = office.log_in()
    office.carry()
    assert office.doors(token) == OPEN


def test_what_nobody_used_for_half_an_hour_is_over_everywhere(office):
    token = office.log_in()
    office.doors(token)
    office.later(minutes=31)
    end_idle_sessions(office.platform("cases"), utc_now())
    office.carry()
    assert office.doors(token) == SHUT


def test_cases_does_not_wait_for_its_timer_to_refuse_what_was_unused(office):
    token = office.log_in()
    office.later(minutes=31)
    assert office.doors(token)["cases"] == (302, 401)


def test_who_works_in_another_service_alone_stays_in(office):
    token = office.log_in()
    office.later(minutes=20)
    office.carry()
    assert office.doors(token)["intake"] == (200, 200)
    office.carry()
    office.later(minutes=20)
    end_idle_sessions(office.platform("cases"), utc_now())
    office.carry()
    assert office.doors(token) == OPEN


def test_a_use_that_was_the_last_for_long_is_told_by_the_clock(office):
    token = office.log_in()
    office.later(minutes=2)
    office.doors(token)
    here = office.platform("intake")
    soon = utc_now() + staff_sessions.TELL_EVERY + timedelta(minutes=1)
    here.database.run(lambda session: staff_sessions.tell_uses(session, tell_use, now=soon))
    office.later(minutes=27)
    office.carry()
    end_idle_sessions(office.platform("cases"), utc_now())
    office.carry()
    assert office.doors(token)["intake"] == (200, 200)


def test_a_click_is_not_a_write(office):
    token = office.log_in()
    browser, counted = office.browser("intake", token), "SELECT count(*) FROM staff_session WHERE staff_id = :id"
    assert [browser.get(DOORS["intake"][0]).status_code for _ in range(3)] == [200] * 3
    with office.platform("intake").database.reading() as session:
        assert session.execute(text(counted), {"id": office.staff_id}).scalar() == 0


def test_a_session_is_over_after_the_hours_that_the_settings_give(office):
    here, began = office.platform("cases"), utc_now() - timedelta(hours=9)
    key = here.settings.staff_signing_key
    account = StaffAccount(id=office.staff_id, roles=[], active=True, sessions_valid_from=began)
    terms = sessions.Terms(signing_key=key, hours=8, device="other")
    token, row = office.run(lambda s: sessions.begin(s, account, terms, now=began))
    assert row.ends_at - row.began_at == timedelta(hours=8)
    assert office.doors(token) == SHUT


def test_a_token_for_longer_than_the_settings_allow_is_refused(office):
    key = office.platform("cases").settings.staff_signing_key
    assert office.doors(issue_token(key, office.staff_id, hours=8)) == OPEN
    assert office.doors(issue_token(key, office.staff_id, hours=8.01)) == SHUT


def test_a_token_of_before_sessions_were_kept_is_refused_everywhere(office):
    now = datetime.now(UTC)
    claims = {"iss": "besa.cases", "sub": str(office.staff_id), "iat": now, "exp": now + timedelta(hours=1)}
    key = OKPKey.import_key(json.loads(partners.SIGNING))
    token = jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])
    assert office.doors(token) == SHUT


def test_one_ends_a_session_of_ones_own_and_no_other(office, world):
    mine, here = office.log_in(), world.apps["cases"].test_client()
    headers = {"Authorization": f"Bearer {mine}"}
    other = office.log_in()
    listed = here.get("/cases/api/v1/sessions", headers=headers).json["items"]
    assert [one["current"] for one in listed].count(True) == 1
    assert len(listed) == 2
    [elsewhere] = [one["id"] for one in listed if not one["current"]]
    url = "/cases/api/v1/sessions/{}/end"
    stranger = {"Authorization": f"Bearer {_stranger(office)}"}
    assert here.post(url.format(elsewhere), headers=stranger).status_code == 404
    assert here.post(url.format(elsewhere), headers=headers).status_code == 200
    assert here.post(url.format(elsewhere), headers=headers).status_code == 404
    office.carry()
    assert [office.doors(mine), office.doors(other)] == [OPEN, SHUT]


def _stranger(office: Office) -> str:
    username = f"tjeter.{uuid4().hex[:8]}"
    office.run(lambda s: staff.add(TESTER, s, username, "Tjetri Shembull", ["auditor"], PASSWORD, now=utc_now()))
    return replace(office, username=username).log_in()


def test_the_page_of_ones_log_ins_ends_all_others(office):
    mine, others = office.log_in(), [office.log_in(), office.log_in()]
    browser = office.browser("cases", mine)
    page = browser.get("/cases/staff/account", headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    assert page.text.count("/sessions/") == 4
    assert browser.post("/cases/staff/account/sessions/others/end").status_code == 303
    office.carry()
    assert [office.doors(token) for token in (mine, *others)] == [OPEN, SHUT, SHUT]


def test_the_page_ends_the_log_in_from_which_it_is_seen_too(office):
    token = office.log_in()
    browser = office.browser("cases", token)
    here = office.platform("cases")
    with here.database.reading() as session:
        found = session.execute(
            text("SELECT id FROM staff_session WHERE staff_id = :id"), {"id": office.staff_id}
        ).scalar_one()
    assert browser.post(f"/cases/staff/account/sessions/{found}/end").status_code == 303
    assert browser.get("/cases/staff/account").status_code == 302
