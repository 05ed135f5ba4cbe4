"""Figures that say of what they are a part, against the published ones and against counts by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.domain.obligations import Assessed, Delivery, Reply
from services.cases.domain.standing import State
from services.cases.register.domain.compliance import CountUnit, Row, figures, percentages, split
from services.cases.register.domain.history import Found, History, Replied, row_on

DUE = date(2021, 6, 1)
TODAY = date(2021, 12, 31)
ROW = Row("R1", "i1", "bashkia", True, Delivery.DELIVERED, Reply.NONE, Assessed.NOT_ASSESSED, date(2021, 5, 2), DUE)
KEPT = replace(ROW, reply=Reply.ACCEPTED, assessed=Assessed.IMPLEMENTED, answered_on=DUE)
PROMISED = replace(ROW, reply=Reply.ACCEPTED, assessed=Assessed.IN_PROCESS, answered_on=DUE)
REFUSED = replace(ROW, reply=Reply.REFUSED_WITH_REASONS, answered_on=DUE)


def _year_2021() -> list[Row]:
    """1,256 obligations in the shape of the office's report on 2021."""
    shape = [(KEPT, 364), (PROMISED, 634), (ROW, 201), (REFUSED, 57)]
    rows = [row for row, number in shape for _ in range(number)]
    return [
        replace(row, act_id=f"R{n // 6}", item_id=f"i{n // 2}", institution_id=f"b{n}") for n, row in enumerate(rows)
    ]


def test_the_published_split_of_2021_comes_out_of_rows_of_that_shape() -> None:
    whole = split(_year_2021(), today=TODAY)
    assert [(one.key, str(one.percent)) for one in whole.historical] == [
        ("implemented", "29.0"),
        ("in_process", "50.5"),
        ("no_reply", "16.0"),
        ("refused", "4.5"),
    ]
    assert (whole.denominator, whole.unit) == (1256, "obligations")


def test_letters_items_and_obligations_are_three_different_counts_of_the_same_year() -> None:
    report = figures(_year_2021(), today=TODAY)
    assert (report.letters, report.items, report.obligations) == (210, 628, 1256)
    assert [(one.unit, one.denominator) for one in report.splits] == [
        ("letters", 210),
        ("items", 628),
        ("obligations", 1256),
    ]


@pytest.mark.parametrize(("reply", "assessed"), list(product(Reply, Assessed)))
def test_every_pair_of_reply_and_finding_is_counted_once_and_in_the_words_of_2021_once(
    reply: Reply, assessed: Assessed
) -> None:
    whole = split([replace(ROW, reply=reply, assessed=assessed)], today=TODAY)
    assert sum(one.numerator for one in (*whole.shares, *whole.historical)) == 2 * whole.denominator
    assert whole.denominator + whole.left_out == 1


def test_a_hundred_verified_as_not_done_are_a_hundred_not_done_and_none_in_process() -> None:
    rows = [replace(PROMISED, assessed=Assessed.NOT, institution_id=f"b{n}") for n in range(100)]
    whole = split(rows, today=TODAY)
    assert {one.key: one.numerator for one in whole.shares if one.numerator} == {"not": 100}


def test_a_broken_promise_a_part_and_a_term_that_runs_are_shares_of_their_own() -> None:
    rows = [
        replace(PROMISED, assessed=Assessed.NOT_ASSESSED, promised=DUE, item_id="i1"),
        replace(PROMISED, assessed=Assessed.PARTLY, item_id="i2"),
        replace(ROW, due=TODAY, item_id="i3"),
    ]
    counted = {one.key for one in split(rows, today=TODAY).shares if one.numerator}
    assert counted == {"promise_broken", "partly", "awaiting_reply"}


def test_overtaken_and_not_assessable_are_outside_the_denominator_and_counted_beside_it() -> None:
    rows = [KEPT, replace(PROMISED, item_id="i2"), replace(ROW, item_id="i3", assessed=Assessed.OVERTAKEN)]
    rows.append(replace(ROW, item_id="i4", assessed=Assessed.NOT_ASSESSABLE))
    rows.append(replace(ROW, item_id="i5", assessed=Assessed.NOT_ASSESSABLE, unassessable="elsewhere"))
    rows.append(replace(ROW, item_id="i6", delivery=Delivery.FAILED))
    rows.append(replace(ROW, item_id="i7", reply=Reply.NOT_COMPETENT))
    whole = split(rows, today=TODAY)
    assert (whole.denominator, whole.left_out) == (2, 5)
    assert {one.key: one.count for one in whole.beside} == {
        "not_delivered": 1,
        "not_competent": 1,
        "overtaken": 1,
        "elsewhere": 1,
        "no_information": 0,
        "not_assessable": 1,
    }


def test_a_letter_stands_where_its_weakest_obligation_stands() -> None:
    rows = [KEPT, replace(REFUSED, institution_id="shkolla"), replace(PROMISED, item_id="i2")]
    by_unit = {
        unit: {one.key: one.numerator for one in split(rows, today=TODAY, unit=unit).shares} for unit in CountUnit
    }
    assert by_unit[CountUnit.LETTERS]["refused"] == 1
    assert (by_unit[CountUnit.ITEMS]["refused"], by_unit[CountUnit.ITEMS]["in_process"]) == (1, 1)
    assert {key: many for key, many in by_unit[CountUnit.OBLIGATIONS].items() if many} == {
        "implemented": 1,
        "in_process": 1,
        "refused": 1,
    }


