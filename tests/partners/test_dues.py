"""By when a body has to reply: the day that the office counted, and no other."""

from datetime import date
from uuid import uuid4

import pytest

from shared.events.catalogue import (
    ObligationAssessed,
    ObligationClocked,
    ObligationReminded,
    ObligationReopened,
    RecommendationIssued,
    RecommendationWithdrawn,
)
from shared.pages.languages import date_words
from tests.partners.bench import answers_to, entries, only_dispatch, pdf, soon
from tests.partners.test_pages import letter_path, page


class Clocks:
    """The clocks of one letter's items, as cases would tell of them."""

    def __init__(self, bench, body, sent):
        self.bench, self.body, self.sent = bench, body, sent
        self.obligations = [uuid4() for _ in sent.items]

    def envelope(self, item, cause, due=None, previous=None, **more):
        obligation = self.obligations[item]
        said = {"due": date.fromisoformat(due), **more} if due else more
        said |= {"previous": date.fromisoformat(previous)} if previous else {}
        return self.bench.envelope(
            ObligationClocked,
            obligation,
            obligation_id=obligation,
            recommendation_id=self.sent.recommendation_id,
            item_id=self.sent.items[item],
            institution_id=self.body.id,
            cause=cause,
            **said,
        )

    def say(self, *told, **more):
        self.bench.take(self.envelope(*told, **more))

    def explain(self, item, due, value=30, unit="calendar_days", *runs):
        """`runs`: (why, first, last, days, count)."""
        days = [(why, date.fromisoformat(one), date.fromisoformat(two), *rest) for why, one, two, *rest in runs]
        lines = [dict(zip(("why", "first", "last", "days", "count"), run, strict=True)) for run in days]
        self.say(item, "started", due, term={"value": value, "unit": unit}, explanation=lines)


@pytest.fixture
def clocks(bench, pair):
    return Clocks(bench, pair[0], bench.issue(pair[0]))


@pytest.fixture
def machine(bench, pair, clocks):
    del clocks
    return bench.machine(pair[0])


def letter(machine):
    return machine.get(f"/dispatches/{only_dispatch(machine)}").json


def test_the_counted_day_is_in_the_letter_and_in_the_feed_under_the_ids_of_the_body(machine, clocks):
    assert (letter(machine)["reply_due"], letter(machine)["reply_dues"]) == (None, [])
    clocks.say(1, "started", "2027-02-03")
    clocks.say(0, "started", "2027-02-03")
    clocks.say(0, "corrected", "2027-02-10", "2027-02-03")
    found = letter(machine)
    first, second = [item["id"] for item in found["document"]["items"]]
    assert found["reply_due"] == found["due"] == "2027-02-03"
    assert found["reply_dues"] == [
        {
            "item_id": first,
            "reply_due": "2027-02-10",
            "previous": "2027-02-03",
            "cause": "corrected",
            "explained": None,
            "days_late": 0,
        },
        {
            "item_id": second,
            "reply_due": "2027-02-03",
            "previous": None,
            "cause": "started",
            "explained": None,
            "days_late": 0,
        },
    ]
    fed = [one for one in entries(machine, 4) if one["type"] == "obligation.clocked"]
    assert [(one["item_id"], one["details"]["reply_due"]) for one in fed] == [
        (second, "2027-02-03"),
        (first, "2027-02-03"),
        (first, "2027-02-10"),
    ]
    assert str(clocks.sent.items[0]) not in machine.get("/dispatches").text


def test_what_came_before_the_letter_waits_for_it(bench, pair):
    body = pair[0]
    recommendation, items = uuid4(), [uuid4(), uuid4()]
    early = type("Sent", (), {"recommendation_id": recommendation, "items": items})
    clocks = Clocks(bench, body, early)
    moved = clocks.envelope(0, "started", "2027-02-03"), clocks.envelope(0, "resumed", "2027-02-09", "2027-02-03")
    bench.take(moved[1])
    bench.take(moved[0])
    rendering = bench.rendering(items, "R-2026-00014-7", body.id)
    machine = bench.machine(body)
    bench.hear(
        RecommendationIssued,
        recommendation,
        recommendation_id=recommendation,
        case_id=uuid4(),
        number="R-2026-00014-7",
        kind="remedy",
        content_hash="a" * 64,
        items=[{"item_id": one} for one in items],
        addressees=[{"institution_id": body.id, "role": "responsible", "expects": "reply", "rendering": rendering}],
        complaints=[],
    )
    assert (letter(machine)["reply_due"], letter(machine)["reply_dues"][0]["cause"]) == ("2027-02-09", "resumed")
    assert bench.parked() == []


