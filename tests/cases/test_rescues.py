"""No administrator becomes somebody else alone: a second person agrees, or it waits with an alarm; and a small office is not locked out."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.cases.actions import staff
from services.cases.duty.actions import roster
from services.cases.duty.schemas import ContactBody
from services.cases.models import StaffMember
from services.cases.rescues import actions
from shared.clock import utc_now
from shared.events.catalogue import STAFF_ROLES, RescueAsked
from shared.principal import Principal
from shared.rules import RuleViolation
from tests.cases.pages_world import PASSWORD, office, said, world
from tests.cases.test_passwords import ACCOUNTS, RESCUES, api, ask, do, log_in, the_open
from tests.cases.test_second_factor import CODE, TESTER, new_member, set_up
from tests.strangers import moved

__all__ = ["office", "world"]
API = "/cases/api/v1/rescues"
GIVEN = re.compile(r'<code class="besa-code">([^<]+)<')
WAIT, APART = timedelta(hours=72, minutes=1), timedelta(hours=168, minutes=1)


def bearer(world, name):
    return {"Authorization": f"Bearer {api(world, name, PASSWORD).json['token']}"}


def reached(world, staff_id, email="shembull.komisioneri@example.org", by=TESTER):
    contact, documents = ContactBody(email=email), world.platform.documents
    world.run(lambda session: roster.set_contact(by, session, documents, staff_id, contact, now=utc_now()))


@pytest.fixture
def alone(world):
    """An office in which the owner of the account, of its commissioner, and one administrator are all: nobody else could agree."""
    for role in ("admin", "commissioner"):
        name = world.username(role)
        world.run(lambda session, name=name: staff.deactivate(TESTER, session, name, now=utc_now()))
    admin, commissioner = new_member(world, "admin"), new_member(world, "commissioner")
    return admin[1], commissioner


@pytest.mark.parametrize("roles", [*([one] for one in STAFF_ROLES), ["monitor", "publisher"]], ids="-".join)
def test_one_administrator_alone_becomes_nobody(world, roles):
    """Who has a second factor and who has none, who is told both times."""
    staff_id, name = new_member(world, *roles)
    asks = new_member(world, "admin")[1]
    reached(world, staff_id)
    admin, stranger = log_in(world, asks)[1], log_in(world, new_member(world, "approver")[1])[1]
    asked = ask(admin, staff_id)
    assert (asked.status_code, asked.location) == (303, RESCUES)
    rescue = the_open(world, staff_id)
    assert do(world, admin, rescue, "agreement").status_code == 403
    assert do(world, stranger, rescue, "agreement").status_code == 403
    assert do(world, stranger, rescue, "stop").status_code == 404
    do(world, admin, rescue, "completion")
    assert "Pret një person të dytë" in said(admin.get(RESCUES).text)
    owner = log_in(world, name)[1]
    set_up(owner)
    assert ask(admin, staff_id, "second_factor").location == RESCUES
    assert len(world.intake.told(RescueAsked, staff_id=staff_id)) == 2
    factor = the_open(world, staff_id, "second_factor")
    with moved(utc_now() + APART):
        admin = log_in(world, asks)[1]
        for one in (rescue, factor):
            do(world, admin, one, "completion")
    assert (the_open(world, staff_id), the_open(world, staff_id, "second_factor")) == (rescue, factor)
    assert log_in(world, name)[0].location == CODE, "the password of before still counts, and so does the second step"


def test_a_second_person_agrees_and_who_asked_does_it(world):
    staff_id, name = new_member(world)
    admin, second = world.client("admin"), world.client("commissioner")
    ask(admin, staff_id)
    rescue = the_open(world, staff_id)
    assert second.get("/cases/").location == RESCUES, "who can stop it is told on the next page"
    assert "Pranoje" in said(second.get(RESCUES).text)
    assert do(world, second, rescue, "agreement").status_code == 303
    assert do(world, second, rescue, "completion").status_code == 403
    password = GIVEN.search(do(world, admin, rescue, "completion").text)[1]
    assert log_in(world, name)[0].status_code == 422
    assert log_in(world, name, password)[0].location == "/cases/login/password"
    assert (
        world.intake.audited("staff.rescue_agreed", staff_id)
        == world.intake.audited("staff.rescue_done", staff_id)
        == 1
    )
    do(world, admin, rescue, "completion")
    assert "mbaruar" in said(admin.get(RESCUES).text)


def test_who_turns_the_address_away_first_is_told_of_at_the_one_of_before(world, alone):
    admin, (staff_id, _name) = alone
    asks = log_in(world, admin)[1]
    reached(world, staff_id)
    reached(world, staff_id, "vetja.shembull@example.org", by=replace(TESTER, id=staff_id))
    reached(world, staff_id, "askush.shembull@example.org")
    ask(asks, staff_id)
    told = world.intake.told(RescueAsked, staff_id=staff_id)
    addresses = {world.platform.documents.get_json(one["contact"])["email"] for one in told}
    assert addresses == {"vetja.shembull@example.org", "askush.shembull@example.org"}


def test_where_nobody_else_could_it_waits_and_the_owner_is_told_and_stops_it(world, alone):
    admin, (staff_id, name) = alone
    asks = log_in(world, admin)[1]
    reached(world, staff_id)
    ask(asks, staff_id)
    [told] = world.intake.told(RescueAsked, staff_id=staff_id)
    assert told["ways"] == ["email"]
    first = the_open(world, staff_id)
    do(world, asks, first, "completion")
    assert log_in(world, name)[0].status_code == 303
    owner = log_in(world, name)[1]
    assert owner.get("/cases/").location == RESCUES
    assert owner.get("/cases/").status_code == 200, "once a session"
    assert do(world, owner, first, "agreement").status_code == 403
    assert do(world, owner, first, "stop").status_code == 303
    with moved(utc_now() + WAIT):
        do(world, log_in(world, admin)[1], first, "completion")
    assert log_in(world, name)[0].status_code == 303


def test_a_small_office_lets_a_colleague_in_again_and_one_person_does_not_do_both(world, alone):
    admin, (staff_id, name) = alone
    set_up(log_in(world, name)[1])
    asks = log_in(world, admin)[1]
    for what in ("password", "second_factor"):
        ask(asks, staff_id, what)
    password, factor = (the_open(world, staff_id, what) for what in ("password", "second_factor"))
    start = utc_now()
    with moved(start + WAIT):
        asks = log_in(world, admin)[1]
        assert GIVEN.search(do(world, asks, password, "completion").text)
        do(world, asks, factor, "completion")
        assert "nuk i ka ardhur koha" in said(asks.get(RESCUES).text)
    with moved(start + WAIT + APART):
        assert do(world, log_in(world, admin)[1], factor, "completion").location == ACCOUNTS


def test_both_at_the_same_moment_are_one_after_the_other(world, alone):
    admin, (staff_id, name) = alone
    set_up(log_in(world, name)[1])
    asks = log_in(world, admin)[1]
    for what in ("password", "second_factor"):
        ask(asks, staff_id, what)
    password, factor = (the_open(world, staff_id, what) for what in ("password", "second_factor"))
    with world.platform.database.reading() as session:
        by = session.execute(select(StaffMember.id).where(StaffMember.username == admin)).scalar_one()
    by, then, said = Principal("staff", by, roles=frozenset({"admin"})), utc_now() + WAIT, []

    def other():
        try:
            said.append(world.run(lambda session: actions.complete(by, session, factor, now=then)))
        except RuleViolation as error:
            said.append(error.code)

    second = threading.Thread(target=other)
    with world.platform.database.transaction() as session:
        actions.complete(by, session, password, now=then)
        second.start()
        second.join(0.5)
        assert said == [], "it waits for the first"
    second.join(10)
    assert said == ["rescue.waits"]


def test_the_api_does_the_same(world):
    staff_id, _name = new_member(world)
    client = world.app.test_client()
    admin, second = (bearer(world, new_member(world, role)[1]) for role in ("admin", "commissioner"))
    asked = client.post(API, json={"staff_id": str(staff_id), "what": "password"}, headers=admin)
    assert (asked.status_code, asked.json["alone_from"]) == (201, None)
    again = client.post(API, json={"staff_id": str(staff_id), "what": "password"}, headers=admin)
    assert (again.status_code, again.json["code"]) == (409, "rescue.open")
    here = f"{API}/{asked.json['id']}"
    waits = client.post(f"{here}/completion", headers=admin)
    assert (waits.status_code, waits.json["code"]) == (409, "rescue.waits")
    assert asked.json["id"] in {one["id"] for one in client.get(API, headers=second).json["items"]}
    assert client.post(f"{here}/agreement", headers=second).status_code == 200
    assert client.post(f"{here}/completion", headers=second).status_code == 403
    assert client.post(f"{here}/completion", headers=admin).json["password"]
    assert client.post(f"{here}/stop", headers=second).json["code"] == "rescue.over"
    for bad in ({}, {"staff_id": str(staff_id), "what": "roles"}, {"staff_id": "x", "what": "password"}):
        assert client.post(API, json=bad, headers=admin).status_code == 422


def test_what_was_not_done_in_time_is_over_and_can_be_asked_for_anew(world):
    staff_id, _name = new_member(world)
    admin = new_member(world, "admin")[1]
    ask(log_in(world, admin)[1], staff_id)
    old = the_open(world, staff_id)
    with moved(utc_now() + timedelta(days=15)):
        client = log_in(world, admin)[1]
        do(world, world.client("commissioner"), old, "agreement")
        ask(client, staff_id)
    assert the_open(world, staff_id) != old
