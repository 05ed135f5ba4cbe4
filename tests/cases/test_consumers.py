"""What cases makes of the events it hears: once each, in any order between streams, twice delivered or not."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import today

NUMBER = "A-2026-00002-5"


class TestComplaints:
    def test_an_admissible_complaint_opens_a_case_with_a_number_and_tells_of_it(self, bench):
        body = bench.body()
        complaint = bench.complaint()
        case_id = bench.admit(complaint, bodies=[body.id], rights=["28", "37.a", "opsc"])
        [told] = bench.told(catalogue.CaseOpened)
        assert told["case_id"] == str(case_id)
        assert told["number"].startswith(f"C-{today().year}-00001-")
        assert (told["origin"], told["complaints"], told["bodies"]) == ("complaint", [str(complaint)], [str(body.id)])
        assert told["rights"] == ["28", "37.a", "opsc"]
        assert bench.audited("case.opened", case_id) == 1

    def test_the_same_delivery_twice_opens_one_case(self, bench):
        complaint = bench.complaint()
        decision = bench.envelope(catalogue.ComplaintDecided, complaint, **bench.decided(complaint))
        bench.take(decision, decision)
        bench.take(decision)
        assert bench.scalar("SELECT count(*) FROM case_file") == 1
        assert len(bench.told(catalogue.CaseOpened)) == 1

    def test_a_decision_that_comes_before_the_complaint_waits_for_it(self, bench):
        complaint = uuid4()
        received = bench.envelope(catalogue.ComplaintReceived, complaint, **bench.received(complaint))
        bench.take(bench.envelope(catalogue.ComplaintDecided, complaint, **bench.decided(complaint)))
        assert bench.scalar("SELECT count(*) FROM case_file") == 0
        bench.take(received)
        assert bench.scalar("SELECT count(*) FROM case_file") == 1
        assert bench.scalar("SELECT count(*) FROM parked_event") == 0

    @pytest.mark.parametrize("outcome", ["inadmissible", "redirected", "counselled"])
    def test_any_other_decision_opens_none(self, bench, outcome):
        complaint = bench.complaint()
        bench.hear(catalogue.ComplaintDecided, complaint, **bench.decided(complaint, outcome))
        assert bench.scalar("SELECT count(*) FROM case_file") == 0
        assert bench.scalar("SELECT outcome FROM complaint") == outcome

    def test_a_mailbox_that_took_nothing_is_told_in_the_history_and_where_the_case_stands(self, bench, story):
        path = f"/cases/{story.case_id}"
        assert story.officer.post(f"{path}/complainant-messages", {"text": "Po punojmë."}).status_code == 201
        complaint = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
        told = {"complaint_id": complaint, "case_id": story.case_id, "reason": "erased"}
        bench.hear(catalogue.ComplainantNotTold, complaint, **told)
        last = story.officer.get(path).json["history"][-1]
        assert (last["code"], last["details"]) == ("complainant.not_told", {"complaint": str(complaint)})
        story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token)
        page = story.officer.client.get(f"/cases/staff{path}").text
        assert "Ankuesi nuk u njoftua dot: kutia e tij është fshirë" in page
        assert "Ankuesit nuk iu tha dot" in page

    def test_that_a_mailbox_is_read_by_nobody_for_a_conflict_stands_in_the_history_and_where_the_case_stands(
        self, bench, story
    ):
        complaint = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
        told = {"complaint_id": complaint, "case_id": story.case_id, "reason": "in_conflict"}
        bench.hear(catalogue.ComplainantNotTold, complaint, **told)
        assert story.officer.get(f"/cases/{story.case_id}").json["history"][-1]["code"] == "complainant.mailbox_shut"
        story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token)
        page = story.officer.client.get(f"/cases/staff/cases/{story.case_id}").text
        assert "kutinë nuk e lexon askush; gjeni një rrugë tjetër" in page

    def test_a_complaint_joined_later_goes_to_the_case_of_the_first(self, bench, officer):
        first, second = bench.complaint(), bench.complaint(reference=NUMBER)
        case_id = bench.admit(first)
        bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
        found = officer.get(f"/cases/{case_id}").json
        assert {one["id"] for one in found["complaints"]} == {str(first), str(second)}
        assert [line["code"] for line in found["history"]] == ["case.opened", "complaint.joined"]

    def test_a_complaint_joined_earlier_waits_for_the_case_also_over_two_steps(self, bench):
        first, second, third = bench.complaint(), bench.complaint(), bench.complaint()
        bench.hear(catalogue.ComplaintDecided, third, **bench.decided(third, "joined", joined_to=second))
        bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
        case_id = bench.admit(first)
        assert bench.scalar("SELECT count(*) FROM complaint WHERE case_id = :id", id=case_id) == 3
        [told] = bench.told(catalogue.CaseOpened)
        assert set(told["complaints"]) == {str(first), str(second), str(third)}

    def test_a_message_marks_the_case_until_the_office_answers(self, bench, officer):
        complaint = bench.complaint()
        bench.hear(catalogue.MessageReceived, complaint, complaint_id=complaint, message_id=uuid4())
        case_id = bench.admit(complaint)
        bench.hear(catalogue.MessageReceived, complaint, complaint_id=complaint, message_id=uuid4())
        assert officer.get(f"/cases/{case_id}").json["case"]["unread_messages"] == 2
        assert officer.get("/cases").json["items"][0]["unread_messages"] == 2
        sent = officer.post(f"/cases/{case_id}/complainant-messages", {"text": "E morëm mesazhin."})
        assert sent.status_code == 201
        assert officer.get(f"/cases/{case_id}").json["case"]["unread_messages"] == 0
        [told] = bench.told(catalogue.ComplainantInformed)
        message = bench.platform.documents.get_json(told["message"])
        assert message == {"text": "E morëm mesazhin.", "language": "sq"}

    def test_a_message_that_comes_before_its_complaint_is_not_lost(self, bench):
        complaint = uuid4()
        bench.hear(catalogue.MessageReceived, complaint, complaint_id=complaint, message_id=uuid4())
        bench.hear(catalogue.ComplaintReceived, complaint, **bench.received(complaint))
        case_id = bench.admit(complaint)
        assert bench.scalar("SELECT unread_messages FROM case_file WHERE id = :id", id=case_id) == 1


class TestDeliveries:
    @pytest.fixture
    def act(self, story, bench):
        self.body, self.other = bench.body(), bench.body()
        return story.with_findings().issue(self.body, self.other, items=1)

    def test_delivery_starts_the_clock_of_that_addressee_alone_on_the_local_day(self, story, bench, act):
        night = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
        bench.deliver(act, self.body, at=night)
        [mine], [others] = story.obligations(act, self.body), story.obligations(act, self.other)
        assert (mine["delivery"], others["delivery"]) == ("delivered", "queued")
        clock = story.officer.get(f"/obligations/{mine['id']}/clock").json
        starts = {entry["event"]: entry["effective"] for entry in clock["ledger"] if entry["kind"] == "started"}
        assert starts["delivered"] == "2026-11-26"
        assert clock["due"]["start"] == "2026-11-26"
        assert clock["due"]["day"] == mine["reply_due"]
        assert clock["explanation"][0] == {
            "why": "start", "first": "2026-11-26", "last": "2026-11-26", "days": 1, "count": 0, "name": "",
        }  # fmt: skip
        assert clock["explanation"][-1]["last"] == mine["reply_due"]

    def test_a_second_channel_does_not_begin_it_anew_and_bad_news_after_good_says_nothing(self, story, bench, act):
        bench.deliver(act, self.body, at=datetime(2026, 11, 20, 9, tzinfo=UTC))
        due = story.obligations(act, self.body)[0]["reply_due"]
        bench.deliver(act, self.body, at=datetime(2026, 11, 24, 9, tzinfo=UTC))
        dispatch = uuid4()
        bench.hear(
            catalogue.DispatchFailed,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=act["id"],
            institution_id=self.body.id,
            reason="no_channel",
            at=datetime.now(UTC),
        )
        [mine] = story.obligations(act, self.body)
        assert (mine["delivery"], mine["reply_due"]) == ("delivered", due)

    def test_opening_and_acknowledging_stop_no_clock(self, story, bench, act):
        bench.deliver(act, self.body)
        bench.deliver(act, self.body, event=catalogue.DispatchOpened)
        dispatch = uuid4()
        bench.hear(
            catalogue.DispatchAcknowledged,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=act["id"],
            institution_id=self.body.id,
            channel="portal",
            document="a" * 64,
            at=datetime.now(UTC),
        )
        [mine] = story.obligations(act, self.body)
        assert (mine["delivery"], mine["reply"]) == ("acknowledged", "acknowledgement_only")
        assert mine["timeliness"]["reply"]["word"] == "due_in"

    def test_what_is_told_of_an_act_that_nobody_knows_is_parked(self, bench):
        bench_body = bench.body()
        with pytest.raises(Exception, match="No row"):
            bench.deliver({"id": str(uuid4())}, bench_body)

    def test_a_mail_is_a_line_in_the_history_and_changes_no_fact(self, story, bench, act):
        for event, reason in ((catalogue.MessageDelivered, {}), (catalogue.MessageFailed, {"reason": "refused"})):
            message = uuid4()
            bench.hear(
                event,
                message,
                message_id=message,
                template="document_waiting",
                channel="email",
                about="recommendation",
                about_id=act["id"],
                institution_id=self.body.id,
                **reason,
            )
        codes = [line["code"] for line in story.officer.get(f"/cases/{story.case_id}").json["history"]]
        assert codes[-2:] == ["message.delivered", "message.failed"]
        assert story.obligations(act, self.body)[0]["delivery"] == "queued"


class TestReplies:
    @pytest.fixture
    def act(self, story, bench):
        self.body = bench.body()
        act = story.with_findings().issue(self.body, items=2)
        bench.deliver(act, self.body)
        self.items = [item["id"] for item in act["items"]]
        return act

    def test_a_late_reply_is_accepted_and_late_for_ever(self, story, bench, act):
        late = datetime.now(UTC) + timedelta(days=60)
        bench.reply(act, self.body, {"item_id": self.items[0], "position": "accepted"}, received_at=late)
        first, second = story.obligations(act, self.body)
        assert first["timeliness"]["reply"]["word"] == "late"
        assert second["reply"] == "none"
        clock = story.officer.get(f"/obligations/{first['id']}/clock").json
        assert [entry["kind"] for entry in clock["ledger"]] == ["started", "closed"]

    def test_an_amended_reply_stands_beside_the_first(self, story, bench, act):
        dispatch = uuid4()
        first_day = datetime.now(UTC)
        refused = {"item_id": self.items[0], "position": "refused"}
        bench.reply(act, self.body, refused, dispatch_id=dispatch, received_at=first_day)
        accepted = {"item_id": self.items[0], "position": "accepted", "claimed": "implemented"}
        later = first_day + timedelta(days=90)
        bench.reply(act, self.body, accepted, dispatch_id=dispatch, version=2, received_at=later)
        first, _second = story.obligations(act, self.body)
        assert (first["reply"], first["claimed"]) == ("accepted", "implemented")
        assert first["timeliness"]["reply"]["word"] == "in_time"
        found = story.officer.get(f"/obligations/{first['id']}").json
        assert [(reply["version"], reply["word"]) for reply in found["replies"]] == [
            (1, "refused_without_reasons"),
            (2, "accepted"),
        ]

    def test_a_question_back_answers_nothing(self, story, bench, act):
        bench.reply(act, self.body, *({"item_id": one, "position": "asks_clarification"} for one in self.items))
        first, _ = story.obligations(act, self.body)
        assert first["reply"] == "asks_clarification"
        assert first["timeliness"]["reply"]["word"] == "due_in"
        assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "pending_reply"

    def test_a_reply_may_come_before_the_news_of_its_delivery(self, story, bench):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "accepted"})
        bench.deliver(act, body)
        [mine] = story.obligations(act, body)
        assert (mine["delivery"], mine["reply"]) == ("delivered", "accepted")
        assert mine["timeliness"]["reply"]["word"] == "in_time"

    def test_a_reply_on_anothers_item_is_refused_whole(self, story, bench, act):
        answers = ({"item_id": one, "position": "accepted"} for one in (self.items[0], str(uuid4())))
        with pytest.raises(LookupError):
            bench.reply(act, self.body, *answers)
        assert [one["reply"] for one in story.obligations(act, self.body)] == ["none", "none"]
        assert bench.scalar("SELECT count(*) FROM reply") == 0

    def test_a_request_for_time_is_shown_and_stops_nothing(self, story, bench, act):
        request = uuid4()
        bench.hear(
            catalogue.ExtensionRequested,
            request,
            request_id=request,
            dispatch_id=uuid4(),
            recommendation_id=act["id"],
            institution_id=self.body.id,
            until=date(2027, 3, 1),
            reasons=bench.platform.documents.put_json({"reasons": "Na duhet kohë."}),
        )
        first, _ = story.obligations(act, self.body)
        assert first["reply"] == "extension_asked"
        assert first["timeliness"]["reply"]["word"] == "due_in"
        found = story.officer.get(f"/obligations/{first['id']}").json
        assert (found["requests"][0]["state"], found["requests"][0]["reasons"]) == ("asked", "Na duhet kohë.")

    def test_progress_is_a_claim_and_no_assessment(self, story, bench, act):
        report = uuid4()
        dispatch = uuid4()
        bench.hear(
            catalogue.ProgressReported,
            dispatch,
            report_id=report,
            dispatch_id=dispatch,
            recommendation_id=act["id"],
            institution_id=self.body.id,
            items=[{"item_id": self.items[0], "claimed": "implemented", "evidence": []}],
            report=bench.platform.documents.put_json({"note": None, "items": []}),
            at=datetime.now(UTC),
        )
        first, _ = story.obligations(act, self.body)
        assert (first["claimed"], first["assessed"]) == ("implemented", "not_assessed")

    def test_what_was_said_cannot_be_changed_in_the_database(self, bench, act):
        bench.reply(act, self.body, {"item_id": self.items[0], "position": "accepted"})
        for table in ("reply", "reply_item", "clock_entry", "case_history", "finding"):
            with pytest.raises(Exception, match="permission denied"), bench.platform.database.transaction() as session:
                session.execute(text(f"DELETE FROM {table}"))


def test_what_is_counted_of_a_child_is_kept_in_codes_and_the_newest_stands(bench):
    codes = {"age_band": "from_6_to_9", "sex": "female", "disability": "has", "minority": "roma", "care": "family"}
    complaint_id = uuid4()
    for county in ("kukes", "vlore"):
        bench.hear(catalogue.ProfileTold, complaint_id, complaint_id=complaint_id, county=county, **codes)
    row = "SELECT concat_ws(' ', age_band, sex, disability, minority, care, county) FROM complaint_profile"
    assert bench.scalar(row) == "from_6_to_9 female has roma family vlore"
