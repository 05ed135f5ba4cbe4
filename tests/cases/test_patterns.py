"""Patterns: a known past yields exactly the clusters that are in it, each is proposed once, and a person decides."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from services.cases.gaps import data as gap_data
from services.cases.gaps import timers
from services.cases.gaps.domain.patterns import PatternRule, baseline, expected, stands_out, window
from services.cases.models import Case, CaseBody
from tests.cases.bench import today

RULE = PatternRule(key="x", window_days=90, baseline_days=360, minimum=3, factor_percent=200)


class Past:
    """Cases that were opened on past days, straight in the database: the past has no door."""

    def __init__(self, bench) -> None:
        self.bench, self.running = bench, 0

    def cases(self, body, right: str, *days_ago: int, origin: str = "complaint", officer: UUID | None = None) -> list:
        made = []
        with self.bench.platform.database.transaction() as session:
            for ago in days_ago:
                self.running += 1
                noon = datetime.combine(today() - timedelta(days=ago), time(12), ZoneInfo("Europe/Tirane"))
                case = Case(
                    id=uuid4(), number=f"C-2020-{self.running:05d}-0", status="opened", origin=origin, opened_at=noon,
                    rights=[right, "3"], places=[], officer_id=officer, memo="x" if origin == "own_initiative" else None,
                )  # fmt: skip
                session.add(case)
                session.flush()
                session.add(CaseBody(case_id=case.id, institution_id=body.id))
                made.append(case.id)
        return made

    def look(self, after: timedelta = timedelta(0)) -> None:
        """The night's turn."""
        timers.propose_patterns(self.bench.platform, datetime.now(ZoneInfo("Europe/Tirane")) + after)


@pytest.fixture
def past(bench):
    return Past(bench)


@pytest.fixture
def proposal(bench, past, approver):
    """Four cases about one municipality and the right to education."""
    past.cases(bench.body(), "28", 1, 20, 40, 89)
    past.look()
    return next(one for one in listed(approver) if one["right"] == "28")