def test_an_event_that_comes_twice_moves_nothing_again(bench, machine, clocks):
    told = clocks.envelope(0, "started", "2027-02-03")
    bench.take(told, told)
    bench.take(told)
    clocks.say(1, "started", "2027-02-03")
    fed = [one["details"]["reply_due"] for one in entries(machine, 3) if one["type"] == "obligation.clocked"]
    assert fed == ["2027-02-03"] * 2


def test_a_clock_that_stands_or_has_ended_has_no_day(machine, clocks):
    clocks.say(0, "started", "2027-02-03")
    clocks.say(0, "paused", None, "2027-02-03")
    found = letter(machine)
    assert (found["reply_due"], found["reply_dues"][0]["reply_due"]) == (None, None)
    clocks.say(0, "closed", None, "2027-02-03")
    assert letter(machine)["reply_dues"][0]["cause"] == "closed"


def test_a_reminder_does_not_move_a_counted_day(bench, machine, clocks):
    clocks.say(0, "started", "2027-02-03")
    clock = {
        "obligation_id": clocks.obligations[0],
        "recommendation_id": clocks.sent.recommendation_id,
        "number": clocks.sent.number,
        "item_id": clocks.sent.items[0],
        "institution_id": clocks.body.id,
        "due": date(2026, 12, 1),
    }
    bench.hear(ObligationReminded, uuid4(), clock=clock, rung="reminder")
    assert letter(machine)["reply_due"] == "2027-02-03"


def test_another_body_sees_nothing_of_it(bench, pair, clocks):
    clocks.say(0, "started", "2027-02-03")
    other = bench.machine(pair[1])
    assert other.get("/dispatches").json["items"] == []


def test_the_portal_says_the_day_the_one_before_and_why_it_moved(bench, pair, clocks):
    reader = bench.browser(pair[0])
    assert "Ditën po e llogarit zyra" in page(reader, "/partners/inbox")
    assert "Ditën po e llogarit zyra" in page(reader, letter_path(reader))
    clocks.say(0, "started", "2027-02-03")
    clocks.say(1, "started", "2027-02-05")
    with bench.app.test_request_context("/partners/"):
        days = {day: date_words(date.fromisoformat(day)) for day in ("2027-02-03", "2027-02-05", "2027-02-12")}
    inbox = page(reader, "/partners/inbox")
    assert f"1 letër pret përgjigje deri më {days['2027-02-03']}." in inbox
    assert "llogarit" not in inbox
    clocks.say(0, "holiday_added", "2027-02-12", "2027-02-03")
    shown = page(reader, letter_path(reader))
    assert "llogarit zyra" not in shown
    moved = f"Deri më {days['2027-02-12']}, më parë {days['2027-02-03']}, sepse u caktua një ditë pushimi"
    assert shown.count(moved) == 2
    assert f"Deri më {days['2027-02-05']}" in shown
    clocks.say(0, "paused", None, "2027-02-12")
    assert "Tani pa datë, sepse zyra e ndali afatin" in page(reader, letter_path(reader))


def test_what_a_body_reported_after_its_reply_stands_on_its_letter(bench, pair, machine, clocks):
    del clocks
    dispatch = only_dispatch(machine)
    items = [one["id"] for one in letter(machine)["document"]["items"]]
    file = machine.call("POST", "/files", data={"file": (pdf(), "masa.pdf")}).json["id"]
    assert machine.post(f"/dispatches/{dispatch}/replies", answers_to(machine, dispatch)).status_code == 201
    said = {"item_id": items[1], "claimed": "in_process", "promised_date": soon(), "evidence": [file]}
    report = {"note": "Punimet filluan.", "items": [said]}
    assert machine.post(f"/dispatches/{dispatch}/progress", report).status_code == 201
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert "Çfarë kemi raportuar më pas" in shown
    assert "Punimet filluan." in shown
    assert "Në proces" in shown
    assert f"/partners/files/{file}" in shown


