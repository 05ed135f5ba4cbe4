"""People of bodies: how they come in, how long they stay, and how they are out at once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners.actions import people
from services.partners.pages.log_in_steps import COOKIE
from shared.events.catalogue import StaffChanged
from shared.staff import issue_token
from tests.hashing import real
from tests.partners.bench import BY, COSTS, PASSWORD, SIGNING, Machine, csrf, sign_in


def inside(client):
    return client.get("/partners/inbox").status_code == 200


def shift(bench, column, delta):
    """Make every session older."""
    with bench.platform.database.transaction() as session:
        session.execute(text(f"UPDATE partner_session SET {column} = {column} - :delta"), {"delta": delta})


def test_a_person_comes_in_and_goes_out(bench, pair):
    client = bench.browser(pair[0])
    assert inside(client)
    page = client.get("/partners/inbox")
    answer = client.post("/partners/logout", data={"csrf_token": csrf(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/partners/login")
    assert not inside(client)


def test_the_cookie_is_for_this_service_and_for_no_script(bench, pair):
    answer = sign_in(bench.app.test_client(), bench.user(pair[0]))
    [cookie] = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith(f"{COOKIE}=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/partners" in cookie


@pytest.fixture
def slow():
    with real(people._HASHER, COSTS):
        yield


def test_the_token_is_not_in_the_database(slow, bench, pair):
    client = bench.browser(pair[0])
    token = client.get_cookie(COOKIE, path="/partners").value
    with bench.platform.database.reading() as session:
        kept = session.execute(text("SELECT string_agg(token_digest, ' ') FROM partner_session")).scalar_one()
        hashes = session.execute(text("SELECT string_agg(password_hash, ' ') FROM partner_user")).scalar_one()
    assert token not in kept
    assert PASSWORD not in hashes
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in hashes


def test_a_session_that_existed_before_the_log_in_is_another_one_after_it(bench, pair):
    client = bench.app.test_client()
    client.set_cookie(COOKIE, "planted", path="/partners")
    sign_in(client, bench.user(pair[0]))
    assert client.get_cookie(COOKIE, path="/partners").value != "planted"


@pytest.mark.parametrize(("column", "limit"), [("seen_at", people.IDLE), ("began_at", people.LONGEST)])
def test_a_session_ends_by_itself(bench, pair, column, limit):
    client = bench.browser(pair[0])
    shift(bench, column, limit - timedelta(seconds=30))
    assert inside(client)
    client = bench.browser(pair[0])
    shift(bench, column, limit + timedelta(seconds=1))
    assert not inside(client)


def test_use_keeps_a_session_awake(bench, pair):
    client = bench.browser(pair[0])
    for _ in range(3):
        shift(bench, "seen_at", timedelta(minutes=20))
        assert inside(client)


def test_a_person_who_is_switched_off_is_out_at_once(bench, pair):
    username = bench.user(pair[0])
    client = bench.app.test_client()
    sign_in(client, username)
    assert inside(client)
    bench.platform.database.run(lambda session: people.deactivate_user(BY, session, username))
    assert not inside(client)
    assert sign_in(bench.app.test_client(), username).status_code == 422


def test_people_of_a_body_that_is_switched_off_are_out_at_once(bench, pair):
    client = bench.browser(pair[0])
    office = bench.staff("admin")
    office.call("PATCH", f"/institutions/{pair[0].id}", json={"active": False}, headers={"If-Match": "*"})
    assert not inside(client)


def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(bench, pair, compared_hashes):
    username = bench.user(pair[0])
    pages = {}
    for name in (username, "shembull.askush"):
        client = bench.app.test_client()
        form = {
            "username": name,
            "password": "e gabuar e gabuar",
            "csrf_token": csrf(client.get("/partners/login")),
        }
        answer = client.post("/partners/login", data=form)
        assert answer.status_code == 422
        pages[name] = answer.text.replace(name, "").count("<p")
    assert len(set(pages.values())) == 1
    known, unknown = compared_hashes
    assert known == unknown


def test_a_log_in_without_the_forms_token_is_refused(bench, pair):
    client = bench.app.test_client()
    form = {"username": bench.user(pair[0]), "password": PASSWORD}
    assert client.post("/partners/login", data=form).status_code == 400


@pytest.mark.parametrize("password", ["x" * 201, "x" * 1_000_000])
def test_a_password_that_is_too_long_is_not_hashed(bench, pair, password):
    answer = sign_in(bench.app.test_client(), bench.user(pair[0]), password)
    assert answer.status_code in {413, 422}


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/partners/dispatches/abc", "/partners/dispatches/abc"),
        ("//evil.example", "/partners/inbox"),
        ("https://evil.example/partners/", "/partners/inbox"),
        ("/partners/\\evil", "/partners/inbox"),
        ("/cases/", "/partners/inbox"),
    ],
)
def test_after_the_log_in_one_stays_in_this_service(bench, pair, wanted, led_to):
    client = bench.app.test_client()
    username = bench.user(pair[0])
    form = {"username": username, "password": PASSWORD, "csrf_token": csrf(client.get("/partners/login"))}
    answer = client.post("/partners/login", query_string={"next": wanted}, data=form)
    assert answer.headers["Location"] == led_to


def test_a_page_leads_to_the_log_in_and_back(bench):
    answer = bench.app.test_client().get("/partners/inbox")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/partners/login?next=/partners/inbox"


def test_the_cookie_opens_no_api(bench, pair):
    assert bench.browser(pair[0]).get("/partners/api/v1/dispatches").status_code == 401


class TestTheOfficesStaff:
    """Known here by events alone."""

    def change(self, bench, staff_id, **values):
        told = {
            "staff_id": staff_id,
            "roles": ["admin"],
            "active": True,
            "sessions_valid_from": datetime.now(UTC) - timedelta(hours=1),
        }
        bench.hear(StaffChanged, staff_id, **{**told, **values})

    def asked(self, bench, staff_id):
        staff = Machine(bench.app.test_client(), issue_token(SIGNING, staff_id))
        return staff.get("/institutions").status_code, staff.post("/institutions", {}).status_code

    def test_an_account_is_known_as_soon_as_it_was_told_and_out_as_soon_as_that_was(self, bench):
        staff_id = uuid4()
        assert self.asked(bench, staff_id) == (401, 401)
        self.change(bench, staff_id)
        assert self.asked(bench, staff_id) == (200, 422)
        self.change(bench, staff_id, roles=["auditor"])
        assert self.asked(bench, staff_id) == (200, 403)
        self.change(bench, staff_id, active=False)
        assert self.asked(bench, staff_id) == (401, 401)

    def test_sessions_from_before_the_change_are_over(self, bench):
        staff_id = uuid4()
        self.change(bench, staff_id, sessions_valid_from=datetime.now(UTC) + timedelta(seconds=30))
        assert self.asked(bench, staff_id) == (401, 401)

    def test_what_was_told_twice_or_late_changes_nothing(self, bench):
        staff_id = uuid4()
        told = {"staff_id": staff_id, "active": True, "sessions_valid_from": datetime.now(UTC) - timedelta(hours=1)}
        first = bench.envelope(StaffChanged, staff_id, **told, roles=["admin"])
        second = bench.envelope(StaffChanged, staff_id, **told, roles=["auditor"])
        bench.take(second)
        bench.take(first)
        bench.take(first, second)
        assert self.asked(bench, staff_id) == (200, 403)
