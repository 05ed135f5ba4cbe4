"""A person of a body: their own log-ins, and a password that somebody else gave."""

import re
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners.actions import people
from tests.partners.bench import BY, PASSWORD, csrf, sign_in
from tests.partners.test_commands import run

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LOG_INS, FIRST, PEOPLE = "/partners/log-ins", "/partners/login/password", "/partners/people"
OWN = "gjelbërim karrocë trëndafil"


def inside(client):
    return client.get("/partners/inbox").status_code == 200


def send(client, url, form_on=LOG_INS, **data):
    return client.post(url, data={"csrf_token": csrf(client.get(form_on)), **data})


@pytest.fixture
def twice(bench, pair):
    """Two browsers of one person."""
    username = bench.user(pair[0])
    clients = bench.app.test_client(), bench.app.test_client()
    for client in clients:
        client.environ_base["HTTP_USER_AGENT"] = FIREFOX
        sign_in(client, username)
    return clients


def ends_of(client):
    return re.findall(r'action="(/partners/log-ins/[^"]+/end)"', client.get(LOG_INS).text)


class TestOwnLogIns:
    def test_they_are_shown_with_the_device_and_which_one_this_is(self, twice):
        page = unescape(twice[0].get(LOG_INS).text)
        assert page.count("Firefox, Linux") >= 2
        assert page.count("Kjo hyrje") == 1

    def test_one_is_ended_and_the_others_go_on(self, twice):
        here, elsewhere = twice
        other, mine, *_rest = ends_of(here)
        # The newest is first: the second browser's.
        assert send(here, other).status_code == 303
        assert (inside(here), inside(elsewhere)) == (True, False)
        assert send(here, mine).status_code == 303
        assert not inside(here)

    def test_all_others_are_ended_at_once(self, twice):
        here, elsewhere = twice
        assert send(here, f"{LOG_INS}/others/end").status_code == 303
        assert (inside(here), inside(elsewhere)) == (True, False)

    def test_that_of_somebody_else_is_not_there(self, bench, pair, twice):
        stranger = bench.browser(pair[0])
        before = ends_of(stranger)
        (theirs, *_more) = ends_of(twice[0])
        assert theirs not in before
        assert send(stranger, theirs).status_code == 404
        assert send(stranger, f"{LOG_INS}/{uuid4()}/end").status_code == 404
        assert inside(twice[1])


@pytest.fixture
def given(bench, pair):
    """A person and the password that the administrator of their body read on the page."""
    username = bench.user(pair[0])
    with bench.platform.database.reading() as session:
        user_id = session.execute(text("SELECT id FROM partner_user WHERE username = :n"), {"n": username}).scalar_one()
    admin = bench.browser(pair[0], "partner_admin")
    page = send(admin, f"{PEOPLE}/{user_id}/password", PEOPLE)
    assert page.status_code == 200
    return username, re.search(r'<code class="besa-code">([^<]+)<', page.text)[1]


class TestGivenBySomebodyElse:
    def test_it_leads_to_a_page_where_ones_own_is_chosen_and_nowhere_else(self, bench, given):
        username, password = given
        client = bench.app.test_client()
        led = sign_in(client, username, password, "/partners/login?next=/partners/log-ins")
        assert (led.status_code, led.location) == (303, FIRST)
        assert not inside(client)
        weak = send(client, FIRST, FIRST, new="qwertyuiopasdfghjkl", again="qwertyuiopasdfghjkl")
        assert (weak.status_code, "gjetur në vjedhje" in unescape(weak.text)) == (422, True)
        same = send(client, FIRST, FIRST, new=password, again=password)
        assert same.status_code == 422
        done = send(client, FIRST, FIRST, new=OWN, again=OWN)
        assert (done.status_code, done.location) == (303, LOG_INS)
        assert inside(client)
        assert sign_in(bench.app.test_client(), username, password).status_code == 422
        assert inside_with(bench, username, OWN)

    def test_it_ends_what_was_open(self, bench, pair):
        username = bench.user(pair[0])
        client = bench.app.test_client()
        sign_in(client, username)
        bench.platform.database.run(lambda session: give(session, username))
        assert not inside(client)
        assert sign_in(bench.app.test_client(), username).status_code == 422

    def test_after_a_week_it_counts_no_more(self, bench, given):
        username, password = given
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE partner_user SET password_until = now() WHERE username = :n"), {"n": username})
        assert sign_in(bench.app.test_client(), username, password).status_code == 422

    def test_what_was_proved_before_another_one_was_given_leads_nowhere(self, bench, given):
        username, password = given
        client = bench.app.test_client()
        sign_in(client, username, password)
        bench.platform.database.run(lambda session: give(session, username))
        late = send(client, FIRST, FIRST, new=OWN, again=OWN)
        assert (late.status_code, late.location) == (303, "/partners/login")
        assert not inside(client)

    def test_nobody_gives_one_to_themselves_nor_to_a_person_of_another_body(self, bench, pair):
        admin = bench.browser(pair[0], "partner_admin")
        foreign = bench.user(pair[1])
        with bench.platform.database.reading() as session:
            rows = session.execute(text("SELECT id, username, institution_id, role FROM partner_user")).all()
        theirs = next(row.id for row in rows if row.username == foreign)
        assert send(admin, f"{PEOPLE}/{theirs}/password", PEOPLE).status_code == 404
        own = [row.id for row in rows if row.institution_id == pair[0].id and row.role == "partner_admin"]
        assert 403 in {send(admin, f"{PEOPLE}/{one}/password", PEOPLE).status_code for one in own}

    def test_the_office_gives_one_by_command(self, bench, pair):
        username = bench.user(pair[0])
        password = run(bench, "partner-user", "password", "--username", username)["password"]
        assert sign_in(bench.app.test_client(), username, password).location == FIRST

    def test_without_a_password_that_was_shown_the_page_leads_to_the_log_in(self, bench):
        answer = bench.app.test_client().get(FIRST)
        assert (answer.status_code, answer.location) == (303, "/partners/login")


def inside_with(bench, username, password):
    client = bench.app.test_client()
    sign_in(client, username, password)
    return inside(client) and password != PASSWORD


def give(session, username):
    from shared.clock import utc_now

    user = people.by_username(session, username)
    people.give_password(BY, session, user, people.new_password(), now=utc_now())
