"""Strangers who guess passwords of staff and codes of letters keep nobody else out."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import text

from services.cases.actions import staff
from services.cases.app import create_app
from shared import metrics, tries
from shared.clock import utc_now
from shared.guessing import COOKIE
from shared.principal import Principal
from tests.cases.bench import API, PASSWORD
from tests.strangers import CHEAP, NOON, apart, hour, moved, together, waits

TESTER = Principal("operator:test")
NAME, COLLEAGUE = "ekspert.shembull", "kolege.shembull"
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.7"
WRONG = "e gabuar"


@pytest.fixture
def office(bench, monkeypatch):
    """Two people whose passwords are checked quickly."""
    monkeypatch.setattr(staff, "HASHER", CHEAP)
    staff._nobodys_hash.cache_clear()
    with bench.platform.database.transaction() as session:
        for name in (NAME, COLLEAGUE):
            staff.add(TESTER, session, name, "Shembull", ["case_officer"], PASSWORD, now=utc_now())
    yield bench.app
    staff._nobodys_hash.cache_clear()


def log_in(client, address=HOME, password=PASSWORD, name=NAME):
    body = {"username": name, "password": password}
    return client.post(f"{API}/sessions", json=body, environ_base={"REMOTE_ADDR": address})


def stranger(app, address=HOME, name=NAME):
    return log_in(app.test_client(), address, WRONG, name)


def known_device(app, name=NAME):
    client = app.test_client()
    assert log_in(client, name=name).status_code == 201
    return client


@pytest.mark.parametrize("where", [apart, together])
def test_while_100_strangers_guess_for_an_hour_the_right_person_gets_in_each_time(office, where):
    with moved(NOON):
        known = known_device(office)

    def enter():
        assert log_in(known, where(1)).status_code == 201
        assert log_in(office.test_client(), ELSEWHERE).status_code == 201

    got = hour(lambda address: stranger(office, address), where, enter)
    assert set(got) == {401, 429}
    # Twelve hundred guesses; the rest was not looked at.
    assert got.count(401) < (900 if where is apart else 30)


def test_with_a_new_device_among_the_strangers_of_ones_own_network_one_waits_a_minute_at_most(office):
    with moved(NOON):
        for _ in range(100):
            stranger(office)
        seconds = waits(log_in(office.test_client()))
        assert seconds <= 60
    with moved(NOON + timedelta(seconds=seconds)):
        assert log_in(office.test_client()).status_code == 201


def test_five_are_free_and_then_each_wait_is_twice_as_long_up_to_a_minute(office):
    seconds, waited = 0, []
    with moved(NOON):
        assert [stranger(office).status_code for _ in range(5)] == [401] * 5
    for _ in range(7):
        with moved(NOON + timedelta(seconds=seconds)):
            waited.append(waits(stranger(office)))
        seconds += waited[-1]
        with moved(NOON + timedelta(seconds=seconds)):
            assert stranger(office).status_code == 401
    assert waited == [2, 4, 8, 16, 32, 60, 60]


def test_an_hour_later_all_is_forgotten(office):
    with moved(NOON):
        assert [stranger(office).status_code for _ in range(6)][-1] == 429
    with moved(NOON + timedelta(minutes=61)):
        assert [stranger(office).status_code for _ in range(6)] == [401] * 5 + [429]


def test_the_right_password_is_never_counted(office):
    client = office.test_client()
    for _ in range(20):
        client.delete_cookie(COOKIE, path="/cases")
        assert log_in(client).status_code == 201


def test_many_networks_on_one_name_have_one_guess_each_and_the_right_person_gets_in(office):
    counted = metrics.TRIES_MANY.labels("staff", "attacked")._value.get()
    with moved(NOON):
        known = known_device(office)
        for number in range(100):
            assert stranger(office, apart(number)).status_code == 401
        assert metrics.TRIES_MANY.labels("staff", "attacked")._value.get() == counted + 1
        assert stranger(office, apart(300)).status_code == 401
        assert waits(stranger(office, apart(300))) == 30
        assert log_in(office.test_client(), ELSEWHERE).status_code == 201
        assert [log_in(known, password=WRONG).status_code for _ in range(5)] == [401] * 5
        assert log_in(known).status_code == 201
        assert stranger(office, apart(301), COLLEAGUE).status_code == 401
        assert log_in(office.test_client(), apart(302), name=COLLEAGUE).status_code == 201


def test_one_network_alone_makes_no_name_an_attacked_one(office):
    for minute in range(59):
        with moved(NOON + timedelta(minutes=minute)):
            for _ in range(3):
                stranger(office)
    with moved(NOON + timedelta(minutes=59)):
        assert [stranger(office, ELSEWHERE).status_code for _ in range(2)] == [401, 401]


def test_one_network_on_all_names_gets_one_slot_and_its_right_person_in(office):
    with moved(NOON):
        for number in range(200):
            assert stranger(office, together(number), f"emri.{number}").status_code == 401
        assert log_in(office.test_client(), together(1)).status_code == 201
        tries._lines()["noisy"].places.acquire()
        tries._lines()["noisy"].places.acquire()
        try:
            assert waits(stranger(office, together(1))) == 1
            assert log_in(office.test_client(), ELSEWHERE).status_code == 201
        finally:
            tries._lines()["noisy"].places.release(2)
        assert log_in(office.test_client(), together(1)).status_code == 201


def site(number):
    """An address in a network of its own, all in one IPv6 /48."""
    return f"2001:db8:7:{number:x}::9"


def test_whoever_has_a_whole_ipv6_site_guesses_no_faster_than_one_network_after_the_first_twenty(office):
    with moved(NOON):
        known = known_device(office)
        got = [stranger(office, site(number)).status_code for number in range(40)]
        assert got == [401] * 20 + [429] * 20
        assert waits(stranger(office, site(99))) <= 60
        # Neither does it make the name an attacked one, nor close it for another site, a colleague or a known device.
        assert [stranger(office, "2001:db8:8::9").status_code for _ in range(5)] == [401] * 5
        assert log_in(office.test_client(), site(1), name=COLLEAGUE).status_code == 201
        assert log_in(known, site(1)).status_code == 201
    with moved(NOON + timedelta(seconds=60)):
        assert log_in(office.test_client(), site(99)).status_code == 201


def test_a_flood_that_fills_every_place_to_hash_in_shuts_no_known_device_out(office):
    with moved(NOON):
        known = known_device(office)
        full = [tries._lines()[lane].places for lane in ("quiet", "noisy")]
        taken = [place for place in full for _ in iter(lambda place=place: place.acquire(blocking=False), False)]
        try:
            assert waits(log_in(office.test_client(), ELSEWHERE)) == 1
            assert log_in(known).status_code == 201
        finally:
            for place in taken:
                place.release()
        # Who had to come back lost no try by it.
        assert log_in(office.test_client(), ELSEWHERE).status_code == 201


def test_a_flood_out_of_one_ipv6_site_takes_no_place_of_others(office):
    with moved(NOON):
        got = {stranger(office, site(number), f"emri.{number}").status_code for number in range(200)}
        assert got == {401}
        noisy = tries._lines()["noisy"].places
        taken = list(iter(lambda: noisy.acquire(blocking=False), False))
        try:
            assert waits(stranger(office, site(777), "tjeter.emer")) == 1
            assert log_in(office.test_client(), "2001:db8:8::9").status_code == 201
        finally:
            for _place in taken:
                noisy.release()


def test_at_once_there_are_no_more_guesses_than_one_after_the_other(office):
    with moved(NOON), ThreadPoolExecutor(8) as pool:
        got = sorted(pool.map(lambda _number: stranger(office).status_code, range(24)))
    assert got == [401] * 5 + [429] * 19


def test_a_known_device_has_ten_of_its_own_and_is_then_one_like_any_other(office):
    with moved(NOON):
        known = known_device(office)
        assert [log_in(known, password=WRONG).status_code for _ in range(16)] == [401] * 15 + [429]
        assert log_in(office.test_client(), ELSEWHERE).status_code == 201
    with moved(NOON + timedelta(minutes=16)):
        assert log_in(known).status_code == 201


def blocked(app, cookie):
    """Whether a device with that cookie waits like a stranger where strangers used up what is free."""
    client = app.test_client()
    client.set_cookie(COOKIE, cookie, path="/cases")
    return log_in(client).status_code == 429


def test_a_cookie_that_is_forged_foreign_cut_or_old_is_an_unknown_device(office):
    with moved(NOON):
        own = known_device(office).get_cookie(COOKIE, path="/cases").value
        foreign = known_device(office, COLLEAGUE).get_cookie(COOKIE, path="/cases").value
        raw = urlsafe_b64decode(own)
        forged = urlsafe_b64encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode()
        for _ in range(6):
            stranger(office)
        bad = [foreign, forged, own[:-8], "", "Ë" * 9, "%%%", "A" * 3_000]
        assert [blocked(office, cookie) for cookie in bad] == [True] * len(bad)
        assert not blocked(office, own)
    with moved(NOON + timedelta(days=181)):
        for _ in range(6):
            stranger(office)
        assert blocked(office, own)


def test_several_people_of_one_computer_are_known_there_and_the_cookie_names_none(office):
    with moved(NOON):
        client = known_device(office)
        assert log_in(client, name=COLLEAGUE).status_code == 201
        for name in (NAME, COLLEAGUE):
            for _ in range(6):
                stranger(office, name=name)
        assert [log_in(client, name=name).status_code for name in (NAME, COLLEAGUE)] == [201, 201]
    cookie = client.get_cookie(COOKIE, path="/cases")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/cases")
    assert NAME.encode() not in urlsafe_b64decode(cookie.value)


def test_a_restart_keeps_the_counts_and_the_known_devices(office, settings):
    with moved(NOON):
        known = known_device(office).get_cookie(COOKIE, path="/cases").value
        for _ in range(6):
            stranger(office)
        again = create_app(settings)
        assert waits(stranger(again)) > 0
        assert not blocked(again, known)
    again.extensions["besa"].database.dispose()


def test_what_is_kept_tells_of_nobody_and_goes(office, bench):
    with moved(NOON):
        stranger(office)
    with bench.platform.database.transaction() as session:
        kept = str(session.execute(text("SELECT * FROM failed_tries")).all())
        assert "staff:here:" in kept
        assert NAME not in kept
        assert HOME.rsplit(".", 1)[0] not in kept
        tries.sweep(session, NOON + timedelta(minutes=59))
        assert session.execute(text("SELECT count(*) FROM failed_tries")).scalar_one() > 0
        tries.sweep(session, NOON + timedelta(minutes=61))
        assert session.execute(text("SELECT count(*) FROM failed_tries")).scalar_one() == 0


def test_the_api_says_what_is_left_and_openapi_that_it_does(office):
    with moved(NOON):
        answers = [stranger(office) for _ in range(6)]
    assert answers[0].headers["RateLimit-Policy"] == '"staff";q=5;w=3600'
    assert [answer.headers["RateLimit"] for answer in answers[:2]] == ['"staff";r=4', '"staff";r=3']
    assert waits(answers[-1]) == 2
    assert answers[-1].headers["RateLimit"] == '"staff";r=0;t=2'
    assert answers[-1].json["code"] == "too_many"
    described = office.test_client().get(f"{API}/openapi.json").json["paths"][f"{API}/sessions"]["post"]["responses"]
    assert set(described["429"]["headers"]) == {"RateLimit-Policy", "RateLimit", "Retry-After"}


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Provoni përsëri pas 2 sekondash."), ("en", "Try again in 2 seconds.")]
)
def test_the_page_says_how_long_and_keeps_the_name(office, language, words):
    with moved(NOON):
        for _ in range(5):
            stranger(office)
        client = office.test_client()
        page = client.get("/cases/login", query_string={"lang": language}, environ_base={"REMOTE_ADDR": HOME})
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"username": NAME, "password": PASSWORD, "csrf_token": token}
        refused = client.post("/cases/login", data=form, environ_base={"REMOTE_ADDR": HOME})
    assert waits(refused) == 2
    assert words in unescape(refused.text)
    assert f'value="{NAME}"' in refused.text
    assert PASSWORD not in refused.text