RUNS = (
    ("start", "2027-01-04", "2027-01-04", 1, 0),
    ("counted", "2027-01-05", "2027-01-20", 16, 16),
    ("paused", "2027-01-21", "2027-01-23", 3, 16),
    ("counted", "2027-01-24", "2027-02-06", 14, 30),
    ("rolled_over", "2027-02-07", "2027-02-08", 2, 30),
)


def test_why_it_is_that_day_is_told_in_runs_of_days_to_machines_and_in_sentences_to_people(
    bench, pair, machine, clocks
):
    for item in (0, 1):
        clocks.explain(item, "2027-02-08", 30, "calendar_days", *RUNS)
    first, second = letter(machine)["reply_dues"]
    assert first["explained"] == second["explained"]
    assert first["explained"]["term"] == {"value": 30, "unit": "calendar_days"}
    assert [(one["why"], one["last"], one["count"]) for one in first["explained"]["lines"]] == [
        (why, last, count) for why, _first, last, _days, count in RUNS
    ]
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    with bench.app.test_request_context("/partners/"):
        days = {day: date_words(date.fromisoformat(day)) for run in RUNS for day in run[1:3]}
    assert shown.count(f"Pse deri më {days['2027-02-08']}") == 1
    assert "Afati është 30 ditë kalendarike." in shown
    assert f"Afati filloi më {days['2027-01-04']}. Kjo ditë nuk numërohet" in shown
    assert f"{days['2027-01-05']} – {days['2027-01-20']}: 16 ditë, numërohen të gjitha." in shown
    assert "afati ishte i ndalur" in shown
    assert f"Dita e fundit binte në fundjavë, prandaj afati kalon deri më {days['2027-02-08']}." in shown
    clocks.explain(1, "2027-03-01", 15, "working_days", ("start", "2027-02-08", "2027-02-08", 1, 0),
                   ("counted", "2027-02-09", "2027-03-01", 15, 15))  # fmt: skip
    shown = page(reader, letter_path(reader))
    assert ": pika 2" in shown
    assert "Afati është 15 ditë pune." in shown
    assert "15 ditë pune (fundjavat nuk numërohen)" in shown


def test_why_there_is_no_last_day_is_told_too(bench, pair, machine, clocks):
    term = {"value": 30, "unit": "calendar_days", "start_event": "delivered"}
    begun = {"why": "start", "first": date(2027, 1, 4), "last": date(2027, 1, 4), "days": 1, "count": 0}
    stands = {"why": "paused", "first": date(2027, 1, 5), "last": date(2027, 1, 5), "days": 1, "count": 0}
    clocks.say(0, "paused", None, "2027-02-03", term=term, explanation=[begun, stands])
    clocks.say(1, "closed", None, "2027-02-03", term=term, explanation=[begun], closed_on=date(2027, 1, 5))
    first, second = (one["explained"] for one in letter(machine)["reply_dues"])
    assert first["term"] == term
    assert "closed_on" not in first
    assert second["closed_on"] == "2027-01-05"
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert "Pse nuk ka ditë të fundit: pika 1" in shown
    assert "Afati është i ndalur nga 5 janar 2027." in shown
    assert "Zyra e mbylli afatin më 5 janar 2027; nuk ka më ditë të fundit" in shown


def test_why_an_answered_letter_was_due_on_that_day_stays_on_its_page(bench, pair, machine, clocks):
    term = {"value": 30, "unit": "calendar_days", "start_event": "delivered"}
    runs = [
        {"why": "start", "first": date(2027, 1, 4), "last": date(2027, 1, 4), "days": 1, "count": 0},
        {"why": "counted", "first": date(2027, 1, 5), "last": date(2027, 2, 3), "days": 30, "count": 30},
    ]
    for item in (0, 1):
        clocks.say(item, "started", "2027-02-03", term=term, explanation=runs)
        answered = {"term": term, "explanation": runs, "answered_on": date(2027, 2, 9)}
        clocks.say(item, "closed", None, "2027-02-03", **answered)
    assert {one["explained"]["answered_on"] for one in letter(machine)["reply_dues"]} == {"2027-02-09"}
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert shown.count("Pse deri më 3 shkurt 2027") == 1
    assert "Dita e fundit për t'u përgjigjur është 3 shkurt 2027." in shown
    assert "Institucioni u përgjigj më 9 shkurt 2027; ditët nuk numërohen më." in shown
    assert "Kërkoni më shumë kohë" not in shown
    assert "Tani pa datë, sepse erdhi përgjigjja" in shown
    assert "afati mbaroi" not in shown


