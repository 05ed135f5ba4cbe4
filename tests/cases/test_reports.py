"""A report from its draft to its publication: words, frozen figures, a second person, and files that never change."""

import hashlib
import re

import pytest
from sqlalchemy import text

from shared.app import STAFF_COOKIE
from shared.events.catalogue import ReportPublished, ReportWithdrawn
from tests.cases.bench import today

#: Stands nowhere but in the office.
REASON = "Një fëmijë njihej në një tabelë."
PUBLIC = "/cases/api/v1/public/reports"
YEAR = {
    "kind": "annual",
    "title_sq": "Raporti vjetor",
    "title_en": "The annual report",
    "first": "2021-01-01",
    "last": "2021-12-31",
}
DAYS = {"on": "2021-12-31", "known": "2022-03-15"}
FILES = {("both", "csv"), ("both", "json"), ("sq", "html"), ("en", "html"), ("sq", "pdf"), ("en", "pdf")}


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def publisher(bench):
    return bench.person("publisher", name="Shembull Botuesi")


def begun(person, **more):
    answer = person.post("/reports", {**YEAR, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def step(person, report, name, body=None, *, status=200):
    """A step of what was read last; the report as it stands then."""
    match = {"If-Match": f'"{report["version"]}"'}
    answer = person.post(f"/reports/{report['report']['id']}{name}", body, headers=match)
    assert answer.status_code == status, answer.json
    return answer.json


def approved(report, writer, second):
    is_draft = report["report"]["state"] == "draft"
    frozen = step(writer, report, "/freezing", DAYS) if is_draft else report
    read = step(writer, frozen, "/proofreading")
    return step(second, read, "/approval", {"digest": read["digest"]})


def read(person, report):
    answer = person.get(f"/reports/{report['report']['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


class TestTheWay:
    def test_a_report_without_an_act_goes_from_draft_to_the_public(self, bench, monitor, approver, publisher):
        report = begun(monitor, kind="thematic")
        assert (report["report"]["state"], report["edition"], report["files"]) == ("draft", None, [])
        done = approved(report, monitor, approver)
        assert done["report"]["state"] == "approved"
        assert {(one["language"], one["form"]) for one in done["files"]} == FILES
        assert bench.app.test_client().get(f"{PUBLIC}/{done['report']['number']}").status_code == 404
        out = step(publisher, done, "/publication")
        assert out["report"]["state"] == "published"
        stranger = bench.app.test_client()
        [listed] = stranger.get(PUBLIC).json["items"]
        assert listed == stranger.get(f"{PUBLIC}/{listed['number']}").json
        for one in listed["files"]:
            answer = stranger.get(f"{PUBLIC}/{listed['number']}/{one['language']}/{one['form']}")
            assert (answer.status_code, answer.mimetype) == (200, one["media_type"])
            assert hashlib.sha256(answer.data).hexdigest() == one["sha256"]
            again = {"If-None-Match": answer.headers["ETag"]}
            assert stranger.get(answer.request.path, headers=again).status_code == 304

    def test_it_is_told_with_codes_and_digests_and_its_words_are_documents(self, bench, monitor, approver, publisher):
        done = step(publisher, approved(begun(monitor, kind="thematic"), monitor, approver), "/publication")
        [told] = bench.told(ReportPublished)
        assert (told["number"], told["digest"]) == (done["report"]["number"], done["digest"])
        for language, title in (("sq", YEAR["title_sq"]), ("en", YEAR["title_en"])):
            assert bench.platform.documents.get_json(told[f"text_{language}"])["title"] == title

    def test_an_annual_report_is_filed_by_the_draft_of_an_act_and_published_no_earlier(
        self, bench, monitor, approver, officer, publisher
    ):
        assembly = bench.body("assembly")
        done = approved(begun(monitor), monitor, approver)
        assert step(publisher, done, "/publication", status=409)["code"] == "report.step_not_legal"
        filed = step(officer, done, "/filing")
        act = officer.get(f"/recommendations/{filed['filed']['act_id']}").json
        assert (act["kind"], act["status"]) == ("assembly_report", "draft")
        assert [one["institution_id"] for one in act["addressees"]] == [str(assembly.id)]
        assert done["report"]["number"] in act["grounds"]
        assert done["digest"] in act["grounds"]
        assert str(monitor.id) in act["authors"], "who wrote the report approves no act of it"
        assert step(publisher, filed, "/publication", status=409)["code"] == "report.act_not_public"
        shown = "UPDATE recommendation SET shown_from = :day WHERE id = :id"
        with bench.platform.database.transaction() as session:
            session.execute(text(shown), {"day": today(), "id": filed["filed"]["act_id"]})
        assert step(publisher, filed, "/publication")["report"]["state"] == "published"

    def test_who_is_shut_out_of_its_case_is_not_told_of_the_act(self, bench, monitor, approver, officer, commissioner):
        bench.body("assembly")
        filed = step(officer, approved(begun(monitor), monitor, approver), "/filing")
        case = filed["filed"]["case_id"]
        wall = {"staff_id": str(approver.id), "excluded": True, "reason": "Lidhje familjare."}
        assert commissioner.post(f"/cases/{case}/exclusions", wall).status_code == 201
        assert read(approver, filed)["filed"] is None
        assert read(commissioner, filed)["filed"]["case_id"] == case
        for person in (monitor, bench.person("auditor")):
            assert read(person, filed)["filed"] is None

    def test_without_an_assembly_in_the_directory_nothing_is_filed(self, monitor, approver, officer):
        done = approved(begun(monitor), monitor, approver)
        assert step(officer, done, "/filing", status=409)["code"] == "report.no_addressee"
        assert read(officer, done)["report"]["state"] == "approved"


class TestTwoPeople:
    def test_who_wrote_or_froze_anything_of_it_approves_nothing(self, approver, commissioner):
        report = step(approver, begun(commissioner), "/freezing", DAYS)
        report = step(commissioner, report, "/proofreading")
        for person in (approver, commissioner):
            seen = {"digest": report["digest"]}
            assert step(person, report, "/approval", seen, status=409)["code"] == "report.own_work"

    def test_what_was_read_is_what_is_approved(self, monitor, approver):
        report = step(monitor, step(monitor, begun(monitor), "/freezing", DAYS), "/proofreading")
        other = {"digest": "0" * 64}
        assert step(approver, report, "/approval", other, status=409)["code"] == "report.other_content"
        again = step(monitor, step(monitor, report, "/reworking"), "/words", words("next_year", "Fjalë të tjera."))
        again = step(monitor, step(monitor, again, "/freezing", DAYS), "/proofreading")
        seen = {"digest": report["digest"]}
        assert step(approver, again, "/approval", seen, status=409)["code"] == "report.other_content"
        assert step(approver, again, "/approval", {"digest": again["digest"]})["report"]["state"] == "approved"

    def test_words_that_name_somebody_of_a_sealed_file_need_a_reason(self, bench, monitor, approver):
        bench.sealed = ("Zanafilla",)
        report = step(monitor, begun(monitor), "/words", words("next_year", "Çështja e Zanafilla."))
        report = step(monitor, step(monitor, report, "/freezing", DAYS), "/proofreading")
        seen = {"digest": report["digest"]}
        refused = step(approver, report, "/approval", seen, status=422)
        assert "name" in refused["code"]
        seen["names_reason"] = "Është emri i një shoqate."
        assert step(approver, report, "/approval", seen)["report"]["state"] == "approved"

    def test_a_draft_again_is_approved_anew_and_its_files_before_are_not_shown(self, monitor, approver):
        done = approved(begun(monitor), monitor, approver)
        again = step(monitor, done, "/reworking")
        assert (again["report"]["state"], again["approved_by"], again["files"]) == ("draft", None, [])
        assert monitor.get(f"/reports/{again['report']['id']}/files/sq/pdf").status_code == 404


def words(chapter, sq, en="Plain words."):
    return {"chapter": chapter, "words_sq": sq, "words_en": en}


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "code", "field"),
        [
            ({"kind": "annual", "first": "2021-02-01"}, "report.not_a_year", "first"),
            ({"first": "2022-01-01"}, "report.period_backwards", "last"),
            ({"kind": "county"}, "report.no_county", "county"),
            ({"kind": "county", "county": "abroad"}, "report.no_county", "county"),
            ({"kind": "thematic", "county": "tirane"}, "report.county_in_vain", "county"),
        ],
    )
    def test_a_report_of_no_such_period_or_place_is_refused_at_its_field(self, monitor, body, code, field):
        answer = monitor.post("/reports", {**YEAR, **body})
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [(f"/{field}", code)]

    @pytest.mark.parametrize(
        ("days", "code"),
        [
            ({"on": "2021-12-30"}, "compliance.day_not_kept"),
            ({"on": "2021-12-31", "known": "2022-03-14"}, "compliance.day_not_kept"),
            ({"on": "2021-12-31", "known": "2021-11-30"}, "compliance.known_before"),
            ({"on": "1998-12-31"}, "compliance.day_too_early"),
        ],
    )
    def test_figures_are_frozen_of_days_alone_that_the_public_may_ask_about(self, monitor, days, code):
        refused = step(monitor, begun(monitor), "/freezing", days, status=422)
        assert [one["code"] for one in refused["errors"]] == [code]

    def test_what_is_not_over_is_not_reported_on(self, monitor):
        day = today().isoformat()
        answer = monitor.post("/reports", {**YEAR, "kind": "special", "last": day})
        assert [one["code"] for one in answer.json["errors"]] == ["report.period_not_over"]
        refused = step(monitor, begun(monitor), "/freezing", {"on": day}, status=422)
        assert [one["code"] for one in refused["errors"]] == ["report.day_not_over"]

    @pytest.mark.parametrize(
        ("chapter", "text_sq", "code"),
        [
            ("child_summary", "fjala " * 13 + ".", "report.sentence_too_long"),
            ("child_summary", "Institucionalizimi. Moszbatueshmëria.", "report.words_too_long"),
            ("summary", "Të zbatuara: [period-shares.nothing].", "report.figure_unknown"),
        ],
    )
    def test_words_that_a_child_cannot_read_or_that_name_no_figure_are_not_proofread(
        self, monitor, chapter, text_sq, code
    ):
        report = step(monitor, begun(monitor), "/words", words(chapter, text_sq))
        frozen = step(monitor, report, "/freezing", DAYS)
        refused = step(monitor, frozen, "/proofreading", status=422)
        assert [one["code"] for one in refused["errors"]] == [code]

    def test_a_step_out_of_order_names_the_steps_that_there_are(self, monitor, approver):
        report = begun(monitor)
        refused = step(approver, report, "/approval", {"digest": "0" * 64}, status=409)
        assert (refused["code"], refused["legal"]) == ("report.step_not_legal", ["write", "freeze"])

    def test_what_changed_meanwhile_is_not_overwritten(self, monitor):
        report = begun(monitor)
        step(monitor, report, "/words", words("summary", "Të parat."))
        step(monitor, report, "/words", words("summary", "Të dytat."), status=412)
        answer = monitor.post(f"/reports/{report['report']['id']}/words", words("summary", "Pa version."))
        assert answer.status_code == 428

    def test_a_chapter_or_a_file_that_is_not_there_is_not_found(self, bench, monitor):
        report = begun(monitor)
        step(monitor, report, "/words", words("nothing", "Fjalë."), status=404)
        stranger = bench.app.test_client()
        for path in ("P-2026-00001-8", "none", "P-2026-00001-8/sq/pdf", "none/sq/exe"):
            assert stranger.get(f"{PUBLIC}/{path}").status_code == 404


class TestLists:
    def test_reports_are_found_by_kind_and_state_and_the_public_finds_those_that_were_published(
        self, bench, monitor, approver, publisher
    ):
        out = step(publisher, approved(begun(monitor, kind="thematic"), monitor, approver), "/publication")
        draft = begun(monitor, kind="special")
        monitor.client.set_cookie(STAFF_COOKIE, monitor.token, path="/")
        for query, found in (
            ("?kind=thematic", [out]),
            ("?kind=annual", []),
            ("?state=draft", [draft]),
            ("?state=published", [out]),
        ):
            numbers = [one["report"]["number"] for one in found]
            assert [one["number"] for one in monitor.get(f"/reports{query}").json["items"]] == numbers
            page = monitor.client.get(f"/cases/staff/reports{query}").text
            assert re.findall(r"P-\d{4}-\d{5}-\d", page) == numbers
        stranger = bench.app.test_client()
        for query, found in (("?kind=thematic", [out]), ("?kind=special", [])):
            numbers = [one["report"]["number"] for one in found]
            assert [one["number"] for one in stranger.get(f"{PUBLIC}{query}").json["items"]] == numbers
            page = stranger.get(f"/cases/public/reports{query}").text
            assert sorted(set(re.findall(r"P-\d{4}-\d{5}-\d", page))) == numbers
        assert monitor.get("/reports?state=none").status_code == 422
        assert monitor.get("/reports?kind=none").status_code == 422
        assert stranger.get("/cases/api/v1/public/reports?kind=none").status_code == 422


class TestTakenBack:
    @pytest.fixture
    def out(self, monitor, approver, publisher):
        return step(publisher, approved(begun(monitor, kind="thematic"), monitor, approver), "/publication")

    def test_of_a_withdrawn_report_its_address_says_when_and_no_reader_has_a_word_of_it(self, bench, publisher, out):
        number, stranger = out["report"]["number"], bench.app.test_client()
        for bad in ({}, {"reason": ""}, {"reason": "Gabim.", "more": 1}):
            step(publisher, out, "/withdrawal", bad, status=422)
        gone = step(publisher, out, "/withdrawal", {"reason": REASON})
        assert (gone["report"]["state"], gone["reason"], gone["steps"]) == ("withdrawn", REASON, [])
        [told] = bench.told(ReportWithdrawn)
        assert told == {"report_id": out["report"]["id"], "number": number}
        assert stranger.get(PUBLIC).json["items"] == []
        page = stranger.get(f"/cases/public/reports/{number}?lang=sq")
        assert page.status_code == 410 and "E tërhoqi" not in page.text and "Zyra e tërhoqi këtë raport më" in page.text
        api, file = (stranger.get(f"{PUBLIC}/{number}{more}") for more in ("", "/sq/pdf"))
        assert [(one.status_code, one.json["code"]) for one in (api, file)] == [(410, "report.withdrawn")] * 2
        for answer in (page, api, file, stranger.get("/cases/public/reports")):
            assert YEAR["title_sq"] not in answer.text and REASON not in answer.text

    def test_it_is_withdrawn_once_and_by_those_alone_who_publish(self, publisher, monitor, approver, out):
        for other in (monitor, approver):
            assert step(other, out, "/withdrawal", {"reason": REASON}, status=403)
        gone = step(publisher, out, "/withdrawal", {"reason": REASON})
        assert step(publisher, gone, "/withdrawal", {"reason": REASON}, status=409)["code"] == "report.step_not_legal"
        assert step(publisher, gone, "/publication", status=409)["code"] == "report.step_not_legal"


@pytest.mark.parametrize("path", ["%00/pdf", "sq/%00", "%00/%00"])
def test_a_form_of_a_report_with_a_nul_is_none(bench, path):
    assert bench.app.test_client().get(f"{PUBLIC}/P-2026-00001-0/{path}").status_code == 404
