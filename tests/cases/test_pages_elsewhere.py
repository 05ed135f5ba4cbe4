"""On the pages: a case that a court has, what it does to an obligation, and a referral that says so."""

import re

import pytest
from sqlalchemy import text

from tests.cases.pages_world import TYPED_SOURCE, office, said, world
from tests.cases.test_where_it_stands import posted

__all__ = ["office", "world"]


def case_url(act):
    return f"/cases/staff/cases/{act.case_id}"


def step(world, act, key, **typed):
    client = world.client("approver")
    data = {f"{key}-{name}": value for name, value in typed.items()}
    return world.post(client, f"{case_url(act)}/steps/{key}", data)


def obligation_page(world, act):
    one = world.obligations(act)[0].obligation.id
    return said(world.client("case_officer").get(f"/cases/staff/obligations/{one}").text)


def test_a_letter_that_is_held_is_said_to_stay_and_not_to_wait_in_the_post_book(world):
    act = world.issued()
    posted(world, act, "to_post")
    officer = world.client("case_officer")
    places = (f"recommendations/{act.id}", "tasks", f"cases/{act.case_id}")

    def pages():
        yield obligation_page(world, act)
        yield from (said(officer.get(f"/cases/staff/{place}").text) for place in places)

    for page in pages():
        assert "në librin e postës" in page
    assert step(world, act, "suspend", reason="Gjykata e mori.", elsewhere="pending_before_court").status_code == 303
    for page in pages():
        assert "uk niset: çështjen e ka gjykata ose prokuroria" in page
        assert page.count("në librin e postës") <= page.count("Letra hyri në librin e postës"), "but as history"


def test_a_case_goes_to_court_and_comes_back_and_its_obligation_says_so(world):
    act = world.issued()
    world.delivered(act, days_ago=50)
    assert "Pa përgjigje pas afatit" in obligation_page(world, act)
    gone = step(world, act, "suspend", reason="Gjykata e mori.", elsewhere="pending_before_court")
    assert gone.status_code == 303
    page = obligation_page(world, act)
    assert "E ka gjykata ose prokuroria që nga" in page
    assert "Pa datë: çështjen e ka gjykata ose prokuroria" in page
    assert "asnjë hap nuk hartohet" in page
    assert "Pa përgjigje pas afatit" not in page
    assert step(world, act, "resume", elsewhere="none").status_code == 303
    page = obligation_page(world, act)
    assert "Pa përgjigje pas afatit" in page
    history = said(world.client("case_officer").get(case_url(act)).text)
    assert "afatet u ndalën dhe hapat presin" in history
    assert "afatet dhe hapat vazhdojnë" in history


def test_a_case_is_closed_on_that_ground_without_any_assessment(world):
    act = world.issued()
    world.delivered(act)
    assert step(world, act, "close", outcome="pending_before_court", reason="Gjykata e mori.").status_code == 303
    assert "Nuk mund të vlerësohet" in obligation_page(world, act)


@pytest.fixture
def proposed(world):
    """An act, and a referral of the same case whose outcome says that the prosecution has the matter."""
    act = world.issued()
    world.delivered(act)
    referral = world.issued(act.case_id, kind="prosecution_referral", addressed="prosecution")
    world.delivered(referral, addressed="prosecution")
    owed = world.obligations(referral)[0].obligation
    client, on = world.client("case_officer"), owed.issued_on
    day = {"outcome-on-day": on.day, "outcome-on-month": on.month, "outcome-on-year": on.year}
    source = {name.replace("assessment-", "outcome-"): typed for name, typed in TYPED_SOURCE.items()}
    started = {"outcome-outcome": "investigation_started", **source, **day}
    assert world.post(client, f"/cases/staff/obligations/{owed.id}/outcome", started).status_code == 303
    return act


def test_what_waits_to_be_confirmed_stands_on_the_home_page_of_the_officer_and_of_who_leads(world, proposed):
    line = "A e ka gjykata ose prokuroria?"
    with world.platform.database.transaction() as session:
        session.execute(text("UPDATE case_file SET officer_id = NULL"))
    assert line not in world.client("case_officer").get("/cases/").text, "nobody's case is not theirs to confirm"
    with world.platform.database.transaction() as session:
        officer = world.principal("case_officer").id
        session.execute(text("UPDATE case_file SET officer_id = :id"), {"id": officer})
    for role in ("case_officer", "approver", "commissioner"):
        home = world.client(role).get("/cases/").text
        assert line in home, role
        assert home.index(line) < home.index(case_url(proposed)), role
    client = world.client("case_officer")
    proposal = re.search(r"/elsewhere/([0-9a-f-]+)", client.get(case_url(proposed)).text)[1]
    declined = {f"bar-{proposal}-accept": "no", f"bar-{proposal}-reason": "Hetimi është për tjetër gjë."}
    assert world.post(client, f"{case_url(proposed)}/elsewhere/{proposal}", declined).status_code == 303
    assert line not in client.get("/cases/").text


def test_what_a_referral_proposes_is_confirmed_on_the_page_of_the_case(world, proposed):
    act, client = proposed, world.client("case_officer")
    page = client.get(case_url(act)).text
    assert "Për t'u konfirmuar: Është para prokurorisë" in said(page)
    proposal = re.search(r"/elsewhere/([0-9a-f-]+)", page)[1]
    url = f"/cases/staff/cases/{act.case_id}/elsewhere/{proposal}"
    refused = world.post(client, url, {f"bar-{proposal}-accept": "yes", f"bar-{proposal}-reason": ""})
    assert refused.status_code == 422
    decided = {f"bar-{proposal}-accept": "yes", f"bar-{proposal}-reason": "Prokuroria heton."}
    assert world.post(client, url, decided).status_code == 303
    assert "E pezulluar" in said(client.get(case_url(act)).text)
    assert "E ka gjykata ose prokuroria që nga" in obligation_page(world, act)
