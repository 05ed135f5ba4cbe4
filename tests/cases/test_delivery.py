"""Delivery as it happened: a body is on the clock once it has the letter, and not a day before."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.cases import timers
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import past
from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from shared.events.documents.partners import EvidenceRecord, PostRecord
from tests.cases.bench import Bench, Body, today
from tests.cases.ladder_world import Silence, after, day_of
from tests.sample_files import PDF

DAY = timedelta(days=1)


@pytest.fixture
def body(bench: Bench) -> Body:
    return bench.body()


@pytest.fixture
def act(story: Any, body: Body) -> dict[str, Any]:
    return dict(story.with_findings().issue(body, items=2))


@pytest.fixture
def silence(story: Any, bench: Bench, body: Body, act: dict[str, Any], commissioner: Any) -> Silence:
    """A letter that lies in the post book."""
    found = Silence(story, body, act, commissioner, bench.person("publisher"))
    post(found, "to_post")
    return found


def post(silence: Silence, step: str, **more: Any) -> None:
    dispatch = DISPATCHES.setdefault(silence.act["id"], uuid4())
    content = {"dispatch_id": dispatch, "recommendation_id": silence.act["id"], "institution_id": silence.body.id}
    event = {"step": step, "at": clock.utc_now(), **more}
    silence.bench.hear(catalogue.DispatchPosted, dispatch, **content, **event)


DISPATCHES: dict[str, Any] = {}


def record(silence: Silence, tracking: str | None = "RR1AL", *, proof: bool = False) -> str:
    documents = silence.bench.platform.documents
    content = PDF
    shown = EvidenceRecord(
        id=uuid4(), sha256="0" * 64, media_type="application/pdf", size=len(content), document=documents.put(content)
    )
    return documents.keep(PostRecord(by=uuid4(), tracking=tracking, proof=shown if proof else None))


def leave(silence: Silence, day: Any = None) -> None:
    post(silence, "sent", way="post", day=day or today(), record=record(silence))


def delivered(figures: Any) -> tuple[int, int, int]:
    """How many obligations were delivered, of how many, and how many stand beside the shares for not having been."""
    beside = {one["key"]: one["count"] for one in figures["splits"][2]["beside"]}
    return figures["delivered"]["numerator"], figures["delivered"]["denominator"], beside["not_delivered"]


def arrive(silence: Silence, day: Any = None) -> None:
    dispatch = DISPATCHES.setdefault(silence.act["id"], uuid4())
    silence.bench.hear(
        catalogue.DispatchDelivered,
        dispatch,
        dispatch_id=dispatch,
        recommendation_id=silence.act["id"],
        institution_id=silence.body.id,
        channel="paper",
        way="post",
        at=datetime.combine(day or today(), time(11), UTC),
        record=record(silence, proof=True),
    )


def copy_of(silence: Silence) -> dict[str, Any]:
    answer = silence.story.officer.get(f"/recommendations/{silence.act['id']}")
    return dict(answer.json["addressees"][0])


def start_of(silence: Silence) -> date:
    """The day with which the clock begins, as it is counted now."""
    found = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json
    return day_of(found["due"]["start"])


def deem(silence: Silence) -> None:
    timers.deem_delivered(silence.bench.platform, clock.utc_now())


def page_of(silence: Silence) -> str:
    person = silence.story.officer
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    return str(person.client.get(f"/cases/staff/obligations/{silence.owed[0]['id']}").get_data(as_text=True))


def figures(silence: Silence, on: date | None = None) -> Any:
    query = {"on": str(on)} if on else {}
    answer = silence.bench.office().get("/cases/api/v1/compliance", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json["figures"]


class TestNotDelivered:
    def test_a_body_without_a_log_in_has_no_last_day_and_no_clock(self, silence):
        for one in silence.owed:
            assert (one["delivery"], one["reply_due"], one["no_reply"]) == ("to_post", None, False)
            assert one["timeliness"]["reply"]["word"] == "none"
            found = silence.story.officer.get(f"/obligations/{one['id']}/clock").json
            assert (found["due"]["reason"], found["ledger"]) == ("not_started", [])
        assert silence.bench.told(catalogue.ObligationClocked) == []

    def test_a_letter_that_never_left_is_never_late(self, silence):
        with silence.on(today() + 400 * DAY):
            timers.announce_overdue(silence.bench.platform, clock.utc_now())
            assert silence.draft() == []
            assert silence.story.officer.get("/obligations?timeliness=late").json["items"] == []
            assert silence.story.officer.get("/obligations?timeliness=late&what=implementation").json["items"] == []
        assert silence.bench.told(catalogue.ObligationOverdue) == []

    @pytest.mark.parametrize("rung", ["reminder", "hierarchical_superior", "assembly_report", "publication"])
    def test_nothing_can_be_sent_about_a_letter_that_did_not_arrive(self, silence, rung):
        with silence.on(today() + 400 * DAY):
            refused = silence.send(silence.commissioner, rung, override_reason="Zvarritje.")
        assert (refused.status_code, refused.json["code"]) == (409, "ladder.not_delivered")

    def test_it_is_found_apart(self, silence):
        found = silence.story.officer.get("/obligations?delivered=no").json["items"]
        assert {one["id"] for one in found} == {one["id"] for one in silence.owed}
        arrive(silence)
        assert silence.story.officer.get("/obligations?delivered=no").json["items"] == []
        assert len(silence.story.officer.get("/obligations?delivered=yes").json["items"]) == 2
        assert silence.story.officer.get("/obligations?delivered=maybe").status_code == 422

    def test_the_figure_counts_it_beside_and_names_no_body(self, silence):
        client = silence.bench.office()
        found = client.get("/cases/api/v1/compliance").json
        assert (delivered(found["figures"]), found["bodies"]) == ((0, 2, 2), [])
        arrive(silence)
        found = client.get("/cases/api/v1/compliance").json
        assert (delivered(found["figures"]), found["bodies"]) == ((2, 2, 0), [])

    def test_a_past_figure_knows_of_a_delivery_from_the_day_on_which_it_was_recorded(self, silence):
        with silence.on(today() + 10 * DAY):
            arrive(silence, today())
        with silence.bench.platform.database.reading() as session:
            known = [Asked(today(), today() + days * DAY) for days in (9, 10)]
            before, since = (past.figures_on(session, one) for one in known)
        assert (before.delivered.numerator, since.delivered.numerator) == (0, 2)
        assert (before.splits[2].denominator, since.splits[2].denominator) == (0, 2)

    def test_it_is_a_task_of_the_office_that_no_officer_can_be_blamed_for_by_a_clock_entry(self, silence):
        one = silence.owed[0]["id"]
        body = {
            "kind": "corrected",
            "effective": today().isoformat(),
            "reason": "Protokolli.",
            "ground": "register_seen",
        }
        refused = silence.story.officer.post(f"/obligations/{one}/clock-entries", body)
        assert (refused.status_code, refused.json["code"]) == (409, "clock.not_delivered")


class TestOnPaper:
    def test_the_two_items_of_one_letter_have_the_same_last_day_from_the_day_of_delivery(self, silence):
        with silence.on(today() + 6 * DAY):
            leave(silence, today() + DAY)
            arrive(silence, today() + 4 * DAY)
        first, second = silence.owed
        assert first["reply_due"] == second["reply_due"] >= (today() + 34 * DAY).isoformat()
        found = silence.story.officer.get(f"/obligations/{first['id']}/clock").json
        assert found["due"]["start"] == (today() + 4 * DAY).isoformat()
        [told, _other] = silence.bench.told(catalogue.ObligationClocked)
        assert told["cause"] == "started"

    def test_who_has_the_letter_on_paper_was_told_of_no_last_day(self, silence):
        leave(silence)
        arrive(silence)
        for one in silence.owed:
            found = silence.story.officer.get(f"/obligations/{one['id']}/clock").json
            assert found["due"]["day"]
            assert found["told"] == []

    def test_way_days_number_and_proof_stand_at_the_addressee(self, silence):
        leave(silence)
        sent = copy_of(silence)
        assert (sent["delivery"], sent["channel"], sent["tracking"]) == ("sent", "post", "RR1AL")
        arrive(silence)
        found = copy_of(silence)
        assert (found["delivery"], found["sent_on"], found["delivered_on"]) == ("delivered", str(today()), str(today()))
        assert silence.story.officer.get(f"/scans/{found['proof_id']}").data.startswith(b"%PDF")
        assert silence.bench.person("auditor").get(f"/scans/{found['proof_id']}").status_code == 403

    def test_a_slip_shows_that_a_letter_arrived_and_backs_no_finding(self, silence):
        arrive(silence)
        slip, one = copy_of(silence)["proof_id"], silence.owed[0]["id"]
        found = {"assessment": "implemented", "on": str(today()), "evidence": [{"kind": "scan", "ref": slip}]}
        refused = silence.story.officer.post(f"/obligations/{one}/assessments", found)
        assert (refused.status_code, refused.json["code"]) == (422, "evidence.not_there")
        assert f"scan:{slip}" not in page_of(silence)

    def test_a_recorded_sending_begins_the_offices_own_count_and_presses_nobody_before_it_counts_as_delivered(
        self, silence
    ):
        leave(silence)
        first = silence.owed[0]
        assert first["reply_due"] > (today() + 30 * DAY).isoformat()
        assert silence.bench.told(catalogue.ObligationClocked) == []
        begins = start_of(silence)
        with silence.on(begins - DAY):
            deem(silence)
            assert {(one["state"], one["deemed_on"]) for one in silence.owed} == {("not_delivered", None)}

    def test_a_letter_whose_delivery_never_becomes_known_counts_as_delivered_and_its_body_can_be_late(self, silence):
        leave(silence)
        due, begins = silence.owed[0]["reply_due"], start_of(silence)
        with silence.on(begins):
            deem(silence)
            assert {(one["state"], one["deemed_on"]) for one in silence.owed} == {("awaiting_reply", str(begins))}
            assert silence.owed[0]["timeliness"]["reply"]["word"] == "due_in"
            shown = page_of(silence)
            assert "quhet e dorëzuar më" in shown
            assert "Nuk është dorëzuar ende" not in shown
        with silence.on(day_of(due)):
            assert {one["state"] for one in silence.owed} == {"awaiting_reply"}
        with silence.on(after(due, 30)):
            assert {(one["state"], one["no_reply"]) for one in silence.owed} == {("no_reply", True)}
            assert [one["rung"] for one in silence.draft()] == ["reminder"]
            now = figures(silence)
            assert delivered(now)[0] == 2
            assert delivered(figures(silence, on=begins - DAY))[0] == 0
            assert delivered(figures(silence, on=begins))[0] == 2

    def test_what_came_back_is_never_deemed_delivered_and_stops_being_so(self, silence):
        leave(silence)
        begins = start_of(silence)
        with silence.on(begins):
            deem(silence)
            post(silence, "returned", day=begins, reason="moved")
            deem(silence)
            found = {(one["state"], one["deemed_on"], one["reply_due"]) for one in silence.owed}
            assert found == {("not_delivered", None, None)}
        with silence.on(begins + 90 * DAY):
            deem(silence)
            assert {(one["state"], one["no_reply"]) for one in silence.owed} == {("not_delivered", False)}

    def test_a_delivery_that_becomes_known_later_takes_the_place_of_the_deemed_one(self, silence):
        leave(silence)
        begins = start_of(silence)
        with silence.on(begins + 5 * DAY):
            deem(silence)
            arrive(silence, begins + 4 * DAY)
            assert {(one["deemed_on"], one["delivered_on"]) for one in silence.owed} == {(None, str(begins + 4 * DAY))}
            assert start_of(silence) == begins + 4 * DAY

    def test_a_letter_that_came_back_has_no_last_day_any_more(self, silence):
        leave(silence)
        post(silence, "returned", day=today(), reason="moved")
        back = copy_of(silence)
        assert (back["delivery"], back["failure"], back["sent_on"]) == ("failed", "returned_moved", None)
        assert [one["reply_due"] for one in silence.owed] == [None, None]
        post(silence, "to_post")
        assert [one["delivery"] for one in silence.owed] == ["to_post", "to_post"]
        with silence.on(today() + 3 * DAY):
            leave(silence, today() + 2 * DAY)
            arrive(silence, today() + 3 * DAY)
        found = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json
        assert found["due"]["start"] == (today() + 3 * DAY).isoformat()

    def test_a_reminder_recounts_no_day_of_a_letter_that_came_back_before_its_body_had_it(self, silence):
        leave(silence)
        with silence.on(today() + 9 * DAY):
            post(silence, "returned", day=today(), reason="moved")
            post(silence, "to_post")
        with silence.on(today() + 14 * DAY):
            leave(silence, today())
        with silence.on(today() + 16 * DAY):
            arrive(silence, today())
        with silence.on(after(silence.owed[0]["reply_due"], 8)):
            [letter] = silence.draft()
            words = silence.story.officer.get(f"/rung-letters/{letter['id']}").json["text"]["text"]
        assert "letra ishte kthyer" not in words and "u bë e ditur dita nga e cila numërohet" not in words

    def test_the_act_may_be_published_once_it_was_delivered_by_post(self, silence):
        path = f"/recommendations/{silence.act['id']}/publication"
        decision = {"decision": "publish", "reason": "Interesi publik."}
        assert silence.commissioner.post(path, decision).status_code == 200
        assert silence.bench.app.test_client().get("/cases/api/v1/public/recommendations").json["items"] == []
        leave(silence)
        arrive(silence)
        shown = silence.bench.app.test_client().get("/cases/api/v1/public/recommendations").json["items"]
        assert [one["number"] for one in shown] == [silence.act["number"]]

    def test_a_reply_proves_that_the_letter_arrived(self, silence):
        item = silence.owed[0]["item_id"]
        silence.bench.reply(silence.act, silence.body, {"item_id": item, "position": "refused"})
        assert {one["delivery"] for one in silence.owed} == {"delivered"}
        assert copy_of(silence)["delivered_on"] == today().isoformat()
        decided = {"decision": "publish", "reason": "Interesi publik."}
        path = f"/recommendations/{silence.act['id']}/publication"
        assert silence.commissioner.post(path, decided).json["publication"]["shown"] is True
        answered = next(one for one in silence.owed if one["item_id"] == item)
        assert answered["timeliness"]["reply"]["word"] == "in_time"
        post(silence, "returned", day=today(), reason="moved")
        assert {one["delivery"] for one in silence.owed} == {"delivered"}, "what the post says later changes nothing"

    def test_a_bounced_notice_takes_the_letter_back_into_the_post_book(self, silence):
        dispatch = DISPATCHES[silence.act["id"]]
        silence.bench.hear(
            catalogue.DispatchDelivered,
            dispatch,
            dispatch_id=dispatch,
            recommendation_id=silence.act["id"],
            institution_id=silence.body.id,
            channel="portal",
            at=datetime.now(UTC),
        )
        assert silence.owed[0]["reply_due"] is not None
        post(silence, "to_post")
        assert [(one["delivery"], one["reply_due"]) for one in silence.owed] == [("to_post", None)] * 2
        with silence.on(today() + 9 * DAY):
            arrive(silence, today() + 8 * DAY)
        found = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}/clock").json
        assert found["due"]["start"] == (today() + 8 * DAY).isoformat()


class TestRungs:
    def test_a_reminder_that_did_not_leave_is_not_sent_and_the_next_is_counted_from_when_it_counts_as_delivered(
        self, silence
    ):
        arrive(silence)
        due = silence.owed[0]["reply_due"]
        with silence.on(after(due)):
            sent = silence.send(silence.story.officer, "reminder", arrives=False).json
            [rung] = silence.rungs()["sent"]
            assert rung["left_on"] is None
            silence.bench.remind(sent["letter"], catalogue.DispatchPosted, step="to_post")
        with silence.on(after(due, 60)):
            assert silence.draft() == []
            assert silence.send(silence.story.officer, "second_reminder").json["code"] == "ladder.not_arrived"
            silence.bench.remind(sent["letter"], catalogue.DispatchPosted, step="sent", way="post", day=after(due, 59))
            [rung] = silence.rungs()["sent"]
            assert rung["left_on"] == after(due, 59).isoformat()
            assert silence.send(silence.story.officer, "second_reminder").json["code"] == "ladder.not_arrived"
        deemed = after(after(after(after(due, 59))))
        with silence.on(deemed):
            assert silence.send(silence.story.officer, "second_reminder").json["code"] == "ladder.term_runs"
        with silence.on(after(deemed, 10)):
            assert silence.send(silence.story.officer, "second_reminder").status_code == 201


class TestLateDelivery:
    def test_a_body_is_late_with_nothing_before_the_day_after_the_last_one_for_its_reply(self, silence):
        item_day = day_of(silence.story.officer.get(f"/recommendations/{silence.act['id']}").json["items"][0]["due"])
        with silence.on(item_day + 12 * DAY):
            leave(silence, item_day + 11 * DAY)
            arrive(silence, item_day + 12 * DAY)
            due = day_of(silence.owed[0]["reply_due"])
            found = silence.owed[0]["timeliness"]["implementation"]
            assert (found["word"], found["days"]) == ("due_in", (due - item_day).days - 12)
            why = silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}").json["why_by"]
            assert "nobody is late before the term for the reply is over" in why["en"]
            assert "para se të mbarojë afati i përgjigjes askush nuk është me vonesë" in why["sq"]
        with silence.on(due + DAY):
            found = silence.owed[0]["timeliness"]["implementation"]
            assert (found["word"], found["days"]) == ("late", 1)


def test_of_a_delivery_on_paper_the_day_is_told_and_no_hour_is_invented(silence):
    leave(silence)
    arrive(silence)
    copy = copy_of(silence)
    assert (copy["delivered_on"], copy["delivered_at"]) == (str(today()), None)
    history = silence.story.officer.get(f"/cases/{silence.story.case_id}").json["history"]
    [line] = [one for one in history if one["code"] == "dispatch.delivered"]
    assert abs(datetime.fromisoformat(line["at"]) - clock.utc_now()) < timedelta(minutes=5)
    assert line["details"]["on"] == str(today())