def test_the_figures_of_a_body_are_its_own() -> None:
    late = replace(KEPT, item_id="i2", answered_on=DUE + timedelta(days=10))
    bare = replace(REFUSED, item_id="i3", reply=Reply.REFUSED_WITHOUT_REASONS, answered_on=DUE - timedelta(days=10))
    silent = replace(ROW, item_id="i4")
    running = replace(ROW, item_id="i5", due=TODAY)
    apart = replace(ROW, item_id="i6", counts=False)
    nowhere = replace(ROW, item_id="i7", delivered=False)
    rows = [KEPT, late, bare, silent, running, apart, nowhere, replace(KEPT, institution_id="shkolla")]
    mine = figures(rows, today=TODAY, institution_id="bashkia")
    assert (mine.letters, mine.items, mine.obligations, mine.not_counted) == (1, 5, 5, 1)
    assert mine.not_delivered == 1, "what did not reach the body is counted apart, and never as silent"
    # three answered of the four that answered or are past their term; the one within its term is in neither
    assert (mine.answered.numerator, mine.answered.denominator, mine.answered.percent) == (3, 4, Decimal("75.0"))
    assert (mine.answered_late.numerator, mine.answered_late.denominator) == (1, 3)
    assert (mine.refused_without_reasons.numerator, mine.refused_without_reasons.denominator) == (1, 3)
    assert mine.median_days == Decimal(30)


def test_a_body_that_owes_nothing_has_no_percentages_rather_than_zero() -> None:
    nothing = figures([], today=TODAY, institution_id="bashkia")
    assert nothing.answered.percent is None
    assert nothing.median_days is None
    assert {one.percent for whole in nothing.splits for one in whole.shares} == {None}


def test_the_median_of_an_even_number_of_answers_may_be_half_a_day() -> None:
    rows = [replace(KEPT, item_id=f"i{n}", answered_on=ROW.started_on + timedelta(days=n)) for n in (3, 4)]  # type: ignore[operator]  # no figure is None here
    assert figures(rows, today=TODAY).median_days == Decimal("3.5")


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=6))
def test_percentages_sum_to_exactly_one_hundred_and_each_is_within_a_tenth_of_the_truth(counts: list[int]) -> None:
    percents = percentages(counts)
    whole = sum(counts)
    if whole == 0:
        assert set(percents) == {Decimal(0)}
        return
    assert sum(percents) == 100
    for count, percent in zip(counts, percents, strict=True):
        assert abs(percent - Decimal(count) * 100 / whole) < Decimal("0.1")


HISTORY = History(
    "R1",
    "i1",
    "bashkia",
    counts=True,
    issued_on=date(2021, 5, 1),
    fell_on=date(2022, 9, 1),
    dues=[
        (date(2021, 7, 1), date(2021, 5, 20), date(2021, 8, 1)),
        (date(2021, 5, 2), date(2021, 5, 2), DUE),
    ],
    replies=[
        Replied(date(2021, 5, 10), Reply.ACKNOWLEDGEMENT_ONLY, date(2021, 5, 10)),
        Replied(date(2022, 3, 1), Reply.ACCEPTED, date(2021, 12, 20)),
        Replied(date(2022, 4, 1), Reply.ASKS_CLARIFICATION, date(2022, 4, 1)),
    ],
    assessments=[Found(date(2022, 6, 1), Assessed.IMPLEMENTED), Found(date(2022, 5, 1), Assessed.IN_PROCESS)],
    arrived_on=date(2021, 5, 5),
    promises=[(date(2022, 5, 1), date(2022, 5, 20)), (date(2022, 3, 1), date(2022, 4, 10))],
)


@pytest.mark.parametrize(
    ("day", "reply", "assessed", "due", "counts"),
    [
        (date(2021, 5, 1), "none", "not_assessed", None, True),
        (date(2021, 6, 30), "acknowledgement_only", "not_assessed", DUE, True),
        (date(2021, 12, 31), "acknowledgement_only", "not_assessed", date(2021, 8, 1), True),
        (date(2022, 4, 2), "accepted", "not_assessed", date(2021, 8, 1), True),
        (date(2022, 5, 31), "accepted", "in_process", date(2021, 8, 1), True),
        (date(2022, 6, 1), "accepted", "implemented", date(2021, 8, 1), True),
        (date(2022, 9, 1), "accepted", "implemented", date(2021, 8, 1), False),
    ],
)
def test_an_obligation_is_seen_as_it_was_known_on_a_past_day(
    day: date, reply: str, assessed: str, due: date | None, counts: bool
) -> None:
    row = row_on(HISTORY, day)
    assert row is not None
    assert (row.reply, row.assessed, row.due, row.counts) == (reply, assessed, due, counts)
    assert row.started_on == {None: None, DUE: date(2021, 5, 2)}.get(due, date(2021, 5, 20))
    assert row.delivered is (day >= date(2021, 5, 20))
    assert row.answered_on == (date(2021, 12, 20) if reply == "accepted" else None)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 5, 4), State.NOT_DELIVERED),
        (date(2021, 5, 5), State.AWAITING_REPLY),
        (date(2021, 6, 30), State.NO_REPLY),
        (date(2021, 7, 1), State.AWAITING_REPLY),
        (date(2021, 8, 2), State.NO_REPLY),
        (date(2022, 3, 1), State.IN_PROCESS),
        (date(2022, 4, 11), State.PROMISE_BROKEN),
        (date(2022, 5, 1), State.IN_PROCESS),
        (date(2022, 5, 21), State.PROMISE_BROKEN),
        (date(2022, 6, 1), State.IMPLEMENTED),
    ],
)
def test_where_it_stood_on_a_past_day_follows_from_what_was_known_then(day: date, state: State) -> None:
    row = row_on(HISTORY, day)
    assert row is not None
    assert row.state(day) is state


def test_an_obligation_is_not_there_before_its_act_was_issued() -> None:
    assert row_on(HISTORY, date(2021, 4, 30)) is None
