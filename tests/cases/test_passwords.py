"""One's own password: another one, the first one, and one for somebody who forgot theirs."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.cases.actions import staff
from services.cases.rescues.models import AccountRescue
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.principal import Principal
from shared.tries import pace_of
from tests.cases.pages_world import PASSWORD, office, said, world
from tests.strangers import moved

__all__ = ["office", "world"]
TESTER = Principal("operator:test")
OWN = "gjelbërim karrocë trëndafil"
ACCOUNT, CHANGE, ACCOUNTS = "/cases/staff/account", "/cases/staff/account/password", "/cases/staff/accounts"
FIRST, RESCUES = "/cases/login/password", "/cases/staff/rescues"


@pytest.fixture
def somebody(world):
    """An account of its own for a test that changes its password; the password is PASSWORD."""
    name = f"ekspert.{uuid4().hex[:8]}"
    member = world.run(
        lambda session: staff.add(TESTER, session, name, "Ekspert Shembulli", ["publisher"], PASSWORD, now=utc_now())
    )
    return member.id, name


def log_in(world, name, password=PASSWORD, client=None, url="/cases/login"):
    client = client or world.client()
    return world.post(client, url, {"username": name, "password": password}), client


def send(client, url, form_on=CHANGE, **data):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(form_on).text)[1]
    return client.post(url, data={"csrf_token": token, **data})


def api(world, name, password, **more):
    told = {"username": name, "password": password, **more}
    return world.app.test_client().post("/cases/api/v1/sessions", json=told)


def ask(client, staff_id, what="password"):
    path = {"password": "password", "second_factor": "second-factor/removal"}[what]
    return send(client, f"{ACCOUNTS}/{staff_id}/{path}", ACCOUNTS)


def the_open(world, staff_id, what="password"):
    mine = (AccountRescue.staff_id == staff_id, AccountRescue.what == what, AccountRescue.done_at.is_(None))
    with world.platform.database.reading() as session:
        return session.execute(select(AccountRescue.id).where(*mine, AccountRescue.stopped_at.is_(None))).scalar()


def do(world, client, rescue_id, step):
    return world.post(client, f"{RESCUES}/{rescue_id}/{step}", {})


def rescued(world, staff_id, what="password"):
    """The page on which an administrator did it, to whom the commissioner agreed."""
    admin = world.client("admin")
    assert ask(admin, staff_id, what).location == RESCUES
    rescue = the_open(world, staff_id, what)
    do(world, world.client("commissioner"), rescue, "agreement")
    return do(world, admin, rescue, "completion")


class TestAnother:
    def test_it_ends_every_other_log_in_and_this_one_goes_on(self, world, somebody):
        _id, name = somebody
        (_answer, here), (_other, elsewhere) = log_in(world, name), log_in(world, name)
        bearer = api(world, name, PASSWORD).json["token"]
        before = here.get_cookie(STAFF_COOKIE, path="/").value
        done = send(here, CHANGE, current=PASSWORD, new=OWN, again=OWN)
        assert (done.status_code, done.location) == (303, ACCOUNT)
        assert "Fjalëkalimi u ndryshua" in said(here.get(ACCOUNT).text)
        assert here.get(ACCOUNT).status_code == 200
        assert elsewhere.get(ACCOUNT).status_code == 302
        here.set_cookie(STAFF_COOKIE, before, path="/")
        assert here.get(ACCOUNT).status_code == 302
        asked = world.app.test_client().get("/cases/api/v1/sessions", headers={"Authorization": f"Bearer {bearer}"})
        assert asked.status_code == 401
        assert log_in(world, name)[0].status_code == 422
        assert log_in(world, name, OWN)[0].status_code == 303

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            ({"current": "e gabuar"}, "Fjalëkalimi i tanishëm nuk është i saktë"),
            ({"new": "e shkurtër", "again": "e shkurtër"}, "të paktën 15 shenja"),
            ({"new": "qwertyuiopasdfghjkl", "again": "qwertyuiopasdfghjkl"}, "gjetur në vjedhje"),
            ({"new": PASSWORD, "again": PASSWORD}, "fjalëkalimi i mëparshëm"),
            ({"again": "x"}, "nuk janë njësoj"),
            ({"new": "", "again": ""}, "Shkruani fjalëkalimin"),
            ({"new": "Ekspert Shembulli 26", "again": "Ekspert Shembulli 26"}, "emrave dhe fjalëve të njohura"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field_and_changes_nothing(self, world, somebody, data, told):
        _id, name = somebody
        _answer, client = log_in(world, name)
        refused = send(client, CHANGE, **{"current": PASSWORD, "new": OWN, "again": OWN, **data})
        assert refused.status_code == 422
        assert told in said(refused.text)
        assert OWN not in refused.text
        assert client.get(ACCOUNT).status_code == 200
        assert log_in(world, name)[0].status_code == 303

    def test_a_session_left_open_is_no_way_to_guess_the_password(self, world, somebody):
        _id, name = somebody
        _answer, client = log_in(world, name)
        free = pace_of("network").free
        with moved(utc_now()):
            wrong = [send(client, CHANGE, current="e gabuar", new=OWN, again=OWN).status_code for _ in range(free)]
            waits = send(client, CHANGE, current=PASSWORD, new=OWN, again=OWN)
        assert wrong == [422] * free
        assert (waits.status_code, int(waits.headers["Retry-After"]) > 0) == (429, True)


class TestGivenBySomebodyElse:
    @pytest.fixture
    def given(self, world, somebody):
        """What an administrator read on the page after having reset it."""
        page = rescued(world, somebody[0])
        assert page.status_code == 200
        return re.search(r'<code class="besa-code">([^<]+)<', page.text)[1]

    def test_it_leads_to_a_page_where_ones_own_is_chosen_and_nowhere_else(self, world, somebody, given):
        _id, name = somebody
        led, client = log_in(world, name, given, url="/cases/login?next=/cases/staff/cases")
        assert (led.status_code, led.location) == (303, FIRST)
        assert client.get_cookie(STAFF_COOKIE, path="/") is None
        assert client.get(ACCOUNT).status_code == 302
        assert api(world, name, given).json["code"] == "password_must_change"
        done = send(client, FIRST, FIRST, new=OWN, again=OWN)
        assert (done.status_code, done.location) == (303, "/cases/staff/cases")
        assert client.get(ACCOUNT).status_code == 200
        assert log_in(world, name, given)[0].status_code == 422
        assert api(world, name, OWN).status_code == 201

    @pytest.mark.parametrize("new", ["e shkurtër", "qwertyuiopasdfghjkl", "given"])
    def test_the_first_one_of_ones_own_follows_the_rule(self, world, somebody, given, new):
        _led, client = log_in(world, somebody[1], given)
        new = given if new == "given" else new
        refused = send(client, FIRST, FIRST, new=new, again=new)
        assert refused.status_code == 422
        assert 'id="new-error"' in refused.text
        assert client.get_cookie(STAFF_COOKIE, path="/") is None

    def test_it_ends_what_was_open_and_the_password_of_before(self, world, somebody):
        _id, name = somebody
        _answer, client = log_in(world, name)
        rescued(world, somebody[0])
        assert client.get(ACCOUNT).status_code == 302
        assert log_in(world, name)[0].status_code == 422

    def test_what_was_proved_before_a_reset_leads_nowhere(self, world, somebody, given):
        staff_id, name = somebody
        _led, client = log_in(world, name, given)
        world.run(lambda session: staff.change_password(TESTER, session, name, PASSWORD, now=utc_now()))
        late = send(client, FIRST, FIRST, new=OWN, again=OWN)
        assert (late.status_code, late.location) == (303, "/cases/login")
        assert "nuk vlen më" in said(client.get("/cases/login").text)
        assert log_in(world, name)[0].status_code == 303
        assert staff_id

    def test_after_a_week_it_counts_no_more(self, world, somebody, given):
        staff_id, name = somebody
        world.run(
            lambda session: session.connection().exec_driver_sql(
                "UPDATE staff_member SET password_until = now() - interval '1 second' WHERE id = %s", (staff_id,)
            )
        )
        assert log_in(world, name, given)[0].status_code == 422

    def test_nobody_resets_their_own_nor_what_is_not_there(self, world):
        admin = world.client("admin")
        own, none = ask(admin, world.people["admin"]), ask(admin, uuid4())
        assert (own.status_code, none.status_code) == (403, 404)

    def test_without_a_password_that_was_shown_the_page_leads_to_the_log_in(self, world):
        answer = world.client().get(FIRST)
        assert (answer.status_code, answer.location) == (303, "/cases/login")
