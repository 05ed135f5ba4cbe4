"""The second factor of people of bodies: an app or a passkey, set up at the first log-in, good once, and taken away by somebody else."""

import json
import re
import time
from dataclasses import replace
from html import unescape
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import select

from services.partners import data, timers
from services.partners.models import PartnerUser
from shared.clock import utc_now
from shared.events.catalogue import SecondFactorRemoved
from shared.second_factor import codes
from shared.second_factor.parts import TRIES
from tests.authenticator import Authenticator
from tests.partners.bench import PASSWORD, csrf, sign_in
from tests.partners.test_own_log_ins import FIRST, OWN, PEOPLE, given, inside, send

__all__ = ["given"]
ORIGIN = "https://portali.shembull.al"
FACTOR, KEYS = "/partners/second-factor", "/partners/passkeys"
CODE, ANSWER, ENROL = "/partners/login/code", "/partners/login/passkey", "/partners/login/second-factor"
NEW_PASSKEY = f"{ENROL}/passkey"
SECRET = re.compile(r'<code class="besa-code">([A-Z2-7 ]{32,})</code>')
RECOVERY = re.compile(r'<code class="besa-code">([0-9A-Z]{5}-[0-9A-Z]{5})</code>')
OPTIONS = re.compile(r'data-options="([^"]+)"')
#: Seconds that a request may take here.
SLOWEST = 3


def with_settings(bench, monkeypatch, **settings):
    here = bench.app.extensions["besa"]
    monkeypatch.setitem(bench.app.extensions, "besa", replace(here, settings=replace(here.settings, **settings)))


@pytest.fixture(autouse=True)
def named(bench, monkeypatch):
    with_settings(bench, monkeypatch, public_url=ORIGIN)


@pytest.fixture
def strict(bench, monkeypatch):
    with_settings(bench, monkeypatch, second_factor_required=True)
    return bench


def demanding(monkeypatch, demands):
    told = [{**one, "demands": demands} for one in data.second_factors()]
    monkeypatch.setattr(data, "second_factors", lambda: told)


def code_of(secret, steps=0):
    """The code of so many steps from now; not in the last moments of a step, of which the server would see the next."""
    left = codes.STEP_SECONDS - time.time() % codes.STEP_SECONDS
    if left < SLOWEST:
        time.sleep(left + 0.1)
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // codes.STEP_SECONDS + steps)


def browser(bench, username, password=PASSWORD):
    client = bench.app.test_client()
    return client, sign_in(client, username, password)


def set_up(client, url=FACTOR):
    """An app, turned on with the code of the step before, so that the present one is good; returns secret and recovery codes."""
    send(client, f"{url}/offer", url)
    secret = SECRET.search(client.get(url).text)[1].replace(" ", "")
    shown = send(client, url, url, code=code_of(secret, -1), password=PASSWORD)
    assert shown.status_code == 200, unescape(shown.text)
    return secret, RECOVERY.findall(shown.text)


def options_of(client, url):
    return json.loads(unescape(OPTIONS.search(client.get(url).text)[1]))


def add_passkey(client, device, password=PASSWORD):
    return send(client, KEYS, KEYS, name="Telefoni", password=password, answer=device.made(options_of(client, KEYS)))


def shown_password(bench, username):
    client, led = browser(bench, username)
    assert (led.status_code, led.location, inside(client)) == (303, CODE, False)
    return client


def prove(client, device):
    return send(client, ANSWER, CODE, answer=device.proved(options_of(client, CODE)))


def id_of(bench, username):
    with bench.platform.database.reading() as session:
        return session.execute(select(PartnerUser.id).where(PartnerUser.username == username)).scalar_one()


@pytest.fixture
def secured(bench, pair):
    """A person with an app: username, secret, recovery codes."""
    username = bench.user(pair[0])
    return username, *set_up(browser(bench, username)[0])


@pytest.fixture
def keyed(bench, pair):
    """A person with a passkey and no app: username, device, recovery codes."""
    username, device = bench.user(pair[0]), Authenticator(ORIGIN)
    shown = add_passkey(browser(bench, username)[0], device)
    return username, device, RECOVERY.findall(shown.text)


