"""Figures that say of what they are a part, against the published ones and against counts by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases import data
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.obligations import Assessed, Delivery, Reply
from services.cases.domain.standing import SHARES, State
from services.cases.domain.terms import StartEvent
from services.cases.register.domain.compliance import (
    FIRST,
    CountUnit,
    figures,
    split,
    split_of,
)
from services.cases.register.domain.history import Believed, Found, History, row_on
from services.cases.register.domain.rows import Row
from services.cases.register.domain.two_times import Asked, Fact
from services.cases.register.queries.compliance import method
from shared.percentages import percent_of
from tests.cases.domain_samples import term

DUE = date(2021, 6, 1)
TODAY = date(2021, 12, 31)
AGES = data.ages()
ROW = Row("R1", "i1", "bashkia", True, Delivery.DELIVERED, Reply.NONE, Assessed.NOT_ASSESSED, DUE)
KEPT = replace(ROW, reply=Reply.ACCEPTED, assessed=Assessed.IMPLEMENTED, answered_on=DUE, days=30)
PROMISED = replace(ROW, reply=Reply.ACCEPTED, assessed=Assessed.IN_PROCESS, answered_on=DUE, days=30)
REFUSED = replace(ROW, reply=Reply.REFUSED_WITH_REASONS, answered_on=DUE, days=30)


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
        replace(PROMISED, assessed=Assessed.NOT_ASSESSED, by=DUE, by_own_word=True, item_id="i1"),
        replace(PROMISED, assessed=Assessed.PARTLY, item_id="i2"),
        replace(ROW, due=TODAY, item_id="i3"),
        replace(PROMISED, assessed=Assessed.NOT_ASSESSED, by=DUE, item_id="i4"),
    ]
    counted = {one.key for one in split(rows, today=TODAY).shares if one.numerator}
    assert counted == {"promise_broken", "partly", "awaiting_reply", "day_passed"}


def test_overtaken_and_not_assessable_are_outside_the_denominator_and_counted_beside_it() -> None:
    rows = [KEPT, replace(PROMISED, item_id="i2"), replace(ROW, item_id="i3", assessed=Assessed.OVERTAKEN)]
    rows.append(replace(ROW, item_id="i4", assessed=Assessed.NOT_ASSESSABLE))
    rows.append(replace(ROW, item_id="i5", assessed=Assessed.NOT_ASSESSABLE, unassessable="elsewhere"))
    rows.append(replace(ROW, item_id="i6", delivery=Delivery.FAILED))
    rows.append(replace(ROW, item_id="i8", moot_on=TODAY))
    rows.append(replace(ROW, item_id="i7", reply=Reply.NOT_COMPETENT))
    whole = split(rows, today=TODAY)
    assert (whole.denominator, whole.left_out) == (2, 6)
    assert {one.key: one.count for one in whole.beside} == {
        "not_delivered": 1,
        "asked_again": 0,
        "not_competent": 1,
        "overtaken": 1,
        "moot": 1,
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
    late = replace(KEPT, item_id="i2", answered_on=DUE + timedelta(days=10), days=40)
    bare = replace(REFUSED, item_id="i3", reply=Reply.REFUSED_WITHOUT_REASONS, days=20)
    silent = replace(ROW, item_id="i4")
    running = replace(ROW, item_id="i5", due=TODAY)
    apart = replace(ROW, item_id="i6", counts=False)
    nowhere = replace(ROW, item_id="i7", delivery=Delivery.SENT)
    rows = [KEPT, late, bare, silent, running, apart, nowhere, replace(KEPT, institution_id="shkolla")]
    mine = figures(rows, today=TODAY, institution_id="bashkia", ages=AGES)
    assert (mine.letters, mine.items, mine.obligations, mine.not_counted) == (1, 6, 6, 1)
    assert [one.denominator for one in mine.splits] == [1, 5, 5], "what did not reach the body is counted beside"
    assert (mine.delivered.numerator, mine.delivered.denominator, mine.delivered.percent) == (5, 6, Decimal(83))
    # Three answered and one is silent; the one within its term is in neither, and so is what never arrived.
    assert (mine.answered_in_time.numerator, mine.answered_late.numerator) == (2, 1)
    assert mine.answered_in_time.denominator == mine.answered_late.denominator == 4
    assert (mine.accepted.numerator, mine.accepted.denominator) == (2, 3)
    assert (mine.implemented.numerator, mine.implemented.denominator) == (2, 5)
    assert (mine.refused_without_reasons.numerator, mine.refused_without_reasons.denominator) == (1, 3)
    assert mine.median_days == Decimal(30)
    assert {one.state: one.ages for one in mine.late} == {
        State.NO_REPLY: {"month": 0, "quarter": 0, "year": 1, "longer": 0},
        State.DAY_PASSED: {"month": 0, "quarter": 0, "year": 0, "longer": 0},
        State.PROMISE_BROKEN: {"month": 0, "quarter": 0, "year": 0, "longer": 0},
    }


def test_a_body_that_was_late_with_half_is_not_told_as_having_answered_all_in_time() -> None:
    late = replace(KEPT, answered_on=DUE + timedelta(days=1))
    rows = [KEPT, replace(KEPT, item_id="i2"), replace(late, item_id="i3"), replace(late, item_id="i4")]
    told = figures(rows, today=TODAY)
    assert (told.answered_in_time.percent, told.answered_late.percent) == (Decimal(50), Decimal(50))


def test_a_body_that_owes_nothing_has_no_percentages_rather_than_zero() -> None:
    nothing = figures([], today=TODAY, institution_id="bashkia")
    assert {getattr(nothing, name).percent for name in FIRST} == {None}
    assert nothing.median_days is None
    assert {one.percent for whole in nothing.splits for one in whole.shares} == {None}


def test_the_median_of_an_even_number_of_answers_may_be_half_a_day() -> None:
    rows = [replace(KEPT, item_id=f"i{n}", days=n) for n in (3, 4)]
    assert figures(rows, today=TODAY).median_days == Decimal("3.5")


@given(st.dictionaries(st.sampled_from(State), st.integers(0, 900)))
def test_the_same_count_has_the_same_percentage_in_both_views_and_the_counts_sum_to_the_whole(
    stands: dict[State, int],
) -> None:
    whole = split_of(CountUnit.OBLIGATIONS, stands)
    percents: dict[int | None, set[Decimal | None]] = {}
    for share in (*whole.shares, *whole.historical):
        percents.setdefault(share.numerator, set()).add(share.percent)
    assert all(len(same) == 1 for same in percents.values())
    for view in (whole.shares, whole.historical):
        assert sum(share.numerator or 0 for share in view) == whole.denominator
    assert sum(one.count or 0 for one in whole.beside) == whole.left_out


@pytest.mark.parametrize(
    ("count", "whole", "percent"),
    [(1, 21, "5"), (1, 99, "1"), (1, 100, "1.0"), (1, 8, "13"), (1, 3000, "0.0"), (634, 1256, "50.5"), (7, 7, "100")],
)
def test_fewer_than_a_hundred_have_whole_per_cents_and_more_have_one_decimal(
    count: int, whole: int, percent: str
) -> None:
    assert str(percent_of(count, whole)) == percent


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(text: str) -> datetime:
    return datetime.combine(day(text), time(12), tzinfo=UTC)


#: Delivered on 2 May, which the post told on 5 May; the clock stood from 10 to 20 May.
HISTORY = History(
    "R1",
    "i1",
    "bashkia",
    counts=True,
    issued_on=day("2021-05-01"),
    entered_on=day("2021-05-01"),
    fell_on=day("2022-09-01"),
    term=term(),
    ledger=[
        Entry("1", EntryKind.STARTED, day("2021-05-02"), noon("2021-05-05"), event=StartEvent.DELIVERED),
        Entry("2", EntryKind.PAUSED, day("2021-05-10"), noon("2021-05-10")),
        Entry("3", EntryKind.RESUMED, day("2021-05-20"), noon("2021-05-20")),
        Entry("4", EntryKind.CLOSED, day("2021-12-20"), noon("2022-03-01")),
    ],
    replies=[
        Fact(Reply.ACKNOWLEDGEMENT_ONLY, day("2021-05-10"), day("2021-05-10")),
        Fact(Reply.ACCEPTED, day("2021-12-20"), day("2022-03-01")),
        Fact(Reply.ASKS_CLARIFICATION, day("2022-04-01"), day("2022-04-01")),
    ],
    assessments=[
        Fact(Found(Assessed.IMPLEMENTED), day("2022-05-20"), day("2022-06-01")),
        Fact(Found(Assessed.IN_PROCESS), day("2022-05-01"), day("2022-05-01")),
    ],
    arrivals=[Believed(day("2021-05-05"), day("2021-05-02"))],
    promises=[
        Fact(day("2022-05-20"), day("2022-05-01"), day("2022-05-01")),
        Fact(day("2022-04-10"), day("2021-12-20"), day("2022-03-01")),
    ],
)


@pytest.mark.parametrize(
    ("on", "known", "state", "days"),
    [
        ("2021-05-03", "2021-05-04", State.NOT_DELIVERED, None),
        ("2021-05-03", "2021-05-05", State.AWAITING_REPLY, None),
        ("2021-05-15", "2021-05-15", State.AWAITING_REPLY, None),
        ("2021-06-11", "2021-06-11", State.AWAITING_REPLY, None),
        ("2021-06-12", "2021-06-12", State.NO_REPLY, None),
        ("2021-12-31", "2021-12-31", State.NO_REPLY, None),
        # 232 days after the delivery, and on ten of them the clock stood.
        ("2021-12-31", "2022-03-01", State.IN_PROCESS, 222),
        ("2021-12-19", "2022-03-01", State.NO_REPLY, None),
        ("2022-04-12", "2022-04-12", State.PROMISE_BROKEN, 222),
        ("2022-05-01", "2022-05-01", State.IN_PROCESS, 222),
        ("2022-05-20", "2022-05-21", State.IN_PROCESS, 222),
        ("2022-05-20", "2022-06-01", State.IMPLEMENTED, 222),
    ],
)
def test_where_it_stood_on_a_past_day_follows_from_what_was_known_on_another(
    on: str, known: str, state: State, days: int | None
) -> None:
    row = row_on(HISTORY, Asked(day(on), day(known)))
    assert row is not None
    assert (row.state(day(on)), row.days) == (state, days)


def test_a_letter_that_came_back_had_arrived_by_what_was_known_before() -> None:
    returned = replace(HISTORY, arrivals=[*HISTORY.arrivals, Believed(day("2021-05-09"))], replies=[])
    then, since = (row_on(returned, Asked(day("2021-05-06"), day(known))) for known in ("2021-05-08", "2021-05-09"))
    assert then is not None
    assert since is not None
    assert (then.state(TODAY), since.state(TODAY)) == (State.NO_REPLY, State.NOT_DELIVERED)


def test_an_act_that_fell_counts_until_that_day() -> None:
    counted = [row_on(HISTORY, Asked(day(on), TODAY.replace(year=2023))) for on in ("2022-08-31", "2022-09-01")]
    assert [row and row.counts for row in counted] == [True, False]


def test_an_obligation_is_not_there_before_its_act_was_issued_nor_before_it_was_entered() -> None:
    assert row_on(HISTORY, Asked(day("2021-04-30"), TODAY)) is None
    assert row_on(replace(HISTORY, entered_on=TODAY), Asked(day("2021-06-01"), day("2021-06-01"))) is None


#: By which words the published method names each share.
NAMED = {
    State.IMPLEMENTED: ("i zbatuar (e vërtetoi zyra)", "implemented (the office verified it)"),
    State.CLAIMED: ("institucioni thotë se u zbatua", "said by the body to be implemented"),
    State.AWAITING_REPLY: ("në pritje të përgjigjes", "awaiting a reply"),
    State.IN_PROCESS: ("në proces (u pranua", "in process (accepted"),
    State.PARTLY: ("i zbatuar pjesërisht", "partly implemented"),
    State.DAY_PASSED: ("kur e kishte vënë letra ose zyra", "where the letter or the office had set it"),
    State.PROMISE_BROKEN: (
        "pa u raportuar në kohë si e zbatuar",
        "neither verified nor reported in time as implemented",
    ),
    State.NOT: ("i vërtetuar si i pazbatuar", "verified as not done"),
    State.NO_REPLY: ("pa përgjigje pas afatit", "no reply after the term"),
    State.REFUSED: ("i refuzuar", "refused"),
}


def test_the_published_method_says_that_what_a_body_claims_the_office_has_not_confirmed():
    published = method()
    assert "e thotë vetë institucioni" in published.sq and "zyra ende nuk e ka vërtetuar" in published.sq
    assert "the body itself says" in published.en and "the office has not yet confirmed it" in published.en


@pytest.mark.parametrize("share", SHARES)
def test_the_published_method_names_every_share_in_both_languages(share):
    published, (in_albanian, in_english) = method(), NAMED[share]
    assert in_albanian in published.sq
    assert in_english in published.en
