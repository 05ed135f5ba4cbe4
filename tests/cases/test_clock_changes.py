"""What the calendar and the law do to clocks: open ones move with a trace, what is over stays, a term waits for its clock."""

import io
import json
import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from services.cases import data, timers
from services.cases.incoming import timers as incoming_timers
from shared.events import catalogue
from tests.cases.bench import soon, today

ONE_DAY = timedelta(days=1)
CACHED = ("terms", "_calendar_around", "entries", "_document")


@contextmanager
def edited(monkeypatch, folder, name, change):
    """The office edits a data file; `change` is given its content."""
    shutil.copytree(data.FOLDER, folder / "data", dirs_exist_ok=True)
    file = folder / "data" / f"{name}.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    try:
        with monkeypatch.context() as patch:
            patch.setattr(data, "FOLDER", folder / "data")
            forget()
            yield
    finally:
        forget()


def forget():
    for name in CACHED:
        getattr(data, name).cache_clear()


def new_version(key, since, **values):
    def change(document):
        old = next(entry for entry in document["terms"] if entry["key"] == key)
        document["terms"].append({**old, "valid_from": since, **values})
        old["valid_to"] = since - ONE_DAY

    return change


def correction(section, day, name="Ditë"):
    entry = {"date": day, "name_sq": name, "name_en": "Day", "recorded_on": today(), "source": "author-memory"}
    return lambda document: document[section].append({**entry, "confirmed": False})


@pytest.fixture
def owed(story, bench):
    """Three obligations of one letter that left 20 days ago and was delivered on the next day; the third was answered."""
    body = bench.body()
    act = story.with_findings().issue(body, items=3)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 20")
    bench.deliver(act, body, at=datetime.now(UTC) - 19 * ONE_DAY)
    bench.reply(act, body, {"item_id": act["items"][2]["id"], "position": "accepted"})
    return [one["id"] for one in story.obligations(act, body)]


def days(story, owed):
    return [story.officer.get(f"/obligations/{one}").json["obligation"]["reply_due"] for one in owed]


def clock(story, obligation_id):
    return story.officer.get(f"/obligations/{obligation_id}/clock").json


def moved(bench, cause):
    return [(one["due"], one["previous"]) for one in bench.told(catalogue.ObligationClocked, cause=cause)]


def run(bench):
    for _ in range(2):
        timers.enter_decrees(bench.platform, datetime.now(UTC))
        timers.enter_terms(bench.platform, datetime.now(UTC))
        incoming_timers.enter_decrees_on_incoming(bench.platform, datetime.now(UTC))
        incoming_timers.enter_terms_on_incoming(bench.platform, datetime.now(UTC))


def test_a_new_term_leaves_letters_that_were_sent_alone(story, bench, owed, monkeypatch, tmp_path):
    before = days(story, owed)
    with edited(monkeypatch, tmp_path, "terms", new_version("reply_recommendation", today() - ONE_DAY, value=90)):
        run(bench)
        assert days(story, owed) == before
        assert clock(story, owed[0])["term"]["value"] == 30
    assert moved(bench, "term_changed") == []


def test_a_law_that_also_governs_what_runs_moves_open_clocks_with_a_trace(story, bench, owed, monkeypatch, tmp_path):
    story.officer.post(
        f"/obligations/{owed[1]}/clock-entries", {"kind": "closed", "effective": str(today()), "reason": "Nuk pritet."}
    )
    before = days(story, owed)
    since = today() - 5 * ONE_DAY
    change = new_version("reply_recommendation", since, value=90, applies_to_running=True)
    with edited(monkeypatch, tmp_path, "terms", change):
        run(bench)
        found = clock(story, owed[0])
        after = days(story, owed)
    assert date.fromisoformat(after[0]) - date.fromisoformat(before[0]) >= 55 * ONE_DAY
    assert after[1:] == before[1:]
    assert (found["term"]["value"], found["due"]["day"]) == (90, after[0])
    entries = [(one["effective"], one["name"]) for one in found["ledger"] if one["kind"] == "term_changed"]
    assert entries == [(since.isoformat(), "reply_recommendation")]
    assert [one["day"] for one in found["dates"]][-2:] == [before[0], after[0]]
    assert moved(bench, "term_changed") == [(after[0], before[0])]


