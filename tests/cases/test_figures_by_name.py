"""A body is named for acts that the public may see, and beside its name no number is told that is small, nor what gives it away."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases import data
from services.cases.domain.standing import BESIDE, SHARES, State
from services.cases.register.domain.compliance import FIRST, Counts, CountUnit, Figure, Figures, figures_of
from services.cases.register.queries.by_name import shown_by_name

API = "/cases/api/v1/public"
LEAST = 5


def publish(person, act):
    answer = person.post(f"/recommendations/{act['id']}/publication", {"decision": "publish", "reason": "x"})
    assert answer.status_code == 200, answer.json


class TestNames:
    @pytest.fixture
    def school(self, bench, story):
        """A village school that owes two items of an act that nobody has published."""
        body = bench.body("school")
        act = story.with_findings().issue(body, items=2)
        bench.deliver(act, body)
        return body, act

    def test_a_village_school_is_not_named_while_no_act_to_it_is_public(self, bench, school, officer):
        body, _act = school
        client = bench.app.test_client()
        found = client.get(f"{API}/compliance").json
        assert (found["figures"]["obligations"], found["bodies"]) == (0, [])
        assert officer.get("/compliance").json["figures"]["obligations"] == 2
        assert body.key not in client.get("/cases/public/compliance").text
        own = client.get(f"{API}/institutions/{body.id}/compliance").json["figures"]
        assert (own["obligations"], own["delivered"]["numerator"]) == (0, 0)
        nothing = "Nuk ka asnjë akt në fuqi me afat përgjigjeje që publiku mund ta lexojë"
        assert nothing in client.get(f"/cases/public/institutions/{body.id}").text

    def test_once_an_act_is_public_the_body_is_named_for_that_act_alone(self, bench, story, school, commissioner):
        body, _act = school
        secret = story.issue(body, items=9)
        bench.deliver(secret, body)
        open_one = story.issue(body, items=7)
        bench.deliver(open_one, body)
        publish(commissioner, open_one)
        client = bench.app.test_client()
        [named] = client.get(f"{API}/compliance").json["bodies"]
        assert (named["institution_id"], named["figures"]["obligations"]) == (str(body.id), 7)
        page = client.get("/cases/public/compliance").text
        assert body.key in page
        assert client.get(f"{API}/institutions/{body.id}/compliance").json["figures"] == named["figures"]

    def test_small_numbers_are_told_neither_by_the_page_nor_by_the_api(self, bench, school, commissioner):
        body, act = school
        publish(commissioner, act)
        client = bench.app.test_client()
        [named] = client.get(f"{API}/compliance").json["bodies"]
        assert numbers(named["figures"]) == {None}
        page = client.get("/cases/public/compliance").text
        assert body.key in page
        assert "Me më pak se 5 detyrime, prandaj pa numra:" in page
        own = client.get(f"/cases/public/institutions/{body.id}").text
        assert "Numra kaq të vegjël nuk jepen pranë një emri." in own
        assert "2 (" not in own

    def test_beside_numbers_that_are_told_a_small_one_and_what_gives_it_away_have_a_mark(
        self, bench, story, commissioner
    ):
        body = bench.body("school")
        act = story.with_findings().issue(body, items=20)
        bench.deliver(act, body)
        answers = [{"item_id": item["id"], "position": "refused"} for item in act["items"][:3]]
        bench.reply(act, body, *answers)
        publish(commissioner, act)
        client = bench.app.test_client()
        [named] = client.get(f"{API}/compliance").json["bodies"]
        shares = {one["key"]: one["numerator"] for one in named["figures"]["splits"][2]["shares"]}
        assert (named["figures"]["obligations"], shares["refused"], shares["awaiting_reply"]) == (20, None, None)
        assert shares["implemented"] == 0
        for address in ("/cases/public/compliance", f"/cases/public/institutions/{body.id}"):
            assert "numrat nën 5 nuk jepen" in client.get(address).text


def numbers(value: Any) -> set[int | None]:
    """Every number in it."""
    if isinstance(value, dict):
        told = {key: inner for key, inner in value.items() if key not in {"from_days", "to_days"}}
        return set().union(*map(numbers, told.values()))
    if isinstance(value, list):
        return set().union(*map(numbers, value))
    return set() if isinstance(value, str) else {value}


@st.composite
def counted(draw: st.DrawFn) -> Counts:
    small = st.integers(0, 12)
    stands = {state.value: draw(small) for state in (*BESIDE, *SHARES)}
    owed = sum(stands.values())
    answered = draw(st.integers(0, owed))
    late = draw(st.integers(0, answered))
    ages = {}
    for state in (State.NO_REPLY, State.PROMISE_BROKEN):
        month = draw(st.integers(0, stands[state]))
        ages[state.value] = {"month": month, "longer": stands[state] - month}
    return Counts(
        stands=dict.fromkeys(CountUnit, stands),
        delivered=draw(st.integers(0, owed)),
        in_time=answered - late,
        late=late,
        silent=draw(st.integers(0, owed - answered)),
        accepted=draw(st.integers(0, answered)),
        bare=draw(st.integers(0, answered)),
        ages=ages,
    )


def cells(figures: Figures) -> list[Figure]:
    shares = [one for split in figures.splits for one in split.shares]
    first = [getattr(figures, name) for name in FIRST]
    return [*shares, *first, figures.refused_without_reasons]


@given(counted())
def test_no_small_number_stands_beside_a_name(counts: Counts) -> None:
    shown = shown_by_name(figures_of(counts), LEAST)
    assert not [one for one in cells(shown) if one.numerator is not None and 0 < one.numerator < LEAST]
    assert not [one for one in cells(shown) if one.denominator is not None and 0 < one.denominator < LEAST]
    assert not [
        one for split in shown.splits for one in split.beside if one.count is not None and 0 < one.count < LEAST
    ]
    assert not [n for late in shown.late for n in late.ages.values() if n is not None and 0 < n < LEAST]
    assert all(one.percent is None for one in cells(shown) if one.numerator is None)


@given(counted())
def test_what_is_hidden_is_not_found_by_subtraction(counts: Counts) -> None:
    shown = shown_by_name(figures_of(counts), LEAST)
    for split in shown.splits:
        hidden = [one for one in split.shares if one.numerator is None]
        assert len(hidden) != 1 or split.denominator is None
        beside = [one for one in split.beside if one.count is None]
        assert len(beside) != 1 or split.left_out is None
    for whole, split in zip((shown.letters, shown.items, shown.obligations), shown.splits, strict=True):
        assert whole is None or (split.denominator is not None and split.left_out is not None)
    answers = (shown.answered_in_time.numerator, shown.answered_late.numerator)
    if None in answers and shown.answered_late.denominator is not None:
        assert shown.accepted.denominator is None, "the number of answers would tell it"


@given(counted())
def test_figures_without_small_numbers_are_shown_as_they_are(counts: Counts) -> None:
    whole = figures_of(counts)
    assert shown_by_name(whole, 1) == whole
    assert {field.name for field in fields(whole)} >= set(FIRST)


def test_the_border_is_data() -> None:
    assert data.small_number() == LEAST
