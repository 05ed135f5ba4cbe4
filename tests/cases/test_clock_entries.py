"""What an officer enters into a clock: over the API and on the page, what is refused, and what the body is told of it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.cases.register.domain.two_times import Asked
from services.cases.register.queries.past import figures_on
from shared import clock
from shared.events import catalogue
from shared.staff import issue_token
from tests.cases.bench import SIGNING, today
from tests.cases.ladder_world import after

ONE_DAY = timedelta(days=1)
#: From today on, before a weekend or a holiday moves it: thirty days of which ten are over.
LEFT = 20


def ago(days: int) -> str:
    return (today() - days * ONE_DAY).isoformat()


@pytest.fixture
def owed(story, bench):
    """One obligation, issued 40 days ago and delivered 10 days ago: (act, body, id, the day by which it is due)."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    with bench.platform.database.transaction() as session:
        # Sent today as far as anybody can tell; the rules only look at the day.
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 40")
    bench.deliver(act, body, at=datetime.now(UTC) - 10 * ONE_DAY)
    [one] = story.obligations(act, body)
    return act, body, one["id"], date.fromisoformat(one["reply_due"])


def enter(person, owed, kind, effective, **more):
    body = {
        "kind": kind,
        "effective": effective,
        "reason": "Shkresa mbeti në postë.",
        "ground": "carrier_confirmed",
        **more,
    }
    return person.post(f"/obligations/{owed[2]}/clock-entries", body)


@contextmanager
def on_day(day, person):
    """It is noon of that day, and the person's session is of it."""
    clock.travel_to(datetime.combine(day, datetime.min.time().replace(hour=12), UTC))
    try:
        person.token = issue_token(SIGNING, person.id)
        yield
    finally:
        clock.travel_to(None)
        person.token = issue_token(SIGNING, person.id)


def told(bench, owed):
    return [(one["cause"], one.get("due"), one.get("previous")) for one in bench.told(catalogue.ObligationClocked)]


def due(story, owed):
    return story.officer.get(f"/obligations/{owed[2]}").json["obligation"]["reply_due"]


def test_a_letter_has_no_last_day_before_it_arrived_and_its_body_is_told_of_it_once(story, bench):
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    assert story.obligations(act, body)[0]["reply_due"] is None
    assert bench.told(catalogue.ObligationClocked) == []
    bench.deliver(act, body)
    bench.deliver(act, body)
    known = bench.told(catalogue.ObligationClocked)
    assert {one["item_id"] for one in known} == {item["id"] for item in act["items"]}
    assert [(one["cause"], "previous" in one) for one in known] == [("started", False)] * 2
    assert {one["due"] for one in known} == {story.obligations(act, body)[0]["reply_due"]}
    assert all(one["term"] == {"value": 30, "unit": "calendar_days", "start_event": "delivered"} for one in known)
    lines = known[0]["explanation"]
    assert [(line["why"], line["count"]) for line in lines[:2]] == [("start", 0), ("counted", 30)]
    assert (lines[0]["first"], lines[-1]["last"]) == (today().isoformat(), known[0]["due"])


def test_a_pause_and_its_end_move_the_day_by_as_much_and_the_old_one_stays_visible(story, bench, owed):
    last = owed[3]
    paused = enter(story.officer, owed, "paused", ago(5))
    assert (paused.status_code, paused.json["due"]["day"], due(story, owed)) == (201, None, None)
    assert story.officer.get("/obligations?timeliness=late").json["items"] == []
    resumed = enter(story.officer, owed, "resumed", ago(2)).json
    moved = date.fromisoformat(resumed["due"]["day"])
    assert moved >= today() + (LEFT + 3) * ONE_DAY
    assert due(story, owed) == moved.isoformat()
    assert told(bench, owed) == [
        ("started", last.isoformat(), None),
        ("paused", None, last.isoformat()),
        ("resumed", moved.isoformat(), last.isoformat()),
    ]
    assert [(one["cause"], one["due"]) for one in resumed["told"]] == [one[:2] for one in told(bench, owed)]
    assert last.isoformat() in [one["day"] for one in resumed["dates"]]
    assert {one["entry_id"] for one in resumed["dates"]} <= {one["id"] for one in resumed["ledger"]}
    assert "paused" in {segment["why"] for segment in resumed["explanation"]}
    assert [one["reason"] for one in resumed["ledger"] if one["kind"] == "paused"] == ["Shkresa mbeti në postë."]
    assert bench.audited("clock.changed", owed[2]) == 2