def test_a_law_that_shortens_what_runs_makes_no_letter_late_before_it_is_in_force(
    story, bench, owed, monkeypatch, tmp_path
):
    before, since = days(story, owed), today()
    change = new_version("reply_recommendation", since, value=2, applies_to_running=True)
    with edited(monkeypatch, tmp_path, "terms", change):
        run(bench)
        found = clock(story, owed[0])
        whole = story.officer.get(f"/obligations/{owed[0]}").json["obligation"]
    assert (since + 2 * ONE_DAY).isoformat() <= whole["reply_due"] < before[0]
    assert (whole["no_reply"], whole["timeliness"]["reply"]["word"]) == (False, "due_in")
    assert "before_law" in {run["why"] for run in found["explanation"]}
    assert any("The law shortened the term on" in sentence for sentence in found["words"]["en"])
    assert moved(bench, "term_changed")[0] == (whole["reply_due"], before[0])


def test_a_clock_that_begins_after_the_change_has_the_new_term_without_an_entry(story, bench, monkeypatch, tmp_path):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    change = new_version("reply_recommendation", today(), value=90, applies_to_running=True)
    with edited(monkeypatch, tmp_path, "terms", change):
        bench.deliver(act, body)
        run(bench)
        [one] = story.obligations(act, body)
        found = clock(story, one["id"])
    assert found["term"]["value"] == 90
    assert [entry["kind"] for entry in found["ledger"]] == ["started"]


def test_a_day_off_that_the_state_did_not_keep_moves_open_clocks_back(story, bench, owed, monkeypatch, tmp_path):
    first = date.fromisoformat(days(story, owed)[0])
    with edited(monkeypatch, tmp_path / "a", "holidays", correction("decreed", first)):
        run(bench)
        later = days(story, owed)
    assert later[0] > first.isoformat()
    assert later[2] == first.isoformat()

    def taken_back(document):
        correction("decreed", first)(document)
        correction("not_holidays", first)(document)
        document["not_holidays"][-1]["recorded_on"] = today() + ONE_DAY

    with edited(monkeypatch, tmp_path / "b", "holidays", taken_back):
        run(bench)
        assert days(story, owed)[0] == first.isoformat()
        kinds = [one["kind"] for one in clock(story, owed[0])["ledger"]]
    assert kinds == ["started", "holiday_added", "holiday_removed"]
    assert moved(bench, "holiday_added") == [(later[0], first.isoformat())] * 2
    assert moved(bench, "holiday_removed") == [(first.isoformat(), later[0])] * 2


@pytest.fixture
def measure(story, bench):
    """An item of its own day: delivered 19 days ago, and the body promised nothing; the other was accepted for that same day."""
    body = bench.body()
    wanted = [{"text": f"Masa {n}", "due": soon(40), "evidence_expected": "Vendim"} for n in (1, 2)]
    act = story.with_findings().issue(body, items=wanted)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 20")
    bench.deliver(act, body, at=datetime.now(UTC) - 19 * ONE_DAY)
    bench.reply(
        act,
        body,
        {"item_id": act["items"][1]["id"], "position": "accepted", "promised_date": date.fromisoformat(soon(40))},
    )
    return [one["id"] for one in story.obligations(act, body)]


def by_when(story, owed):
    found = [story.officer.get(f"/obligations/{one}").json["obligation"] for one in owed]
    ahead = [one["timeliness"]["implementation"]["days"] for one in found]
    return [(today() + days * ONE_DAY).isoformat() for days in ahead]


