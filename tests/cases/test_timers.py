"""What the clock makes true: a last day that passed is told once, a rung that is due is drafted once, late is counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from services.cases import data, timers
from services.cases.domain.ledger import EntryKind
from services.cases.domain.timeliness import first_instant_late, local_date
from shared import metrics
from shared.events import catalogue
from tests.cases.bench import soon, today
from tests.cases.ladder_world import after, before


@pytest.fixture
def act(story, bench):
    self_body = bench.body()
    act = story.with_findings().issue(self_body, items=2)
    bench.deliver(act, self_body)
    return act, self_body


def last_day(story, act, body):
    return datetime.fromisoformat(story.obligations(act, body)[0]["reply_due"]).date()


def first_hour_of_reminder(story, act, body):
    """The first hour of the day on which the reminder falls due."""
    return first_instant_late(before(after(last_day(story, act, body)))) + timedelta(hours=1)


def test_a_term_that_passed_is_told_from_the_first_instant_after_it_and_once(story, bench, act):
    late_from = first_instant_late(last_day(story, *act))
    timers.announce_overdue(bench.platform, late_from - timedelta(microseconds=1))
    assert bench.told(catalogue.ObligationOverdue) == []
    timers.announce_overdue(bench.platform, late_from)
    timers.announce_overdue(bench.platform, late_from + timedelta(days=5))
    told = bench.told(catalogue.ObligationOverdue)
    assert len(told) == 2
    assert {one["what"] for one in told} == {"reply"}
    assert told[0]["clock"]["number"] == act[0]["number"]


def test_a_body_that_answered_is_not_told_of(story, bench, act):
    issued, body = act
    items = [item["id"] for item in issued["items"]]
    bench.reply(issued, body, {"item_id": items[0], "position": "accepted"})
    timers.announce_overdue(bench.platform, first_instant_late(last_day(story, *act)))
    assert [one["clock"]["item_id"] for one in bench.told(catalogue.ObligationOverdue)] == [items[1]]


def test_a_promise_that_was_not_kept_is_told_too(story, bench, act):
    issued, body = act
    promised = date.fromisoformat(soon(10))
    item = issued["items"][0]["id"]
    claim = {"item_id": item, "position": "accepted", "claimed": "in_process", "promised_date": promised}
    bench.reply(issued, body, claim)
    found = {"assessment": "in_process", "promised_date": promised.isoformat(), "next_check": promised.isoformat()}
    one = next(one for one in story.obligations(issued, body) if one["item_id"] == item)
    assert story.officer.post(f"/obligations/{one['id']}/assessments", found).status_code == 201
    timers.announce_overdue(bench.platform, first_instant_late(promised))
    [told] = bench.told(catalogue.ObligationOverdue)
    assert (told["what"], told["clock"]["due"]) == ("implementation", promised.isoformat())


def test_a_new_last_day_that_passes_is_told_anew(story, bench, act):
    issued, body = act
    timers.announce_overdue(bench.platform, first_instant_late(last_day(story, *act)))
    one = story.obligations(issued, body)[0]
    until = (last_day(story, *act) + timedelta(days=30)).isoformat()
    assert (
        story.officer.post(f"/obligations/{one['id']}/extensions", {"granted": True, "until": until}).status_code == 201
    )
    later = first_instant_late(last_day(story, *act) + timedelta(days=40))
    timers.announce_overdue(bench.platform, later)
    assert [told["what"] for told in bench.told(catalogue.ObligationOverdue)].count("reply") == 3


def test_a_prosecutor_is_not_told_that_it_is_late_but_the_officer_sees_it(story, bench):
    office = bench.body("prosecution")
    act = story.with_findings().issue(office, kind="prosecution_referral", items=1)
    bench.deliver(act, office)
    timers.announce_overdue(bench.platform, first_instant_late(last_day(story, act, office)))
    assert bench.told(catalogue.ObligationOverdue) == []
    history = story.officer.get(f"/cases/{story.case_id}").json["history"]
    assert history[-1]["code"] == "obligation.overdue"


def test_a_rung_is_drafted_when_it_is_due_and_waits_for_a_person(story, bench, act):
    one = story.obligations(*act)[0]
    early = first_hour_of_reminder(story, *act) - timedelta(hours=2)
    timers.draft_rungs(bench.platform, early)
    assert bench.scalar("SELECT count(*) FROM rung_draft") == 0
    due = first_hour_of_reminder(story, *act)
    for _ in range(2):
        timers.draft_rungs(bench.platform, due)
    [draft] = story.officer.get(f"/obligations/{one['id']}/rungs").json["drafts"]
    assert (draft["rung"], draft["state"]) == ("reminder", "waiting")
    assert bench.told(catalogue.ObligationReminded) == []


def test_a_draft_is_dropped_when_the_body_answers(story, bench, act):
    issued, body = act
    one = story.obligations(*act)[0]
    timers.draft_rungs(bench.platform, first_hour_of_reminder(story, *act))
    bench.reply(issued, body, {"item_id": one["item_id"], "position": "accepted"})
    [draft] = story.officer.get(f"/obligations/{one['id']}/rungs").json["drafts"]
    assert draft["state"] == "dropped"


def test_a_day_off_that_is_decreed_later_moves_open_clocks_and_stays_in_their_ledger(story, bench, act, monkeypatch):
    before = last_day(story, *act)
    one = story.obligations(*act)[0]
    decree = data.CalendarChange(before, "Ditë pushimi me vendim", today() + timedelta(days=1), EntryKind.HOLIDAY_ADDED)
    monkeypatch.setattr(data, "calendar_changes", lambda: (decree,))
    for _ in range(2):
        timers.enter_decrees(bench.platform, datetime.now(UTC))
    assert last_day(story, *act) > before
    clock = story.officer.get(f"/obligations/{one['id']}/clock").json
    added = [entry for entry in clock["ledger"] if entry["kind"] == "holiday_added"]
    assert [(entry["effective"], entry["name"]) for entry in added] == [(before.isoformat(), decree.name)]
    assert clock["due"]["day"] == last_day(story, *act).isoformat()
    assert [dated["day"] for dated in clock["dates"]][-2:] == [before.isoformat(), clock["due"]["day"]]


def test_many_late_ones_are_all_drafted(story, bench, act, monkeypatch):
    monkeypatch.setattr("services.cases.actions.silences.BATCH", 1)
    timers.draft_rungs(bench.platform, first_hour_of_reminder(story, *act))
    assert bench.scalar("SELECT count(*) FROM rung_draft") == 2
    timers.announce_overdue(bench.platform, first_instant_late(last_day(story, *act)))
    assert len(bench.told(catalogue.ObligationOverdue)) == 2


def test_late_obligations_and_letters_that_did_not_arrive_are_counted_by_class_and_rung(story, bench, act):
    late = first_instant_late(last_day(story, *act))

    def counted():
        timers.count_late(bench.platform, late)
        by_rung = {rung: metrics.LATE_BY_RUNG.labels("municipality", rung) for rung in ("none", "reminder")}
        gauges = {
            "late": metrics.OBLIGATIONS_LATE.labels("municipality", "reply"), **by_rung,
            "oldest": metrics.OLDEST_UNANSWERED.labels("municipality"),
            "not delivered": metrics.LETTERS_NOT_DELIVERED.labels("municipality"),
        }  # fmt: skip
        return {name: gauge._value.get() for name, gauge in gauges.items()}

    assert counted() == {"late": 2, "none": 2, "reminder": 0, "oldest": 1, "not delivered": 0}
    with bench.platform.database.transaction() as session:
        sent = "SELECT gen_random_uuid(), id, :rung, current_date, gen_random_uuid(), now() FROM obligation ORDER BY id LIMIT 1"
        session.execute(
            text(f'INSERT INTO escalation (id, obligation_id, rung, "on", by, at) {sent}'), {"rung": "reminder"}
        )
    assert counted() == {"late": 2, "none": 1, "reminder": 1, "oldest": 1, "not delivered": 0}
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE obligation SET closed_on = current_date"))
        session.execute(text("UPDATE act_addressee SET delivery = 'sent'"))
    assert counted() == {"late": 0, "none": 0, "reminder": 0, "oldest": 0, "not delivered": 1}
    issued = bench.scalar("SELECT issued_on FROM recommendation")
    waiting = (local_date(late) - issued).days
    assert metrics.OLDEST_NOT_DELIVERED.labels("municipality")._value.get() == waiting > 0


def test_a_late_request_that_only_its_handlers_may_see_is_in_no_count(story, bench):
    prison = bench.body("prison")
    story.step("assign")
    story.step("request_information", institution_id=str(prison.id), text="Dërgoni regjistrin.")
    (issued,) = bench.told(catalogue.RecommendationIssued, kind="information_request")
    asked = story.officer.get(f"/recommendations/{issued['recommendation_id']}").json
    timers.count_late(bench.platform, datetime.now(UTC))
    assert metrics.LETTERS_NOT_DELIVERED.labels("prison")._value.get() == 0
    bench.deliver(asked, prison)
    timers.count_late(bench.platform, first_instant_late(last_day(story, asked, prison)))
    assert metrics.OBLIGATIONS_LATE.labels("prison", "reply")._value.get() == 0
    assert metrics.OLDEST_UNANSWERED.labels("prison")._value.get() == 0
