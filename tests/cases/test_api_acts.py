"""Acts over the API: drafts, four eyes on exactly one text, issue, supersession, withdrawal, and the kinds apart."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
import rfc8785

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.drafting import draft_body


def soon() -> str:
    return (today() + timedelta(days=40)).isoformat()


class TestDraft:
    def test_the_hash_names_the_content_and_nothing_else(self, bench, story):
        body = bench.body()
        one = story.draft(body)
        path = f"/recommendations/{one['id']}"
        same = story.officer.patch(path, {"title": one["title"], "items": [
            {key: item[key] for key in ("id", "text", "due", "evidence_expected")} for item in one["items"]
        ]})  # fmt: skip
        assert same.json["content_hash"] == one["content_hash"]
        other = story.officer.patch(path, {"grounds": "Arsye të tjera."})
        assert other.json["content_hash"] != one["content_hash"]

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"kind": "wish"}, "/kind"),
            ({"title": " "}, "/title"),
            ({"grounds": ""}, "/grounds"),
            ({"items": []}, "/items"),
            ({"items": [{"text": "x", "due": "2099-01-05"}]}, "/items/0/evidence_expected"),
            ({"items": [{"text": "x", "evidence_expected": "y"}]}, "/items/0/due"),
            ({"items": [{"text": "x", "evidence_expected": "y", "due": "2020-01-01"}]}, "/items/0/due"),
            ({"items": [{"text": "x", "evidence_expected": "y", "due": "2026-13-01"}]}, "/items/0/due"),
            ({"items": [{"text": "x", "evidence_expected": "y", "due": "infinity"}]}, "/items/0/due"),
            ({"items": [{"evidence_expected": "y"}]}, "/items/0/text"),
            ({"items": ["x"]}, "/items/0"),
            ({"addressees": []}, "/addressees"),
            ({"addressees": [{"institution_id": str(uuid4()), "role": "responsible"}]}, "/addressees/0/institution_id"),
            ({"language": "it"}, "/language"),
            ({"status": "issued"}, "/status"),
            ({"approved_by": "me"}, "/approved_by"),
            ({"supersedes": "00000000-0000-4000-8000-000000000000"}, "/supersedes"),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_what_is_wrong_is_named_and_nothing_is_written(self, bench, story, change, pointer):
        sent = {**draft_body(bench.body()), **change}
        answer = story.officer.post(f"/cases/{story.case_id}/recommendations", sent)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"].startswith(pointer), answer.json
        assert bench.scalar("SELECT count(*) FROM recommendation") == 0

    def test_a_court_is_never_addressed_and_a_body_once(self, bench, story):
        court, body = bench.body("court"), bench.body()
        path = f"/cases/{story.case_id}/recommendations"
        assert story.officer.post(path, draft_body(court)).json["code"] == "addressee.court"
        assert story.officer.post(path, draft_body(body, body)).json["code"] == "addressee.twice"

    def test_a_body_that_is_gone_is_refused_with_its_successor(self, bench, story):
        step = {"to": str(bench.body().id), "from": "2024-10-01", "name_sq": "Agjencia Shembull", "takes_letters": True}
        gone = bench.body(active=False, successors=[step])
        answer = story.officer.post(f"/cases/{story.case_id}/recommendations", draft_body(gone))
        assert answer.json["code"] == "institution_inactive"
        assert "since 2024-10-01: Agjencia Shembull" in answer.json["detail"]

    def test_a_superior_is_one_only_while_the_relation_holds(self, bench, story):
        ministry = bench.body("ministry")
        past = "2019-01-01"
        school = bench.body("school", relations=[("hierarchical", ministry.id, past, "2020-01-01")])
        addressees = [
            {"institution_id": str(school.id), "role": "responsible"},
            {"institution_id": str(ministry.id), "role": "superior"},
        ]
        path = f"/cases/{story.case_id}/recommendations"
        refused = story.officer.post(path, draft_body(addressees=addressees))
        assert (refused.json["code"], refused.json["errors"][0]["pointer"]) == (
            "addressee.not_superior",
            "/addressees/1/role",
        )
        bench.tell_of(school, "school", relations=[("hierarchical", ministry.id, past, today().isoformat())])
        assert story.officer.post(path, draft_body(addressees=addressees)).status_code == 201

    def test_what_a_court_has_is_barred_and_the_ways_that_stay_are_named(self, bench, story):
        story.step("assign")
        story.step("suspend", reason="Gjykata e ka.", elsewhere="pending_before_court")
        answer = story.officer.post(f"/cases/{story.case_id}/recommendations", draft_body(bench.body()))
        assert (answer.status_code, answer.json["code"]) == (409, "act.pending_before_court")
        assert "request_information" in answer.json["legal"]

    def test_another_officers_draft_is_not_there(self, bench, story):
        story.step("assign")
        act = story.draft(bench.body())
        stranger = bench.person("case_officer")
        assert stranger.get(f"/recommendations/{act['id']}").status_code == 404
        assert stranger.patch(f"/recommendations/{act['id']}", {"title": "x"}).status_code == 404
        publisher = bench.person("publisher")
        assert publisher.get(f"/recommendations/{act['id']}").status_code == 404


class TestFourEyes:
    @pytest.fixture
    def act(self, bench, story):
        self.body = bench.body()
        return story.with_findings().draft(self.body)

    def approve(self, person, act, **more):
        return person.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"], **more})

    def test_nobody_approves_what_they_wrote(self, bench, story, approver):
        case_id = story.case_id
        act = approver.post(f"/cases/{case_id}/recommendations", draft_body(bench.body())).json
        assert self.approve(approver, act).json["code"] == "approval.own_work"

    def test_whoever_edits_becomes_an_author_and_the_approval_is_void(self, story, commissioner, act):
        assert self.approve(story.approver, act).status_code == 200
        edited = story.approver.patch(f"/recommendations/{act['id']}", {"title": "Titull tjetër"}).json
        assert (edited["status"], edited["approved_by"]) == ("draft", None)
        assert story.approver.post(f"/recommendations/{act['id']}/issue").status_code == 409
        assert self.approve(story.approver, edited).json["code"] == "approval.own_work"
        assert self.approve(commissioner, act).json["code"] == "approval.other_content"
        assert self.approve(commissioner, edited).status_code == 200
        assert story.approver.post(f"/recommendations/{act['id']}/issue").json["code"] == "issue.own_work"
        assert commissioner.post(f"/recommendations/{act['id']}/issue").status_code == 200

    def test_an_edit_wants_the_version_that_was_read(self, story, act):
        path = f"/recommendations/{act['id']}"
        assert story.officer.call("PATCH", path, json={"title": "x"}).status_code == 428
        assert story.officer.patch(path, {"title": "x"}, version=act["version"]).status_code == 200
        assert story.officer.patch(path, {"title": "y"}, version=act["version"]).status_code == 412

    @pytest.mark.parametrize("body", [{}, {"content_hash": "x"}, {"content_hash": "A" * 64}, {"content_hash": 7}])
    def test_an_approval_names_a_hash(self, story, act, body):
        answer = story.approver.post(f"/recommendations/{act['id']}/approval", body)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/content_hash")

    def test_what_was_issued_is_fixed(self, bench, story, act):
        self.approve(story.approver, act)
        issued = story.approver.post(f"/recommendations/{act['id']}/issue").json
        path = f"/recommendations/{act['id']}"
        edit = story.officer.patch(path, {"title": "x"})
        assert (edit.status_code, edit.json["legal"]) == (409, ["supersede", "withdraw"])
        assert story.officer.post(f"{path}/discard").status_code == 409
        again = story.approver.post(f"{path}/issue")
        assert again.status_code == 409
        assert len(bench.told(catalogue.RecommendationIssued)) == 1
        assert story.officer.get(path).json["content_hash"] == issued["content_hash"]

    def test_a_discarded_draft_stays_in_the_record(self, story, act):
        assert story.officer.post(f"/recommendations/{act['id']}/discard").json["status"] == "discarded"
        assert self.approve(story.approver, act).status_code == 409

    def test_an_act_is_neither_approved_nor_issued_before_something_was_found(self, bench, story):
        act = story.draft(bench.body())
        assert [one["code"] for one in act["faults"]] == [
            "case.step_not_legal",
            "case.no_violation",
            "act.no_violation_found",
        ]
        for answer in (
            self.approve(story.approver, act),
            story.approver.post(f"/recommendations/{act['id']}/issue"),
        ):
            assert answer.status_code == 409
        answer = self.approve(story.approver, act)
        assert [one["code"] for one in answer.json["faults"]] == [one["code"] for one in act["faults"]]
        assert bench.told(catalogue.RecommendationIssued) == []
        assert bench.scalar("SELECT count(*) FROM obligation") == 0
        assert bench.scalar("SELECT count(*) FROM numbering WHERE prefix = 'R'") == 0

    def test_the_rules_are_asked_again_on_the_day_of_issue(self, bench, story, act):
        self.approve(story.approver, act)
        bench.tell_of(self.body, "municipality", active=False)
        answer = story.approver.post(f"/recommendations/{act['id']}/issue")
        assert (answer.status_code, answer.json["code"]) == (422, "institution_inactive")


class TestIssue:
    def test_each_addressee_gets_a_copy_of_its_own_with_nothing_that_leads_to_a_child(self, bench, story):
        one, other = bench.body(), bench.body("ministry")
        act = story.with_findings().issue(one, other, items=2)
        [told] = bench.told(catalogue.RecommendationIssued)
        copies = [bench.platform.documents.get_json(one["rendering"]) for one in told["addressees"]]
        assert [copy["addressee"]["name_sq"] for copy in copies] == [
            f"Organi Shembull {one.key}",
            f"Organi Shembull {other.key}",
        ]
        assert copies[0]["also_addressed"][0]["name_en"] == f"Sample Body {other.key}"
        assert copies[0]["reply"]["term"]["value"] == 30
        assert "30 ditëve kalendarike" in copies[0]["reply"]["instructions_sq"]
        found = story.officer.get(f"/recommendations/{act['id']}").json
        digests = {row["institution_id"]: row["digest"] for row in found["addressees"]}
        assert digests[str(one.id)] == hashlib.sha256(rfc8785.dumps(copies[0])).hexdigest()
        complaint = bench.scalar("SELECT id FROM complaint")
        case_number = bench.scalar("SELECT number FROM case_file")
        for copy in copies:
            said = str(copy)
            for secret in (str(complaint), str(story.case_id), case_number, "A-2026-00001-7", "child", str(act["id"])):
                assert secret not in said

    def test_names_are_those_of_the_day_of_issue(self, bench, story):
        body = bench.body(key="shembull-i-pare")
        act = story.with_findings().issue(body)
        bench.tell_of(body, "municipality", name_sq="Emër i ri")
        found = story.officer.get(f"/recommendations/{act['id']}").json
        assert found["addressees"][0]["name_sq"] == "Organi Shembull shembull-i-pare"

    def test_a_body_told_for_information_owes_nothing(self, bench, story):
        body, informed = bench.body(), bench.body()
        addressees = [
            {"institution_id": str(body.id), "role": "responsible"},
            {"institution_id": str(informed.id), "role": "for_information"},
        ]
        act = story.with_findings().issue(addressees=addressees, items=3)
        assert {one["institution_id"] for one in act["obligations"]} == {str(body.id)}
        assert len(act["obligations"]) == 3

    def test_numbers_run_without_gap(self, bench, story):
        body = bench.body()
        story.with_findings()
        numbers = [story.issue(body, items=1)["number"][:13] for _ in range(2)]
        year = today().year
        assert numbers == [f"R-{year}-00001-"[:13], f"R-{year}-00002-"[:13]]

    def test_the_same_key_issues_once(self, bench, story):
        act = story.with_findings().draft(bench.body())
        path = f"/recommendations/{act['id']}"
        story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
        answers = [story.approver.post(f"{path}/issue", headers={"Idempotency-Key": "once"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json["number"] == answers[1].json["number"]

    def test_the_implementation_has_a_date_of_its_own(self, bench, story):
        items = [{"text": "Masa", "evidence_expected": "Vendimi", "due": soon()}]
        body = bench.body()
        act = story.with_findings().issue(body, items=items)
        assert act["obligations"][0]["timeliness"]["implementation"] == {"word": "none", "days": 0}
        bench.deliver(act, body)
        assert story.obligations(act, body)[0]["timeliness"]["implementation"] == {"word": "due_in", "days": 40}


class TestKinds:
    def test_an_advice_to_sue_goes_to_the_mailbox_alone_and_nobody_owes_anything(self, bench, story):
        story.with_findings()
        items = [{"text": "Paraqitni padi brenda 45 ditëve."}]
        act = story.issue(kind="litigation_advice", addressees=[], items=items, injured_party=story.injured())
        assert act["obligations"] == []
        [told] = bench.told(catalogue.ComplainantInformed)
        message = bench.platform.documents.get_json(told["message"])
        assert "Paraqitni padi" in message["text"]
        [event] = bench.told(catalogue.RecommendationIssued)
        assert event["addressees"] == []

    def test_a_referral_to_the_prosecution_is_seen_by_those_who_handle_it_alone(self, bench, story, commissioner):
        office = bench.body("prosecution")
        act = story.with_findings().issue(office, kind="prosecution_referral", items=1)
        publisher = bench.person("publisher")
        assert publisher.get(f"/recommendations/{act['id']}").status_code == 404
        path = f"/recommendations/{act['id']}/publication"
        decision = {"decision": "publish", "reason": "x"}
        assert publisher.post(path, decision).status_code == 404
        bench.deliver(act, office)
        refused = commissioner.post(path, decision)
        assert (refused.status_code, refused.json["code"]) == (409, "publication.pending")
        over = commissioner.post(path, {**decision, "proceeding_over": True})
        assert over.status_code == 200
        client = bench.app.test_client()
        assert client.get("/cases/api/v1/public/recommendations").json["items"] == []
        assert client.get(f"/cases/api/v1/public/recommendations/{act['number']}").status_code == 404

    def test_a_notice_to_the_judicial_oversight_expects_a_receipt_and_is_never_shown(self, bench, story, commissioner):
        ild = bench.body("judicial_oversight", key="ild")
        items = [{"text": "Vlerësoni sjelljen."}]
        act = story.with_findings().issue(ild, kind="judicial_notice", items=items, judicial_matter="judge")
        assert act["obligations"][0]["reply_due"] is None
        [event] = bench.told(catalogue.RecommendationIssued)
        assert event["addressees"][0]["expects"] == "acknowledgement"
        never = commissioner.post(f"/recommendations/{act['id']}/publication", {"decision": "publish", "reason": "x"})
        assert (never.status_code, never.json["code"]) == (409, "publication.never")
        clock = story.officer.get(f"/obligations/{act['obligations'][0]['id']}/clock").json
        assert (clock["term"], clock["due"], clock["ledger"], clock["told"]) == (None, None, [], [])
        assert clock["words"]["en"] == ["This act has no term for a reply."]


class TestFalling:
    def test_a_withdrawn_act_is_told_and_nothing_is_owed_on_it_any_more(self, bench, story):
        body = bench.body()
        act = story.with_findings().issue(body)
        path = f"/recommendations/{act['id']}/withdrawal"
        assert story.officer.post(path, {"ground": "facts_changed", "reason": "x"}).status_code == 403
        assert story.approver.post(path, {"reason": "x"}).json["errors"][0]["pointer"] == "/ground"
        assert story.approver.post(path, {"ground": "facts_changed"}).json["errors"][0]["pointer"] == "/reason"
        fell = story.approver.post(path, {"ground": "facts_changed", "reason": "Faktet ndryshuan."})
        assert (fell.status_code, fell.json["status"]) == (200, "withdrawn")
        [told] = bench.told(catalogue.RecommendationWithdrawn)
        assert (told["reason"], told["number"]) == ("facts_changed", act["number"])
        assert story.approver.post(path, {"ground": "facts_changed", "reason": "x"}).status_code == 409
        one = act["obligations"][0]
        assess = story.officer.post(f"/obligations/{one['id']}/assessments", {"assessment": "partly"})
        assert assess.json["code"] == "obligation.act_fell"
        figures = bench.app.test_client().get("/cases/api/v1/public/compliance").json["figures"]
        assert figures["obligations"] == 0

    def test_a_better_act_takes_the_place_of_the_old_one_when_it_is_issued(self, bench, story):
        body = bench.body()
        story.with_findings()
        old = story.issue(body, items=1)
        new = story.draft(body, items=1, supersedes=old["id"], title="Tekst më i mirë")
        assert story.officer.get(f"/recommendations/{old['id']}").json["status"] == "issued"
        path = f"/recommendations/{new['id']}"
        story.approver.post(f"{path}/approval", {"content_hash": new["content_hash"]})
        issued = story.approver.post(f"{path}/issue").json
        fell = story.officer.get(f"/recommendations/{old['id']}").json
        assert (fell["status"], fell["superseded_by"]) == ("superseded", issued["id"])
        [told] = bench.told(catalogue.RecommendationWithdrawn)
        assert (told["reason"], told["superseded_by"]) == ("superseded", issued["id"])
        event = bench.told(catalogue.RecommendationIssued, recommendation_id=issued["id"])[0]
        assert event["supersedes"] == old["id"]
        copy = bench.platform.documents.get_json(event["addressees"][0]["rendering"])
        assert copy["supersedes"] == old["number"]

    def test_an_act_of_another_kind_takes_nobodys_place(self, bench, story):
        body = bench.body()
        story.with_findings()
        old, other = story.issue(body, items=1), story.issue(body, items=1, kind="practice_change")
        path = f"/recommendations/{old['id']}/withdrawal"
        answer = story.approver.post(path, {"reason": "x", "superseded_by": other["id"]})
        assert (answer.status_code, answer.json["code"]) == (409, "superseding.other_kind")


def test_a_day_off_is_refused_while_drafting_and_the_day_that_would_be_counted_is_named(story, bench):
    body = bench.body()
    item = {"text": "Masa", "evidence_expected": "Vendimi", "due": "2099-01-04"}
    refused = story.officer.post(f"/cases/{story.case_id}/recommendations", {**draft_body(body), "items": [item]})
    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [("/items/0/due", "item.due_day_off")]
    assert refused.json["detail"] == "this is a day off; the next working day is 2099-01-05"
    kept = story.officer.post(
        f"/cases/{story.case_id}/recommendations", {**draft_body(body), "items": [{**item, "due": "2099-01-05"}]}
    )
    assert kept.status_code == 201, kept.json