def test_a_day_off_decreed_later_moves_the_day_of_an_item_and_of_a_promise_as_it_moves_that_of_a_letter(
    story, bench, measure, monkeypatch, tmp_path
):
    day = date.fromisoformat(soon(40))
    replies = days(story, measure)
    assert by_when(story, measure) == [day.isoformat()] * 2
    with edited(monkeypatch, tmp_path / "a", "holidays", correction("decreed", day)):
        run(bench)
        moved_to = by_when(story, measure)
        assert moved_to == [data.calendar_of(day).next_working(day + ONE_DAY).isoformat()] * 2
        assert days(story, measure) == replies
        kinds = [[one["kind"] for one in clock(story, one)["ledger"]] for one in measure]
        assert kinds == [["started", "holiday_added"], ["started", "closed", "holiday_added"]]
        timers.tell_days(bench.platform, datetime.now(UTC))
    told = [one["by"] for one in bench.told(catalogue.ObligationDated)]
    assert told[-2:] == moved_to
    assert bench.scalar("SELECT count(*) FROM case_history WHERE code = 'clock.changed'") == 2

    def taken_back(document):
        correction("decreed", day)(document)
        correction("not_holidays", day)(document)
        document["not_holidays"][-1]["recorded_on"] = today() + ONE_DAY

    with edited(monkeypatch, tmp_path / "b", "holidays", taken_back):
        run(bench)
        assert by_when(story, measure) == [day.isoformat()] * 2


def test_a_day_off_leaves_the_day_of_a_settled_measure_alone(story, bench, measure, monkeypatch, tmp_path):
    day = soon(40)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET assessed = 'overtaken'")
    with edited(monkeypatch, tmp_path, "holidays", correction("decreed", date.fromisoformat(day))):
        run(bench)
        assert bench.scalar("SELECT count(*) FROM obligation WHERE implementation_due = :day", day=day) == 2


def test_a_saturday_on_which_work_is_decreed_is_the_last_day_after_all(story, bench, owed, monkeypatch, tmp_path):
    saturday = next(
        day
        for day in (today() + n * ONE_DAY for n in range(1, 25))
        if day.weekday() == 5 and data.calendar_of(today()).why_free(day) == "weekend"
    )
    correct = {
        "kind": "corrected",
        "effective": str(saturday - 30 * ONE_DAY),
        "reason": "Libri i protokollit.",
        "ground": "register_seen",
    }
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE obligation SET issued_on = issued_on - 20")
    # Both are items of one letter, which arrived on one day.
    assert story.officer.post(f"/obligations/{owed[0]}/clock-entries", correct).status_code == 201
    monday = days(story, owed)[0]
    assert monday > saturday.isoformat()
    with edited(monkeypatch, tmp_path, "holidays", correction("worked", saturday, "për urën e nëntorit")):
        run(bench)
        assert days(story, owed)[:2] == [saturday.isoformat()] * 2
        kinds = [one["kind"] for one in clock(story, owed[0])["ledger"]]
    assert kinds == ["started", "corrected", "workday_added"]
    assert moved(bench, "workday_added") == [(saturday.isoformat(), monday)] * 2


def test_a_day_that_moves_nothing_is_entered_and_told_to_nobody(story, bench, owed, monkeypatch, tmp_path):
    before = days(story, owed)
    quiet = next(day for day in (today() + n * ONE_DAY for n in range(1, 8)) if day.weekday() < 5)
    with edited(monkeypatch, tmp_path, "holidays", correction("decreed", quiet)):
        run(bench)
        assert days(story, owed) == before
    assert moved(bench, "holiday_added") == []
    assert bench.scalar("SELECT count(*) FROM case_history WHERE code = 'clock.changed'") == 0


