"""Bodies are asked for figures by one request for information: an obligation for each, on the clock and the ladder that there are."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from services.cases import data, timers
from shared import clock
from shared.events.catalogue import FiguresReported, FiguresWanted, RecommendationIssued
from shared.rules import ContentViolation
from shared.staff import issue_token
from tests.cases.bench import SIGNING, today
from tests.cases.test_indicators import series
from tests.cases.test_pages_visits import Browser

PAGES = "/cases/staff/figure-requests"


@pytest.fixture
def towns(bench):
    return [bench.body("municipality") for _ in range(3)]


def wanted(**more):
    return {
        "period": "2025",
        "indicators": ["pmf", "birth60"],
        "accepted_until": str(today() + timedelta(days=90)),
        **more,
    }


def ask(officer, **more):
    answer = officer.post("/figure-requests", wanted(**more))
    assert answer.status_code == 201, answer.json
    return answer.json["request"]


def read(officer, request):
    answer = officer.get(f"/figure-requests/{request['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


def act_of(officer, request):
    return officer.get(f"/recommendations/{request['act_id']}").json


def row(indicator, numerator, denominator=None, **more):
    return {
        "indicator": indicator,
        "version": 1,
        "state": "counted",
        "numerator": numerator,
        "denominator": denominator,
        "comment": "",
        **more,
    }


def report(bench, act, body, *rows, dispatch=None, version=1, at=None):
    """What partners tells once a body filled in its table: its figures, and that it answered."""
    dispatch = dispatch or bench.deliver(act, body)
    figures = {"period": "2025", "version": version, "name": "N", "function": "F", "figures": list(rows)}
    bench.hear(
        FiguresReported,
        dispatch,
        report_id=uuid4(),
        dispatch_id=dispatch,
        recommendation_id=act["id"],
        institution_id=body.id,
        version=version,
        received_at=at or datetime.now(UTC),
        figures=bench.platform.documents.put_json(figures),
    )
    item = {"item_id": act["items"][0]["id"], "position": "accepted", "has_reasons": True}
    bench.reply(act, body, item, dispatch_id=dispatch, version=version, received_at=at or datetime.now(UTC))
    return dispatch


class TestAsked:
    def test_it_is_one_request_for_information_with_an_obligation_for_each_body(self, bench, officer, towns):
        request = ask(officer)
        act = act_of(officer, request)
        assert (act["kind"], act["status"], len(act["items"])) == ("information_request", "issued", 1)
        assert {one["institution_id"] for one in act["obligations"]} == {str(one.id) for one in towns}
        [issued] = bench.told(RecommendationIssued, recommendation_id=act["id"])
        assert len(issued["addressees"]) == 3
        [told] = bench.told(FiguresWanted, request_id=request["id"])
        assert told["recommendation_id"] == act["id"]
        table = bench.platform.documents.get_json(told["table"])
        assert [one["key"] for one in table["indicators"]] == ["pmf", "birth60"]
        assert table["before"] == "2024"
        # A rule about an indicator that is not asked for does not travel.
        assert {one["key"] for one in table["rules"]} == {"part_above_whole", "jump", "repeat", "all_zero"}
        assert bench.audited("figures.asked", request["id"]) == 1
        assert [one["id"] for one in officer.get("/figure-requests?period=2025").json["items"]] == [request["id"]]
        assert officer.get("/figure-requests?period=2024").json["items"] == []

    def test_sixty_one_municipalities_owe_sixty_one_answers(self, bench, officer):
        for number in range(61):
            bench.body("municipality", key=f"bashkia-{number}")
        request = ask(officer, indicators=["wash"], period="2024-2025")
        assert request["asked"] == 61
        assert len(act_of(officer, request)["obligations"]) == 61
        detail = read(officer, request)
        assert detail["complete"] == {"numerator": 0, "denominator": 61, "rate": 0.0}
        assert detail["timely"] == {"numerator": 0, "denominator": 0, "rate": None}

    @pytest.mark.parametrize(
        ("wrong", "field", "code"),
        [
            ({"period": "2025-Q1"}, "period", "figure.period_kind"),
            ({"period": "2090"}, "period", "figure.period_not_over"),
            ({"period": "soon"}, "period", "figure.period"),
            ({"indicators": ["pmf", "no_such"]}, "indicators/1", "figure.indicator_unknown"),
            ({"indicators": ["pmf", "pretrial"]}, "indicators/1", "figures.not_theirs"),
            ({"indicators": []}, "indicators", None),
            ({"accepted_until": "2020-01-01"}, "accepted_until", "figures.until_over"),
            ({"institutions": [str(uuid4())]}, "institutions", "institution_unknown"),
            ({"institutions": ["x"]}, "institutions", None),
        ],
    )
    def test_what_cannot_be_asked_is_refused_and_nothing_is_opened(self, bench, officer, towns, wrong, field, code):
        answer = officer.post("/figure-requests", wanted(**wrong))
        assert answer.status_code == 422, answer.json
        assert answer.json["errors"][0]["pointer"].startswith(f"/{field}")
        assert code is None or answer.json["code"] == code
        assert bench.scalar("SELECT count(*) FROM case_file") == 0

    def test_a_court_is_never_asked(self, bench, officer):
        court = bench.body("court")
        answer = officer.post("/figure-requests", wanted(institutions=[str(court.id)]))
        assert (answer.status_code, answer.json["code"]) == (422, "figures.not_theirs")

    def test_nobody_to_ask_is_refused(self, officer):
        assert officer.post("/figure-requests", wanted()).json["code"] == "figures.nobody"

    def test_who_does_not_see_the_case_sees_no_request(self, bench, officer, towns):
        request = ask(officer)
        other = bench.person("case_officer")
        assert other.get("/figure-requests").json["items"] == []
        assert other.get(f"/figure-requests/{request['id']}").status_code == 404
        assert bench.person("monitor").get("/figure-requests").status_code == 403


class TestReported:
    def test_what_a_body_reports_are_figures_of_its_place(self, bench, officer, towns):
        request = ask(officer)
        act = act_of(officer, request)
        words = "Materniteti u mbyll në mars."
        report(bench, act, towns[0], row("pmf", 2, 9_000), row("birth60", 0, 100, comment=words))
        [point] = series(officer, "pmf", area=towns[0].key)["points"]
        assert (point["numerator"], point["denominator"], point["rate"], point["quality"]) == (
            2,
            9_000,
            0.7,
            "reported",
        )
        [listed] = officer.get(f"/figures?request={request['id']}&indicator=pmf").json["items"]
        assert (listed["area"], listed["request_id"], listed["citation"]) == (towns[0].key, request["id"], None)
        page = Browser(officer).get(f"/cases/staff/figures?request={request['id']}").text
        assert "2 nga 9" in page
        assert words in page, "what a body says beside a doubtful number is read beside it"
        assert listed["comment"] == ""

    def test_a_correction_is_a_new_word_and_the_first_stays(self, bench, officer, towns):
        act = act_of(officer, request := ask(officer))
        dispatch = report(bench, act, towns[0], row("pmf", 2, 9_000), row("birth60", 90, 100))
        report(bench, act, towns[0], row("pmf", 3, 9_000), row("birth60", 90, 100), dispatch=dispatch, version=2)
        [point] = series(officer, "pmf", area=towns[0].key)["points"]
        assert point["numerator"] == 3
        listed = officer.get(f"/figures?request={request['id']}&indicator=pmf").json["items"]
        assert [one["numerator"] for one in listed] == [3, 2]
        assert listed[0]["replaces"] == listed[1]["id"]
        assert read(officer, request)["complete"]["numerator"] == 1

    def test_what_is_not_known_is_an_answer_and_no_number(self, bench, officer, towns):
        act = act_of(officer, request := ask(officer))
        report(bench, act, towns[0], row("pmf", 2, 9_000), row("birth60", None, state="not_known"))
        detail = read(officer, request)
        assert detail["complete"] == {"numerator": 1, "denominator": 3, "rate": 33.3}
        assert detail["counted"] == {"numerator": 1, "denominator": 6, "rate": 16.7}

    def test_a_report_that_breaks_a_rule_is_not_taken_and_writes_nothing(self, bench, officer, towns):
        act = act_of(officer, ask(officer))
        with pytest.raises(ContentViolation):
            report(bench, act, towns[0], row("pmf", 2, 9_000), row("birth60", 101, 100))
        assert bench.scalar("SELECT count(*) FROM figure_observed") == 0


class TestPages:
    def test_a_request_is_asked_and_read_by_page(self, bench, officer, towns):
        browser, until = Browser(officer), today() + timedelta(days=90)
        new = f"{PAGES}/new"
        typed = {
            "period": "2025",
            "indicators": ["pmf", "birth60"],
            "county": "al",
            "accepted_until-day": str(until.day),
            "accepted_until-month": str(until.month),
            "accepted_until-year": str(until.year),
        }
        refused = browser.post(new, {**typed, "period": "2025-Q1"}, seen=new)
        assert refused.status_code == 422
        assert "periudha të tjera" in refused.text
        asked = browser.post(new, typed, seen=new)
        assert asked.status_code == 303
        request = officer.get("/figure-requests").json["items"][0]
        report(bench, act_of(officer, request), towns[0], row("pmf", 2, 9_000), row("birth60", 1, 1))
        page = browser.get(f"/cases/staff/figure-requests/{request['id']}").text
        assert "1 nga 3 (33,3 %)" in page
        assert page.count("U përgjigj në afat") == 1
        assert page.count("Letra nuk ka mbërritur") == 2
        assert request["number"] in browser.get(f"{PAGES}?period=2025").text
        assert browser.get(f"{PAGES}?nothing=1&period=2024").text.count(request["number"]) == 0

    def test_a_county_alone_is_asked(self, bench, officer, towns):
        bench.body("municipality", county="kukes")
        browser, until = Browser(officer), today() + timedelta(days=90)
        typed = {"period": "2025", "indicators": ["pmf"], "county": "kukes"}
        typed |= {f"accepted_until-{part}": str(getattr(until, part)) for part in ("day", "month", "year")}
        assert browser.post(f"{PAGES}/new", typed, seen=f"{PAGES}/new").status_code == 303
        assert officer.get("/figure-requests").json["items"][0]["asked"] == 1
        typed["county"] = "berat"
        assert browser.post(f"{PAGES}/new", typed, seen=f"{PAGES}/new").status_code == 422


@contextmanager
def on(day, *people):
    """It is nine o'clock of that day; the sessions of these are of it."""
    clock.travel_to(datetime.combine(day, time(9), UTC))
    try:
        for person in people:
            person.token = issue_token(SIGNING, person.id)
        yield
    finally:
        clock.travel_to(None)
        for person in people:
            person.token = issue_token(SIGNING, person.id)