def test_a_pause_with_a_known_end_tells_one_new_day(story, bench, owed):
    answer = enter(story.officer, owed, "paused", ago(1), until=(today() + 4 * ONE_DAY).isoformat())
    assert answer.status_code == 201
    assert date.fromisoformat(answer.json["due"]["day"]) >= today() + (LEFT + 5) * ONE_DAY
    assert told(bench, owed)[1:] == [("paused", answer.json["due"]["day"], owed[3].isoformat())]
    # It never stood without a day, so none of the dates says so.
    shown = [one["day"] for one in answer.json["dates"]]
    assert shown[-2:] == [owed[3].isoformat(), answer.json["due"]["day"]]
    paused = next(one["id"] for one in answer.json["ledger"] if one["kind"] == "paused")
    assert answer.json["dates"][-1]["entry_id"] == paused


def test_a_delivery_recorded_on_the_wrong_day_is_put_right_by_a_new_entry(story, bench, owed):
    # By more than any run of holidays is long, which would leave the last day where it was.
    answer = enter(story.officer, owed, "corrected", ago(1)).json
    assert date.fromisoformat(answer["due"]["start"]) == today() - ONE_DAY
    assert answer["due"]["day"] > owed[3].isoformat()
    starts = [(one["kind"], one["event"]) for one in answer["ledger"]]
    assert starts == [("started", "delivered"), ("corrected", "delivered")]
    assert told(bench, owed)[-1] == ("corrected", answer["due"]["day"], owed[3].isoformat())
    again = enter(story.officer, owed, "corrected", ago(12)).json
    assert date.fromisoformat(again["due"]["start"]) == today() - 12 * ONE_DAY
    # A report that comes after it does not undo what a person found out.
    bench.deliver(owed[0], owed[1], at=datetime.now(UTC) - 20 * ONE_DAY)
    assert due(story, owed) == again["due"]["day"]


def test_a_clock_that_an_officer_ended_is_not_late_until_it_runs_again(story, bench, owed):
    closed = enter(story.officer, owed, "closed", ago(3))
    assert closed.status_code == 201
    assert due(story, owed) is None
    read = story.officer.get(f"/obligations/{owed[2]}/clock").json
    for answer in (closed.json, read):
        assert (answer["due"]["day"], answer["due"]["reason"]) == (None, "closed")
        assert answer["closed_on"] == answer["ended_on"] == ago(3)
        assert "there is no last day to reply any more" in answer["words"]["en"][-1]
        assert not any("last day to reply is" in sentence for sentence in answer["words"]["en"])
        assert all(run["last"] < ago(3) for run in answer["explanation"])
        assert (answer["dates"][-1]["day"], answer["dates"][-1]["reason"]) == (None, "closed")
    assert told(bench, owed)[-1] == ("closed", None, owed[3].isoformat())
    refused = enter(story.officer, owed, "corrected", ago(9))
    assert (refused.status_code, refused.json["code"], refused.json["legal"]) == (
        409,
        "clock.out_of_place",
        ["reopened"],
    )
    reopened = enter(story.officer, owed, "reopened", ago(1)).json
    assert reopened["due"]["day"] >= (today() + (LEFT + 2) * ONE_DAY).isoformat()
    assert told(bench, owed)[-1] == ("reopened", reopened["due"]["day"], owed[3].isoformat())