def test_a_letter_sent_after_the_correction_is_counted_by_it_without_an_entry(story, bench, monkeypatch, tmp_path):
    body = bench.body()
    with edited(monkeypatch, tmp_path, "holidays", correction("decreed", today() + 30 * ONE_DAY)):
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        run(bench)
        [one] = story.obligations(act, body)
        found = clock(story, one["id"])
    assert found["due"]["day"] > (today() + 30 * ONE_DAY).isoformat()
    assert [entry["kind"] for entry in found["ledger"]] == ["started"]


@pytest.mark.parametrize(
    ("starts", "event"), [("fetched", catalogue.DispatchOpened), ("dispatched", None)], ids=["fetched", "dispatched"]
)
def test_a_term_begins_by_the_event_that_it_names(story, bench, monkeypatch, tmp_path, starts, event):
    body = bench.body()
    change = new_version("reply_recommendation", today() - 30 * ONE_DAY, start_event=starts)
    with edited(monkeypatch, tmp_path, "terms", change):
        act = story.with_findings().issue(body, items=1)
        [one] = story.obligations(act, body)
        bench.deliver(act, body)
        if event is not None:
            assert bench.told(catalogue.ObligationClocked) == []
            bench.deliver(act, body, event=event)
        found = clock(story, one["id"])
    assert (found["term"]["start_event"], found["due"]["start"]) == (starts, today().isoformat())
    [told] = bench.told(catalogue.ObligationClocked)
    assert told["due"] == found["due"]["day"]
    assert told["term"] == {"value": 30, "unit": "calendar_days", "start_event": starts}
    assert [line["why"] for line in told["explanation"]][:2] == ["start", "counted"]
    assert told["explanation"][-1]["last"] == told["due"]


@pytest.fixture(params=["reply_recommendation"])
def resolution(approver, request):
    """One item of the Assembly to the office, received 20 days ago, with a term of the law."""
    received = (today() - 20 * ONE_DAY).isoformat()
    row = {"issuer": "assembly", "number": "Rezoluta 7", "title": "Rezolutë", "item": "1", "text": "Të raportohet."}
    row |= {"issued_on": received, "received_on": received, "term": request.param, "due": None}
    file = (io.BytesIO(json.dumps({"items": [row]}).encode()), "kuvendi.json")
    assert approver.post("/incoming/imports?apply=true", None, data={"file": file}).status_code == 200
    return approver.get("/incoming").json["items"][0]


def test_what_is_recommended_to_the_office_moves_with_the_calendar_too(
    bench, approver, resolution, monkeypatch, tmp_path
):
    due = date.fromisoformat(resolution["reply_due"])
    with edited(monkeypatch, tmp_path, "holidays", correction("decreed", due)):
        run(bench)
        [moved_on] = approver.get("/incoming").json["items"]
        assert moved_on["reply_due"] > resolution["reply_due"]
        ledger = "SELECT count(*) FROM incoming_clock_entry WHERE kind = 'holiday_added'"
        assert bench.scalar(ledger) == 1
    assert bench.audited("incoming.clock_changed", resolution["id"]) == 1


def test_what_the_office_answered_moves_no_more(bench, approver, resolution, monkeypatch, tmp_path):
    said = {"position": "accepted", "text": "Po."}
    assert approver.post(f"/incoming/{resolution['id']}/reports", said).status_code == 201
    with edited(monkeypatch, tmp_path, "holidays", correction("decreed", date.fromisoformat(resolution["reply_due"]))):
        run(bench)
        assert approver.get("/incoming").json["items"][0]["reply_due"] == resolution["reply_due"]


@pytest.mark.parametrize("resolution", ["assembly_debate"], indirect=True)
def test_a_law_that_governs_what_runs_governs_what_the_office_owes(bench, approver, resolution, monkeypatch, tmp_path):
    change = new_version("assembly_debate", today(), value=4, applies_to_running=True)
    with edited(monkeypatch, tmp_path, "terms", change):
        run(bench)
        assert approver.get("/incoming").json["items"][0]["reply_due"] > resolution["reply_due"]
