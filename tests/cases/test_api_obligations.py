"""What is owed, over the API: lateness that nobody stores, clocks, assessments, more time, rungs of the ladder."""

from datetime import UTC, datetime, timedelta

import pytest

from shared import clock
from shared.events import catalogue
from shared.staff import issue_token
from tests.cases.bench import SEEN, SIGNING, soon, today


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


@pytest.fixture
def owed(story, bench):
    """One obligation of a municipality, delivered 60 days ago and never answered: (act, body, obligation)."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body, at=ago(60))
    return act, body, story.obligations(act, body)[0]


class TestLateness:
    def test_silence_becomes_late_by_itself_and_the_list_finds_it(self, story, bench, owed):
        act, _body, obligation = owed
        assert obligation["timeliness"]["reply"]["word"] == "late"
        fresh = bench.body()
        other = story.issue(fresh, items=1)
        bench.deliver(other, fresh)
        [late] = story.officer.get("/obligations?timeliness=late").json["items"]
        assert (late["id"], late["number"]) == (obligation["id"], act["number"])
        [due] = story.officer.get("/obligations?timeliness=due_in").json["items"]
        assert due["institution_id"] == str(fresh.id)
        assert len(story.officer.get("/obligations").json["items"]) == 2
        of_body = story.officer.get(f"/obligations?timeliness=late&institution={fresh.id}").json
        assert of_body["items"] == []
        of_act = story.officer.get(f"/obligations?recommendation={act['id']}").json
        assert [one["id"] for one in of_act["items"]] == [obligation["id"]]

    def test_a_substantive_reply_takes_it_off_the_list_and_a_receipt_does_not(self, story, bench, owed):
        act, body, obligation = owed
        bench.reply(act, body, {"item_id": obligation["item_id"], "position": "asks_clarification"})
        assert len(story.officer.get("/obligations?timeliness=late").json["items"]) == 1
        bench.reply(act, body, {"item_id": obligation["item_id"], "position": "accepted"})
        assert story.officer.get("/obligations?timeliness=late").json["items"] == []
        [now] = story.obligations(act, body)
        assert now["timeliness"]["reply"]["word"] == "late"

    def test_the_list_goes_on_by_cursor_in_the_order_of_the_last_days(self, story, bench):
        story.with_findings()
        for days in (50, 70, 60):
            body = bench.body()
            bench.deliver(story.issue(body, items=1), body, at=ago(days))
        seen, after = [], None
        while True:
            query = {"timeliness": "late", "limit": 1, **({"after": after} if after else {})}
            answer = story.officer.get("/obligations", query_string=query).json
            seen += [one["reply_due"] for one in answer["items"]]
            if (after := answer["next"]) is None:
                break
        assert len(seen) == 3
        assert seen == sorted(seen)

    def test_an_obligation_of_another_officers_case_is_not_there(self, bench, owed):
        stranger = bench.person("case_officer")
        assert stranger.get("/obligations").json["items"] == []
        for path in ("", "/clock", "/rungs"):
            assert stranger.get(f"/obligations/{owed[2]['id']}{path}").status_code == 404
        assert stranger.post(f"/obligations/{owed[2]['id']}/assessments", {"assessment": "not"}).status_code == 404

    @pytest.mark.parametrize("query", ["timeliness=never", "institution=x", "recommendation=7", "limit=0", "late=1"])
    def test_a_strange_filter_is_refused(self, approver, query):
        assert approver.get(f"/obligations?{query}").status_code == 422


class TestAssessments:
    def assess(self, story, owed, **body):
        return story.officer.post(f"/obligations/{owed[2]['id']}/assessments", body)

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"assessment": "implemented"}, "/on"),
            ({"assessment": "implemented", "on": "2026-01-05"}, "/evidence"),
            ({"assessment": "implemented", "on": "2098-01-05", "evidence": [SEEN]}, "/on"),
            ({"assessment": "in_process"}, "/promised_date"),
            ({"assessment": "in_process", "promised_date": "SOON"}, "/next_check"),
            ({"assessment": "in_process", "promised_date": "SOON", "next_check": "2020-01-01"}, "/next_check"),
            ({"assessment": "not_assessable", "reason": "x"}, "/unassessable"),
            ({"assessment": "not_assessable", "unassessable": "no_information"}, "/reason"),
            ({"assessment": "not_assessable", "unassessable": "tired", "reason": "x"}, "/unassessable"),
            ({"assessment": "not", "evidence": [SEEN], "unassessable": "elsewhere", "reason": "x"}, "/unassessable"),
            ({"assessment": "wonderful"}, "/assessment"),
            ({"assessment": "not", "evidence": "x"}, "/evidence"),
            ({"assessment": "not", "verifier": "me"}, "/verifier"),
            ({}, "/assessment"),
        ],
    )
    def test_what_a_word_needs_is_named_and_nothing_is_written(self, story, bench, owed, body, pointer):
        typed = {name: soon(20) if value == "SOON" else value for name, value in body.items()}
        answer = self.assess(story, owed, **typed)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
        assert bench.told(catalogue.ObligationAssessed) == []
        assert bench.scalar("SELECT count(*) FROM assessment") == 0

    def test_not_assessed_is_no_finding(self, story, owed):
        answer = self.assess(story, owed, assessment="not_assessed")
        assert (answer.status_code, answer.json["code"]) == (409, "assessment.not_a_finding")

    def test_in_process_shows_as_overdue_after_its_dates(self, story, bench, owed):
        expected, ahead = soon(5), soon(10)
        body = {"assessment": "in_process", "promised_date": expected, "next_check": ahead}
        assert self.assess(story, owed, **body).status_code == 201
        path = f"/obligations/{owed[2]['id']}"
        assert story.officer.get(path).json["overdue_check"] is False
        clock.travel_to(clock.utc_now() + timedelta(days=16))
        try:
            story.officer.token = issue_token(SIGNING, story.officer.id)
            assert story.officer.get(path).json["overdue_check"] is True
        finally:
            clock.travel_to(None)
        [told] = bench.told(catalogue.ObligationAssessed)
        assert (told["assessment"], told["next_check"]) == ("in_process", ahead)

    def test_a_final_word_ends_the_waiting_and_the_childs_no_opens_it_again(self, story, owed):
        self.assess(story, owed, assessment="implemented", on=today().isoformat(), evidence=[SEEN])
        assert story.officer.get("/obligations?timeliness=late").json["items"] == []
        path = f"/obligations/{owed[2]['id']}"
        assert story.officer.post(f"{path}/confirmation", {"confirmed": "yes"}).json["assessed"] == "implemented"
        again = story.officer.post(f"{path}/confirmation", {"confirmed": "no"}).json
        assert (again["confirmed"], again["assessed"]) == ("no", "not_assessed")
        assert len(story.officer.get("/obligations?timeliness=late").json["items"]) == 1
        said = [one["word"] for one in story.officer.get(path).json["assessments"]]
        assert said == ["implemented", "not_assessed"]

    def test_a_case_closes_only_when_everything_is_settled(self, story, bench, owed):
        path = f"/cases/{story.case_id}/steps"
        close = {"step": "close", "outcome": "violation_found_recommended"}
        assert story.approver.post(path, close).json["code"] == "case.no_closing_ground"
        bench.reply(owed[0], owed[1], {"item_id": owed[2]["item_id"], "position": "accepted"})
        assert story.approver.post(path, close).json["code"] == "case.obligation_open"
        self.assess(story, owed, assessment="overtaken", reason="Shkolla u mbyll.")
        assert story.approver.post(path, close).status_code == 200


class TestLadder:
    def send(self, person, owed, rung, **more):
        path = f"/obligations/{owed[2]['id']}/escalations"
        answer = person.post(path, {"rung": rung, **more})
        if "reminder" in rung and answer.status_code == 201:
            seen = person.get(f"/rung-letters/{answer.json['letter']}").json["seen"]
            answer = person.post(path, {"rung": rung, "seen": seen, **more})
        return answer

    def issue(self, act_id, approves, issues):
        """What the system drafted, approved by one person and issued by another."""
        seen = approves.get(f"/recommendations/{act_id}").json["content_hash"]
        approved = approves.post(f"/recommendations/{act_id}/approval", {"content_hash": seen})
        assert approved.status_code == 200, approved.json
        issued = issues.post(f"/recommendations/{act_id}/issue")
        assert issued.status_code == 200, issued.json
        return issued.json

    def test_nothing_is_sent_while_the_term_runs(self, story, bench):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        answer = self.send(story.officer, (act, body, story.obligations(act, body)[0]), "reminder")
        assert (answer.status_code, answer.json["code"]) == (409, "ladder.term_runs")

    def test_a_reminder_is_sent_by_a_person_once(self, story, bench, owed):
        rungs = story.officer.get(f"/obligations/{owed[2]['id']}/rungs").json
        assert rungs["offers"][0]["rung"] == "reminder"
        sent = self.send(story.officer, owed, "reminder")
        assert (sent.status_code, sent.json["rung"]) == (201, "reminder")
        [told] = bench.told(catalogue.ObligationReminded)
        assert told["rung"] == "reminder"
        assert told["clock"]["due"] == owed[2]["reply_due"]
        assert self.send(story.officer, owed, "reminder").json["code"] == "ladder.already_sent"
        assert self.send(story.officer, owed, "second_reminder").json["code"] == "ladder.not_arrived"
        bench.remind(sent.json["letter"])
        assert self.send(story.officer, owed, "second_reminder").json["code"] == "ladder.term_runs"

    def test_rungs_are_not_skipped_and_only_the_commissioner_overrides_with_a_reason(
        self, story, bench, owed, commissioner
    ):
        skipped = self.send(commissioner, owed, "assembly_report")
        assert (skipped.status_code, skipped.json["code"], skipped.json["legal"]) == (
            409,
            "ladder.out_of_order",
            ["reminder"],
        )
        assert self.send(story.approver, owed, "assembly_report", override_reason="x").status_code == 403
        nobody = self.send(commissioner, owed, "assembly_report", override_reason="Jeta e fëmijës rrezikohet.")
        assert (nobody.status_code, nobody.json["code"]) == (409, "ladder.nobody_to_turn_to")
        assembly = bench.body("assembly")
        drafted = self.send(commissioner, owed, "assembly_report", override_reason="Jeta e fëmijës rrezikohet.")
        assert (drafted.status_code, drafted.json["state"], drafted.json["to"]) == (201, "drafted", str(assembly.id))
        assert bench.told(catalogue.ObligationEscalated) == []
        act = self.issue(drafted.json["act"], story.approver, commissioner)
        [sent] = story.officer.get(f"/obligations/{owed[2]['id']}/rungs").json["sent"]
        assert (sent["act"], sent["override_reason"]) == (act["id"], "Jeta e fëmijës rrezikohet.")
        assert (sent["left_on"], sent["term_due"]) == (None, None), "its term begins with its delivery"
        bench.deliver(act, assembly)
        [sent] = story.officer.get(f"/obligations/{owed[2]['id']}/rungs").json["sent"]
        assert sent["term_due"] is not None
        [told] = bench.told(catalogue.ObligationEscalated)
        assert (told["rung"], told["to"], told["act"]) == ("assembly_report", str(assembly.id), act["id"])

    def test_each_rung_has_its_sender(self, story, owed):
        sent = self.send(story.officer, owed, "assembly_report", override_reason="")
        assert sent.status_code == 409
        rungs = story.officer.get(f"/obligations/{owed[2]['id']}/rungs").json
        assert rungs["offers"][0]["sent_by"] == "case_officer"

    @pytest.fixture
    def prefect(self, bench, owed):
        """The prefect of the municipality that owes."""
        prefect = bench.body("prefect")
        bench.tell_of(owed[1], "municipality", relations=[("legality_oversight", prefect.id, None, None)])
        return prefect

    def test_a_municipality_has_no_superior_and_the_lawful_ways_are_named(
        self, story, bench, owed, prefect, commissioner
    ):
        act, body, one = owed
        bench.reply(act, body, {"item_id": one["item_id"], "position": "refused", "has_reasons": True})
        story.not_enough(one)
        refused = self.send(story.approver, owed, "hierarchical_superior")
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.no_superior")
        assert refused.json["legal"][:2] == ["head_of_body", "prefect"]
        # Of a council the directory knows nothing here: there is nobody to write to.
        assert not {"council_of_ministers", "municipal_council"} & set(refused.json["legal"])
        unlawful = self.send(story.approver, owed, "hierarchical_superior", alternative="council_of_ministers")
        assert unlawful.json["code"] == "ladder.alternative_not_lawful"
        assert self.send(story.officer, owed, "hierarchical_superior", alternative="prefect").status_code == 403
        sent = self.send(story.approver, owed, "hierarchical_superior", alternative="prefect")
        assert (sent.status_code, sent.json["state"], sent.json["to"]) == (201, "drafted", str(prefect.id))
        notice = self.issue(sent.json["act"], story.approver, commissioner)
        [taken] = story.officer.get(f"/obligations/{one['id']}/rungs").json["sent"]
        assert (taken["alternative"], taken["to"], taken["act"]) == ("prefect", str(prefect.id), notice["id"])

    def test_a_superior_of_that_day_is_turned_to_and_nobody_else(self, story, bench, commissioner):
        ministry, old = bench.body("ministry"), bench.body("ministry")
        school = bench.body(
            "school",
            relations=[
                ("hierarchical", old.id, "2010-01-01", "2019-12-31"),
                ("hierarchical", ministry.id, "2020-01-01", None),
            ],
        )
        act = story.with_findings().issue(school, items=1)
        bench.deliver(act, school, at=ago(60))
        one = story.obligations(act, school)[0]
        bench.reply(act, school, {"item_id": one["item_id"], "position": "refused"})
        story.not_enough(one)
        needless = self.send(story.approver, (act, school, one), "hierarchical_superior", alternative="prefect")
        assert needless.json["code"] == "ladder.alternative_not_needed"
        drafted = self.send(story.approver, (act, school, one), "hierarchical_superior")
        assert (drafted.status_code, drafted.json["to"]) == (201, str(ministry.id))
        self.issue(drafted.json["act"], story.approver, commissioner)
        [told] = bench.told(catalogue.ObligationEscalated)
        assert told["to"] == str(ministry.id)
        [mine] = story.obligations(act, school)
        assert mine["reply"] == "refused_without_reasons"

    def test_an_accepting_reply_is_escalated_only_after_it_was_found_insufficient(self, story, bench, owed, prefect):
        act, body, one = owed
        bench.reply(act, body, {"item_id": one["item_id"], "position": "accepted"})
        assert self.send(story.approver, owed, "hierarchical_superior", alternative="prefect").json["code"] == (
            "ladder.not_warranted"
        )
        found = story.officer.post(f"/obligations/{one['id']}/insufficiency", {"reason": "Pa masa konkrete."})
        assert (found.status_code, found.json["reply"]) == (201, "accepted")
        taken = self.send(story.approver, owed, "hierarchical_superior", alternative="prefect")
        assert (taken.status_code, taken.json["to"]) == (201, str(prefect.id))

    def test_silence_cannot_be_found_insufficient(self, story, owed):
        answer = story.officer.post(f"/obligations/{owed[2]['id']}/insufficiency", {"reason": "x"})
        assert (answer.status_code, answer.json["code"]) == (409, "insufficiency.no_reply")

    def test_a_prosecutor_is_never_pressed(self, story, bench):
        office = bench.body("prosecution")
        act = story.with_findings().issue(office, kind="prosecution_referral", items=1)
        bench.deliver(act, office, at=ago(60))
        one = story.obligations(act, office)[0]
        answer = self.send(story.officer, (act, office, one), "reminder")
        assert (answer.status_code, answer.json["code"]) == (409, "ladder.never_pressed")
        rungs = story.officer.get(f"/obligations/{one['id']}/rungs").json
        assert (rungs["never_pressed"], rungs["offers"]) == (True, [])


def test_a_letter_that_was_passed_on_is_neither_refused_nor_not_competent_and_its_term_runs_on(bench, story):
    body, other = bench.body(), bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body, datetime.now(UTC) - timedelta(days=60))
    [one] = story.obligations(act, body)
    bench.reply(act, body, {"item_id": one["item_id"], "position": "forwarded", "competent_institution": other.id})
    [one] = story.obligations(act, body)
    assert (one["reply"], one["state"], one["no_reply"]) == ("forwarded", "no_reply", True)
    assert one["timeliness"]["reply"]["word"] == "late"
    whole = story.officer.get(f"/obligations/{one['id']}").json
    assert [(said["word"], said["competent_institution"]) for said in whole["replies"]] == [
        ("forwarded", str(other.id))
    ]
    # Whether the office turns to that body itself is for it to decide; until then the letter stands.
    assert (whole["readdressing"]["passed_on"], whole["readdressing"]["decision"]) == (True, None)
    shares = bench.app.test_client().get("/cases/api/v1/public/compliance").json
    assert "forwarded" not in str(shares)
