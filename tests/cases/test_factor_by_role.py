"""What a role has to have beside the password: any second factor, or a passkey; who has none sets it up and does nothing else meanwhile."""

from dataclasses import replace
from html import unescape

import pytest

from services.cases import data
from shared.app import STAFF_COOKIE
from tests.authenticator import Authenticator
from tests.cases.pages_world import PASSWORD, office, said, world
from tests.cases.test_passkeys import ORIGIN, add, answered, options_of, reached_by
from tests.cases.test_passwords import ACCOUNT, api, log_in, send
from tests.cases.test_second_factor import CODE, ENROL, RECOVERY, code_of, new_member, set_up, shown_password

__all__ = ["office", "world"]
NEW_PASSKEY = f"{ENROL}/passkey"


@pytest.fixture(autouse=True)
def named(world, monkeypatch):
    reached_by(world, monkeypatch, ORIGIN)


@pytest.fixture
def strict(world, monkeypatch):
    here = world.app.extensions["besa"]
    settings = replace(here.settings, second_factor_required=True)
    monkeypatch.setitem(world.app.extensions, "besa", replace(here, settings=settings))
    return world


@pytest.fixture
def approvers_need_passkeys(strict, monkeypatch):
    entries = data.entries
    said_so = [
        {**one, "demands": "passkey"} for one in entries("second_factor", "required") if one["key"] == "approver"
    ]
    monkeypatch.setattr(
        data, "entries", lambda *asked: said_so if asked == ("second_factor", "required") else entries(*asked)
    )
    return strict


def enrol(client, device):
    answer = device.made(options_of(client.get(ENROL).text))
    return send(client, NEW_PASSKEY, ENROL, name="Telefoni", answer=answer)


def in_house(client):
    return client.get(ACCOUNT).status_code == 200


class TestEither:
    def test_a_passkey_is_set_up_as_well_as_an_app_and_opens_the_next_log_in(self, strict):
        _id, name = new_member(strict, "auditor")
        led, client = log_in(strict, name)
        assert led.location == ENROL
        page = unescape(client.get(ENROL).text)
        assert "Me një çelës hyrjeje" in page
        assert "Me kode të një aplikacioni" in page
        assert not in_house(client)
        device = Authenticator(ORIGIN)
        shown = enrol(client, device)
        assert (shown.status_code, len(RECOVERY.findall(shown.text))) == (200, 10), said(shown.text)
        assert in_house(client)
        assert answered(shown_password(strict, name), device)[0].location == "/cases/"

    @pytest.mark.parametrize("answer", ["", "{", "null", '{"rawId": "AA"}', "x" * 30_000])
    def test_what_is_no_answer_sets_up_nothing(self, strict, answer):
        _id, name = new_member(strict, "auditor")
        _led, client = log_in(strict, name)
        refused = send(client, NEW_PASSKEY, ENROL, name="Telefoni", answer=answer)
        assert (refused.status_code, in_house(client)) == (422, False)
        assert send(client, NEW_PASSKEY, ENROL, name="", answer="{}").status_code == 422
        assert log_in(strict, name)[0].location == ENROL

    def test_without_a_password_that_was_shown_nothing_is_set_up(self, strict):
        client = strict.client()
        assert send(client, NEW_PASSKEY, "/cases/login", name="Telefoni", answer="{}").location == "/cases/login"


class TestWhoKnowsAPasswordAlone:
    def test_adds_no_app_to_an_account_with_a_passkey(self, world):
        _id, name = new_member(world)
        add(log_in(world, name)[1], Authenticator(ORIGIN))
        thief = shown_password(world, name)
        assert thief.get(ENROL).location == "/cases/login"
        assert send(thief, f"{ENROL}/offer", CODE).location == "/cases/login"
        assert send(thief, ENROL, CODE, code="123456").location == "/cases/login"
        assert not in_house(thief)

    def test_adds_no_passkey_to_an_account_with_an_app(self, world):
        _id, name = new_member(world)
        set_up(log_in(world, name)[1])
        thief = shown_password(world, name)
        assert send(thief, NEW_PASSKEY, CODE, name="Telefoni", answer="{}").location == "/cases/login"
        assert thief.get_cookie(STAFF_COOKIE, path="/") is None


class TestAPasskeyAlone:
    def test_an_app_is_not_enough_and_the_page_offers_none(self, approvers_need_passkeys):
        strict = approvers_need_passkeys
        _id, name = new_member(strict, "approver")
        led, client = log_in(strict, name)
        assert led.location == ENROL
        page = unescape(client.get(ENROL).text)
        assert "Me kode të një aplikacioni" not in page
        assert "nuk mjaftojnë" in page
        send(client, f"{ENROL}/offer", ENROL)
        assert not in_house(client)
        assert api(strict, name, PASSWORD).json["code"] == "second_factor_must_enrol"
        assert enrol(client, Authenticator(ORIGIN)).status_code == 200
        assert in_house(client)

    def test_who_has_an_app_shows_it_and_adds_a_passkey_before_anything_else(self, strict, request):
        _id, name = new_member(strict, "approver")
        secret, _codes = set_up(log_in(strict, name)[1], ENROL)
        request.getfixturevalue("approvers_need_passkeys")
        client = shown_password(strict, name)
        led = send(client, CODE, CODE, code=code_of(secret))
        assert (led.status_code, led.location, in_house(client)) == (303, ENROL, False)
        device = Authenticator(ORIGIN)
        enrol(client, device)
        assert in_house(client)
        again = shown_password(strict, name)
        assert "Ose me kod rezervë" in unescape(again.get(CODE).text)
        assert send(again, CODE, CODE, code=code_of(secret, 1)).status_code == 422
        assert not in_house(again)
        assert api(strict, name, PASSWORD, code=code_of(secret, 1)).json["code"] == "second_factor_needed"
        assert answered(again, device)[0].location == "/cases/"

    def test_a_code_on_paper_stands_in_for_a_lost_passkey(self, approvers_need_passkeys):
        strict = approvers_need_passkeys
        _id, name = new_member(strict, "approver")
        codes = RECOVERY.findall(enrol(log_in(strict, name)[1], Authenticator(ORIGIN)).text)
        client = shown_password(strict, name)
        assert send(client, CODE, CODE, code=codes[0]).location == "/cases/"
        assert api(strict, name, PASSWORD, code=codes[1]).status_code == 201

    def test_where_none_can_be_had_the_page_says_so(self, approvers_need_passkeys, monkeypatch):
        reached_by(approvers_need_passkeys, monkeypatch, "http://127.0.0.1:8000")
        _id, name = new_member(approvers_need_passkeys, "approver")
        _led, client = log_in(approvers_need_passkeys, name)
        page = client.get(ENROL)
        assert (page.status_code, "data-passkey" in page.text, "me një numër" in said(page.text)) == (200, False, True)
        assert send(client, NEW_PASSKEY, "/cases/login", name="Telefoni", answer="{}").status_code == 422
