"""The one table of where an obligation stands: against the design's rows, and over every combination of facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.domain.by_when import by_own_word, by_when
from services.cases.domain.obligations import ARRIVED, Assessed, Claimed, Confirmed, Delivery, Facts, Reply
from services.cases.domain.standing import (
    BESIDE,
    OF_THE_DAY,
    PASSED,
    PRESSING,
    SHARES,
    TABLE,
    Closing,
    Ground,
    State,
    first_day,
    ground_of,
    state_of,
    undelivered_refusal,
    undone_refusal,
    weakest,
)
from services.cases.domain.timeliness import Word, implementation_timeliness, no_reply, reply_timeliness
from services.cases.domain.told import Next, next_of
from services.cases.domain.workdays import Calendar

DUE, TODAY = date(2026, 5, 1), date(2026, 6, 15)
HERE = Facts(delivery=Delivery.DELIVERED)
ACCEPTED = replace(HERE, reply=Reply.ACCEPTED, answered_on=DUE, promised_date=TODAY, promised_on=DUE)
REFUSED = replace(HERE, reply=Reply.REFUSED_WITHOUT_REASONS, answered_on=DUE)

#: The design's table once more, by hand: facts, last day, state, may close, ladder, ladder once the reply is found not enough.
ROWS = [
    (Facts(), DUE, "not_delivered", "as_undelivered", "none", "none"),
    (HERE, TODAY, "awaiting_reply", "no", "none", "none"),
    (HERE, None, "awaiting_reply", "no", "none", "none"),
    (HERE, DUE, "no_reply", "by_decision", "silence", "silence"),
    (REFUSED, DUE, "refused", "by_decision", "none", "refusal"),
    (replace(REFUSED, reply=Reply.REFUSED_WITH_REASONS), DUE, "refused", "by_decision", "none", "refusal"),
    (ACCEPTED, DUE, "in_process", "no", "none", "insufficient"),
    (replace(ACCEPTED, promised_date=DUE), DUE, "promise_broken", "no", "broken_promise", "broken_promise"),
    (replace(ACCEPTED, promised_date=DUE, promised_on=None), DUE, "day_passed", "no", "day_passed", "day_passed"),
    (replace(ACCEPTED, promised_date=DUE, claimed_on=DUE), DUE, "claimed", "no", "none", "insufficient"),
    (
        replace(ACCEPTED, promised_date=DUE, claimed_on=TODAY),
        DUE,
        "promise_broken",
        "no",
        "broken_promise",
        "broken_promise",
    ),
    (replace(ACCEPTED, assessed=Assessed.PARTLY), DUE, "partly", "yes", "partly", "partly"),
    (replace(ACCEPTED, assessed=Assessed.NOT), DUE, "not", "yes", "not", "not"),
    (replace(ACCEPTED, assessed=Assessed.IMPLEMENTED), DUE, "implemented", "yes", "none", "none"),
    (replace(HERE, reply=Reply.NOT_COMPETENT), DUE, "not_competent", "no", "readdressing", "insufficient"),
    (replace(ACCEPTED, assessed=Assessed.OVERTAKEN), DUE, "overtaken", "yes", "none", "none"),
    (
        Facts(assessed=Assessed.NOT_ASSESSABLE, unassessable="elsewhere"),
        DUE,
        "not_delivered",
        "as_undelivered",
        "none",
        "none",
    ),
    (
        replace(HERE, assessed=Assessed.NOT_ASSESSABLE, unassessable="elsewhere"),
        DUE,
        "elsewhere",
        "yes",
        "none",
        "none",
    ),
    (
        replace(HERE, assessed=Assessed.NOT_ASSESSABLE, unassessable="no_information"),
        DUE,
        "no_information",
        "yes",
        "none",
        "none",
    ),
    (replace(HERE, assessed=Assessed.NOT_ASSESSABLE), DUE, "not_assessable", "yes", "none", "none"),
    (replace(HERE, asked_again_on=DUE), None, "asked_again", "no", "none", "none"),
    (replace(REFUSED, asked_again_on=DUE), DUE, "asked_again", "no", "none", "none"),
    (replace(HERE, asked_again_on=DUE), DUE, "no_reply", "by_decision", "silence", "silence"),
    (replace(HERE, moot_on=DUE), DUE, "moot", "yes", "none", "none"),
    (replace(REFUSED, moot_on=DUE), DUE, "moot", "yes", "none", "none"),
]

some_days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
all_facts = st.builds(
    Facts,
    delivery=st.sampled_from(Delivery),
    reply=st.sampled_from(Reply),
    claimed=st.sampled_from(Claimed),
    assessed=st.sampled_from(Assessed),
    confirmed=st.sampled_from(Confirmed),
    answered_on=some_days,
    promised_date=some_days,
    claimed_on=some_days,
    deemed_on=some_days,
    unassessable=st.sampled_from([None, "elsewhere", "no_information", "other_body"]),
    moot_on=st.none() | st.just(DUE),
    asked_again_on=st.none() | st.just(DUE),
)


@pytest.mark.parametrize(("facts", "due", "state", "closes", "ladder", "insufficient"), ROWS)
def test_each_row_of_the_table_closes_presses_and_counts_as_the_design_says(
    facts: Facts, due: date | None, state: str, closes: str, ladder: str, insufficient: str
) -> None:
    found = state_of(facts, due, facts.promised_date, TODAY, own=facts.promised_on is not None)
    assert (found, TABLE[found].may_close) == (state, closes)
    assert (ground_of(found), ground_of(found, insufficient=True)) == (ladder, insufficient)
    assert ground_of(found, insufficient=True, ended=True) is Ground.NONE


def test_every_state_is_a_share_or_stands_beside_by_name() -> None:
    assert set(TABLE) == set(State) == {row[2] for row in ROWS} | {State.FELL}
    assert (State.FELL, *BESIDE, *SHARES) == tuple(State)
    assert {
        "not_delivered",
        "asked_again",
        "not_competent",
        "overtaken",
        "moot",
        "elsewhere",
        "no_information",
        "not_assessable",
    } == set(BESIDE)


@given(all_facts, some_days, some_days)
def test_what_fell_with_its_act_stands_as_that_whatever_was_said_or_found(
    facts: Facts, due: date | None, item_due: date | None
) -> None:
    state = state_of(facts, due, item_due, TODAY, fell=True)
    assert state is State.FELL
    assert (TABLE[state].may_close, ground_of(state, insufficient=True)) == (Closing.YES, Ground.NONE)
    assert next_of(state, goes_on=False, ended=True) is Next.NOTHING


@given(all_facts, some_days, some_days)
def test_every_combination_of_facts_stands_in_exactly_one_state_and_nothing_undelivered_is_late(
    facts: Facts, due: date | None, item_due: date | None
) -> None:
    state = state_of(facts, due, item_due, TODAY)
    assert state in TABLE
    arrived = facts.delivery in ARRIVED or facts.reply is not Reply.NONE or facts.deemed_on is not None
    if not arrived:
        assert ground_of(state, insufficient=True) is Ground.NONE
        assert state is State.NOT_DELIVERED, "whoever has the matter"
        assert undelivered_refusal(facts) is not None
        assert not no_reply(facts, due, TODAY)
        assert reply_timeliness(facts, due, TODAY).word is Word.NONE
        assert implementation_timeliness(facts, item_due, TODAY).word is not Word.LATE
    else:
        assert undelivered_refusal(facts) is None
    if state is State.NO_REPLY:
        assert no_reply(facts, due, TODAY)


@given(all_facts, some_days, some_days)
def test_a_finding_of_not_or_partly_never_ends_the_ladder(
    facts: Facts, due: date | None, item_due: date | None
) -> None:
    for word in (Assessed.NOT, Assessed.PARTLY):
        found = replace(facts, delivery=Delivery.DELIVERED, assessed=word)
        state = state_of(found, due, item_due, TODAY)
        assert ground_of(state) in PRESSING
        assert TABLE[state].may_close is Closing.YES


def test_a_letter_that_never_left_is_never_late() -> None:
    for delivery in set(Delivery) - ARRIVED:
        assert state_of(Facts(delivery), DUE, DUE, TODAY + timedelta(days=900)) is State.NOT_DELIVERED


def test_a_reply_on_paper_shows_that_the_letter_arrived() -> None:
    assert state_of(replace(REFUSED, delivery=Delivery.FAILED), DUE, None, TODAY) is State.REFUSED
    assert state_of(Facts(Delivery.QUEUED, Reply.EXTENSION_ASKED), DUE, None, TODAY) is State.NO_REPLY


def test_a_promise_is_broken_from_the_day_after_and_the_day_of_the_item_stands_for_one_that_names_none() -> None:
    unnamed = replace(ACCEPTED, promised_date=None, promised_on=None)
    broken, passed = State.PROMISE_BROKEN, State.DAY_PASSED
    for facts, item_due, then in ((replace(ACCEPTED, promised_date=DUE), TODAY, broken), (unnamed, DUE, passed)):
        found = by_when(facts.promised_date, facts.promised_on, item_due, DUE - timedelta(days=9), (), Calendar())
        assert found is not None
        own = by_own_word(found, facts.promised_on)
        assert state_of(facts, None, found.day, DUE, own=own) is State.IN_PROCESS
        assert state_of(facts, None, found.day, DUE + timedelta(days=1), own=own) is then
    assert state_of(unnamed, None, None, date.max) is State.IN_PROCESS


@given(all_facts, some_days, some_days, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_state_and_timeliness_call_nothing_late_on_different_days(
    facts: Facts, due: date | None, by: date | None, today: date
) -> None:
    facts = replace(facts, reply=Reply.ACCEPTED, assessed=Assessed.NOT_ASSESSED)
    late = implementation_timeliness(facts, by, today).word is Word.LATE
    assert late == (state_of(facts, due, by, today) in PASSED)


def test_of_what_is_found_in_process_before_the_reply_nobody_reads_that_the_steps_have_ended() -> None:
    state = state_of(replace(HERE, assessed=Assessed.IN_PROCESS), DUE, None, DUE)
    assert state is State.AWAITING_REPLY
    assert next_of(state, goes_on=False, ended=False) is Next.CHECK
    assert next_of(state, goes_on=False, ended=True) is Next.NOTHING


def test_a_letter_stands_beside_only_if_all_of_it_does() -> None:
    assert weakest([State.OVERTAKEN, State.NOT_DELIVERED]) is State.OVERTAKEN
    assert weakest([State.OVERTAKEN, State.IMPLEMENTED]) is State.IMPLEMENTED
    assert weakest([State.IMPLEMENTED, State.NOT, State.IN_PROCESS]) is State.NOT


@pytest.mark.parametrize("ground", Ground)
def test_each_ground_that_presses_has_its_first_day(ground: Ground) -> None:
    day = first_day(ground, due=DUE, promised=TODAY, found_on=TODAY)
    passed = {Ground.SILENCE: DUE + timedelta(days=1)} | dict.fromkeys(OF_THE_DAY, TODAY + timedelta(days=1))
    assert day == (passed.get(ground, TODAY) if ground in PRESSING else None)
    assert first_day(ground, due=None, promised=None, found_on=None) is None


def test_a_clock_that_stands_keeps_open_also_a_measure_for_which_nobody_named_a_day():
    refused = undone_refusal(HERE, None, None, DUE, TODAY, stands=True)
    assert refused is not None and refused.code == "assessment.clock_stands"
    assert undone_refusal(HERE, DUE, None, DUE, TODAY) is None


def test_the_last_day_of_a_term_is_no_promise_of_the_body() -> None:
    named, since = DUE, DUE - timedelta(days=20)
    about = (named, since, None, since, (), Calendar())
    for found, promised_on, own in (
        (by_when(*about), since, True),
        (by_when(*about, noted=TODAY, noted_on=DUE), since, True),
        (by_when(*about, TODAY, of_term=True), since, False),
        (by_when(*about, named, of_term=True), since, True),
        (by_when(named, None, None, since, (), Calendar()), None, False),
    ):
        assert found is not None and found.day is not None
        assert by_own_word(found, promised_on) is own
        state = state_of(ACCEPTED, None, found.day, found.day + timedelta(days=1), own=own)
        assert state is (State.PROMISE_BROKEN if own else State.DAY_PASSED)
