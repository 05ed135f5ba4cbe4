"""Passkeys of staff: added with the password, asked for at the log-in, good once each time, removed but for the last."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from services.cases.actions.factors import KEPT
from services.cases.actions.sessions import terms_of
from services.cases.models import StaffMember
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.second_factor import passkeys
from shared.second_factor.parts import TRIES
from tests.authenticator import Authenticator
from tests.cases.pages_world import PASSWORD, office, said, world
from tests.cases.test_passwords import ACCOUNT, ACCOUNTS, log_in, rescued, send
from tests.cases.test_second_factor import CODE, RECOVERY, new_member, set_up, shown_password

__all__ = ["office", "world"]
KEYS, ANSWER = "/cases/staff/account/passkeys", "/cases/login/passkey"
ORIGIN = "https://zyra.shembull.al"
OPTIONS = re.compile(r'data-options="([^"]+)"')
REMOVAL = re.compile(rf'action="{KEYS}/([0-9a-f-]+)/removal"')


def reached_by(world, monkeypatch, address):
    here = world.platform
    monkeypatch.setitem(
        world.app.extensions, "besa", replace(here, settings=replace(here.settings, public_url=address))
    )


@pytest.fixture(autouse=True)
def named(world, monkeypatch):
    reached_by(world, monkeypatch, ORIGIN)


def options_of(page):
    return json.loads(unescape(OPTIONS.search(page)[1]))


def add(client, device, password=PASSWORD, name="Telefoni"):
    answer = device.made(options_of(client.get(KEYS).text))
    return send(client, KEYS, KEYS, name=name, password=password, answer=answer)


@pytest.fixture
def keyed(world):
    """Somebody with one passkey and no app: name, device, recovery codes."""
    _id, name = new_member(world, "publisher")
    device = Authenticator(ORIGIN)
    shown = add(log_in(world, name)[1], device)
    assert shown.status_code == 200, said(shown.text)
    return name, device, RECOVERY.findall(shown.text)


def removal_in(page):
    return f"/cases/staff/account/passkeys/{REMOVAL.search(page)[1]}/removal"


def answered(client, device, **changes):
    answer = device.proved(options_of(client.get(CODE).text), **changes)
    return send(client, ANSWER, CODE, answer=answer), answer


def test_a_passkey_stands_for_the_second_step_and_its_answer_counts_once(world, keyed):
    name, device, codes = keyed
    assert len(set(codes)) == 10
    client = shown_password(world, name)
    done, answer = answered(client, device)
    assert (done.status_code, done.location) == (303, "/cases/")
    assert client.get_cookie(STAFF_COOKIE, path="/")
    assert "Përdorur së fundi" in said(client.get(KEYS).text)
    again = shown_password(world, name)
    assert send(again, ANSWER, CODE, answer=answer).status_code == 422
    assert again.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"origin": "https://zyra-shembull.al"}, {"type": "webauthn.create"}, {"challenge": "AAAA"}, {"challenge": 7}],
    ids=["a false page", "another purpose", "no challenge of ours", "no challenge"],
)
def test_what_a_false_page_brings_is_refused_and_the_page_says_so(world, keyed, changes):
    client = shown_password(world, keyed[0])
    refused, _answer = answered(client, keyed[1], **changes)
    assert refused.status_code == 422
    assert "Ky çelës nuk u pranua" in said(refused.text)
    assert client.get(ACCOUNT).status_code == 302


def test_another_device_another_person_and_a_device_that_counts_back_are_refused(world, keyed):
    name, device, _codes = keyed
    assert answered(shown_password(world, name), Authenticator(ORIGIN))[0].status_code == 422
    stranger = Authenticator(ORIGIN, key=device.key)
    _id, other = new_member(world)
    add(log_in(world, other)[1], stranger)
    asked = options_of(shown_password(world, other).get(CODE).text)
    client = shown_password(world, name)
    assert send(client, ANSWER, CODE, answer=device.proved(asked)).status_code == 422
    device.counter = 5
    assert answered(shown_password(world, name), device)[0].status_code == 303
    device.counter = 4
    assert answered(shown_password(world, name), device)[0].status_code == 422


def test_an_answer_of_ten_minutes_ago_counts_no_more(world, keyed):
    name, device, _codes = keyed
    staff_id = world.run(lambda session: passkeys.of(KEPT, session, _id_of(session, name))[0].owner_id)
    site, key, early = passkeys.site_of(ORIGIN), _key(world), utc_now() - passkeys.LONGEST - timedelta(seconds=2)
    asked = json.loads(world.run(lambda session: passkeys.ask(KEPT, session, staff_id, site, key, now=early)))
    assert send(shown_password(world, name), ANSWER, CODE, answer=device.proved(asked)).status_code == 422


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '{"response": 1}', "x" * 30_000, '{"rawId": "AA"}'])
def test_what_is_no_answer_is_refused_on_both_pages(world, keyed, answer):
    client = shown_password(world, keyed[0])
    assert send(client, ANSWER, CODE, answer=answer).status_code == 422
    _id, name = new_member(world)
    inside = log_in(world, name)[1]
    refused = send(inside, KEYS, KEYS, name="Telefoni", password=PASSWORD, answer=answer)
    assert refused.status_code == 422
    assert "Nuk keni ende asnjë çelës" in said(refused.text)


def test_adding_asks_for_the_password_and_takes_no_passkey_twice(world, keyed):
    _id, name = new_member(world)
    client = log_in(world, name)[1]
    wrong = add(client, Authenticator(ORIGIN), password="nje fjalekalim tjeter")
    assert (wrong.status_code, 'id="password-error"' in wrong.text) == (422, True)
    assert add(client, keyed[1]).status_code == 422
    assert add(client, Authenticator("https://zyra-shembull.al")).status_code == 422
    assert "Nuk keni ende asnjë çelës" in said(client.get(KEYS).text)


def test_a_recovery_code_leads_in_and_the_last_second_step_stays(world, keyed):
    name, _device, codes = keyed
    client = shown_password(world, name)
    assert send(client, CODE, CODE, code=codes[0]).status_code == 303
    page = client.get(KEYS).text
    kept = send(client, removal_in(page), KEYS)
    assert kept.status_code == 303
    page = client.get(KEYS).text
    assert "hapi i fundit" in said(page)
    _secret, anew = set_up(client)
    assert anew == [], "those on paper stay good"
    assert send(shown_password(world, name), CODE, CODE, code=codes[1]).status_code == 303
    gone = removal_in(page)
    assert send(client, gone, KEYS).status_code == 303
    assert "Nuk keni ende asnjë çelës" in said(client.get(KEYS).text)
    assert send(client, gone, KEYS).status_code == 404


def test_wrong_codes_shut_no_passkey(world, keyed):
    name, device, _codes = keyed
    stranger = shown_password(world, name)
    for _ in range(TRIES + 1):
        last = send(stranger, CODE, CODE, code="000000")
    assert last.status_code == 429
    assert answered(shown_password(world, name), device)[0].status_code == 303


def test_who_adds_one_ends_the_log_ins_that_began_without(world):
    _id, name = new_member(world)
    here, elsewhere = log_in(world, name)[1], log_in(world, name)[1]
    add(here, Authenticator(ORIGIN))
    assert (here.get(KEYS).status_code, elsewhere.get(KEYS).status_code) == (200, 302)


def test_of_somebody_else_none_is_removed_and_an_administrator_takes_all_away(world, keyed):
    name, device, _codes = keyed
    client = shown_password(world, name)
    answered(client, device)
    gone = removal_in(client.get(KEYS).text)
    _id, other = new_member(world)
    assert send(log_in(world, other)[1], gone, KEYS).status_code == 404
    staff_id = world.run(lambda session: _id_of(session, name))
    assert rescued(world, staff_id, "second_factor").location == ACCOUNTS
    assert log_in(world, name)[0].location == "/cases/"


def test_where_the_office_is_reached_by_a_number_the_page_says_that_none_can_be_had(world, monkeypatch):
    reached_by(world, monkeypatch, "http://127.0.0.1:8000")
    _id, name = new_member(world)
    page = log_in(world, name)[1].get(KEYS)
    assert (page.status_code, "data-passkey" in page.text) == (200, False)
    assert "me një numër" in said(page.text)
    assert passkeys.site_of("http://localhost:8000") == passkeys.Site("localhost", "http://localhost:8000")


def _id_of(session, name):
    return session.query(StaffMember).filter_by(username=name).one().id


def _key(world):
    return terms_of(world.platform.settings, "").factor_key