def test_log_ins_that_began_without_one_end_once_it_is_there_or_asked_for(bench, pair, request):
    securing, other = bench.user(pair[0]), bench.user(pair[0])
    here, elsewhere, before = (browser(bench, name)[0] for name in (securing, securing, other))
    set_up(here)
    assert (inside(here), inside(elsewhere)) == (True, False)
    for expected in (True, False):
        timers.end_unsecured_sessions(bench.app.extensions["besa"], utc_now())
        assert (inside(before), inside(here)) == (expected, True)
        request.getfixturevalue("strict")


class TestAtTheFirstLogIn:
    def test_who_is_new_chooses_a_password_and_an_app_and_is_in(self, given, strict):
        username, password = given
        client, led = browser(strict, username, password)
        assert led.location == FIRST
        led = send(client, FIRST, FIRST, new=OWN, again=OWN)
        assert (led.status_code, led.location, inside(client)) == (303, ENROL, False)
        secret, recovery = set_up(client, ENROL)
        assert (len(set(recovery)), inside(client)) == (codes.RECOVERY_CODES, True)
        again, led = browser(strict, username, OWN)
        assert led.location == CODE
        assert send(again, CODE, CODE, code=code_of(secret)).status_code == 303
        assert inside(again)

    def test_a_passkey_is_offered_beside_the_app_and_opens_the_next_log_in(self, strict, pair):
        username, device = strict.user(pair[0], "partner_admin"), Authenticator(ORIGIN)
        client, led = browser(strict, username)
        page = unescape(client.get(ENROL).text)
        assert (led.location, "Me një çelës hyrjeje" in page, "Me kode të një aplikacioni" in page) == (
            ENROL,
            True,
            True,
        )
        shown = send(client, NEW_PASSKEY, ENROL, name="Telefoni", answer=device.made(options_of(client, ENROL)))
        assert (shown.status_code, len(RECOVERY.findall(shown.text)), inside(client)) == (
            200,
            codes.RECOVERY_CODES,
            True,
        )
        again = shown_password(strict, username)
        assert prove(again, device).location == "/partners/inbox"
        assert inside(again)

    def test_where_the_person_wanted_to_go_is_kept(self, strict, pair):
        client = strict.app.test_client()
        sign_in(client, strict.user(pair[0]), PASSWORD, "/partners/login?next=/partners/log-ins")
        send(client, f"{ENROL}/offer", ENROL)
        secret = SECRET.search(client.get(ENROL).text)[1].replace(" ", "")
        assert 'href="/partners/log-ins"' in send(client, ENROL, ENROL, code=code_of(secret)).text

    @pytest.mark.parametrize("answer", ["", "{", "null", '{"rawId": "AA"}', "x" * 30_000])
    def test_what_is_no_answer_sets_up_nothing(self, strict, pair, answer):
        username = strict.user(pair[0])
        client, _led = browser(strict, username)
        assert send(client, NEW_PASSKEY, ENROL, name="Telefoni", answer=answer).status_code == 422
        assert send(client, ENROL, ENROL, code="00 00").status_code in (409, 422)
        assert not inside(client)
        assert browser(strict, username)[1].location == ENROL

    def test_where_nothing_is_demanded_it_is_offered(self, bench, pair, strict, monkeypatch):
        with_settings(bench, monkeypatch, second_factor_required=False)
        client, led = browser(bench, bench.user(pair[0]))
        assert led.location == "/partners/inbox"
        page = client.get("/partners/log-ins").text
        assert (f'href="{FACTOR}"' in page, f'href="{KEYS}"' in page) == (True, True)


