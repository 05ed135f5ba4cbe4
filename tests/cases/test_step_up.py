"""Acts of weight ask for a second factor again where the last proof is too old: page and API answer, and what was typed arrives."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

import pytest

from services.cases.actions import staff
from shared import step_up
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.second_factor import parts
from shared.second_factor.parts import TRIES
from shared.staff import issue_token
from tests.authenticator import Authenticator
from tests.cases.pages_world import KEYS, PASSWORD, office, said, world
from tests.cases.test_passkeys import KEYS as OWN_KEYS
from tests.cases.test_passkeys import ORIGIN, add, options_of, reached_by
from tests.cases.test_passwords import ACCOUNT, ACCOUNTS, RESCUES, api, log_in, send
from tests.cases.test_second_factor import CODE, TESTER, code_of, new_member, set_up, shown_password

__all__ = ["office", "world"]
API, PROOF, MINUTES = "/cases/api/v1", "/cases/staff/proof", 10


@pytest.fixture(autouse=True)
def watchful(world, monkeypatch):
    reached_by(world, monkeypatch, ORIGIN)
    here = world.app.extensions["besa"]
    settings = replace(here.settings, step_up_minutes=MINUTES)
    monkeypatch.setitem(world.app.extensions, "besa", replace(here, settings=settings))


@pytest.fixture
def admin(world):
    """An administrator who set up an app after the log-in: no second factor was shown in this session. Name, client, secret, codes."""
    _id, name = new_member(world, "admin")
    client = log_in(world, name)[1]
    return name, client, *set_up(client)


@pytest.fixture
def another(world):
    return new_member(world)


def reset(client, staff_id):
    return send(client, f"{ACCOUNTS}/{staff_id}/password", ACCOUNTS)


def asked(answer):
    """What the page is told: the act, and where it goes on."""
    led = urlsplit(answer.location)
    assert led.path == PROOF
    return {name: values[0] for name, values in parse_qs(led.query).items()}


def with_proof(world, staff_id, ago):
    client = world.client()
    token = issue_token(KEYS[0], staff_id, proved_at=utc_now() - ago if ago is not None else None)
    client.set_cookie(STAFF_COOKIE, token, path="/")
    return client, {"Authorization": f"Bearer {token}"}


class TestOnAPage:
    def test_the_act_waits_for_a_code_and_goes_on_with_what_was_typed(self, world, admin, another):
        _name, client, secret, _codes = admin
        path = f"{ACCOUNTS}/{another[0]}/password"
        led = reset(client, another[0])
        assert led.status_code == 307
        assert asked(led) == {"act": "account_taken_over", "to": path}
        assert log_in(world, another[1])[0].location == "/cases/"
        page = client.post(
            led.location, data={"csrf_token": "of-the-page", "reason": 'E humbi "telefonin" & kodet\nsot'}
        )
        shown = unescape(page.text)
        assert "Dikujt i jepet një fjalëkalim tjetër" in shown
        assert 'name="reason" value="E humbi "telefonin" & kodet\nsot"' in shown
        wrong = client.post(
            led.location, data={"csrf_token": "of-the-page", "reason": "mbahet", "proof_code": "000000"}
        )
        assert (wrong.status_code, 'value="mbahet"' in wrong.text, "nuk vlen" in said(wrong.text)) == (422, True, True)
        on = client.post(led.location, data={"csrf_token": "of-the-page", "proof_code": code_of(secret)})
        assert (on.status_code, on.location) == (307, path)
        done = reset(client, another[0])
        assert (done.status_code, done.location) == (303, RESCUES)

    def test_sent_on_as_a_browser_does_it_the_act_is_done(self, world, admin, another):
        _name, client, secret, _codes = admin
        token = client.get(ACCOUNTS).text.split('name="csrf_token" value="')[1].split('"')[0]
        led = client.post(f"{ACCOUNTS}/{another[0]}/password", data={"csrf_token": token})
        page = client.post(led.location, data={"csrf_token": token}).text
        sent = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1], "proof_code": code_of(secret)}
        on = client.post(led.location, data=sent)
        done = client.post(on.location, data=sent)
        assert (on.status_code, done.status_code, done.location) == (307, 303, RESCUES)

    def test_a_passkey_serves_as_well(self, world, another):
        _id, name = new_member(world, "admin")
        device = Authenticator(ORIGIN)
        client = log_in(world, name)[1]
        add(client, device)
        led = reset(client, another[0])
        page = client.post(led.location, data={"csrf_token": "x"})
        refused = client.post(led.location, data={"csrf_token": "x", "proof_answer": "{"})
        assert (refused.status_code, "Ky çelës nuk u pranua" in said(refused.text)) == (422, True)
        on = client.post(led.location, data={"csrf_token": "x", "proof_answer": device.proved(options_of(page.text))})
        assert on.status_code == 307
        assert reset(client, another[0]).location == RESCUES

    def test_another_second_factor_is_added_by_who_shows_the_first(self, world):
        _id, name = new_member(world)
        client, device = log_in(world, name)[1], Authenticator(ORIGIN)
        secret, _codes = set_up(client)
        typed = {"password": PASSWORD, "name": "Telefoni", "answer": device.made(options_of(client.get(OWN_KEYS).text))}
        led = send(client, OWN_KEYS, OWN_KEYS, **typed)
        assert (led.status_code, asked(led)) == (307, {"act": "own_factor_added", "to": OWN_KEYS})
        assert client.post(led.location, data={**typed, "proof_code": code_of(secret)}).location == OWN_KEYS
        assert send(client, OWN_KEYS, OWN_KEYS, **typed).status_code == 303
        assert "Telefoni" in client.get(OWN_KEYS).text

    def test_who_came_in_with_a_second_factor_is_not_asked_until_it_is_too_old(self, world, another):
        staff_id, name = new_member(world, "admin")
        secret, _codes = set_up(log_in(world, name)[1])
        client = shown_password(world, name)
        send(client, CODE, CODE, code=code_of(secret))
        assert reset(client, another[0]).location == RESCUES
        fresh, _bearer = with_proof(world, staff_id, timedelta(minutes=MINUTES) - timedelta(seconds=20))
        assert reset(fresh, another[0]).location == RESCUES
        old, _bearer = with_proof(world, staff_id, timedelta(minutes=MINUTES, seconds=2))
        assert reset(old, another[0]).status_code == 307

    def test_another_password_of_ones_own_is_no_proof(self, world, admin, another):
        _name, client, *_more = admin
        new = "trendafil karroce gjelberim"
        send(client, f"{ACCOUNT}/password", f"{ACCOUNT}/password", current=PASSWORD, new=new, again=new)
        assert client.get(ACCOUNT).status_code == 200
        assert reset(client, another[0]).status_code == 307

    def test_who_has_none_is_led_to_set_one_up_and_comes_back(self, world, another):
        _id, name = new_member(world, "admin")
        client = log_in(world, name)[1]
        led = reset(client, another[0])
        page = client.post(led.location, data={"csrf_token": "mbahet"})
        assert "Nuk keni ende një hap të dytë" in said(page.text)
        secret, _codes = set_up(client)
        back = client.post(led.location, data={"csrf_token": "mbahet", "proof_again": "yes"})
        assert ("proof_code" in back.text, 'value="mbahet"' in back.text) == (True, True)
        assert (
            client.post(led.location, data={"csrf_token": "mbahet", "proof_code": code_of(secret)}).status_code == 307
        )

    def test_what_is_asked_for_by_get_is_led_back_to_with_its_query(self, world):
        _id, name = new_member(world, "approver")
        client = log_in(world, name)[1]
        secret, _codes = set_up(client)
        wanted = "/cases/staff/incoming/export?format=csv"
        led = client.get(wanted)
        assert (led.status_code, asked(led)) == (303, {"act": "exported", "to": wanted})
        assert client.get(led.location).status_code == 200
        assert client.head(wanted).status_code == 303
        on = client.post(led.location, data={"proof_code": code_of(secret)})
        assert (on.status_code, on.location) == (303, wanted)
        assert client.get(wanted).mimetype == "text/csv"

    def test_to_another_service_it_leads_as_well_with_a_token_that_it_can_read(self, world, admin):
        _name, client, secret, _codes = admin
        path = f"/intake/staff/complaints/{uuid4()}/accesses"
        before = client.get_cookie(STAFF_COOKIE, path="/").value
        asks = f"{PROOF}?{urlencode({'act': 'sealed_file_access', 'to': path})}"
        on = client.post(asks, data={"csrf_token": "i-saj", "reason": "x", "proof_code": code_of(secret)})
        assert (on.status_code, on.location) == (307, path)
        assert client.get_cookie(STAFF_COOKIE, path="/").value != before

    @pytest.mark.parametrize(
        "to",
        [
            "https://zyra-shembull.al/x",
            "//zyra-shembull.al",
            "/\\zyra",
            "/cases/x y",
            "javascript:1",
            "/cases/" + "a" * 3000,
            "",
        ],
    )
    def test_nobody_is_led_elsewhere(self, world, admin, to):
        _name, client, secret, _codes = admin
        on = client.post(f"{PROOF}?{urlencode({'to': to})}", data={"proof_code": code_of(secret)})
        assert (on.status_code, on.location) == (303, ACCOUNT)

    def test_another_site_sends_nothing_there_and_nobody_without_a_session(self, world, admin):
        client = admin[1]
        assert client.post(PROOF, data={"x": "y"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.get(f"{PROOF}?to=%00&act=%00").status_code == 200
        assert world.client().get(PROOF).status_code == 302

    def test_so_many_wrong_codes_wait_and_keep_what_was_typed(self, world, admin):
        client = admin[1]
        answers = [client.post(PROOF, data={"typed": "mbahet", "proof_code": "000000"}) for _ in range(TRIES + 1)]
        assert [one.status_code for one in answers] == [422] * TRIES + [429]
        assert 'value="mbahet"' in answers[-1].text
        assert client.post(PROOF, data={"proof_code": " " * 3}).status_code in (422, 429)
        assert client.post(PROOF, data={"proof_code": "0" * 99, "proof_answer": "x" * 30_000}).status_code in (422, 429)

    def test_wrong_ones_of_one_session_stop_no_other_one_and_no_passkey(self, world):
        _id, name = new_member(world, "admin")
        device, here = Authenticator(ORIGIN), log_in(world, name)[1]
        secret, codes = set_up(here)
        here.post(PROOF, data={"proof_code": codes[0]})
        add(here, device)
        elsewhere = shown_password(world, name)
        send(elsewhere, CODE, CODE, code=code_of(secret))
        bearer = {"Authorization": f"Bearer {here.get_cookie(STAFF_COOKIE, path='/').value}"}
        for _ in range(TRIES):
            here.post(PROOF, data={"proof_code": "000000"})
        assert here.post(PROOF, data={"proof_code": "000000"}).status_code == 429
        by_api = world.app.test_client().post(f"{API}/sessions/proof", json={"code": "000000"}, headers=bearer)
        assert by_api.status_code == 429
        answer = device.proved(options_of(here.get(PROOF).text))
        assert here.post(PROOF, data={"proof_answer": answer}).status_code == 303
        assert elsewhere.post(PROOF, data={"proof_code": code_of(secret, 1)}).status_code == 303

    def test_many_sessions_guess_no_more_than_an_account_bears(self, world, monkeypatch):
        monkeypatch.setattr(parts, "TRIES_IN_ALL", 3)
        _id, name = new_member(world, "admin")
        first = log_in(world, name)[1]
        secret, _codes = set_up(first)
        second = shown_password(world, name)
        send(second, CODE, CODE, code=code_of(secret))
        wrong = [one.post(PROOF, data={"proof_code": "000000"}).status_code for one in (first, first, second, second)]
        assert wrong == [422, 422, 422, 429]

    def test_right_ones_are_not_counted_and_wrong_ones_shut_no_log_in(self, world, admin):
        name, client, secret, recovery = admin
        typed = [*recovery, code_of(secret)]
        answers = [client.post(PROOF, data={"proof_code": one}).status_code for one in typed]
        assert (len(answers) > TRIES, set(answers)) == (True, {303})
        for _ in range(TRIES + 1):
            client.post(PROOF, data={"proof_code": "000000"})
        again = shown_password(world, name)
        assert send(again, CODE, CODE, code=code_of(secret, 1)).status_code == 303


class TestInTheApi:
    def test_a_token_is_refused_until_a_code_gives_another_one_of_the_same_session(self, world):
        staff_id, name = new_member(world, "approver")
        token, browser = api(world, name, PASSWORD).json["token"], world.client()
        browser.set_cookie(STAFF_COOKIE, token, path="/")
        secret, _codes = set_up(browser)
        client, bearer = world.app.test_client(), {"Authorization": f"Bearer {token}"}
        refused = client.get(f"{API}/incoming/export?format=json", headers=bearer)
        assert (refused.status_code, refused.mimetype) == (403, "application/problem+json")
        assert refused.json["type"] == "urn:besa:problem:second_factor_again"
        assert (refused.json["act"], refused.json["proof"]) == ("exported", f"{API}/sessions/proof")
        wrong = client.post(f"{API}/sessions/proof", json={"code": "000000"}, headers=bearer)
        assert (wrong.status_code, wrong.json["code"]) == (403, "wrong_code")
        proved = client.post(f"{API}/sessions/proof", json={"code": code_of(secret)}, headers=bearer).json
        assert UUID(proved["staff_id"]) == staff_id
        again = {"Authorization": f"Bearer {proved['token']}"}
        assert client.get(f"{API}/incoming/export?format=json", headers=again).status_code == 200
        assert client.get(f"{API}/incoming/export?format=json", headers=bearer).status_code == 403
        assert len(client.get(f"{API}/sessions", headers=again).json["items"]) == 1

    @pytest.mark.parametrize(
        "body", [{}, {"code": ""}, {"code": None}, {"code": 123456}, {"code": "x" * 21}, {"code": "1", "b": 1}, []]
    )
    def test_bad_bodies_name_the_field(self, world, body):
        _id, name = new_member(world, "approver")
        bearer = {"Authorization": f"Bearer {api(world, name, PASSWORD).json['token']}"}
        answer = world.app.test_client().post(f"{API}/sessions/proof", json=body, headers=bearer)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")

    def test_who_has_none_gets_no_token_and_a_session_that_ended_neither(self, world):
        _id, name = new_member(world, "approver")
        begun = api(world, name, PASSWORD).json
        client, bearer = world.app.test_client(), {"Authorization": f"Bearer {begun['token']}"}
        assert client.post(f"{API}/sessions/proof", json={"code": "123456"}, headers=bearer).status_code == 403
        client.post(f"{API}/sessions/{begun['session_id']}/end", headers=bearer)
        assert client.post(f"{API}/sessions/proof", json={"code": "123456"}, headers=bearer).status_code == 401


@pytest.mark.parametrize("route", sorted(route for route in step_up.acts() if " /cases/" in route))
def test_every_act_of_the_list_asks_by_page_and_by_api_before_it_looks_at_anything(world, route):
    method, _sep, rule = route.partition(" ")
    path = "/".join(str(uuid4()) if part.startswith("<") else part for part in rule.split("/"))
    role = "admin" if "/accounts/" in path or "/rescues" in path else "commissioner"
    staff_id, name = new_member(world, role)
    if step_up.acts()[route].beside:
        set_up(log_in(world, name)[1])
    client, bearer = with_proof(world, staff_id, timedelta(minutes=MINUTES + 1))
    if "/api/" in path:
        answer = client.open(path, method=method, json={} if method == "POST" else None, headers=bearer)
        assert (answer.status_code, answer.json["code"]) == (403, "second_factor_again")
    else:
        answer = send(client, path, ACCOUNT) if method == "POST" else client.get(path)
        assert asked(answer)["to"] == path


def test_the_rule_is_off_where_the_setting_is_nought(world, another, monkeypatch):
    here = world.app.extensions["besa"]
    settings = replace(here.settings, step_up_minutes=0)
    monkeypatch.setitem(world.app.extensions, "besa", replace(here, settings=settings))
    _id, name = new_member(world, "admin")
    assert reset(log_in(world, name)[1], another[0]).location == RESCUES


def test_a_route_that_is_not_served_stops_the_start(world, monkeypatch):
    unserved = step_up.acts() | {"POST /cases/staff/nowhere": next(iter(step_up.acts().values()))}
    monkeypatch.setattr(step_up, "acts", lambda: unserved)
    with pytest.raises(RuntimeError, match="nowhere"):
        step_up.register(world.app, lambda: False)


def test_a_new_role_has_no_proof_of_before(world, another):
    _id, name = new_member(world, "auditor")
    client = log_in(world, name)[1]
    world.run(lambda session: staff.change_roles(TESTER, session, name, ["admin"], now=utc_now()))
    assert client.get(ACCOUNT).status_code == 302
