"""Pages around an act: its letter as PDF, a successor drafted from it, its outcome, and the list of those who publish."""

import re

import pytest
from sqlalchemy import func, select

from services.cases.actions import steps
from services.cases.domain.case import Step
from services.cases.models import Recommendation
from services.cases.schemas.cases import StepBody
from shared.audit import AuditEntry
from shared.clock import utc_now
from tests.cases.bench import today
from tests.cases.pages_world import NOBODY, TYPED_SOURCE, office, said, summary_links, world

__all__ = ["office", "world"]


def at(act, rest=""):
    return f"/cases/staff/recommendations/{act.id}{rest}"


def fields_of(page):
    """What a browser would send back of a form: inputs, areas, chosen options."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    typed = dict(re.findall(r'<input[^>]*id="[^"]*"[^>]*name="([^"]+)"[^>]*type="text"[^>]*value="([^"]*)"', page))
    typed |= dict(re.findall(r'<input[^>]*id="[^"]*"[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>', page))
    areas = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    checked = dict(re.findall(r'<input[^>]*name="([^"]+)" type="radio" value="([^"]*)" checked', page))
    return {**typed, **hidden, **areas, **checked}


class TestLetter:
    def test_an_officer_opens_the_letter_of_each_addressee_from_the_act(self, world):
        act, client = world.issued(), world.client("case_officer")
        path = at(act, f"/letters/{world.bodies['municipality']}")
        assert f'href="{path}"' in client.get(at(act)).text
        letter = client.get(path)
        assert (letter.status_code, letter.mimetype) == (200, "application/pdf")
        assert letter.headers["Content-Disposition"] == f'inline; filename="{act.number}.pdf"'

    def test_a_draft_has_a_preview(self, world):
        draft, client = world.draft(world.case()), world.client("approver")
        assert "Projekti i letrës (PDF)" in client.get(at(draft)).text
        letter = client.get(at(draft, f"/letters/{world.bodies['municipality']}"))
        assert letter.headers["Content-Disposition"] == 'inline; filename="draft.pdf"'

    def test_no_letter_for_others(self, world):
        act = world.issued()
        assert world.client("case_officer").get(at(act, f"/letters/{NOBODY}")).status_code == 404
        assert world.client("publisher").get(at(act, f"/letters/{world.bodies['municipality']}")).status_code == 403


class TestSuccessor:
    def test_a_button_drafts_a_copy_that_takes_the_old_ones_place_when_it_is_issued(self, world):
        old, client = world.issued(), world.client("case_officer")
        link = re.search(r'href="([^"]*supersedes=[^"]*)"', client.get(at(old)).text)
        page = client.get(link[1].replace("&amp;", "&"))
        assert page.status_code == 200
        assert "Harto një akt që zëvendëson një tjetër" in page.text
        form = fields_of(page.text)
        assert form["title"] == old.title and form["items-1-text"] == "Të shqyrtohen rastet e ngjashme."
        saved = world.post(
            client, link[1].replace("&amp;", "&"), {**form, "do": "save", "addressees-0-role": "responsible"}
        )
        assert saved.status_code == 303, said(saved.text)
        new = world.run(
            lambda session: session.execute(
                select(Recommendation).where(Recommendation.supersedes == old.id)
            ).scalar_one()
        )
        edit = client.get(at(new, "/edit")).text
        again = {
            **fields_of(edit),
            "do": "save",
            "title": "Shembull: tekst më i mirë",
            "addressees-0-role": "responsible",
        }
        assert world.post(client, at(new, "/edit"), again).status_code == 303
        leader = world.client("approver")
        digest = world.run(lambda session: session.get_one(Recommendation, new.id).content_hash)
        for action in ("/approval", "/issue"):
            done = world.post(leader, at(new, action), {"content_hash": digest})
            assert done.status_code == 303, said(done.text)
        shown = said(client.get(at(old)).text)
        assert "I zëvendësuar" in shown and "U zëvendësua nga: R-" in shown
        assert f"Zëvendëson: {old.number}" in said(client.get(at(new)).text)
        assert "supersedes=" not in client.get(at(old)).text

    @pytest.mark.parametrize("old", ["x", NOBODY])
    def test_what_is_no_act_of_the_case_has_no_successor(self, world, old):
        url = f"/cases/staff/cases/{world.case()}/recommendations/new?supersedes={old}"
        assert world.client("case_officer").get(url).status_code == 404

    def test_an_act_of_another_case_has_none_either(self, world):
        url = f"/cases/staff/cases/{world.case()}/recommendations/new?supersedes={world.issued().id}"
        assert world.client("case_officer").get(url).status_code == 404


def readings(world, obligation_id) -> int:
    entries = select(func.count()).where(
        AuditEntry.action == "obligation.read", AuditEntry.object_id == str(obligation_id)
    )
    return world.run(lambda session: session.execute(entries).scalar_one())


class TestOutcome:
    def test_the_decision_of_the_prosecution_is_recorded_with_its_day_and_proof(self, world):
        act, client = world.issued(kind="prosecution_referral", addressed="prosecution"), world.client("case_officer")
        world.delivered(act, addressed="prosecution")
        one = world.obligations(act)[0].obligation.id
        path = f"/cases/staff/obligations/{one}"
        page = client.get(path).text
        assert "Prokuroria filloi hetimin" in page and "E zbatuar pjesërisht" not in page
        refused = world.post(client, f"{path}/outcome", {"outcome-outcome": "investigation_started"})
        assert refused.status_code == 422
        assert summary_links(refused.text) == ["outcome-on"]
        on = today()
        day = {"outcome-on-day": on.day, "outcome-on-month": on.month, "outcome-on-year": on.year}
        source = {name.replace("assessment", "outcome"): value for name, value in TYPED_SOURCE.items()}
        filled = {"outcome-outcome": "investigation_started", **day, **source}
        for wrong in ({"outcome-outcome": "dismissed"}, {"outcome-outcome": ""}):
            assert world.post(client, f"{path}/outcome", {**filled, **wrong}).status_code == 422
        before = readings(world, one)
        done = world.post(client, f"{path}/outcome", filled)
        assert done.status_code == 303, said(done.text)
        assert readings(world, one) == before, "what is recorded is not a reading of the whole"
        assert "Çfarë u vendos Prokuroria filloi hetimin" in said(client.get(path).text)

    def test_where_measures_are_owed_there_is_no_decision_to_record(self, world):
        one = world.obligations(world.issued())[0].obligation.id
        client = world.client("case_officer")
        assert "Shëno çfarë u vendos" not in client.get(f"/cases/staff/obligations/{one}").text
        refused = world.post(client, f"/cases/staff/obligations/{one}/outcome", {"outcome-outcome": "dismissed"})
        assert refused.status_code == 404


class TestRequests:
    def test_an_officer_asks_for_information_on_the_page_of_the_case(self, world):
        case_id, client = world.case(findings=False), world.client("case_officer")
        path = f"/cases/staff/cases/{case_id}"
        asked = {
            "request_information-institution_id": str(world.bodies["municipality"]),
            "request_information-text": "Dërgoni listën e nxënësve.",
        }
        done = world.post(client, f"{path}/steps/request_information", asked)
        assert done.status_code == 303, said(done.text)
        page = said(client.get(path).text)
        assert "Kërkesë për informacion" in page and "I-20" in page

    def test_what_is_still_a_draft_is_not_said_to_be_done(self, world):
        case_id, client = world.case(findings=False), world.client("case_officer")
        asked = {
            "request_information-institution_id": str(world.bodies["municipality"]),
            "request_information-text": "Telefononi 069 123 45 67.",
        }
        done = world.post(client, f"/cases/staff/cases/{case_id}/steps/request_information", asked)
        assert (done.status_code, "/cases/staff/recommendations/" in done.headers["Location"]) == (303, True)
        page = said(client.get(done.headers["Location"]).text)
        assert "Kërkesa është ende projekt." in page
        assert "U kërkua informacion" not in page

    def test_a_longer_request_is_drafted_and_issued_by_its_author(self, world):
        case_id, client = world.case(findings=False), world.client("case_officer")
        act = world.draft(case_id, kind="information_request")
        page = client.get(at(act)).text
        assert "Lëshoje dhe dërgoje" in page and "duhet ta miratojë një person tjetër" not in page
        done = world.post(client, at(act, "/issue"), {"content_hash": act.content_hash})
        assert done.status_code == 303, said(done.text)

    def test_a_case_without_an_officer_asks_nobody(self, world):
        by = world.principal("case_officer")
        wanted = StepBody(step=Step.REQUEST_INFORMATION, institution_id=world.bodies["municipality"], text="x")
        case_id = world.case(findings=False)
        taken = world.run(
            lambda session: steps.take(by, session, world.platform.documents, case_id, wanted, now=utc_now())
        )
        assert taken.case.status == "under_investigation"


class TestPublisher:
    def test_a_publisher_begins_with_what_waits_for_the_decision(self, world):
        act, client = world.issued(), world.client("publisher")
        world.delivered(act)
        home = client.get("/cases/")
        assert (home.status_code, home.headers["Location"]) == (303, "/cases/staff/publications")
        page = said(client.get("/cases/staff/publications").text)
        assert act.number in page
        assert "Shfaqet menjëherë" in page
        decision = {"publication-decision": "publish", "publication-reason": "Me interes publik."}
        done = world.post(world.client("commissioner"), at(act, "/publication"), decision)
        assert done.status_code == 303, said(done.text)
        assert act.number not in client.get("/cases/staff/publications").text

    def test_a_referral_to_the_prosecution_is_not_among_them(self, world):
        act = world.issued(kind="prosecution_referral", addressed="prosecution")
        assert act.number not in world.client("publisher").get("/cases/staff/publications").text
        assert world.client("case_officer").get("/cases/staff/publications").status_code == 403
