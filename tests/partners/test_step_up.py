"""What a person of a body does that lets others in, and what the office does about them, asks for a second factor again."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared import step_up
from shared.clock import utc_now
from shared.staff import issue_token
from tests.authenticator import Authenticator
from tests.partners.bench import SIGNING
from tests.partners.test_own_log_ins import LOG_INS, PEOPLE, send
from tests.partners.test_second_factor import (
    CODE,
    FACTOR,
    ORIGIN,
    add_passkey,
    browser,
    code_of,
    id_of,
    options_of,
    set_up,
    shown_password,
    with_settings,
)

PROOF, MINUTES = "/partners/proof", 10


@pytest.fixture(autouse=True)
def watchful(bench, monkeypatch):
    with_settings(bench, monkeypatch, public_url=ORIGIN, step_up_minutes=MINUTES)


@pytest.fixture
def admin(bench, pair):
    """An administrator of a body who has shown no second factor in this session: client and secret."""
    client = browser(bench, bench.user(pair[0], "partner_admin"))[0]
    return client, set_up(client)[0]


def asked(answer):
    parts = urlsplit(answer.location)
    assert parts.path in (PROOF, "/cases/staff/proof")
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_a_new_person_waits_for_a_code_and_what_was_typed_arrives(bench, admin):
    client, secret = admin
    name = f"i.ri.{uuid4().hex[:8]}"
    led = send(client, PEOPLE, PEOPLE, username=name, role="partner_user")
    assert (led.status_code, asked(led)) == (307, (PROOF, {"act": "person_added", "to": PEOPLE}))
    typed = {"csrf_token": "e-faqes", "username": name, "role": "partner_user"}
    page = client.post(led.location, data=typed)
    shown = unescape(page.text)
    assert ("Dikush i ri lejohet në portal" in shown, f'name="username" value="{name}"' in shown) == (True, True)
    on = client.post(led.location, data={**typed, "proof_code": code_of(secret)})
    assert (on.status_code, on.location) == (307, PEOPLE)
    done = send(client, PEOPLE, PEOPLE, username=name, role="partner_user", proof_code="0")
    assert (done.status_code, name in done.text) == (200, True)
    assert bench.audited("partner_user.proved_again", id_of(bench, _only_admin(bench, name))) == 1


def _only_admin(bench, newcomer):
    """The administrator of the body of somebody whom it just brought in."""
    statement = text(
        "SELECT a.username FROM partner_user a JOIN partner_user n USING (institution_id)"
        " WHERE n.username = :n AND a.role = 'partner_admin'"
    )
    with bench.platform.database.reading() as session:
        return session.execute(statement, {"n": newcomer}).scalar_one()


def test_a_passkey_serves_as_well_and_is_too_old_after_so_many_minutes(bench, pair):
    username, device = bench.user(pair[0], "partner_admin"), Authenticator(ORIGIN)
    client = browser(bench, username)[0]
    add_passkey(client, device)
    other = bench.user(pair[0])
    path = f"{PEOPLE}/{id_of(bench, other)}/password"
    led = send(client, path, PEOPLE)
    assert led.status_code == 307
    answer = device.proved(options_of(client, PROOF))
    assert client.post(led.location, data={"csrf_token": "x", "proof_answer": answer}).status_code == 307
    assert send(client, path, PEOPLE).status_code == 200
    with bench.platform.database.transaction() as session:
        session.execute(
            text("UPDATE partner_session SET proved_at = proved_at - :ago"), {"ago": timedelta(minutes=MINUTES)}
        )
    assert send(client, path, PEOPLE).status_code == 307


def test_another_second_factor_is_added_by_who_shows_the_first(bench, admin):
    client, secret = admin
    device = Authenticator(ORIGIN)
    led = add_passkey(client, device)
    assert (led.status_code, asked(led)[1]["act"]) == (307, "own_factor_added")
    assert send(client, f"{FACTOR}/offer", FACTOR).status_code == 307
    assert client.post(PROOF, data={"proof_code": code_of(secret)}).status_code == 303
    assert add_passkey(client, device).status_code == 303


def test_who_came_in_with_a_second_factor_is_not_asked(bench, pair):
    username = bench.user(pair[0], "partner_admin")
    secret, _codes = set_up(browser(bench, username)[0])
    client = shown_password(bench, username)
    send(client, CODE, CODE, code=code_of(secret))
    assert send(client, f"{PEOPLE}/{id_of(bench, bench.user(pair[0]))}/password", PEOPLE).status_code == 200


def test_reading_and_what_has_no_weight_asks_for_nothing(bench, pair):
    client = bench.browser(pair[0], "partner_admin")
    assert client.get(PEOPLE).status_code == 200
    assert send(client, f"{LOG_INS}/others/end").status_code == 303
    assert bench.machine(pair[0]).get("/dispatches").status_code == 200


@pytest.mark.parametrize("route", sorted(route for route in step_up.acts() if " /partners/staff" in route))
def test_what_the_office_does_about_them_is_asked_of_staff_at_cases(bench, pair, route):
    path = (
        route.partition(" ")[2]
        .replace("<uuid:institution_id>", str(pair[0].id))
        .replace("<uuid:user_id>", str(uuid4()))
        .replace("<uuid:activity_id>", str(uuid4()))
    )
    account = bench.staff("approver", "publisher").account
    client = bench.app.test_client()
    form = f"/partners/staff/institutions/{pair[0].id}/edit"
    client.set_cookie("besa_staff", issue_token(SIGNING, account))
    led = send(client, path, form, accepted="yes")
    assert (led.status_code, asked(led)[0], asked(led)[1]["to"]) == (307, "/cases/staff/proof", path)
    client.set_cookie("besa_staff", issue_token(SIGNING, account, proved_at=utc_now()))
    assert send(client, path, form, accepted="yes").status_code == 404


def test_only_people_of_bodies_have_the_page(bench, pair):
    assert bench.app.test_client().get(PROOF).status_code == 302
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("approver").token)
    assert client.get(PROOF).status_code == 403