class TestSilence:
    def test_two_silent_ones_of_sixty_one_climb_the_ladder_that_there_is(self, bench, officer):  # noqa: PLR0915 - one year of sixty-one bodies, told in order
        towns = [bench.body("municipality", key=f"bashkia-{number}") for number in range(61)]
        request = ask(officer, indicators=["pmf"], accepted_until=str(today() + timedelta(days=200)))
        act = act_of(officer, request)
        dispatches = {one.id: bench.deliver(act, one) for one in towns}
        owed = {one["institution_id"]: one for one in act_of(officer, request)["obligations"]}
        due = max(date.fromisoformat(one["reply_due"]) for one in owed.values())
        late, *silent = towns[-3:]
        for town in towns[:-3]:
            report(bench, act, town, row("pmf", 1, 3_000), dispatch=dispatches[town.id])
        after_due = data.calendar_of(due).next_working(due + timedelta(days=1))
        with on(after_due, officer):
            at = datetime.combine(after_due, time(8), UTC)
            report(bench, act, late, row("pmf", 1, 3_000), dispatch=dispatches[late.id], at=at)
            timers.draft_rungs(bench.platform, clock.utc_now())
            waiting = {one["institution_id"] for one in officer.get("/rung-letters").json["items"]}
            assert waiting == {str(one.id) for one in silent}
            for town in silent:
                path = f"/obligations/{owed[str(town.id)]['id']}/escalations"
                drafted = officer.post(path, {"rung": "reminder"})
                seen = officer.get(f"/rung-letters/{drafted.json['letter']}").json["seen"]
                sent = officer.post(path, {"rung": "reminder", "seen": seen})
                assert sent.json["state"] == "sent", sent.json
            detail = read(officer, request)
            page = Browser(officer).get(f"/cases/staff/figure-requests/{request['id']}").text
            found = officer.get("/indicators/pmf/places?period=2025").json
        assert detail["complete"] == {"numerator": 59, "denominator": 61, "rate": 96.7}
        assert detail["timely"] == {"numerator": 58, "denominator": 61, "rate": 95.1}
        assert detail["silent"] == {"numerator": 2, "denominator": 61, "rate": 3.3}
        assert page.count("Nuk ka thënë asnjë fjalë, afati kaloi") == 2
        assert page.count("U përgjigj me vonesë") == 1
        # The country is the sum of those that answered; today nobody knows yet what the late one says then.
        known = officer.get("/indicators/pmf/places?period=2025").json
        assert [(one["numerator"], one["denominator"]) for one in (*found["together"], *known["together"])] == [
            (59, 177_000),
            (58, 174_000),
        ]
        # What is asked of them next is the second reminder of such a request, on its day.
        rungs = officer.get(f"/obligations/{owed[str(silent[0].id)]['id']}/rungs").json
        assert [one["rung"] for one in rungs["sent"]] == ["reminder"]