def test_who_only_learns_of_a_letter_is_told_no_term_as_its_own(bench, pair):
    bench.issue(pair[0], role="for_information", expects="nothing")
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert "Konfirmo marrjen" in shown
    assert "nuk e ndal afatin" not in shown
    assert "Të zbatohet deri më" not in shown
    assert shown.count("Afati i institucionit përgjegjës") == 2
    assert "Përgjigje deri më" not in shown


def test_what_was_answered_on_paper_waits_for_nothing_here_and_may_still_be_completed(bench, pair, machine, clocks):
    for item in (0, 1):
        clocks.say(item, "started", "2027-02-03")
    reader = bench.browser(pair[0])
    assert "letër pret përgjigje" in page(reader, "/partners/inbox")
    clocks.say(0, "closed", None, "2027-02-03", answered_on=date(2027, 2, 1))
    assert letter(machine)["reply_due"] == "2027-02-03"
    assert "letër pret përgjigje" in page(reader, "/partners/inbox")
    clocks.say(1, "closed", None, "2027-02-03", answered_on=date(2027, 2, 1))
    assert "letër pret përgjigje" not in page(reader, "/partners/inbox")
    assert clocks.sent.number in page(reader, "/partners/inbox?state=answered")
    shown = page(reader, letter_path(reader))
    assert "sepse afati mbaroi" in shown
    assert "Plotësoni përgjigjen" in shown
    assert "Kërkoni më shumë kohë" not in shown
    clocks.say(1, "reopened", "2027-03-03", "2027-02-03")
    assert "letër pret përgjigje" in page(reader, "/partners/inbox")


def test_what_was_settled_and_is_open_again_is_no_longer_shown_as_done(bench, pair, machine, clocks):
    told = {
        "obligation_id": clocks.obligations[0],
        "recommendation_id": clocks.sent.recommendation_id,
        "item_id": clocks.sent.items[0],
        "institution_id": clocks.body.id,
    }
    found = {"assessment": "implemented", "assessed_on": date(2027, 2, 3), "complaints": []}
    bench.hear(ObligationAssessed, clocks.obligations[0], **told, **found)
    reader = bench.browser(pair[0])
    assert "E zbatuar" in page(reader, "/partners/inbox")
    bench.hear(ObligationReopened, clocks.obligations[0], **told, reopened_on=date(2027, 3, 3))
    assert "E zbatuar" not in page(reader, "/partners/inbox")
    shown = page(reader, letter_path(reader))
    assert "Zyra e rihapi detyrimin" in shown
    assert "Vlerësimi i mëparshëm nuk vlen më; zyra do ta shohë përsëri." in shown
    assert "Vlerësimi i zyrës" not in shown
    [fed] = [one for one in entries(machine, 3) if one["type"] == "obligation.reopened"]
    assert fed["details"] == {"reopened_on": "2027-03-03"}
    # How the office answered a correction of a draft finding is said in its own word, by every door.
    answered = {"assessment": "overtaken", "outcome": "correction_not_taken", "assessed_on": date(2027, 3, 4)}
    bench.hear(ObligationAssessed, clocks.obligations[0], **told, **answered, complaints=[])
    assert "Saktësimi nuk u mor parasysh" in page(reader, "/partners/inbox")
    assert "E kapërcyer" not in page(reader, letter_path(reader))
    [last] = [one for one in entries(machine, 4) if one["details"].get("outcome")]
    assert (last["type"], last["details"]["outcome"]) == ("obligation.assessed", "correction_not_taken")
    assert fed["item_id"] == letter(machine)["document"]["items"][0]["id"]


def test_a_letter_that_was_withdrawn_has_no_last_day_at_any_door(bench, machine, clocks):
    for place in (0, 1):
        clocks.say(place, "started", "2027-02-03")
    sent = clocks.sent
    fell = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "facts_changed"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **fell)
    found = letter(machine)
    assert (found["due"], found["reply_due"], found["reply_dues"]) == (None, None, [])