class TestAPasskeyAlone:
    def test_who_has_an_app_adds_a_passkey_first_and_no_code_of_the_app_is_taken_after(
        self, secured, strict, monkeypatch
    ):
        username, secret, recovery = secured
        demanding(monkeypatch, "passkey")
        client, device = shown_password(strict, username), Authenticator(ORIGIN)
        led = send(client, CODE, CODE, code=code_of(secret))
        assert (led.location, inside(client)) == (ENROL, False)
        assert "Me kode të një aplikacioni" not in unescape(client.get(ENROL).text)
        send(client, NEW_PASSKEY, ENROL, name="Telefoni", answer=device.made(options_of(client, ENROL)))
        assert inside(client)
        again = shown_password(strict, username)
        assert send(again, CODE, CODE, code=code_of(secret, 1)).status_code == 422
        assert send(again, CODE, CODE, code=recovery[0]).location == "/partners/inbox"

    def test_an_app_set_up_instead_opens_nothing(self, strict, pair, monkeypatch):
        client, _led = browser(strict, strict.user(pair[0]))
        send(client, f"{ENROL}/offer", ENROL)
        secret = SECRET.search(client.get(ENROL).text)[1].replace(" ", "")
        token = csrf(client.get(ENROL))
        demanding(monkeypatch, "passkey")
        assert "nuk mjaftojnë" in unescape(client.get(ENROL).text)
        shown = client.post(ENROL, data={"csrf_token": token, "code": code_of(secret)})
        assert (len(RECOVERY.findall(shown.text)), inside(client)) == (codes.RECOVERY_CODES, False)
        assert f'href="{ENROL}"' in shown.text


class TestTheCode:
    def test_the_code_of_now_leads_in_and_is_good_once(self, bench, secured):
        username, secret, _recovery = secured
        client, code = shown_password(bench, username), code_of(secret)
        assert send(client, CODE, CODE, code=f"{code[:3]} {code[3:]}").status_code == 303
        assert inside(client)
        again = shown_password(bench, username)
        assert send(again, CODE, CODE, code=code).status_code == 422
        assert not inside(again)

    def test_a_recovery_code_stands_in_once_and_is_audited(self, bench, secured):
        username, _secret, recovery = secured
        client = shown_password(bench, username)
        assert send(client, CODE, CODE, code=recovery[0].lower().replace("-", " ")).status_code == 303
        assert send(shown_password(bench, username), CODE, CODE, code=recovery[0]).status_code == 422
        assert bench.audited("partner_user.recovery_code_used", id_of(bench, username)) == 1
        assert bench.audited("partner_user.code_refused", id_of(bench, username)) == 1

    def test_so_many_wrong_ones_wait(self, bench, secured):
        client = shown_password(bench, secured[0])
        answers = [send(client, CODE, CODE, code="000000").status_code for _ in range(TRIES + 1)]
        assert answers == [422] * TRIES + [429]

    def test_what_was_proved_is_void_once_the_password_was_changed(self, bench, pair, secured):
        username, secret, _recovery = secured
        client = shown_password(bench, username)
        admin = bench.browser(pair[0], "partner_admin")
        send(admin, f"{PEOPLE}/{id_of(bench, username)}/password", PEOPLE)
        late = client.post(CODE, data={"csrf_token": csrf(client.get("/partners/login")), "code": code_of(secret)})
        assert (late.status_code, late.location, inside(client)) == (303, "/partners/login", False)


class TestThePasskey:
    def test_of_a_false_page_another_device_and_an_overheard_answer_none_counts(self, bench, keyed):
        username, device, _recovery = keyed
        client = shown_password(bench, username)
        false = device.proved(options_of(client, CODE), origin="https://portali-shembull.al")
        assert send(client, ANSWER, CODE, answer=false).status_code == 422
        assert prove(shown_password(bench, username), Authenticator(ORIGIN)).status_code == 422
        answer = device.proved(options_of(client, CODE))
        assert send(client, ANSWER, CODE, answer=answer).status_code == 303
        again = shown_password(bench, username)
        assert send(again, ANSWER, CODE, answer=answer).status_code == 422
        assert not inside(again)

    def test_adding_asks_for_the_password_and_the_last_one_stays(self, bench, keyed):
        username, device, _recovery = keyed
        client = shown_password(bench, username)
        prove(client, device)
        wrong = add_passkey(client, Authenticator(ORIGIN), password="nje fjalekalim tjeter")
        assert (wrong.status_code, 'id="password-error"' in wrong.text) == (422, True)
        removal = re.search(rf'action="({KEYS}/[0-9a-f-]+/removal)"', client.get(KEYS).text)[1]
        assert send(client, removal, KEYS).status_code == 303
        assert "hapi i fundit" in unescape(client.get(KEYS).text)
        assert add_passkey(client, Authenticator(ORIGIN)).status_code == 303
        assert send(client, removal, KEYS).status_code == 303
        assert client.get(KEYS).text.count("/removal") == 1

    def test_who_knows_a_password_alone_adds_nothing(self, bench, keyed):
        thief = shown_password(bench, keyed[0])
        assert thief.get(ENROL).location == "/partners/login"
        for path in (f"{ENROL}/offer", ENROL, NEW_PASSKEY):
            assert send(thief, path, CODE, code="123456", name="x", answer="{}").location == "/partners/login"
        assert not inside(thief)


