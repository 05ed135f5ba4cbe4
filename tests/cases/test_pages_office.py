"""The pages of those who lead the office: who may not see a case, the handover of a portfolio, the workload, the audit trail."""

import pytest

from services.cases.actions.steps import take
from services.cases.domain.case import Step
from services.cases.schemas.cases import StepBody
from shared.audit import heads, sealer
from shared.audit.notes import Notary
from shared.clock import utc_now
from tests.cases.pages_world import NOBODY, office, said, summary_links, world
from tests.cases.test_pages_investigation import add, case_id, hire, number_of, page_of
from tests.databases import owning

__all__ = ["case_id", "hire", "office", "world"]


class TestWall:
    def test_who_leads_shuts_a_person_out_with_a_reason_and_lets_them_in_again(self, world, case_id):
        head, officer = world.client("approver"), world.client("case_officer")
        typed = {"staff": str(world.people["case_officer"]), "excluded": "yes", "reason": "Është i afërm i palës."}
        assert add(world, head, case_id, "exclusion", **typed).status_code == 303
        assert officer.get(f"/cases/staff/cases/{case_id}").status_code == 404
        number = number_of(world, case_id)
        for path in ("/cases/", "/cases/staff/cases", "/cases/staff/tasks"):
            assert number not in officer.get(path).text
        walls = said(page_of(head, case_id).split("Konflikt interesi</h2>")[1].split("<details")[0])
        assert "Nuk e sheh" in walls and "Është i afërm i palës." in walls
        again = add(world, head, case_id, "exclusion", **typed)
        assert again.status_code == 409
        assert "Ky person është tashmë i ndarë nga çështja." in said(again.text)
        assert add(world, head, case_id, "exclusion", **{**typed, "excluded": "no"}).status_code == 303
        assert "E sheh përsëri" in said(page_of(head, case_id))

    def test_an_officer_shuts_out_nobody_but_themselves_and_is_then_away(self, world, case_id):
        client = world.client("case_officer")
        other = {"staff": str(world.people["approver"]), "excluded": "yes", "reason": "x"}
        refused = add(world, client, case_id, "exclusion", **other)
        assert (refused.status_code, summary_links(refused.text)) == (422, ["exclusion-staff"])
        own = {**other, "staff": str(world.people["case_officer"])}
        answer = add(world, client, case_id, "exclusion", **own)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/")
        assert client.get(f"/cases/staff/cases/{case_id}").status_code == 404

    @pytest.mark.parametrize("change", [{"reason": ""}, {"staff": NOBODY}, {"staff": "x"}, {"excluded": "maybe"}])
    def test_a_wall_needs_a_person_a_decision_and_a_reason(self, world, case_id, change):
        typed = {"staff": str(world.people["case_officer"]), "excluded": "yes", "reason": "x", **change}
        answer = add(world, world.client("approver"), case_id, "exclusion", **typed)
        assert answer.status_code == 422
        assert summary_links(answer.text)[0].startswith(f"exclusion-{next(iter(change))}")


