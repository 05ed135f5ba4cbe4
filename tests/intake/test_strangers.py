"""Strangers who guess receipt codes keep no child out, and what limits them tells nobody that a child wrote."""

import pytest

from services.intake.domain import receipts
from services.intake.domain.receipts import new_code
from shared import tries
from shared.guessing import COOKIE
from tests.intake.conftest import BASE
from tests.strangers import CHEAP, NOON, apart, hour, moved, together, waits

MINE = f"{BASE}/complaints/mine"
HOME = "198.51.100.7"


@pytest.fixture
def code(world, monkeypatch):
    """The code of a complaint, which is checked quickly."""
    monkeypatch.setattr(receipts, "_HASHER", CHEAP)
    receipts._nobodys_hash.cache_clear()
    told = world.complain()
    world.strengthen()
    yield told["receipt_code"]
    receipts._nobodys_hash.cache_clear()


def ask(client, code, address=HOME):
    return client.get(MINE, headers={"Receipt-Code": code}, environ_base={"REMOTE_ADDR": address})


def page(world, address=HOME, language="sq"):
    """A browser on the page that asks for the code, and the token of its form."""
    client = world.client
    client.environ_base["REMOTE_ADDR"] = address
    shown = client.get("/intake/mine", query_string={"lang": language})
    return client, shown.text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.mark.parametrize("where", [apart, together])
def test_while_100_strangers_guess_codes_for_an_hour_the_right_code_opens_each_time(world, code, where):
    client = world.client

    def enter():
        for address in (where(1), "203.0.113.7"):
            assert ask(client, code, address).status_code == 200
            browser, token = page(world, address)
            assert browser.post("/intake/mine", data={"code": code, "csrf_token": token}).status_code == 303

    got = hour(lambda address: ask(client, new_code().shown(), address), where, enter)
    assert set(got) == ({404} if where is apart else {404, 429})


def test_a_wrong_code_of_many_is_told_to_wait_and_the_right_one_opens(world, code):
    client = world.client
    with moved(NOON):
        got = [ask(client, new_code().shown()).status_code for _ in range(32)]
        assert got == [404] * 30 + [429] * 2
        assert waits(ask(client, new_code().shown())) == 8
        assert ask(client, code).status_code == 200


def test_a_typing_error_costs_no_hash_and_is_not_counted(world, code, monkeypatch):
    def never(*_given):
        raise AssertionError

    monkeypatch.setattr(receipts._HASHER.__class__, "verify", never)
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert {ask(world.client, typed).status_code for typed in (mistyped, "ABC", code[:-2])} == {404}
    browser, token = page(world)
    assert browser.post("/intake/mine", data={"code": mistyped, "csrf_token": token}).status_code == 422
    assert world.rows("SELECT 1 FROM failed_tries") == []


def test_the_right_code_costs_no_count_in_any_way(world, code):
    assert {ask(world.client, code).status_code for _ in range(40)} == {200}
    assert world.rows("SELECT 1 FROM failed_tries") == []


def test_no_browser_of_a_complainant_is_known_by_a_cookie(world, code):
    visitor, _token = page(world)
    browser, token = page(world)
    assert browser.post("/intake/mine", data={"code": code, "csrf_token": token}).status_code == 303
    assert browser.get("/intake/mine").status_code == 200
    assert {cookie for cookie, _domain, _path in map(tuple, browser._cookies)} == {
        cookie for cookie, _domain, _path in map(tuple, visitor._cookies)
    }
    assert all(name != COOKIE for name in (cookie.key for cookie in browser._cookies.values()))


def test_who_shares_the_network_does_not_learn_that_somebody_wrote_or_typed_a_code(world, code):
    client = world.client
    ask(client, new_code().shown())
    answer = ask(client, new_code().shown())
    assert answer.headers["RateLimit-Policy"] == '"receipt";q=30;w=600'
    assert "RateLimit" not in answer.headers
    written = client.post(f"{BASE}/complaints", json={"narrative": "Fjalë"}, environ_base={"REMOTE_ADDR": HOME})
    assert "RateLimit" not in written.headers


def test_what_is_left_of_the_own_mailbox_is_told(world, code):
    answer = world.client.post(f"{MINE}/messages", json={"text": "Fjalë"}, headers={"Receipt-Code": code})
    assert answer.status_code == 201
    assert '"mailbox";q=60;w=600' in answer.headers["RateLimit-Policy"]
    assert answer.headers["RateLimit"] == '"mailbox";r=59'


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Provo përsëri pas 2 sekondash."), ("en", "Try again in 2 seconds.")]
)
def test_the_page_says_how_long_and_keeps_what_was_typed(world, code, language, words):
    typed = new_code().shown()
    with moved(NOON):
        for _ in range(30):
            ask(world.client, new_code().shown())
        browser, token = page(world, language=language)
        answer = browser.post("/intake/mine", data={"code": typed, "csrf_token": token})
    assert waits(answer) == 2
    assert words in answer.text
    assert f'value="{typed}"' in answer.text


def test_while_noisy_networks_stand_in_line_a_quiet_one_does_not(world, code):
    line = tries._lines()["noisy"]
    places = [line.places.acquire(blocking=False) for _ in range(2)]
    try:
        assert places == [True, True]
        assert ask(world.client, code).status_code == 200
    finally:
        line.places.release(2)


def test_who_writes_in_a_flood_keeps_what_was_written_and_reads_when_to_send_it(world, code):
    for _ in range(60):
        body = {"submitter": {"role": "child"}, "narrative": "Fjalë", "language": "sq"}
        world.client.post(f"{BASE}/complaints", json=body, environ_base={"REMOTE_ADDR": HOME})
    client, token = page(world, language="sq")
    form = {"role": "child", "narrative": "Më mbyllën në klasë", "way": "none", "csrf_token": token}
    answer = client.post("/intake/complain", data=form)
    assert int(answer.headers["Retry-After"]) == waits(answer) == 600
    assert "dërgoje përsëri pas 10 minutash" in answer.text
    assert "Më mbyllën në klasë" in answer.text


def test_who_writes_too_much_into_the_mailbox_keeps_the_last_message(world, code):
    client, token = page(world)
    client.post("/intake/mine", data={"code": code, "csrf_token": token})
    form = {"text": "Fjalët e fundit", "csrf_token": token}
    assert {client.post("/intake/mine/messages", data=form).status_code for _ in range(60)} == {303}
    answer = client.post("/intake/mine/messages", data=form)
    assert waits(answer) == 600
    assert "dërgoje përsëri pas 10 minutash" in answer.text
    assert "Fjalët e fundit" in answer.text