class TestALostDevice:
    def removal(self, user_id):
        return f"{PEOPLE}/{user_id}/second-factor/removal"

    def test_the_administrator_of_the_body_takes_it_away_and_the_body_is_mailed(self, bench, pair, secured):
        username, secret, _recovery = secured
        client, user_id = shown_password(bench, username), id_of(bench, username)
        send(client, CODE, CODE, code=code_of(secret))
        admin = bench.browser(pair[0], "partner_admin")
        assert f"Hiq hapin e dytë të {username}" in unescape(admin.get(PEOPLE).text)
        assert send(admin, self.removal(user_id), PEOPLE).status_code == 303
        assert not inside(client)
        assert browser(bench, username)[1].location == "/partners/inbox"
        assert bench.audited("partner_user.factor_removed", user_id) == 1
        [told] = bench.told(SecondFactorRemoved, user_id=user_id)
        assert told == {"user_id": str(user_id), "institution_id": str(pair[0].id)}
        assert send(admin, self.removal(user_id), PEOPLE).status_code == 404

    def test_nobody_does_it_for_themselves_nor_for_a_person_of_another_body(self, bench, pair, secured):
        name = bench.user(pair[0], "partner_admin")
        admin = browser(bench, name)[0]
        set_up(admin)
        assert send(admin, self.removal(id_of(bench, name)), PEOPLE).status_code == 403
        stranger = bench.browser(pair[1], "partner_admin")
        assert send(stranger, self.removal(id_of(bench, secured[0])), PEOPLE).status_code == 404
        assert send(stranger, self.removal(uuid4()), PEOPLE).status_code == 404
        plain = bench.browser(pair[0])
        assert send(plain, self.removal(id_of(bench, secured[0]))).status_code == 403
        assert browser(bench, secured[0])[1].location == CODE

    def test_the_office_does_it_where_the_body_has_no_other_administrator(self, bench, pair, secured):
        username, user_id = secured[0], id_of(bench, secured[0])
        page = f"/partners/staff/institutions/{pair[0].id}/people"
        office = bench.app.test_client()
        office.set_cookie("besa_staff", bench.staff("approver").token)
        assert f"Hiq hapin e dytë të {username}" in unescape(office.get(page).text)
        elsewhere = f"/partners/staff/institutions/{pair[1].id}/people/{user_id}/second-factor/removal"
        assert send(office, elsewhere, page).status_code == 404
        assert send(office, f"{page}/{user_id}/second-factor/removal", page).status_code == 303
        assert browser(bench, username)[1].location == "/partners/inbox"
        assert bench.audited("partner_user.factor_removed", user_id) == 1
        assert len(bench.told(SecondFactorRemoved, user_id=user_id)) == 1
        assert office.get(f"/partners/staff/institutions/{uuid4()}/people").status_code == 404
        officer = bench.app.test_client()
        officer.set_cookie("besa_staff", bench.staff("case_officer").token)
        assert officer.get(page).status_code == 403


def test_nothing_of_it_is_readable_in_the_database(bench, secured):
    _username, secret, recovery = secured
    with bench.platform.database.reading() as session:
        kept = " ".join(
            str(row)
            for table in ("second_factor", "recovery_code")
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in recovery)


@pytest.mark.parametrize("url", [CODE, ENROL])
def test_without_a_password_that_was_shown_the_page_leads_to_the_log_in(bench, url):
    assert bench.app.test_client().get(url).location == "/partners/login"