def test_a_clock_that_was_closed_on_a_past_day_is_silent_in_no_figure_of_that_day(story, bench, over):
    assert enter(story.officer, over, "closed", ago(0)).status_code == 201
    with bench.platform.database.reading() as session:
        then = figures_on(session, Asked(today(), today()))
    with on_day(today() + ONE_DAY, story.officer):
        reopened = enter(story.officer, over, "reopened", (today() + ONE_DAY).isoformat())
    assert reopened.status_code == 201
    with bench.platform.database.reading() as session:
        again = figures_on(session, Asked(today(), today()))
    assert again == then
    assert (then.answered_late.numerator, then.answered_late.denominator) == (0, 0)


def test_more_time_is_an_entry_too_and_follows_the_rules_of_more_time(story, bench, owed):
    until = after(owed[3], 14).isoformat()
    assert enter(story.officer, owed, "extended", ago(0), until=until).json["due"]["day"] == until
    [decided] = bench.told(catalogue.ExtensionDecided)
    assert (decided["granted"], decided["until"]) == (True, until)
    assert told(bench, owed)[-1] == ("extended", until, owed[3].isoformat())
    assert enter(story.officer, owed, "extended", ago(0), until=owed[3].isoformat()).status_code == 409
    assert enter(story.officer, owed, "extended", ago(0)).json["errors"][0]["pointer"] == "/until"