class TestHandover:
    def cases_of(self, world, officer, many=2):
        made, documents, head = [], world.platform.documents, world.principal("approver")
        for number in range(many):
            case_id = world.case(f"Shembull: portofol {number}", findings=False)
            assign = StepBody(step=Step.ASSIGN, assignee=officer.id)
            world.run(
                lambda session, one=case_id, step=assign: take(head, session, documents, one, step, now=utc_now())
            )
            made.append(case_id)
        return made

    def test_all_cases_go_to_another_and_the_workload_says_so(self, world, hire):
        officer, taker, head = hire(), hire(), world.client("approver")
        made = self.cases_of(world, officer)
        row = head.get("/cases/staff/workload").text.split(officer.name)[1].split("</tr>")[0]
        assert "Çështje të hapura 2 Prej tyre urgjente 0" in said(row)
        path = f"/cases/staff/workload/{officer.id}/handover"
        assert path in head.get("/cases/staff/workload").text
        shown = head.get(path).text
        assert officer.name in shown and all(str(one) in shown for one in made)
        answer = world.post(head, path, {"to": str(taker.id), "which": "all", "reason": "Leje e gjatë."})
        assert answer.status_code == 303
        after = head.get(answer.headers["Location"]).text
        assert "Kaluan 2 çështje." in said(after)
        assert "Çështje të hapura 2" in said(after.split(taker.name)[1].split("</tr>")[0])
        assert officer.client.get(f"/cases/staff/cases/{made[0]}").status_code == 404
        words = said(page_of(taker.client, made[0]))
        assert "Çështja i kaloi një eksperti tjetër" in words and "Leje e gjatë." in words

    def test_chosen_cases_go_and_the_one_behind_a_wall_stays_and_is_named(self, world, hire):
        officer, taker, head = hire(), hire(), world.client("approver")
        stays, goes, unchosen = self.cases_of(world, officer, 3)
        add(world, head, stays, "exclusion", staff=str(taker.id), excluded="yes", reason="Është palë.")
        data = {"to": str(taker.id), "which": "some", "cases": [str(stays), str(goes)], "reason": "Ndarje e punës."}
        answer = world.post(head, f"/cases/staff/workload/{officer.id}/handover", data)
        assert answer.status_code == 303
        words = said(head.get(answer.headers["Location"]).text)
        assert "Kaluan 1 çështje." in words
        assert f"Mbetën, sepse personi tjetër është i ndarë prej tyre: {number_of(world, stays)}." in words
        assert officer.client.get(f"/cases/staff/cases/{unchosen}").status_code == 200

    @pytest.mark.parametrize(
        ("change", "link"),
        [
            ({"to": ""}, "to"),
            ({"to": NOBODY}, "to"),
            ({"to": "officer"}, "to"),
            ({"which": "few"}, "which"),
            ({"reason": ""}, "reason"),
            ({"which": "some", "cases": []}, "cases"),
            ({"which": "some", "cases": [NOBODY]}, "cases"),
            ({"which": "some", "cases": ["x"]}, "cases"),
        ],
    )
    def test_a_handover_that_cannot_be_says_why_and_moves_nothing(self, world, hire, change, link):
        officer, taker, head = hire(), hire(), world.client("approver")
        [case_id] = self.cases_of(world, officer, 1)
        data = {"to": str(taker.id), "which": "all", "reason": "x", **change}
        data = {**data, "to": str(officer.id)} if data["to"] == "officer" else data
        answer = world.post(head, f"/cases/staff/workload/{officer.id}/handover", data)
        assert answer.status_code == 422
        assert summary_links(answer.text)[0].startswith(link)
        assert officer.client.get(f"/cases/staff/cases/{case_id}").status_code == 200

    def test_a_case_that_nobody_has_is_in_the_list_that_waits_for_an_officer(self, world, hire):
        officer, head = hire(), world.client("approver")
        [case_id] = self.cases_of(world, officer, 1)
        number = number_of(world, case_id)
        assert number not in head.get("/cases/staff/cases?assigned=nobody").text
        add(world, head, case_id, "exclusion", staff=str(officer.id), excluded="yes", reason="Është palë.")
        assert number in head.get("/cases/staff/cases?assigned=nobody").text
        assert "/cases/staff/cases?assigned=nobody" in head.get("/cases/").text

    def test_nobody_hands_over_what_nobody_has(self, world):
        path = f"/cases/staff/workload/{NOBODY}/handover"
        assert world.client("approver").get(path).status_code == 404
        assert world.client("case_officer").get(path).status_code == 403
        assert world.client("case_officer").get("/cases/staff/workload").status_code == 403


