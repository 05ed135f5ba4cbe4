"""The pages of reports without a script: begun, frozen, written, approved and published at a desk, and read by anybody."""

import re

import pytest

from tests.cases.test_pages_visits import Browser, day
from tests.cases.test_reports import DAYS, approved, begun, read, step

LIST = "/cases/staff/reports"


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def publisher(bench):
    return bench.person("publisher", name="Shembull Botuesi")


class Desk(Browser):
    """One person at the pages of one report."""

    def press(self, page, name, **fields):
        """A button of the page, with what its form holds."""
        version = re.search(r'name="version" value="(\d+)"', self.get(page).text)
        data = {"version": version[1] if version else "", **fields}
        return self.post(f"{page}{name}", data, seen=page)


def place(report):
    return f"{LIST}/{report['report']['id']}"


class TestDesk:
    def test_a_report_is_begun_frozen_written_and_published_by_four_people(self, bench, monitor, approver, publisher):
        writer, second, shower = Desk(monitor), Desk(approver), Desk(publisher)
        wanted = {"kind": "thematic", "title_sq": "Uji në shkolla", "title_en": "Water in schools", "county": ""}
        made = writer.post(f"{LIST}/new", {**wanted, **day("first", "1 1 2021"), **day("last", "31 12 2021")})
        assert made.status_code == 303, made.text
        page = made.headers["Location"]
        assert "Uji në shkolla" in writer.get(LIST).text
        name = "special_matter"
        chapter = f"{page}/chapters/{name}"
        version = re.search(r'name="version" value="(\d+)"', writer.get(chapter).text)[1]
        text = {"words_sq": "Ujë në çdo shkollë.", "words_en": "Water in each school.", "version": version}
        assert writer.post(chapter, text, seen=chapter).status_code == 303
        days = {**day("on", "31 12 2021"), **day("known", "15 3 2022")}
        assert writer.press(page, "/freezing", **days).status_code == 303
        reading = writer.get(f"{page}/reading").text
        assert "Ujë në çdo shkollë." in reading
        assert "31 dhjetor 2021" in reading
        assert "Water in each school." in writer.get(f"{page}/reading?lang=en").text
        writer.get(f"{page}/reading?lang=sq")
        assert writer.press(page, "/proofreading").status_code == 303
        assert "duhet ta miratojë një person tjetër" not in second.get(page).text
        digest = re.search(r'name="content_hash" value="([0-9a-f]{64})"', second.get(page).text)[1]
        assert second.press(page, "/approval", content_hash=digest).status_code == 303
        paper = writer.get(f"{page}/files/sq/pdf")
        assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
        assert shower.press(page, "/publication").status_code == 303
        stranger = bench.app.test_client()
        listed = stranger.get("/cases/public/reports").text
        number = re.search(r"P-\d{4}-\d{5}-\d", listed)[0]
        assert "Ujë në çdo shkollë." in stranger.get(f"/cases/public/reports/{number}").text
        assert stranger.get("/cases/public/reports/P-2026-00009-1").status_code == 404

    def test_a_published_report_is_withdrawn_with_a_reason_that_stays_in_the_office(
        self, bench, monitor, approver, publisher
    ):
        writer, shower, stranger = Desk(monitor), Desk(publisher), bench.app.test_client()
        out = step(publisher, approved(begun(monitor, kind="thematic"), monitor, approver), "/publication")
        page, number = place(out), out["report"]["number"]
        assert "Tërhiq raportin" not in writer.get(page).text
        refused = shower.press(page, "/withdrawal", reason="")
        assert refused.status_code == 422 and "Shkruani pse tërhiqet" in refused.text
        assert shower.press(page, "/withdrawal", reason="Një shifër e gabuar.").status_code == 303
        assert "Një shifër e gabuar." in writer.get(page).text
        assert stranger.get(f"/cases/public/reports/{number}").status_code == 410

    def test_what_is_refused_says_so_on_the_page_with_what_was_typed(self, monitor, approver):
        writer, second = Desk(monitor), Desk(approver)
        wanted = {"kind": "county", "title_sq": "Qarku", "title_en": "The county", "county": ""}
        refused = writer.post(f"{LIST}/new", {**wanted, **day("first", "1 1 2021"), **day("last", "31 12 2021")})
        assert refused.status_code == 422
        assert "Zgjidhni qarkun." in refused.text
        assert 'value="The county"' in refused.text
        page = place(begun(monitor))
        refused = writer.press(page, "/freezing", **day("on", "30 12 2021"))
        assert refused.status_code == 422
        assert "fundi i muajit" in refused.text.lower() or "2021" in refused.text
        refused = second.press(page, "/approval", content_hash="0" * 64)
        assert refused.status_code == 409
        assert "Kjo nuk lejohet në gjendjen e tanishme të raportit." in refused.text
        assert writer.get(f"{page}/reading").status_code == 404
        assert writer.get(f"{page}/chapters/nothing").status_code == 404

    def test_who_wrote_in_it_is_told_that_another_person_approves(self, approver):
        report = step(approver, begun(approver), "/freezing", DAYS)
        step(approver, report, "/proofreading")
        assert "duhet ta miratojë një person tjetër" in Desk(approver).get(place(report)).text

    def test_filing_leads_to_the_act_and_a_draft_again_shows_what_a_freezing_changed(
        self, bench, monitor, approver, officer
    ):
        bench.body("assembly")
        report = approved(begun(monitor), monitor, approver)
        page = place(report)
        again = step(monitor, report, "/reworking")
        step(monitor, again, "/freezing", DAYS)
        assert "Asnjë shifër nuk ndryshoi." in Desk(monitor).get(page).text
        report = approved(read(monitor, report), monitor, approver)
        assert Desk(officer).press(page, "/filing").status_code == 303
        filed = read(officer, report)["filed"]
        assert f"/cases/staff/recommendations/{filed['act_id']}" in Desk(officer).get(page).text
        assert Desk(monitor).press(page, "/reworking").status_code == 409