@pytest.fixture
def over(story, bench):
    """As `owed`, delivered 45 days ago: its term is over."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 60")
    bench.deliver(act, body, at=datetime.now(UTC) - 45 * ONE_DAY)
    [one] = story.obligations(act, body)
    assert one["no_reply"] is True
    return act, body, one["id"], date.fromisoformat(one["reply_due"])


def test_while_a_clock_stands_in_an_extension_nothing_is_late_and_no_reply_is_missing(story, bench, over):
    until = after(today(), 20)
    assert enter(story.officer, over, "extended", ago(0), until=until.isoformat()).status_code == 201
    paused = enter(story.officer, over, "paused", ago(0)).json
    assert (paused["due"]["day"], paused["due"]["reason"]) == (None, "paused")
    for ahead in (0, 25, 400):
        with on_day(today() + ahead * ONE_DAY, story.officer):
            one = story.officer.get(f"/obligations/{over[2]}").json["obligation"]
            assert (one["reply_due"], one["no_reply"], one["timeliness"]["reply"]["word"]) == (None, False, "none")
            assert story.officer.get("/obligations?timeliness=late").json["items"] == []
    assert told(bench, over)[-2:] == [
        ("extended", until.isoformat(), over[3].isoformat()),
        ("paused", None, until.isoformat()),
    ]


def test_a_pause_in_an_extension_gives_the_granted_days_after_it(story, bench, over):
    until, again = today() + 21 * ONE_DAY, today() + 7 * ONE_DAY
    enter(story.officer, over, "extended", ago(0), until=until.isoformat())
    granted = date.fromisoformat(due(story, over))
    paused = enter(story.officer, over, "paused", ago(0), until=again.isoformat()).json
    moved = date.fromisoformat(paused["due"]["day"])
    assert moved >= until + 7 * ONE_DAY
    assert told(bench, over)[-1] == ("paused", moved.isoformat(), granted.isoformat())
    assert "grant_moved" in {run["why"] for run in paused["explanation"]}
    assert any("paused after the extension was granted" in one for one in paused["words"]["en"])


def test_a_term_that_is_over_is_not_paused_and_more_time_is_named_instead(story, bench, over):
    refused = enter(story.officer, over, "paused", ago(0))
    assert (refused.status_code, refused.json["code"], refused.json["legal"]) == (409, "clock.over", ["extended"])
    assert enter(story.officer, over, "paused", over[3].isoformat()).status_code == 201


def test_an_answer_ends_the_clock_and_then_nobody_moves_it(story, bench, owed):
    bench.reply(owed[0], owed[1], {"item_id": owed[0]["items"][0]["id"], "position": "accepted"})
    assert told(bench, owed)[-1] == ("closed", None, owed[3].isoformat())
    assert due(story, owed) == owed[3].isoformat()
    read = story.officer.get(f"/obligations/{owed[2]}/clock").json
    assert (read["due"]["day"], read["closed_on"], read["ended_on"]) == (owed[3].isoformat(), None, ago(0))
    for kind in ("paused", "corrected", "reopened", "closed"):
        refused = enter(story.officer, owed, kind, ago(1))
        assert (refused.status_code, refused.json["code"]) == (409, "clock.answered")
    assert due(story, owed) == owed[3].isoformat()


def test_an_answer_is_told_with_its_day_and_with_why_it_was_due_then(story, bench, owed):
    item = {"item_id": owed[0]["items"][0]["id"], "position": "accepted"}
    bench.reply(owed[0], owed[1], item)
    started, answered = bench.told(catalogue.ObligationClocked)
    assert (answered["term"], answered["explanation"]) == (started["term"], started["explanation"])
    assert (answered["answered_on"], "closed_on" in answered) == (ago(0), False)
    bench.reply(owed[0], owed[1], item, received_at=datetime.now(UTC) - 2 * ONE_DAY)
    assert [one.get("answered_on") for one in bench.told(catalogue.ObligationClocked)] == [None, ago(0), ago(2)]


def test_an_answer_is_told_also_where_the_clock_stood(story, bench, owed):
    enter(story.officer, owed, "paused", ago(5))
    bench.reply(owed[0], owed[1], {"item_id": owed[0]["items"][0]["id"], "position": "accepted"})
    answered = bench.told(catalogue.ObligationClocked)[-1]
    assert (answered["cause"], "due" in answered, answered["answered_on"]) == ("closed", False, ago(0))
    assert "paused" in {line["why"] for line in answered["explanation"]}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "started"}, "/kind"),
        ({"kind": "holiday_added"}, "/kind"),
        ({"kind": 7}, "/kind"),
        ({"effective": "2098-01-01"}, "/effective"),
        ({"effective": "2020-01-01"}, "/effective"),
        ({"effective": "yesterday"}, "/effective"),
        ({"reason": " "}, "/reason"),
        ({"reason": None}, "/reason"),
        ({"until": "2020-01-01"}, "/until"),
        ({"kind": "closed", "until": "2098-01-01"}, "/until"),
        ({"name": "Bajram"}, "/name"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_and_nothing_is_written(story, bench, owed, change, pointer):
    before = bench.scalar("SELECT count(*) FROM clock_entry")
    body = {"kind": "paused", "effective": ago(1), "reason": "Pushim.", **change}
    answer = story.officer.post(f"/obligations/{owed[2]}/clock-entries", body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM clock_entry") == before


@pytest.mark.parametrize("kind", ["resumed", "reopened"])
def test_what_says_nothing_in_its_state_is_refused_and_what_is_legal_is_named(story, owed, kind):
    refused = enter(story.officer, owed, kind, ago(1))
    assert (refused.status_code, refused.json["code"]) == (409, "clock.out_of_place")
    assert set(refused.json["legal"]) == {"paused", "extended", "closed", "corrected"}


def test_a_kind_of_act_without_a_term_has_no_clock_and_an_unknown_obligation_is_not_there(story, bench, owed):
    stranger = bench.person("case_officer")
    for person, obligation in ((story.officer, uuid4()), (stranger, owed[2])):
        body = {"kind": "paused", "effective": ago(1), "reason": "Pushim."}
        assert person.post(f"/obligations/{obligation}/clock-entries", body).status_code == 404


def test_the_same_key_enters_once(story, bench, owed):
    body = {"kind": "paused", "effective": ago(1), "reason": "Pushim."}
    path, headers = f"/obligations/{owed[2]}/clock-entries", {"Idempotency-Key": "k"}
    answers = [story.officer.post(path, body, headers=headers) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert bench.scalar("SELECT count(*) FROM clock_entry WHERE kind = 'paused'") == 1
