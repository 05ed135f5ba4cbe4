"""A letter asks for figures: its body fills in a table, is asked about what is doubtful, and has answered with that."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.partners import domain
from services.partners.models import Dispatch
from services.partners.queries import wall
from shared.clock import utc_now
from shared.events.catalogue import FiguresReported, FiguresWanted, RecommendationIssued, ReplyReceived
from tests.partners.bench import ANSWERER, Sent, entries

RULES = [
    {"key": "part_above_whole", "test": "above", "blocks": True},
    {"key": "jump", "test": "jump", "blocks": False, "percent": 30, "least": 5},
    {"key": "repeat", "test": "repeat", "blocks": False},
    {"key": "all_zero", "test": "all_zero", "blocks": False},
]


def indicator(key, *, denominator=True, part=False):
    return {
        "key": key,
        "version": 1,
        "part": part,
        "per": 100,
        **{
            f"{name}_{tongue}": f"{key} {name}"
            for name in ("name", "unit", "numerator", "method")
            for tongue in ("sq", "en")
        },
        **{f"denominator_{tongue}": f"{key} denominator" if denominator else None for tongue in ("sq", "en")},
    }


PMF = indicator("pmf")
BIRTHS = indicator("birth60", part=True)


def want(bench, act_id, *, indicators=(PMF,), rules=RULES, period="2025", before="2024", days=30):
    """What cases tells when it asks for figures by an act."""
    worded = [{"text_sq": f"Pse {one['key']}?", "text_en": f"Why {one['key']}?", **one} for one in rules]
    table = {"period": period, "before": before, "indicators": list(indicators), "rules": worded}
    bench.hear(
        FiguresWanted,
        request := uuid4(),
        request_id=request,
        recommendation_id=act_id,
        period_ends=domain.local_date(utc_now()),
        accepted_until=domain.local_date(utc_now()) + timedelta(days=days),
        indicators=tuple({"indicator": one["key"], "version": 1} for one in indicators),
        table=bench.platform.documents.put_json(table),
    )


FORM = {
    "promise": "none",
    "positions": [
        {"position": one, "name_sq": one, "name_en": one}
        for one in ("accepted", "accepted_in_part", "refused", "not_competent", "asks_clarification")
    ],
}


def ask(bench, *bodies, act_id=None, **table):
    """A request for information that asks for figures; of each body the id of its dispatch."""
    sent = Sent(act_id or uuid4(), "I-2026-00014-7", [uuid4()])
    issued = bench.issued(sent, *bodies, reply={"expects": "reply", "form": FORM})
    bench.hear(RecommendationIssued, sent.recommendation_id, **{**issued, "kind": "information_request"})
    if act_id is None:
        want(bench, sent.recommendation_id, **table)
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        mine = select(Dispatch).where(Dispatch.recommendation_id == sent.recommendation_id)
        found = {one.institution_id: str(one.id) for one in session.execute(mine).scalars()}
    return [found[body.id] for body in bodies]


def figures_of(comment="", comments=None, **cells):
    """A body of the API: of each indicator its two numbers, one number, or in a word why there is none."""
    rows = []
    for key, said in cells.items():
        row = {"indicator": key, "comment": (comments or {}).get(key, "")}
        if isinstance(said, str):
            row["state"] = said
        else:
            row |= dict(zip(("numerator", "denominator"), said if isinstance(said, tuple) else (said,), strict=False))
        rows.append(row)
    return {"answered_by": ANSWERER, "figures": rows, "comment": comment}


@pytest.fixture
def town(bench):
    return bench.body()


@pytest.fixture
def machine(bench, town):
    return bench.machine(town)


@pytest.fixture
def letter(bench, town):
    """A letter that asks for two indicators; the id of its dispatch."""
    [letter] = ask(bench, town, indicators=(PMF, BIRTHS))
    return letter


def path(letter, more=""):
    return f"/dispatches/{letter}/figures{more}"


def send(machine, letter, status=201, **figures):
    answer = machine.post(path(letter), figures_of(**figures))
    assert answer.status_code == status, answer.json
    return answer.json


class TestTable:
    def test_the_letter_leads_to_what_is_filled_in_and_another_to_nothing(self, bench, town, machine, letter):
        table = machine.get(path(letter)).json
        assert [one["key"] for one in table["rows"]] == ["pmf", "birth60"]
        assert (table["period"], table["open"], table["last"], table["said"]) == ("2025", True, None, [])
        bench.issue(town)
        for one in {one["dispatch_id"] for one in entries(machine, 2)} - {letter}:
            assert machine.get(path(one)).status_code == 404

    def test_it_is_there_whichever_event_comes_first(self, bench, town, machine):
        want(bench, act_id := uuid4())
        [letter] = ask(bench, town, act_id=act_id)
        assert machine.get(path(letter)).json["period"] == "2025"


class TestSent:
    def test_with_the_figures_the_letter_is_answered(self, bench, town, machine, letter):
        receipt = send(machine, letter, pmf=(2, 9_000), birth60="not_known")
        assert receipt["version"] == 1
        [told] = bench.told(FiguresReported, dispatch_id=letter)
        assert (told["institution_id"], told["version"]) == (str(town.id), 1)
        kept = bench.platform.documents.get_json(told["figures"])
        assert [(one["indicator"], one["state"], one["numerator"]) for one in kept["figures"]] == [
            ("pmf", "counted", 2),
            ("birth60", "not_known", None),
        ]
        [reply] = bench.told(ReplyReceived, dispatch_id=letter)
        assert {one["position"] for one in reply["items"]} == {"accepted_in_part"}
        assert machine.get(path(letter)).json["said"][0]["numerator"] == 2
        assert bench.audited("figures.reported", letter) == 1

    def test_the_same_again_is_no_new_version_and_a_correction_is_one(self, bench, machine, letter):
        first = send(machine, letter, pmf=(2, 9_000), birth60=(90, 100))
        assert send(machine, letter, pmf=(2, 9_000), birth60=(90, 100)) == first
        second = send(machine, letter, pmf=(3, 9_000), birth60=(90, 100))
        assert second["version"] == 2
        assert [one["version"] for one in bench.told(FiguresReported, dispatch_id=letter)] == [1, 2]
        # The letter was answered with the first: that says nothing new.
        assert len(bench.told(ReplyReceived, dispatch_id=letter)) == 1

    @pytest.mark.parametrize(
        ("cells", "field", "code"),
        [
            ({"pmf": (2, 9_000)}, "/figures", "figures.missing"),
            ({"pmf": (2, 9_000), "birth60": (1, 2), "wash": (1, 2)}, "/figures/2/indicator", "figures.not_asked"),
            ({"pmf": 2, "birth60": (1, 2)}, "/figures/0/denominator", "figures.denominator"),
            ({"pmf": (), "birth60": (1, 2)}, "/figures/0/numerator", "figures.no_number"),
            ({"pmf": (2, 9_000), "birth60": (101, 100)}, "/figures/1/comment", "figures.doubt.part_above_whole"),
            ({"pmf": (-1, 9_000), "birth60": (1, 2)}, "/figures/0/numerator", None),
            ({"pmf": ("2", 9_000), "birth60": (1, 2)}, "/figures/0/numerator", None),
            ({"pmf": (2.5, 9_000), "birth60": (1, 2)}, "/figures/0/numerator", None),
            ({"pmf": "unheard", "birth60": (1, 2)}, "/figures/0/state", None),
        ],
    )
    def test_what_is_no_count_is_refused_at_its_row_and_nothing_is_kept(
        self, bench, machine, letter, cells, field, code
    ):
        answer = machine.post(path(letter), figures_of(**cells))
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == field
        assert code is None or answer.json["code"] == code
        assert bench.told(FiguresReported, dispatch_id=letter) == []
        assert bench.told(ReplyReceived, dispatch_id=letter) == []

    def test_a_number_beside_what_was_not_counted_is_refused(self, machine, letter):
        body = figures_of(pmf="not_known", birth60=(1, 2))
        body["figures"][0]["numerator"] = 4
        assert machine.post(path(letter), body).json["code"] == "figures.number_beside_none"
        twice = figures_of(pmf=(2, 9_000), birth60=(1, 2))
        twice["figures"][1]["indicator"] = "pmf"
        assert machine.post(path(letter), twice).json["code"] == "figures.twice"

    def test_late_ones_are_taken_until_their_last_day_and_not_after(self, bench, town, machine):
        [letter] = ask(bench, town, days=-1)
        assert machine.get(path(letter)).json["open"] is False
        assert send(machine, letter, 409, pmf=(2, 9_000))["code"] == "figures.over"
        [again] = ask(bench, town, days=0)
        send(machine, again, pmf=(2, 9_000))


class TestDoubts:
    def test_a_jump_against_the_period_before_waits_for_words(self, bench, town, machine, letter):
        [earlier] = ask(bench, town, indicators=(PMF, BIRTHS), period="2024", before="2023")
        send(machine, earlier, pmf=(2, 9_000), birth60=(90, 100))
        now = {"pmf": (2, 9_100), "birth60": (20, 100)}
        looked = machine.post(path(letter, "/doubts"), figures_of(**now)).json["items"]
        assert [(one["rule"], one["indicator"], one["blocks"], one["answered"]) for one in looked] == [
            ("jump", "birth60", False, False)
        ]
        assert looked[0]["text_en"] == "Why jump?"
        refused = machine.post(path(letter), figures_of(**now))
        assert (refused.status_code, refused.json["code"]) == (422, "figures.doubt.jump")
        assert refused.json["errors"][0]["pointer"] == "/figures/1/comment"
        send(machine, letter, comments={"birth60": "Materniteti u mbyll."}, **now)
        kept = bench.platform.documents.get_json(bench.told(FiguresReported, dispatch_id=letter)[0]["figures"])
        assert kept["figures"][1]["comment"] == "Materniteti u mbyll."

    def test_all_as_before_and_all_zero_are_asked_about_as_a_whole(self, bench, town, machine, letter):
        [earlier] = ask(bench, town, period="2024", before="2023")
        send(machine, earlier, pmf=(2, 9_000))
        same = machine.post(path(letter, "/doubts"), figures_of(pmf=(2, 9_000), birth60="not_known")).json["items"]
        assert [(one["rule"], one["indicator"]) for one in same] == [("repeat", None)]
        nothing = figures_of(pmf=(0, 9_000), birth60=(0, 0))
        assert [one["rule"] for one in machine.post(path(letter, "/doubts"), nothing).json["items"]] == ["all_zero"]
        assert machine.post(path(letter), nothing).json["errors"][0]["pointer"] == "/comment"
        assert machine.post(path(letter), {**nothing, "comment": "Nuk ka fëmijë."}).status_code == 201

    @pytest.mark.parametrize(
        ("rule", "cells", "met"),
        [
            ({"test": "at_least", "cell": "pmf.denominator", "value": 1_000}, {"pmf": (1, 900)}, True),
            ({"test": "at_least", "cell": "pmf.denominator", "value": 1_000}, {"pmf": (1, 1_000)}, False),
            ({"test": "at_least", "cell": "pmf.denominator", "value": 1_000}, {"pmf": "not_known"}, False),
            ({"test": "zero_beside", "cell": "pmf.numerator", "beside": "birth60.numerator"}, {"pmf": (0, 9)}, True),
            ({"test": "zero_beside", "cell": "pmf.numerator", "beside": "birth60.numerator"}, {"pmf": (1, 9)}, False),
            ({"test": "apart", "cell": "pmf.denominator", "beside": "birth60.denominator", "percent": 10}, {"pmf": (1, 89)}, True),
            ({"test": "apart", "cell": "pmf.denominator", "beside": "birth60.denominator", "percent": 10}, {"pmf": (1, 95)}, False),
            ({"test": "of_a_newer_office"}, {"pmf": (1, 9)}, False),
        ],
    )  # fmt: skip
    def test_rules_are_data_and_an_unknown_one_is_passed_over(self, bench, town, machine, rule, cells, met):
        [letter] = ask(bench, town, indicators=(PMF, BIRTHS), rules=[{"key": "one", "blocks": False, **rule}])
        body = figures_of(birth60=(50, 100), **cells)
        found = machine.post(path(letter, "/doubts"), body).json["items"]
        assert [one["rule"] for one in found] == (["one"] if met else [])
