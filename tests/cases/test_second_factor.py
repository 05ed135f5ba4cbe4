"""The second factor of staff: set up, asked for at the log-in, good once, replaced by a recovery code, taken away by somebody else."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import text

from services.cases import timers
from services.cases.actions import staff
from services.cases.actions.factors import KEPT
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.principal import Principal
from shared.second_factor import codes as factors
from shared.second_factor.parts import TRIES
from tests.cases.pages_world import PASSWORD, office, said, world
from tests.cases.test_passwords import ACCOUNT, ACCOUNTS, CHANGE, FIRST, OWN, api, ask, log_in, rescued, send

__all__ = ["office", "world"]
TESTER = Principal("operator:test")
FACTOR, CODE, ENROL = "/cases/staff/account/second-factor", "/cases/login/code", "/cases/login/second-factor"
#: Seconds that a request may take here.
SLOWEST = 3
SECRET = re.compile(r'<code class="besa-code">([A-Z2-7 ]{32,})</code>')
RECOVERY = re.compile(r'<code class="besa-code">([0-9A-Z]{5}-[0-9A-Z]{5})</code>')


def new_member(world, *roles):
    name = f"ekspert.{uuid4().hex[:8]}"
    member = world.run(
        lambda session: staff.add(
            TESTER, session, name, "Ekspert Shembulli", roles or ["case_officer"], PASSWORD, now=utc_now()
        )
    )
    return member.id, name


def code_of(secret, steps=0):
    """The code of so many steps from now; not in the last moments of a step, of which the server would see the next."""
    left = factors.STEP_SECONDS - time.time() % factors.STEP_SECONDS
    if left < SLOWEST:
        time.sleep(left + 0.1)
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // factors.STEP_SECONDS + steps)


def set_up(client, url=FACTOR, ago=-1):
    """Turn a second factor on with the code of the step before, so that the present one is good; returns secret and recovery codes."""
    send(client, f"{url}/offer", url)
    secret = SECRET.search(client.get(url).text)[1].replace(" ", "")
    shown = send(client, url, url, code=code_of(secret, ago), password=PASSWORD)
    assert shown.status_code in (200, 303), said(shown.text)
    return secret, RECOVERY.findall(shown.text)


@pytest.fixture
def secured(world):
    """Somebody with a second factor: id, name, secret, recovery codes."""
    staff_id, name = new_member(world, "publisher")
    _answer, client = log_in(world, name)
    return staff_id, name, *set_up(client)


def shown_password(world, name, password=PASSWORD):
    led, client = log_in(world, name, password)
    assert (led.status_code, led.location) == (303, CODE)
    assert client.get_cookie(STAFF_COOKIE, path="/") is None
    return client


class TestSettingUp:
    def test_a_code_of_what_was_offered_turns_it_on(self, world):
        _id, name = new_member(world)
        _answer, client = log_in(world, name)
        assert "Fillo" in client.get(FACTOR).text
        send(client, f"{FACTOR}/offer", FACTOR)
        page = client.get(FACTOR).text
        assert "<svg" in page
        secret = SECRET.search(page)[1].replace(" ", "")
        wrong = send(client, FACTOR, FACTOR, code="000000", password=PASSWORD)
        assert (wrong.status_code, 'id="code-error"' in wrong.text) == (422, True)
        assert log_in(world, name)[0].location == "/cases/"
        done = send(client, FACTOR, FACTOR, code=code_of(secret), password=PASSWORD)
        assert len(set(RECOVERY.findall(done.text))) == factors.RECOVERY_CODES
        state = client.get(FACTOR).text
        assert "Është vënë" in said(state)
        assert secret not in state
        assert send(client, f"{FACTOR}/offer", CHANGE).status_code == 409

    @pytest.mark.parametrize("password", ["", "nuk-është-ky-fjalëkalim"])
    def test_a_session_alone_turns_none_on(self, world, password):
        _id, name = new_member(world)
        _answer, client = log_in(world, name)
        send(client, f"{FACTOR}/offer", FACTOR)
        secret = SECRET.search(client.get(FACTOR).text)[1].replace(" ", "")
        refused = send(client, FACTOR, FACTOR, code=code_of(secret), password=password)
        assert (refused.status_code, 'id="password-error"' in refused.text) == (422, True)
        assert log_in(world, name)[0].location == "/cases/"

    def test_nothing_of_it_is_readable_in_the_database(self, world, secured):
        staff_id, _name, secret, codes = secured
        with world.platform.database.reading() as session:
            rows = session.execute(text("SELECT * FROM second_factor NATURAL JOIN recovery_code")).all()
        kept = repr(rows)
        assert rows
        assert not [one for one in (secret, *codes) if one in kept or one.replace("-", "") in kept]
        assert staff_id in {row.staff_id for row in rows}


class TestLogIn:
    def test_the_code_of_now_leads_in_and_is_good_once(self, world, secured):
        _id, name, secret, _codes = secured
        client, code = shown_password(world, name), code_of(secret)
        assert client.get(ACCOUNT).status_code == 302
        wrong = send(client, CODE, CODE, code="000000")
        assert (wrong.status_code, 'id="code-error"' in wrong.text) == (422, True)
        done = send(client, CODE, CODE, code=code)
        assert (done.status_code, done.location) == (303, "/cases/")
        assert client.get(ACCOUNT).status_code == 200
        again = send(shown_password(world, name), CODE, CODE, code=code)
        assert again.status_code == 422

    def test_a_code_of_before_the_last_one_counts_no_more(self, world, secured):
        _id, name, secret, _codes = secured
        assert send(shown_password(world, name), CODE, CODE, code=code_of(secret, 1)).status_code == 303
        assert send(shown_password(world, name), CODE, CODE, code=code_of(secret)).status_code == 422

    @pytest.mark.parametrize("steps", [-2, 2, 20])
    def test_a_code_of_another_time_is_none(self, world, secured, steps):
        assert send(shown_password(world, secured[1]), CODE, CODE, code=code_of(secured[2], steps)).status_code == 422

    def test_a_recovery_code_stands_in_once_however_it_is_typed_and_is_audited(self, world, secured):
        staff_id, name, _secret, codes = secured
        typed = codes[0].lower().replace("-", " ")
        assert send(shown_password(world, name), CODE, CODE, code=typed).status_code == 303
        assert send(shown_password(world, name), CODE, CODE, code=codes[0]).status_code == 422
        with world.platform.database.reading() as session:
            found = session.execute(
                text("SELECT action FROM audit_entry WHERE object_id = :id"), {"id": str(staff_id)}
            ).scalars()
            assert {"staff.factor_added", "staff.recovery_code_used", "staff.code_refused"} <= set(found)
            assert factors.codes_left(KEPT, session, staff_id) == factors.RECOVERY_CODES - 1

    def test_codes_are_not_guessed_by_both_doors_together_and_nobody_shuts_a_known_device(self, world, secured):
        _id, name, secret, recovery = secured
        known = shown_password(world, name)
        assert send(known, CODE, CODE, code=recovery[0]).status_code == 303
        world.post(known, "/cases/logout", {})
        stranger = shown_password(world, name)
        tries = [send(stranger, CODE, CODE, code="000000").status_code for _ in range(TRIES // 2)]
        body = {"username": name, "password": PASSWORD}
        for at in range(TRIES - len(tries)):
            far = {"REMOTE_ADDR": f"10.0.{at}.9"}
            sent = {**body, "code": "000000"}
            tries.append(
                world.app.test_client().post("/cases/api/v1/sessions", json=sent, environ_base=far).status_code
            )
        assert (len(tries), set(tries)) == (TRIES, {422, 401})
        assert send(stranger, CODE, CODE, code=code_of(secret)).status_code == 429
        late = world.app.test_client().post(
            "/cases/api/v1/sessions", json={**body, "code": recovery[1]}, environ_base={"REMOTE_ADDR": "10.1.0.9"}
        )
        assert late.status_code == 429
        assert log_in(world, name, client=known)[0].location == CODE
        assert send(known, CODE, CODE, code=code_of(secret)).status_code == 303
        world.post(known, "/cases/logout", {})
        log_in(world, name, client=known)
        assert {send(known, CODE, CODE, code="000000").status_code for _ in range(TRIES)} == {422}
        assert send(known, CODE, CODE, code=recovery[2]).status_code == 429, "a cookie that was stolen gains as few"

    def test_what_was_proved_is_over_after_ten_minutes(self, world, secured, monkeypatch):
        from services.cases.pages import log_in_steps

        monkeypatch.setattr(log_in_steps, "LONGEST", timedelta(seconds=-1))
        client = shown_password(world, secured[1])
        assert client.get(CODE).location == "/cases/login"

    def test_the_bearer_token_needs_the_code_too(self, world, secured):
        _id, name, secret, _codes = secured
        assert api(world, name, PASSWORD).json["code"] == "second_factor_needed"
        body = {"username": name, "password": PASSWORD, "code": code_of(secret)}
        ask = world.app.test_client().post
        assert ask("/cases/api/v1/sessions", json={**body, "password": "e gabuar"}).status_code == 401
        assert ask("/cases/api/v1/sessions", json={**body, "code": "000000"}).status_code == 401
        assert ask("/cases/api/v1/sessions", json=body).status_code == 201
        assert ask("/cases/api/v1/sessions", json=body).status_code == 401

    def test_a_given_password_asks_for_the_code_before_ones_own_is_chosen(self, world, secured):
        _id, name, secret, _codes = secured
        given = staff.new_password()
        world.run(lambda session: staff.change_password(TESTER, session, name, given, once=True, now=utc_now()))
        client = shown_password(world, name, given)
        early = send(client, FIRST, CODE, new=OWN, again=OWN)
        assert early.location == "/cases/login"
        client = shown_password(world, name, given)
        assert send(client, CODE, CODE, code=code_of(secret)).location == FIRST
        # Beside a second factor a shorter one will do once it is changed, but the first is as long as any.
        assert send(client, FIRST, FIRST, new=OWN, again=OWN).location == "/cases/"

    def test_beside_it_a_shorter_password_will_do(self, world, secured):
        _id, name, secret, _codes = secured
        client = shown_password(world, name)
        send(client, CODE, CODE, code=code_of(secret))
        assert send(client, CHANGE, current=PASSWORD, new="karroca 739", again="karroca 739").status_code == 422
        assert send(client, CHANGE, current=PASSWORD, new="karroca 7394", again="karroca 7394").status_code == 303


class TestLostDevice:
    def test_an_administrator_takes_it_away_and_what_was_open_ends(self, world, secured):
        staff_id, name, secret, _codes = secured
        client = shown_password(world, name)
        send(client, CODE, CODE, code=code_of(secret))
        assert rescued(world, staff_id, "second_factor").location == ACCOUNTS
        assert client.get(ACCOUNT).status_code == 302
        assert log_in(world, name)[0].location == "/cases/"

    def test_nobody_takes_away_their_own_nor_one_that_is_not_there(self, world):
        admin = world.client("admin")
        assert ask(admin, world.people["admin"], "second_factor").status_code == 403
        assert ask(admin, new_member(world)[0], "second_factor").status_code == 404


def test_who_adds_one_ends_the_log_ins_that_began_without(world):
    _id, name = new_member(world)
    (_here, here), (_there, elsewhere) = log_in(world, name), log_in(world, name)
    token = {"Authorization": f"Bearer {api(world, name, PASSWORD).json['token']}"}
    set_up(here)
    assert (here.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 302)
    assert world.app.test_client().get("/cases/api/v1/sessions", headers=token).status_code == 401


class TestRequired:
    @pytest.fixture
    def strict(self, world, monkeypatch):
        here = world.platform
        monkeypatch.setitem(
            world.app.extensions, "besa", replace(here, settings=replace(here.settings, second_factor_required=True))
        )
        return world

    def test_who_has_to_have_one_sets_it_up_before_the_first_session(self, strict):
        _id, name = new_member(strict, "auditor")
        led, client = log_in(strict, name)
        assert (led.status_code, led.location) == (303, ENROL)
        assert client.get(ACCOUNT).status_code == 302
        _secret, codes = set_up(client, ENROL)
        assert len(codes) == factors.RECOVERY_CODES
        assert client.get(ACCOUNT).status_code == 200
        assert api(strict, name, PASSWORD).json["code"] == "second_factor_needed"

    def test_what_began_before_it_was_asked_for_ends(self, world, request):
        (_id, name), (_other, unasked) = new_member(world, "approver"), new_member(world, "publisher")
        before, free = log_in(world, name)[1], log_in(world, unasked)[1]
        secured = log_in(world, new_member(world, "approver")[1])[1]
        set_up(secured)
        for expected in (200, 302):
            timers.end_unsecured_sessions(world.app.extensions["besa"], utc_now())
            assert before.get(ACCOUNT).status_code == expected
            request.getfixturevalue("strict")
        assert free.get(ACCOUNT).status_code == secured.get(ACCOUNT).status_code == 200

    def test_a_bearer_token_waits_for_it(self, strict):
        assert api(strict, new_member(strict, "approver")[1], PASSWORD).json["code"] == "second_factor_must_enrol"

    def test_who_need_not_comes_in_without(self, strict):
        assert log_in(strict, new_member(strict, "publisher")[1])[0].location == "/cases/"


@pytest.mark.parametrize("url", [CODE, ENROL])
def test_without_a_password_that_was_shown_the_page_leads_to_the_log_in(world, url):
    assert world.client().get(url).location == "/cases/login"
