"""Whoever gives an account a password and takes its second factor away is that person: no one of a body, nor of the office, does both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from services.partners import data
from services.partners.models import PartnerUser
from shared.clock import utc_now
from shared.events.catalogue import PasswordGiven, SecondFactorRemoved
from shared.yaml_files import read_yaml
from tests.partners.test_own_log_ins import PEOPLE, send
from tests.partners.test_second_factor import browser, id_of, named, secured, set_up

__all__ = ["named", "secured"]


def acts(page, user_id):
    return f"{page}/{user_id}/password", f"{page}/{user_id}/second-factor/removal"


def done(bench, user_id):
    return bench.audited("password.given", user_id), bench.audited("partner_user.factor_removed", user_id)


def office(bench):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("approver").token)
    return client


@pytest.mark.parametrize("first", [0, 1])
def test_of_the_two_halves_one_person_does_one(bench, pair, secured, first):
    user_id = id_of(bench, secured[0])
    both = acts(PEOPLE, user_id)
    admin, other = (bench.browser(pair[0], "partner_admin") for _ in range(2))
    assert send(admin, both[first], PEOPLE).status_code in (200, 303)
    assert send(admin, both[1 - first], PEOPLE).location == PEOPLE
    assert "Tjetrën e bën një administrator tjetër ose zyra" in unescape(admin.get(PEOPLE).text)
    assert done(bench, user_id) == (1 - first, first)
    assert send(other, both[1 - first], PEOPLE).status_code in (200, 303)
    assert done(bench, user_id) == (1, 1)
    body = {"user_id": str(user_id), "institution_id": str(pair[0].id)}
    assert bench.told(PasswordGiven, user_id=user_id) == bench.told(SecondFactorRemoved, user_id=user_id) == [body]


def test_seven_days_later_they_do_the_other_one_too(bench, pair, secured):
    user_id = id_of(bench, secured[0])
    given, removed = acts(PEOPLE, user_id)
    admin = bench.browser(pair[0], "partner_admin")
    send(admin, given, PEOPLE)
    for days, expected in ((6, 0), (7, 1)):
        with bench.platform.database.transaction() as session:
            session.get_one(PartnerUser, user_id).password_given_at = utc_now() - timedelta(days=days, seconds=1)
        send(admin, removed, PEOPLE)
        assert done(bench, user_id) == (1, expected)


def test_not_at_once_either(bench, pair, secured):
    user_id, name = id_of(bench, secured[0]), bench.user(pair[0], "partner_admin")
    clients = [browser(bench, name)[0] for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda client, act: send(client, act, PEOPLE), clients, acts(PEOPLE, user_id)))
    assert sum(done(bench, user_id)) == 1


def test_for_an_administrator_the_office_does_either_and_no_officer_both(bench, pair):
    name = bench.user(pair[0], "partner_admin")
    set_up(browser(bench, name)[0])
    user_id, admin = id_of(bench, name), bench.browser(pair[0], "partner_admin")
    assert f"Hiq hapin e dytë të {name}" not in unescape(admin.get(PEOPLE).text)
    for act in acts(PEOPLE, user_id):
        assert send(admin, act, PEOPLE).location == PEOPLE
        assert "vetëm zyra" in unescape(admin.get(PEOPLE).text)
    assert done(bench, user_id) == (0, 0)
    page = f"/partners/staff/institutions/{pair[0].id}/people"
    given, removed = acts(page, user_id)
    officer, second = office(bench), office(bench)
    assert send(officer, acts(page.replace(str(pair[0].id), str(pair[1].id)), user_id)[0], page).status_code == 404
    assert '<code class="besa-code">' in send(officer, given, page).text
    assert send(officer, removed, page).location == page
    assert done(bench, user_id) == (1, 0)
    assert send(second, removed, page).location == page
    assert done(bench, user_id) == (1, 1)


def test_it_is_as_long_as_among_staff():
    [staff] = read_yaml(Path("services/cases/data/second_factor.yaml"))["rescues"]
    assert data.rescues_apart(utc_now().date()) == timedelta(hours=staff["apart_hours"])
