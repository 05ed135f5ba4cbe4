"""Cases over the API: opening on the office's own initiative, steps in order, who sees what, what is refused and how."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.events import catalogue

OWN = {
    "trigger": {"kind": "media", "source": "Gazeta Shembull, 3 nëntor 2026"},
    "memo": "Zyra vendos të veprojë me nismën e vet.",
    "title": "Fëmijë pa transport në shkollë",
    "rights": ["28", "23"],
    "places": ["bashkia-tropoje"],
}


def own(bench, **more):
    return {**OWN, "bodies": [str(bench.body().id)], **more}


class TestOpening:
    def test_the_office_opens_a_case_with_a_memo(self, bench, officer):
        answer = officer.post("/cases", own(bench))
        assert answer.status_code == 201
        assert answer.json["origin"] == "own_initiative"
        assert answer.headers["ETag"] == '"1"'
        [told] = bench.told(catalogue.CaseOpened)
        assert told["complaints"] == []
        assert len(told["bodies"]) == 1
        found = officer.get(f"/cases/{answer.json['id']}").json
        assert (found["memo"], found["trigger"]) == (OWN["memo"], OWN["trigger"])
        assert officer.get(f"/cases/{bench.admit()}").json["trigger"] is None
        assert found["case"]["title"] == OWN["title"]

    def test_the_same_key_opens_one_case(self, bench, officer):
        body = own(bench)
        answers = [officer.post("/cases", body, headers={"Idempotency-Key": "k1"}) for _ in range(2)]
        assert answers[0].json == answers[1].json
        assert bench.scalar("SELECT count(*) FROM case_file") == 1
        other = officer.post("/cases", {**body, "title": "Tjetër"}, headers={"Idempotency-Key": "k1"})
        assert other.status_code == 422

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"memo": "   "}, "/memo"),
            ({"memo": None}, "/memo"),
            ({"title": "x" * 201}, "/title"),
            ({"title": "a\x00b"}, "/title"),
            ({"title": 7}, "/title"),
            ({"rights": []}, "/rights"),
            ({"rights": ["99"]}, "/rights/0"),
            ({"rights": "28"}, "/rights"),
            ({"rights": ["28", "x" * 10_000]}, "/rights/1"),
            ({"bodies": ["7"]}, "/bodies/0"),
            ({"trigger": {"kind": "dream", "source": "x"}}, "/trigger/kind"),
            ({"trigger": {"kind": "media"}}, "/trigger/source"),
            ({"trigger": "media"}, "/trigger"),
            ({"status": "closed"}, "/status"),
            ({"number": "C-2026-00001-1"}, "/number"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_written(self, bench, officer, change, pointer):
        answer = officer.post("/cases", {**OWN, "bodies": [], **change})
        assert answer.status_code == 422
        assert answer.content_type == "application/problem+json"
        assert any(error["pointer"].startswith(pointer) for error in answer.json["errors"]), answer.json
        assert bench.scalar("SELECT count(*) FROM case_file") == 0
        assert bench.scalar("SELECT count(*) FROM outbox WHERE type LIKE 'cases.case.%'") == 0

    def test_a_body_that_nobody_knows_is_refused_at_its_place(self, bench, officer):
        answer = officer.post("/cases", own(bench, bodies=[str(bench.body().id), str(uuid4())]))
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/bodies/1")

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"x"', b"\xff", b"[" * 5000])
    def test_what_is_no_object_is_refused(self, officer, body):
        answer = officer.call("POST", "/cases", data=body, content_type="application/json")
        assert answer.status_code in {400, 422}
        assert answer.content_type == "application/problem+json"


def status_of(bench, story):
    return bench.scalar("SELECT status FROM case_file WHERE id = :id", id=story.case_id)


class TestSteps:
    def test_a_case_goes_its_way_and_each_step_leaves_a_line_and_an_audit_entry(self, bench, story):
        story.step("assign", title="Fëmijë pa shkollë")
        story.step("investigate")
        body = bench.body()
        story.step("request_information", institution_id=str(body.id), text="Dërgoni regjistrin.")
        story.found("violation_found", text="Nuk u regjistrua.")
        found = story.officer.get(f"/cases/{story.case_id}").json
        assert found["case"]["status"] == "findings_recorded"
        assert found["case"]["title"] == "Fëmijë pa shkollë"
        assert [line["code"] for line in found["history"]] == [
            "case.opened",
            "step.assign",
            "step.investigate",
            "act.drafted",
            "act.issued",
            "step.request_information",
            "step.record_findings",
        ]
        assert found["history"][5]["text"] == "Dërgoni regjistrin."
        assert found["history"][5]["details"]["institution"] == str(body.id)
        assert found["findings"][0]["text"] == "Nuk u regjistrua."
        assert found["findings"][0]["by"] == "Shembull Eksperti"
        for code in ("case.assign", "case.investigate", "case.record_findings", "case.read"):
            assert bench.audited(code, story.case_id) == 1

    def test_a_step_out_of_order_names_the_legal_ones_and_changes_nothing(self, bench, story):
        found = [{"right": "28", "result": "violation_found", "text": "x"}]
        answer = story.officer.post(f"/cases/{story.case_id}/steps", {"step": "record_findings", "findings": found})
        assert answer.status_code == 409
        assert answer.json["code"] == "case.step_not_legal"
        assert answer.json["legal"] == ["assign", "suspend", "close"]
        assert bench.scalar("SELECT count(*) FROM finding") == 0

    @pytest.mark.parametrize(
        ("step", "field"),
        [
            ({"step": "record_findings"}, "/findings"),
            ({"step": "request_information", "text": "x"}, "/institution_id"),
            ({"step": "fly"}, "/step"),
            ({"step": "suspend", "elsewhere": "moon"}, "/elsewhere"),
            ({}, "/step"),
            ({"step": 7}, "/step"),
            ({"step": "assign", "assignee": "me"}, "/assignee"),
            ({"step": "assign", "status": "closed"}, "/status"),
        ],
    )
    def test_what_a_step_lacks_is_named(self, story, step, field):
        story.step("assign")
        story.step("investigate")
        answer = story.officer.post(f"/cases/{story.case_id}/steps", step)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, field)

    def test_a_suspension_gives_its_reason_and_keeps_the_office_out_until_the_matter_is_free(self, story):
        story.step("assign")
        story.step("investigate")
        path = f"/cases/{story.case_id}/steps"
        assert story.officer.post(path, {"step": "suspend"}).json["code"] == "case.no_reason"
        story.step("suspend", reason="Çështja shkoi në gjykatë.", elsewhere="pending_before_court")
        assert story.officer.post(path, {"step": "resume"}).json["code"] == "case.matter_elsewhere"
        story.step("resume", elsewhere="none")

    @pytest.mark.parametrize(
        ("steps", "stood"), [(("assign",), "assigned"), (("assign", "investigate"), "under_investigation")]
    )
    def test_a_suspended_case_goes_on_where_it_stood(self, bench, story, steps, stood):
        for step in steps:
            story.step(step)
        story.step("suspend", reason="Presim aktin e ekspertimit.")
        story.step("resume", reason="Akti erdhi.")
        assert status_of(bench, story) == stood

    def test_a_suspended_case_with_findings_and_letters_goes_on_with_them_each_time(self, story, bench):
        story.with_findings()
        for stood in ("findings_recorded", "pending_reply"):
            for _again in range(2):
                story.step("suspend", reason="Presim aktin e ekspertimit.")
                story.step("resume", reason="Akti erdhi.")
                assert status_of(bench, story) == stood
            if stood == "findings_recorded":
                story.issue(bench.body(), items=1)

    def test_what_was_answered_meanwhile_moves_it_on(self, bench, story):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        story.step("suspend", reason="Presim aktin e ekspertimit.")
        bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "refused"})
        assert status_of(bench, story) == "suspended"
        story.step("resume", reason="Akti erdhi.")
        assert status_of(bench, story) == "monitoring"

    def test_a_case_that_nobody_had_is_somebodys_when_it_goes_on(self, bench, story):
        story.step("suspend", by=story.approver, reason="Presim aktin.")
        story.step("assign")
        story.step("resume", reason="Akti erdhi.")
        assert status_of(bench, story) == "assigned"

    def test_nobody_recommends_by_hand(self, story):
        story.with_findings()
        answer = story.officer.post(f"/cases/{story.case_id}/steps", {"step": "recommend"})
        assert (answer.status_code, answer.json["code"]) == (409, "case.recommends_by_issuing")

    def test_a_case_is_closed_by_who_leads_with_an_outcome_that_fits(self, bench, story):
        story.with_findings()
        story.found("violation_not_found")
        path = f"/cases/{story.case_id}/steps"
        assert story.officer.post(path, {"step": "close", "outcome": "no_violation"}).status_code == 403
        wrong = story.approver.post(path, {"step": "close", "outcome": "violation_found_recommended"})
        assert wrong.json["code"] == "case.outcome_does_not_fit"
        assert story.approver.post(path, {"step": "close"}).json["code"] == "case.no_outcome"
        closed = story.step("close", by=story.approver, outcome="no_violation")
        assert (closed["status"], closed["outcome"]) == ("closed", "no_violation")
        [told] = bench.told(catalogue.CaseClosed)
        assert (told["outcome"], len(told["complaints"])) == ("no_violation", 1)
        reopened = story.step("reopen", by=story.approver, reason="Fakte të reja.")
        assert (reopened["status"], reopened["outcome"], reopened["closed_on"]) == ("opened", None, None)


def test_the_time_line_of_a_case_is_in_the_order_of_what_happened_and_not_of_the_news(bench, story):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    earlier = datetime.now(UTC) - timedelta(days=9)
    bench.deliver(act, body, at=earlier + timedelta(days=1))
    item = story.obligations(act, body)[0]["item_id"]
    bench.reply(act, body, {"item_id": item, "position": "refused"}, received_at=earlier)
    lines = story.officer.get(f"/cases/{story.case_id}").json["history"]
    assert [one["at"] for one in lines] == sorted(one["at"] for one in lines)
    codes = [one["code"] for one in lines]
    assert codes.index("reply.received") < codes.index("dispatch.delivered")


class TestWhoSees:
    def test_an_officer_sees_what_nobody_has_and_their_own(self, bench, officer, approver):
        mine, free, others = bench.admit(), bench.admit(), bench.admit()
        colleague = bench.person("case_officer")
        officer.post(f"/cases/{mine}/steps", {"step": "assign"})
        given = approver.post(f"/cases/{others}/steps", {"step": "assign", "assignee": str(colleague.id)})
        assert given.status_code == 200
        assert {case["id"] for case in officer.get("/cases").json["items"]} == {str(mine), str(free)}
        assert [case["id"] for case in officer.get("/cases?assigned=me").json["items"]] == [str(mine)]
        assert len(approver.get("/cases").json["items"]) == 3
        hidden, nonsense = officer.get(f"/cases/{others}"), officer.get(f"/cases/{uuid4()}")
        assert hidden.status_code == nonsense.status_code == 404
        assert {**hidden.json, "rid": 0} == {**nonsense.json, "rid": 0}
        step = officer.post(f"/cases/{others}/steps", {"step": "suspend", "reason": "x"})
        assert step.status_code == 404

    def test_an_officer_takes_but_does_not_give(self, bench, story):
        colleague = bench.person("case_officer")
        path = f"/cases/{story.case_id}/steps"
        answer = story.officer.post(path, {"step": "assign", "assignee": str(colleague.id)})
        assert answer.status_code == 403

    @pytest.mark.parametrize("roles", [["publisher"], ["admin"], ["auditor"], ["intake_officer"]])
    def test_a_case_is_given_to_nobody_who_could_not_work_on_it(self, bench, story, roles):
        person = bench.person(*roles)
        path = f"/cases/{story.case_id}/steps"
        answer = story.approver.post(path, {"step": "assign", "assignee": str(person.id)})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/assignee")

    def test_an_auditor_sees_that_cases_are_there_and_not_what_is_in_them(self, bench):
        auditor = bench.person("auditor")
        case_id = bench.admit()
        [line] = auditor.get("/cases").json["items"]
        assert (line["id"], line["title"]) == (str(case_id), None)
        assert auditor.get(f"/cases/{case_id}").status_code == 403

    def test_pages_of_the_list_follow_each_other_without_gap_or_repeat(self, bench, approver):
        made = {str(bench.admit()) for _ in range(5)}
        seen, after = [], None
        while True:
            answer = approver.get("/cases", query_string={"limit": 2, **({"after": after} if after else {})}).json
            seen += [case["id"] for case in answer["items"]]
            after = answer["next"]
            if after is None:
                break
        assert len(seen) == 5
        assert set(seen) == made

    @pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "status=x", "assigned=you", "all=1"])
    def test_a_strange_filter_is_refused(self, approver, query):
        assert approver.get(f"/cases?{query}").status_code == 422

    def test_a_cursor_of_another_reader_is_refused(self, bench, approver, commissioner):
        for _ in range(2):
            bench.admit()
        cursor = approver.get("/cases?limit=1").json["next"]
        assert commissioner.get("/cases", query_string={"after": cursor}).status_code == 400


class TestCorrecting:
    def test_a_title_is_corrected_by_who_saw_the_newest_version(self, story):
        version = story.officer.get(f"/cases/{story.case_id}").headers["ETag"]
        path = f"/cases/{story.case_id}"
        sent = {"json": {"title": "Titull i ri"}}
        assert story.officer.call("PATCH", path, **sent).status_code == 428
        assert story.officer.call("PATCH", path, headers={"If-Match": '"99"'}, **sent).status_code == 412
        changed = story.officer.call("PATCH", path, headers={"If-Match": version}, **sent)
        assert (changed.status_code, changed.json["title"]) == (200, "Titull i ri")
        assert story.officer.call("PATCH", path, headers={"If-Match": version}, **sent).status_code == 412

    def test_bodies_and_rights_are_corrected(self, bench, story):
        body = bench.body()
        path = f"/cases/{story.case_id}"
        changed = story.officer.patch(path, {"bodies": [str(body.id)], "rights": ["28", "19"]})
        assert changed.json["rights"] == ["28", "19"]
        assert [one["id"] for one in story.officer.get(path).json["bodies"]] == [str(body.id)]
        assert story.officer.patch(path, {"rights": ["nope"]}).status_code == 422

    def test_who_corrects_the_bodies_saw_the_newest_ones(self, bench, story):
        path = f"/cases/{story.case_id}"
        version = story.officer.get(path).headers["ETag"]
        first, second = ({"json": {"bodies": [str(bench.body().id)]}, "headers": {"If-Match": version}} for _ in "12")
        assert story.officer.call("PATCH", path, **first).status_code == 200
        assert story.officer.call("PATCH", path, **second).status_code == 412
        assert [one["id"] for one in story.officer.get(path).json["bodies"]] == first["json"]["bodies"]


class TestMessages:
    def test_a_message_goes_to_each_complainant_as_a_document_of_its_own(self, bench, story):
        second = bench.complaint()
        first = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
        bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
        answer = story.officer.post(f"/cases/{story.case_id}/complainant-messages", {"text": "Po punojmë."})
        assert set(answer.json["complaints"]) == {str(first), str(second)}
        told = bench.told(catalogue.ComplainantInformed)
        assert len({one["message"] for one in told}) == 2

    def test_a_complaint_of_another_case_is_refused(self, bench, story):
        other = bench.complaint()
        path = f"/cases/{story.case_id}/complainant-messages"
        answer = story.officer.post(path, {"text": "x", "complaints": [str(other)]})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/complaints/0")
        assert bench.told(catalogue.ComplainantInformed) == []

    def test_where_nobody_complained_nobody_is_written_to(self, bench, officer):
        case = officer.post("/cases", own(bench)).json
        answer = officer.post(f"/cases/{case['id']}/complainant-messages", {"text": "x"})
        assert (answer.status_code, answer.json["code"]) == (409, "case.no_complainant")
