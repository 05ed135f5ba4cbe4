"""Whom a body brings in as an administrator is none until the office agrees (T27)."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.partners.actions import people
from services.partners.models import PartnerUser
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from tests.partners.bench import BY, PASSWORD, csrf, sign_in
from tests.partners.test_directory_pages import page, send

WAITING = "/partners/staff/institutions/administrators"


@pytest.fixture
def staff(bench):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("approver").token)
    return client


class Newcomer:
    """Somebody whom the administrator of a body brought in, with the password that they chose."""

    def __init__(self, bench, body, role="partner_admin"):
        self.bench, self.body = bench, body
        self.admin = bench.browser(body, "partner_admin")
        self.name = f"i.huaj.{uuid4().hex[:8]}@example.org"
        self.made = send(self.admin, "/partners/people", username=self.name, role=role)
        self.word = re.search(r'besa-code">([^<]+)<', self.made.text).group(1)

    @property
    def user(self) -> PartnerUser:
        with self.bench.platform.database.reading() as session:
            return session.execute(select(PartnerUser).where(PartnerUser.username == self.name)).scalar_one()

    def own_password(self) -> None:
        """As they do it on the page of the first log-in."""
        browser = self.bench.app.test_client()
        answer = sign_in(browser, self.name, self.word)
        form = {"new": PASSWORD, "again": PASSWORD}
        assert send(browser, answer.headers["Location"], **form).status_code == 303

    def browser(self):
        client = self.bench.app.test_client()
        assert sign_in(client, self.name).status_code == 303
        return client

    def decided(self, staff, accepted: str):
        path = f"/partners/staff/institutions/{self.body.id}/administrators/{self.user.id}"
        return staff.post(path, data={"csrf_token": csrf(staff.get(WAITING)), "accepted": accepted})


@pytest.fixture
def newcomer(bench, pair):
    made = Newcomer(bench, pair[0])
    made.own_password()
    return made


def administers(client) -> bool:
    return client.get("/partners/people").status_code == 200


def test_who_was_brought_in_as_an_administrator_is_none_until_the_office_agrees(bench, newcomer, staff):
    assert "Si administrator pret zyrën" in newcomer.made.text
    assert "Pret zyrën për të administruar" in page(newcomer.admin, "/partners/people")
    browser = newcomer.browser()
    assert browser.get("/partners/inbox").status_code == 200
    assert not administers(browser)
    assert browser.post("/partners/people").status_code in {403, 400}
    assert newcomer.name in page(staff, WAITING)

    assert newcomer.decided(staff, "yes").status_code == 303
    assert browser.get("/partners/inbox").status_code == 302, "what they may do is other: they come in anew"
    assert administers(newcomer.browser())
    assert newcomer.name not in page(staff, WAITING)
    for action in ("partner_user.added", "partner_user.admin_confirmed"):
        assert bench.audited(action, newcomer.user.id) == 1


def test_who_was_refused_reads_and_answers_and_administers_nothing(bench, newcomer, staff):
    assert newcomer.decided(staff, "no").status_code == 303
    browser = newcomer.browser()
    assert browser.get("/partners/inbox").status_code == 200
    assert not administers(browser)
    assert newcomer.name not in page(staff, WAITING)
    assert bench.audited("partner_user.admin_refused", newcomer.user.id) == 1
    again = newcomer.decided(staff, "yes")
    assert "Për këtë është vendosur tashmë." in page(staff, again.headers["Location"])
    assert not administers(newcomer.browser())


def test_who_waits_brings_nobody_in_and_is_not_the_last_administrator(bench, newcomer):
    with pytest.raises(RuleViolation) as refused:
        admins = select(PartnerUser).where(
            PartnerUser.institution_id == newcomer.body.id, PartnerUser.role == "partner_admin", PartnerUser.active
        )
        with bench.platform.database.transaction() as session:
            [only] = session.execute(admins).scalars()
            people.leave(people_of(newcomer.body), session, only.id)
    assert refused.value.code == "last_admin"


def people_of(body):
    return Principal("partner", uuid4(), frozenset({"partner_admin"}), institution_id=body.id)


def test_who_was_switched_off_waits_no_more(bench, newcomer, staff):
    bench.platform.database.run(lambda session: people.deactivate_user(BY, session, newcomer.name))
    assert newcomer.name not in page(staff, WAITING)
    newcomer.decided(staff, "yes")
    assert newcomer.user.role == "partner_user"


def test_an_ordinary_person_waits_for_nobody_and_the_operator_makes_administrators(bench, pair, staff):
    made = Newcomer(bench, pair[0], role="partner_user")
    assert "pret zyrën" not in made.made.text
    assert made.name not in page(staff, WAITING)
    assert administers(bench.browser(pair[1], "partner_admin"))


def test_a_person_is_confirmed_for_their_own_body_alone_and_only_by_yes_or_no(bench, newcomer, pair, staff):
    token = csrf(staff.get(WAITING))
    other = f"/partners/staff/institutions/{pair[1].id}/administrators/{newcomer.user.id}"
    assert staff.post(other, data={"csrf_token": token, "accepted": "yes"}).status_code == 404
    nobody = f"/partners/staff/institutions/{pair[0].id}/administrators/{UUID(int=0)}"
    assert staff.post(nobody, data={"csrf_token": token, "accepted": "yes"}).status_code == 404
    for wrong in ("", "maybe"):
        assert newcomer.decided(staff, wrong).status_code == 422
    assert newcomer.user.role == "partner_user"
    with pytest.raises(NotFound), bench.platform.database.transaction() as session:
        people.decide_on_admin(BY, session, pair[1].id, newcomer.user.id, accepted=True)


@pytest.mark.parametrize("role", ["intake_officer", "case_officer", "publisher", "auditor"])
def test_who_does_not_keep_the_directory_sees_who_waits_and_no_button(bench, newcomer, role):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff(role).token)
    shown = page(client, WAITING)
    assert newcomer.name in shown
    assert 'name="accepted"' not in shown
    path = f"/partners/staff/institutions/{newcomer.body.id}/administrators/{newcomer.user.id}"
    assert client.post(path, data={"accepted": "yes"}).status_code in {400, 403}
    assert newcomer.user.role == "partner_user"
