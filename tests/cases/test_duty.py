"""Danger alerts people: who is on call is called, then the next, until somebody has looked, and it never stops silently."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.duty import timers
from services.cases.duty.domain import EVERY_DAY, Hours, StandIn, next_step, on_call
from shared.clock import utc_now
from shared.events.catalogue import ComplaintExclusionChanged, DangerEnded, DangerReported, DutyCalled
from tests.cases.bench import soon, today

TIRANA = ZoneInfo("Europe/Tirane")
MAIL, PHONE = "shembull.gatishmeria@example.org", "+355690000001"
PEOPLE = [UUID(int=number) for number in range(1, 8)]
MONDAY = date(2026, 11, 2)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), TIRANA)


def shift(person: UUID, place: int = 1, weekdays=EVERY_DAY, begins=time(0), ends=time(0), last=None) -> Hours:
    return Hours(person, place, weekdays, MONDAY, last, begins, ends)


# --- the rule ---------------------------------------------------------------------------------------------------------


def test_a_night_shift_is_that_of_the_day_on_which_it_begins():
    friday = shift(PEOPLE[0], weekdays=(5,), begins=time(20), ends=time(8))
    assert on_call([friday], [], at(date(2026, 11, 6), 23)) == [PEOPLE[0]]
    assert on_call([friday], [], at(date(2026, 11, 7), 7, 59)) == [PEOPLE[0]]
    assert on_call([friday], [], at(date(2026, 11, 7), 8)) == []
    assert on_call([friday], [], at(date(2026, 11, 6), 7)) == []


def test_a_shift_follows_the_clock_on_the_wall_where_the_clocks_change():
    night = shift(PEOPLE[0], begins=time(22), ends=time(6))
    assert on_call([night], [], datetime(2026, 10, 25, 4, 59, tzinfo=UTC)) == []
    early = Hours(PEOPLE[0], 1, EVERY_DAY, date(2026, 10, 1), None, time(22), time(6))
    assert on_call([early], [], datetime(2026, 10, 25, 4, 59, tzinfo=UTC)) == [PEOPLE[0]]
    assert on_call([early], [], datetime(2026, 10, 25, 5, 0, tzinfo=UTC)) == []


def test_who_stands_in_takes_the_place_of_who_is_away_on_those_days_only():
    roster = [shift(PEOPLE[0], 1), shift(PEOPLE[1], 2)]
    away = [StandIn(PEOPLE[0], PEOPLE[2], MONDAY, MONDAY + timedelta(days=1))]
    assert on_call(roster, away, at(MONDAY, 12)) == [PEOPLE[2], PEOPLE[1]]
    assert on_call(roster, away, at(MONDAY + timedelta(days=2), 12)) == [PEOPLE[0], PEOPLE[1]]


def test_who_stands_in_may_be_away_too_and_a_circle_calls_whose_shift_it_is():
    day = (MONDAY, MONDAY)
    chain = [StandIn(PEOPLE[0], PEOPLE[1], *day), StandIn(PEOPLE[1], PEOPLE[2], *day)]
    assert on_call([shift(PEOPLE[0])], chain, at(MONDAY, 12)) == [PEOPLE[2]]
    circle = [StandIn(PEOPLE[0], PEOPLE[1], *day), StandIn(PEOPLE[1], PEOPLE[0], *day)]
    assert on_call([shift(PEOPLE[0])], circle, at(MONDAY, 12)) == [PEOPLE[0]]


@given(
    st.lists(st.sampled_from(PEOPLE[:4]), unique=True), st.lists(st.sampled_from(PEOPLE[4:]), min_size=1, unique=True)
)
def test_the_list_is_gone_through_in_order_then_begins_again_with_who_leads_and_never_ends(listed, leading):
    last_round, called, rounds = 0, set(), {}
    for _ in range(4 * (len(listed) + 1)):
        step = next_step(listed, leading, last_round, called)
        assert step.people and len(set(step.people)) == len(step.people)
        if step.round != last_round:
            last_round, called = step.round, set()
        assert not called & set(step.people), "twice in one round"
        called |= set(step.people)
        rounds.setdefault(step.round, []).append(step.people)
    if listed:
        assert rounds[1] == [(one,) for one in listed]
        assert rounds[2][0] == (listed[0], *leading)
    else:
        assert all(steps == [tuple(leading)] for steps in rounds.values())


# --- through the doors ------------------------------------------------------------------------------------------------


class Watch:
    """An office with a roster, and a clock that the test moves."""

    def __init__(self, bench, keeper) -> None:
        self.bench, self.keeper, self.now = bench, keeper, datetime.now(UTC)

    def reached(self, person, **ways) -> None:
        ways = ways or {"email": MAIL, "phone": PHONE}
        answer = self.keeper.post(f"/duty/contacts/{person.id}", ways)
        assert answer.status_code == 200, answer.json

    def on_call(self, *people) -> None:
        for place, person in enumerate(people, 1):
            body = {"staff_id": str(person.id), "place": place, "first_day": (today() - timedelta(days=1)).isoformat()}
            assert self.keeper.post("/duty/shifts", body).status_code == 201
            self.reached(person)

    def danger(self) -> UUID:
        complaint_id = uuid4()
        self.bench.hear(DangerReported, complaint_id, complaint_id=complaint_id, at=self.now)
        self.turn()
        return complaint_id

    def turn(self, minutes: int = 0) -> None:
        self.now += timedelta(minutes=minutes)
        timers.call_duty(self.bench.platform, self.now + timedelta(seconds=2))

    def called(self, complaint_id) -> list[list[UUID]]:
        """Who was called, step by step."""
        steps: dict[int, list[UUID]] = {}
        for one in self.bench.told(DutyCalled, complaint_id=complaint_id):
            steps.setdefault(one["step"], []).append(UUID(one["staff_id"]))
        return [sorted(steps[step]) for step in sorted(steps)]


@pytest.fixture
def watch(bench, commissioner):
    return Watch(bench, commissioner)


def test_in_danger_now_calls_whoever_is_on_call_at_once_and_by_both_ways(bench, watch, officer):
    watch.on_call(officer)
    complaint_id = watch.danger()
    [call] = bench.told(DutyCalled, complaint_id=complaint_id)
    assert (call["staff_id"], call["step"], sorted(call["ways"])) == (str(officer.id), 1, ["email", "sms"])
    addresses = bench.platform.documents.get_json(call["contact"])
    assert addresses == {"email": MAIL, "phone": PHONE, "language": "sq"}
    assert bench.audited("danger.called", complaint_id) == 1


def test_after_fifteen_minutes_the_next_is_called_and_not_a_minute_before(watch, officer, approver):
    watch.on_call(officer, approver)
    complaint_id = watch.danger()
    watch.turn(14)
    assert watch.called(complaint_id) == [[officer.id]]
    watch.turn(1)
    assert watch.called(complaint_id) == [[officer.id], [approver.id]]


def test_what_somebody_looked_at_calls_nobody_any_more(bench, watch, officer, approver):
    watch.on_call(officer, approver)
    complaint_id = watch.danger()
    bench.hear(DangerEnded, complaint_id, complaint_id=complaint_id, at=watch.now)
    for _ in range(5):
        watch.turn(15)
    assert watch.called(complaint_id) == [[officer.id]]


def test_it_never_stops_silently_after_the_last_one_it_begins_again_and_calls_who_leads(watch, officer, commissioner):
    watch.on_call(officer)
    watch.reached(commissioner)
    complaint_id = watch.danger()
    for _ in range(3):
        watch.turn(15)
    both = sorted([officer.id, commissioner.id])
    assert watch.called(complaint_id) == [[officer.id], both, both, both]


def test_with_nobody_on_call_who_leads_is_called_at_once(watch, commissioner, approver):
    watch.reached(commissioner)
    watch.reached(approver, email=MAIL)
    complaint_id = watch.danger()
    watch.turn(15)
    both = sorted([commissioner.id, approver.id])
    assert watch.called(complaint_id) == [both, both]


def test_where_nobody_can_be_reached_the_first_contact_that_is_entered_is_used_a_minute_later(watch, commissioner):
    complaint_id = watch.danger()
    assert watch.called(complaint_id) == []
    watch.reached(commissioner)
    watch.turn(1)
    assert watch.called(complaint_id) == [[commissioner.id]]


def test_a_restart_in_between_loses_nothing_and_calls_nobody_twice(watch, officer, approver):
    watch.on_call(officer, approver)
    complaint_id = watch.danger()
    for _ in range(10):
        watch.turn()
    assert watch.called(complaint_id) == [[officer.id]]
    watch.turn(120)
    watch.turn()
    assert watch.called(complaint_id) == [[officer.id], [approver.id]], (
        "two hours of silence are made up for by one call"
    )


def test_the_event_of_a_danger_that_comes_again_begins_nothing_anew(bench, watch, officer):
    watch.on_call(officer)
    complaint_id = watch.danger()
    bench.hear(DangerReported, complaint_id, complaint_id=complaint_id, at=watch.now)
    watch.turn()
    assert watch.called(complaint_id) == [[officer.id]]


def test_who_has_left_the_office_is_passed_over(bench, watch, officer, approver):
    watch.on_call(officer, approver)
    with bench.platform.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE staff_account SET active = false WHERE id = %s", (officer.id,))
    assert watch.called(watch.danger()) == [[approver.id]]
    shown = watch.keeper.get("/duty").json
    assert [one["active"] for one in shown["on_call"]] == [False, True]


def test_who_has_a_conflict_of_interest_in_the_complaint_is_not_called_about_it(bench, watch, officer, approver):
    watch.on_call(officer, approver)
    complaint_id = uuid4()
    told = {"complaint_id": complaint_id, "staff_id": officer.id, "excluded": True}
    bench.hear(ComplaintExclusionChanged, uuid4(), **told)
    bench.hear(DangerReported, complaint_id, complaint_id=complaint_id, at=watch.now)
    watch.turn()
    assert watch.called(complaint_id) == [[approver.id]]


def test_who_stands_in_is_called_and_a_substitution_taken_back_counts_no_more(watch, officer, approver):
    watch.on_call(officer)
    watch.reached(approver)
    day = today().isoformat()
    yesterday = (today() - timedelta(days=1)).isoformat()
    body = {"absent": str(officer.id), "stands_in": str(approver.id), "first_day": yesterday, "last_day": day}
    made = watch.keeper.post("/duty/substitutions", body)
    assert made.status_code == 201, made.json
    assert watch.called(watch.danger()) == [[approver.id]]
    assert watch.keeper.post(f"/duty/substitutions/{made.json['id']}/end").status_code == 200
    assert watch.called(watch.danger()) == [[officer.id]]


def test_a_contact_that_was_changed_is_shown_nowhere_and_gone_from_the_store_once_its_days_are_over(
    bench, watch, officer
):
    watch.reached(officer)
    former = bench.scalar("SELECT contact FROM staff_contact")
    watch.reached(officer, email="tjeter.shembull@example.org")
    now = bench.scalar("SELECT contact FROM staff_contact")
    assert bench.platform.documents.get_json(now)["phone"] is None
    for days, there in ((6, 1), (8, 0)):
        timers.forget_former_contacts(bench.platform, utc_now() + timedelta(days=days))
        assert bench.scalar("SELECT count(*) FROM former_contact") == there
    with pytest.raises(LookupError):
        bench.platform.documents.get(former)
    assert "example.org" not in watch.keeper.get("/duty").text
    watch.keeper.post(f"/duty/contacts/{officer.id}", {})
    assert bench.scalar("SELECT count(*) FROM staff_contact") == 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"staff_id": str(uuid4())}, "/staff_id"),
        ({"place": 0}, "/place"),
        ({"weekdays": [8]}, "/weekdays/0"),
        ({"weekdays": []}, "/weekdays"),
        ({"begins": "24:00"}, "/begins"),
        ({"last_day": "2020-01-01"}, "/last_day"),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused_where_it_is_wrong(watch, officer, change, where):
    body = {"staff_id": str(officer.id), "place": 1, "first_day": today().isoformat()} | change
    answer = watch.keeper.post("/duty/shifts", body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json["errors"]] == [where]


@pytest.mark.parametrize("role", ["publisher", "auditor", "admin"])
def test_who_opens_no_complaint_is_neither_on_call_nor_stands_in(bench, watch, officer, role):
    other = bench.person(role)
    shift = {"staff_id": str(other.id), "place": 1, "first_day": today().isoformat()}
    away = {"absent": str(officer.id), "stands_in": str(other.id), "first_day": today().isoformat(), "last_day": soon()}
    for path, body, where in (("/duty/shifts", shift, "/staff_id"), ("/duty/substitutions", away, "/stands_in")):
        refused = watch.keeper.post(path, body)
        assert (refused.status_code, refused.json["code"]) == (422, "duty.role_not_on_call")
        assert [one["pointer"] for one in refused.json["errors"]] == [where]


def test_nobody_is_stood_in_for_twice_on_a_day_nor_in_a_circle(bench, watch, officer, approver, commissioner):
    first, last = today(), today() + timedelta(days=9)

    def stand_in(absent, by, since, until):
        body = {"absent": str(absent.id), "stands_in": str(by.id), "first_day": str(since), "last_day": str(until)}
        answer = watch.keeper.post("/duty/substitutions", body)
        wrong = [one["pointer"] for one in answer.json.get("errors", ())]
        return answer.status_code, answer.json.get("code"), wrong

    assert stand_in(officer, approver, first, last)[0] == 201
    overlaps = (422, "duty.overlaps", ["/first_day"])
    assert stand_in(officer, commissioner, last, last + timedelta(days=3)) == overlaps
    assert stand_in(officer, commissioner, last + timedelta(days=1), last + timedelta(days=3))[0] == 201
    circle = (422, "duty.circle", ["/stands_in"])
    assert stand_in(approver, officer, last, last + timedelta(days=1)) == circle
    assert stand_in(approver, commissioner, first, first)[0] == 201
    assert stand_in(commissioner, officer, first, last) == circle, "through somebody else"
    assert stand_in(commissioner, officer, first + timedelta(days=1), last)[0] == 201, "on no day that all are away"


@pytest.mark.parametrize("ways", [{"email": "no address"}, {"phone": "call me"}, {"language": "de"}])
def test_a_contact_that_cannot_be_one_is_refused(watch, officer, ways):
    assert watch.keeper.post(f"/duty/contacts/{officer.id}", ways).status_code == 422


def test_of_who_is_not_of_the_office_there_is_no_contact_and_no_shift_to_end(watch):
    assert watch.keeper.post(f"/duty/contacts/{uuid4()}", {"email": MAIL}).status_code == 404
    assert watch.keeper.post(f"/duty/shifts/{uuid4()}/end").status_code == 404


# --- the pages --------------------------------------------------------------------------------------------------------


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def browser(bench, commissioner):
    bench.app.config["WTF_CSRF_ENABLED"] = False
    commissioner.client.set_cookie("besa_staff", commissioner.token)
    yield commissioner.client
    bench.app.config["WTF_CSRF_ENABLED"] = True


def test_the_roster_is_kept_on_one_page(bench, watch, browser, officer, approver):
    day = {"shift-weekdays": [str(one) for one in EVERY_DAY], "shift-begins": "00:00", "shift-ends": "00:00"}
    sent = {"shift-staff_id": str(officer.id), "shift-place": "1", **parts("shift-first_day", today()), **day}
    assert browser.post("/cases/staff/duty/shifts", data=sent).status_code == 303
    contact = {"contact-person": str(officer.id), "contact-email": MAIL, "contact-in_language": "sq"}
    assert browser.post("/cases/staff/duty/contacts", data=contact).status_code == 303
    away = {"substitution-absent": str(officer.id), "substitution-stands_in": str(approver.id)}
    away |= parts("substitution-first_day", today()) | parts("substitution-last_day", today())
    assert browser.post("/cases/staff/duty/substitutions", data=away).status_code == 303
    page = browser.get("/cases/staff/duty?lang=en").text
    assert "Shembull Eksperti" in page and "every day" in page and "day and night" in page
    assert MAIL not in page
    [one] = watch.keeper.get("/duty").json["on_call"]
    assert one["id"] == str(approver.id)
    for noun in ("substitution", "shift"):
        row = bench.scalar(f"SELECT id FROM duty_{noun}")
        assert browser.post(f"/cases/staff/duty/{noun}s/{row}/end").status_code == 303
    assert watch.keeper.get("/duty").json["on_call"] == []
    assert "who leads the office is called at once" in browser.get("/cases/staff/duty?lang=en").text


def test_what_is_wrong_in_the_form_stands_at_its_field(browser, officer):
    sent = {"shift-staff_id": str(officer.id), "shift-place": "1", "shift-begins": "8", "shift-ends": "16:00"}
    page = browser.post("/cases/staff/duty/shifts?lang=en", data=sent | parts("shift-first_day", today()))
    assert page.status_code == 422
    assert "Enter the hour like this: 08:00" in page.text and "Choose at least one day" in page.text
    same = {"substitution-absent": str(officer.id), "substitution-stands_in": str(officer.id)}
    same |= parts("substitution-first_day", today()) | parts("substitution-last_day", today())
    page = browser.post("/cases/staff/duty/substitutions?lang=en", data=same)
    assert page.status_code == 422 and "Nobody stands in for themselves." in page.text


def test_the_commissioner_finds_on_the_first_page_that_something_cannot_wait(bench, watch, browser, commissioner):
    assert "cannot wait" not in browser.get("/cases/?lang=en").text
    watch.now -= timedelta(minutes=20)
    complaint_id = watch.danger()
    page = browser.get("/cases/?lang=en").text
    assert "1 complaint that cannot wait has not been looked at yet. The oldest has waited for 20 minutes." in page
    assert "first_look=waiting&amp;urgency=immediate_danger" in page
    bench.hear(DangerEnded, complaint_id, complaint_id=complaint_id, at=watch.now)
    assert "cannot wait" not in browser.get("/cases/?lang=en").text
