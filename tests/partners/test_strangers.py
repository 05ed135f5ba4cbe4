"""Strangers who guess passwords and secrets of bodies keep neither their people nor their machines out."""

from datetime import timedelta
from html import unescape

import pytest

from services.partners.actions import people
from shared.guessing import COOKIE
from tests.partners.bench import PASSWORD, csrf, sign_in
from tests.partners.test_directory_pages import send
from tests.strangers import CHEAP, NOON, apart, hour, moved, together, waits

WRONG = "e gabuar e gabuar"


@pytest.fixture
def somebody(bench, pair, monkeypatch):
    """The only person of a body, whose password is checked quickly."""
    monkeypatch.setattr(people, "_HASHER", CHEAP)
    people.nobody.cache_clear()
    yield bench.user(pair[0])
    people.nobody.cache_clear()


def from_address(bench, address):
    client = bench.app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


class TestPeople:
    @pytest.mark.parametrize("where", [apart, together])
    def test_while_100_strangers_guess_for_an_hour_the_only_person_of_a_body_gets_in_each_time(
        self, bench, somebody, where
    ):
        known, guesser = from_address(bench, where(1)), bench.app.test_client()
        with moved(NOON):
            assert sign_in(known, somebody).status_code == 303
            token = csrf(guesser.get("/partners/login"))

        def guess(address):
            form = {"username": somebody, "password": WRONG, "csrf_token": token}
            return guesser.post("/partners/login", data=form, environ_base={"REMOTE_ADDR": address})

        def enter():
            assert sign_in(known, somebody).status_code == 303
            assert sign_in(from_address(bench, "203.0.113.7"), somebody).status_code == 303

        assert set(hour(guess, where, enter)) == {422, 429}

    @pytest.mark.parametrize(
        ("language", "words"), [("sq", "Provoni përsëri pas 2 sekondash."), ("en", "Try again in 2 seconds.")]
    )
    def test_the_page_says_how_long_and_keeps_the_name(self, bench, somebody, language, words):
        client = bench.app.test_client()
        with moved(NOON):
            assert client.get("/partners/login", query_string={"lang": language}).status_code == 200
            answers = [sign_in(client, somebody, WRONG) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert waits(answers[-1]) == 2
        assert words in unescape(answers[-1].text)
        assert f'value="{somebody}"' in answers[-1].text

    def test_the_cookie_of_a_known_device_goes_to_the_portal_alone(self, bench, somebody):
        client = bench.app.test_client()
        assert sign_in(client, somebody).status_code == 303
        cookie = client.get_cookie(COOKIE, path="/partners")
        assert (cookie.path, cookie.http_only, cookie.same_site) == ("/partners", True, "Strict")

    def test_who_changes_a_password_waits_too_and_is_told_how_long(self, bench, somebody):
        client = bench.app.test_client()
        sign_in(client, somebody)
        with moved(NOON):
            sign_in(client, somebody)
            answers = [
                send(client, "/partners/password", current=WRONG, new=WRONG + "1", again=WRONG + "1") for _ in range(6)
            ]
            assert [answer.status_code for answer in answers] == [422] * 5 + [429]
            assert "Provoni përsëri pas 2 sekondash." in unescape(answers[-1].text)
        with moved(NOON + timedelta(seconds=5)):
            done = send(client, "/partners/password", current=PASSWORD, new=WRONG + "1", again=WRONG + "1")
        assert done.status_code == 303


class TestMachines:
    @pytest.mark.parametrize("where", [apart, together])
    def test_while_100_strangers_guess_for_an_hour_a_machine_gets_its_token_each_time(self, bench, pair, where):
        client_id, secret = bench.credentials(pair[0])
        client = bench.app.test_client()

        def token(address, secret=WRONG):
            form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
            return client.post("/partners/oauth/token", data=form, environ_base={"REMOTE_ADDR": address})

        def enter():
            assert [token(address, secret).status_code for address in (where(1), "203.0.113.7")] == [200, 200]

        got = hour(token, where, enter)
        assert set(got) == ({401} if where is apart else {401, 429})

    def test_the_right_secret_is_never_counted_and_a_wrong_one_of_many_is_told_to_wait(self, bench, pair):
        client_id, secret = bench.credentials(pair[0])
        client = bench.app.test_client()

        def token(secret):
            form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
            return client.post("/partners/oauth/token", data=form)

        assert {token(secret).status_code for _ in range(70)} == {200}
        answers = [token(WRONG) for _ in range(31)]
        assert [answer.status_code for answer in answers] == [401] * 30 + [429]
        assert answers[0].headers["RateLimit-Policy"] == '"machine";q=30;w=600'
        assert answers[0].headers["RateLimit"] == '"machine";r=29'
        assert answers[-1].headers["RateLimit"] == f'"machine";r=0;t={waits(answers[-1])}'
        assert token(secret).status_code == 200