class TestTrailWhole:
    """What the auditor sees of the sealed trail, and can take out of the house."""

    @pytest.fixture(autouse=True)
    def always_due(self, monkeypatch):
        monkeypatch.setattr(heads, "ENTRIES", 0)

    def test_the_auditor_sees_what_the_others_hold_and_downloads_the_head_that_they_signed(self, world, case_id):
        platform, client = world.platform, world.client("auditor")
        while sealer.seal(platform.sealer, platform.notary):
            pass
        size, signed = told_and_seen(world, "grown")
        page = said(client.get("/cases/staff/audit").text)
        assert f"Të vulosura: {size} shënime." in page
        assert "Portali i institucioneve" in page and "Në rregull: gjurma vetëm është shtuar" in page
        answer = client.get("/cases/staff/audit/head")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="besa-cases-head.txt"'
        assert answer.text.startswith(f"besa/cases\n{size}\n") and answer.text.endswith(signed)
        assert platform.notary.read(answer.text).size == size

    def test_an_alarm_of_another_service_stands_on_the_page(self, world, case_id):
        while sealer.seal(world.platform.sealer, world.platform.notary):
            pass
        told_and_seen(world, "smaller")
        assert "ALARM: gjurma është shkurtuar" in said(world.client("commissioner").get("/cases/staff/audit").text)

    def test_entries_that_wait_to_be_sealed_for_more_than_a_minute_stand_on_the_page(self, world, case_id):
        def note_old() -> None:
            columns = "(at, actor, action, object_type, object_id, details)"
            values = "(now() - interval '2 minutes', 'system:test', 'case.read', 'case', '1', '{}')"
            with owning(world.platform.settings.database_url) as owner:
                owner.execute(f"INSERT INTO audit_entry {columns} VALUES {values}")

        page = said(world.client("auditor").get("/cases/staff/audit").text)
        assert "presin vulosjen" not in page
        note_old()
        assert "ALARM: ka shënime që presin vulosjen" in said(world.client("auditor").get("/cases/staff/audit").text)


def told_and_seen(world, verdict: str) -> tuple[int, str]:
    """The newest head is told, and partners answers; returns its size and the line that partners signed."""
    platform, partners = world.platform, Notary("partners", b"p" * 32, {})

    with platform.sealer.transaction() as sealing:
        head = heads.tell(sealing, platform.notary)

    def answer(session) -> tuple[int, str]:
        line = partners.signed_by("partners", head, partners.sign(head))
        seen = {"witness": "partners", "size": head.size, "root": head.root, "signed": line, "verdict": verdict}
        session.add(heads.AuditSeen(**seen))
        return head.size, line

    return world.run(answer)


class TestTrail:
    def test_the_auditor_reads_who_did_what_to_one_case_and_no_word_of_it(self, world, case_id):
        add(world, world.client("case_officer"), case_id, "note", text="Fjalë që nuk dalin nga dosja.")
        answer = world.client("auditor").get(f"/cases/staff/audit?object=case&id={case_id}")
        assert answer.status_code == 200
        words = said(answer.text)
        assert "U shkrua një shënim" in words and "Shembull case_officer" in words
        assert "Fjalë" not in answer.text
        assert "U lexua gjurma e veprimeve" in said(world.client("auditor").get("/cases/staff/audit").text)

    def test_the_trail_has_pages_and_is_found_from_where_its_readers_begin(self, world, case_id):
        for _ in range(26):
            page_of(world.client("approver"), case_id)
        client = world.client("commissioner")
        first = client.get(f"/cases/staff/audit?object=case&id={case_id}").text
        address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(address)
        assert second.status_code == 200
        assert "Çështja u hap" in second.text and "Çështja u hap" not in first
        assert client.get("/cases/staff/audit?after=x").status_code == 400
        for role in ("commissioner", "auditor"):
            assert 'href="/cases/staff/audit"' in world.client(role).get("/cases/").text

    @pytest.mark.parametrize(
        ("query", "link"),
        [
            ("object=case", "id"),
            ("id=x", "id"),
            ("object=nothing&id=x", "object"),
            (f"object=case&id={'x' * 101}", "id"),
        ],
    )
    def test_a_question_for_half_an_object_is_not_answered_with_the_whole_trail(self, world, query, link):
        answer = world.client("auditor").get(f"/cases/staff/audit?{query}")
        assert (answer.status_code, summary_links(answer.text)) == (422, [link])

    @pytest.mark.parametrize("path", ["/cases/staff/audit", "/cases/api/v1/audit"])
    @pytest.mark.parametrize("query", ["object=case&id=%00", "object=case&id=%ED%A0%80", "object=%00&id=1"])
    def test_bytes_that_are_no_text_are_no_fault(self, world, path, query):
        assert world.client("auditor").get(f"{path}?{query}").status_code < 500