def listed(person, query=""):
    answer = person.get(f"/patterns{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


class TestTheRule:
    @pytest.mark.parametrize(
        ("now", "before", "expect"),
        [(2, 0, False), (3, 0, True), (4, 8, False), (5, 8, True), (100, 200, False), (101, 200, True)],
    )
    def test_more_than_the_factor_and_at_least_the_minimum_stand_out(self, now, before, expect):
        assert stands_out(RULE, now, before) is expect

    def test_what_the_baseline_lets_expect_is_of_as_many_days_as_the_window(self):
        assert expected(RULE, 8) == Decimal("2.0")

    def test_the_window_ends_with_yesterday_and_the_baseline_before_it_over_a_change_of_the_clock(self):
        day = date(2026, 4, 1)
        now, before = window(RULE, day), baseline(RULE, day)
        assert now.last_day == date(2026, 3, 31)
        assert (before.ends, before.last_day) == (now.begins, date(2025, 12, 31))
        assert now.ends.hour == now.begins.hour == 0

    def test_the_numbers_are_data_that_no_law_confirms(self):
        rule = gap_data.pattern_on(today())
        assert (rule.window_days, rule.baseline_days, rule.minimum, rule.factor_percent) == (90, 365, 3, 200)
        assert not rule.confirmed


class TestSeededPast:
    def test_exactly_the_known_clusters_are_proposed(self, bench, past, approver):
        bodies = {name: bench.body() for name in ("above", "new", "usual", "few", "own", "today", "old")}
        recent = past.cases(bodies["above"], "28", 1, 10, 20, 30, 90)
        past.cases(bodies["above"], "28", 100, 200, 300, 455)
        past.cases(bodies["above"], "19.1", 5, 6)
        past.cases(bodies["new"], "19", 2, 3, 4)
        past.cases(bodies["usual"], "28", *range(10, 70, 10))
        past.cases(bodies["usual"], "28", *range(95, 450, 12))
        past.cases(bodies["usual"], "3", *range(95, 450, 12))
        past.cases(bodies["few"], "12", 1, 2)
        past.cases(bodies["own"], "28", 1, 2, 3, origin="own_initiative")
        past.cases(bodies["today"], "28", 0, 1, 2)
        past.cases(bodies["old"], "28", 91, 92, 93, 94)
        past.look()
        found = {(one["institution"]["id"], one["right"]): one for one in listed(approver, "?limit=200")}
        # Each case above also names the right to have one's best interests considered.
        known = {("above", "28"), ("above", "3"), ("new", "19"), ("new", "3")}
        assert set(found) == {(str(bodies[name].id), right) for name, right in known}
        shown = found[str(bodies["above"].id), "28"]
        assert (shown["count"], shown["baseline"], shown["expected"]) == (5, 4, 1.0)
        assert {one["id"] for one in shown["cases"]} == {str(one) for one in recent}
        assert (shown["state"], shown["window_ends"]) == ("proposed", str(today() - timedelta(days=1)))

    def test_nothing_is_proposed_of_nothing(self, bench, past, approver):
        past.look()
        assert listed(approver) == []
        assert bench.scalar("SELECT count(*) FROM pattern_proposal") == 0

    def test_many_complaints_of_one_case_are_one_case(self, bench, past, approver):
        past.cases(bench.body(), "28", 1, 2)
        case_id = bench.scalar("SELECT id FROM case_file LIMIT 1")
        for _ in range(5):
            complaint = bench.complaint()
            with bench.platform.database.transaction() as session:
                session.execute(text("UPDATE complaint SET case_id = :c WHERE id = :i"), {"c": case_id, "i": complaint})
        past.look()
        assert listed(approver) == []


class TestDecision:
    def test_a_case_is_opened_with_the_numbers_and_the_officers_words(self, bench, approver, proposal):
        answer = approver.post(f"/patterns/{proposal['id']}/opening", {"words": "Bashkia nuk e rregulloi."})
        assert answer.status_code == 201, answer.json
        case = approver.get(f"/cases/{answer.json['id']}").json
        assert (case["case"]["origin"], case["case"]["rights"]) == ("own_initiative", ["28"])
        assert [one["id"] for one in case["bodies"]] == [proposal["institution"]["id"]]
        assert "4 çështje" in case["memo"] and "Bashkia nuk e rregulloi." in case["memo"]
        assert bench.scalar("SELECT trigger FROM case_file WHERE id = :id", id=answer.json["id"]) == "pattern"
        behind = [one["number"] for one in proposal["cases"]]
        assert len(behind) == 4 and not [number for number in behind if number in case["memo"]]
        decided = approver.get(f"/patterns/{proposal['id']}").json
        assert (decided["state"], decided["case_id"]) == ("opened", answer.json["id"])

    def test_one_that_was_dismissed_keeps_the_reason_and_is_decided_once(self, approver, proposal):
        path = f"/patterns/{proposal['id']}"
        dismissed = approver.post(f"{path}/dismissal", {"reason": "Bashkia hapi dje linjën e re."})
        assert (dismissed.status_code, dismissed.json["state"]) == (200, "dismissed")
        assert dismissed.json["reason"] == "Bashkia hapi dje linjën e re."
        again = approver.post(f"{path}/opening", {"words": "x"})
        assert (again.status_code, again.json["code"]) == (409, "pattern.decided")
        assert [one["id"] for one in listed(approver, "?state=dismissed")] == [proposal["id"]]

    @pytest.mark.parametrize("way", ["waiting", "dismissal", "opening"])
    def test_the_same_body_and_right_are_not_proposed_twice(self, bench, past, approver, proposal, way):
        if way != "waiting":
            approver.post(
                f"/patterns/{proposal['id']}/{way}", {"dismissal": {"reason": "x"}, "opening": {"words": "x"}}[way]
            )
        past.look()
        past.look()
        count = "SELECT count(*) FROM pattern_proposal WHERE \"right\" = '28'"
        assert bench.scalar(count) == 1

    def test_after_a_window_a_dismissed_pattern_that_goes_on_is_proposed_anew(self, bench, past, approver, proposal):
        approver.post(f"/patterns/{proposal['id']}/dismissal", {"reason": "x"})
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE pattern_proposal SET decided_at = decided_at - interval '91 days'"))
        past.look()
        assert {one["state"] for one in listed(approver) if one["right"] == "28"} == {"dismissed", "proposed"}

    @pytest.mark.parametrize(
        ("way", "sent"),
        [("opening", {}), ("opening", {"words": ""}), ("dismissal", {"reason": "  "}), ("dismissal", {"why": "x"})],
    )
    def test_a_decision_without_its_words_is_refused(self, approver, proposal, way, sent):
        assert approver.post(f"/patterns/{proposal['id']}/{way}", sent).status_code == 422
        assert approver.get(f"/patterns/{proposal['id']}").json["state"] == "proposed"

    def test_one_that_is_not_there_is_not_found(self, approver):
        assert approver.get(f"/patterns/{uuid4()}").status_code == 404
        assert approver.post(f"/patterns/{uuid4()}/opening", {"words": "x"}).status_code == 404


class TestTheWall:
    def test_of_a_pattern_that_rests_on_a_case_one_may_not_see_not_even_the_numbers_are_shown(
        self, bench, past, approver
    ):
        mine, other = bench.person("case_officer"), bench.person("case_officer")
        past.cases(bench.body(), "28", 1, 2, officer=mine.id)
        past.cases(bench.body(), "19", 1, 2, 3, officer=mine.id)
        past.look()
        assert {one["right"] for one in listed(mine)} == {"19", "3"}
        assert listed(other) == []
        [shown, *_] = listed(approver, "?limit=1")
        assert other.get(f"/patterns/{shown['id']}").status_code == 404
        assert other.post(f"/patterns/{shown['id']}/dismissal", {"reason": "x"}).status_code == 404

    def test_who_is_walled_off_from_one_case_behind_it_knows_nothing_of_it_whoever_they_are(self, bench, past):
        leading, excluded = bench.person("commissioner"), bench.person("commissioner")
        [case_id, *_] = past.cases(bench.body(), "28", 1, 2, 3)
        past.look()
        assert len(listed(excluded)) == 2
        leading_path = f"/cases/{case_id}/exclusions"
        answer = leading.post(leading_path, {"staff_id": str(excluded.id), "excluded": True, "reason": "I afërm."})
        assert answer.status_code in {200, 201}, answer.json
        assert listed(excluded) == []
        assert len(listed(leading)) == 2
