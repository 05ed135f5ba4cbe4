"""A silent body, a refusing body, a body without a superior and a judicial one, on the office's own ladders."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.data.clock_words import why_words
from services.cases.domain.bodies import UNPRESSED, BodyClass, Relation, RelationKind, next_above
from services.cases.domain.escalation import (
    Counted,
    Offer,
    Sent,
    Since,
    Situation,
    behind,
    check_rung,
    is_warranted,
    offers,
)
from services.cases.domain.ladder import Ladder, Rung, RungKey, read_alternative, read_ladder
from services.cases.domain.standing import PRESSING, Ground
from services.cases.domain.versions import check_versions
from services.cases.domain.workdays import Calendar
from shared.rules import RuleViolation
from tests.cases.domain_samples import CALENDAR, alternatives, document, kinds, ladders

DUE = date(2026, 4, 1)
SILENT = Situation(DUE + timedelta(days=1), DUE, BodyClass.AGENCY, Ground.SILENCE, superiors=("drejtoria",))
LADDER = ladders()["administrative"]


def _code(
    key: RungKey, situation: Situation, override: str = "", ladder: Ladder | None = LADDER
) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(RuleViolation) as refused:
        check_rung(ladder, key, situation, alternatives(), override_reason=override)
    return refused.value.code, refused.value.legal


def _walk(situation: Situation, term_days: int) -> list[tuple[str, date]]:
    """Sends every rung, or a lawful way in its place, on its first day, to one superior after the other; each term passes in silence."""
    walked: list[tuple[str, date]] = []
    while open_now := offers(LADDER, situation, alternatives()):
        offer = open_now[0]
        early = replace(situation, today=offer.on - timedelta(days=1))
        situation = replace(situation, today=offer.on)
        if not offer.no_superior:
            assert _code(offer.rung.key, early)[0] == "ladder.term_runs"
            assert check_rung(LADDER, offer.rung.key, situation, alternatives()) == offer
        ends = offer.on + timedelta(days=term_days) if offer.rung.opens_term else None
        situation = replace(situation, sent=(*situation.sent, Sent(offer.rung.key, offer.on, ends)))
        if offer.rung.needs_superior:
            situation = replace(situation, superiors=situation.superiors[1:])
        walked.append((offer.rung.key.value, offer.on))
    return walked


def test_a_silent_body_is_walked_through_every_rung_in_order_and_each_waits_for_the_term_before() -> None:
    assert _walk(SILENT, 30) == [
        ("reminder", date(2026, 4, 2)),
        ("second_reminder", date(2026, 4, 13)),  # the tenth day after is a Sunday
        ("hierarchical_superior", date(2026, 4, 23)),
        ("assembly_report", date(2026, 5, 25)),  # a Sunday again
        ("publication", date(2026, 6, 25)),
    ]


def test_a_municipality_gets_the_same_sequence_as_a_directorate() -> None:
    municipality = replace(SILENT, body_class=BodyClass.MUNICIPALITY, superiors=())
    assert _walk(municipality, 30) == _walk(SILENT, 30)


def test_a_second_superior_is_turned_to_after_the_term_of_the_first() -> None:
    assert _walk(replace(SILENT, superiors=("akap", "ministria")), 30)[2:] == [
        ("hierarchical_superior", date(2026, 4, 23)),
        ("hierarchical_superior", date(2026, 5, 25)),  # a Sunday
        ("assembly_report", date(2026, 6, 25)),
        ("publication", date(2026, 7, 27)),
    ]


def test_the_nearest_superior_who_was_not_turned_to_comes_next() -> None:
    above = RelationKind.HIERARCHICAL
    chain = frozenset({Relation("drap", above, "akap"), Relation("akap", above, "ministria")})
    assert next_above("drap", chain, ()) == ("akap",)
    assert next_above("drap", chain, ("akap",)) == ("ministria",)
    assert next_above("drap", chain, ("akap", "ministria")) == ()
    two = frozenset({Relation("drap", above, "akap"), Relation("drap", above, "inspektorati")})
    assert next_above("drap", two | chain, ("akap",)) == ("inspektorati",)


def test_a_body_without_a_superior_is_told_so_with_its_lawful_alternatives() -> None:
    reminded = replace(
        SILENT,
        today=date(2026, 4, 22),
        body_class=BodyClass.MUNICIPALITY,
        superiors=(),
        sent=(Sent(RungKey.REMINDER, date(2026, 4, 2)), Sent(RungKey.SECOND_REMINDER, date(2026, 4, 12))),
    )
    (none_there,) = offers(LADDER, reminded, alternatives())
    lawful = ("head_of_body", "municipal_council", "prefect", "line_ministry_delegated", "assembly_report")
    assert (none_there.no_superior, none_there.alternatives) == (True, lawful)
    assert _code(RungKey.HIERARCHICAL_SUPERIOR, reminded) == ("ladder.no_superior", lawful)
    # a ministry is not offered what exists for municipalities only
    ministry = replace(reminded, body_class=BodyClass.MINISTRY)
    assert offers(LADDER, ministry, alternatives())[0].alternatives == (
        "head_of_body",
        "council_of_ministers",
        "assembly_report",
    )
    # an alternative that was taken stands in the place of the rung
    taken = replace(reminded, sent=(*reminded.sent, Sent(RungKey.HIERARCHICAL_SUPERIOR, date(2026, 4, 22))))
    assert [(one.rung.key, one.on) for one in offers(LADDER, taken, alternatives())] == [
        (RungKey.ASSEMBLY_REPORT, date(2026, 5, 4))
    ]


@pytest.mark.parametrize("ground", Ground)
def test_what_warrants_a_rung_is_a_ground_that_presses_and_nothing_else(ground: Ground) -> None:
    situation = replace(SILENT, ground=ground, since=DUE)
    assert is_warranted(situation) is (ground in PRESSING)
    assert bool(offers(LADDER, situation, alternatives())) is (ground in PRESSING)
    if ground not in PRESSING:
        assert _code(RungKey.HIERARCHICAL_SUPERIOR, situation)[0] == "ladder.not_warranted"


def test_silence_warrants_nothing_while_the_clock_stands() -> None:
    assert not is_warranted(replace(SILENT, reply_due=None))


def test_a_broken_promise_is_reminded_of_from_the_day_after_and_then_taken_up_the_ladder() -> None:
    broken = replace(SILENT, ground=Ground.BROKEN_PROMISE, since=date(2026, 6, 2))
    (offer,) = offers(LADDER, broken, alternatives())
    assert (offer.rung.key, offer.on) == (RungKey.REMINDER, date(2026, 6, 2))
    assert offer.counted == Counted(Since.PROMISED, date(2026, 6, 1), 1)
    assert [rung for rung, _ in _walk(broken, 30)] == [rung for rung, _ in _walk(SILENT, 30)]


def test_a_promise_broken_after_an_earlier_silence_goes_on_where_the_ladder_stood_and_not_before_the_day() -> None:
    sent = (Sent(RungKey.REMINDER, date(2026, 4, 2)),)
    (offer,) = offers(LADDER, replace(SILENT, ground=Ground.BROKEN_PROMISE, since=date(2026, 6, 2), sent=sent), ())
    assert (offer.rung.key, offer.on) == (RungKey.SECOND_REMINDER, date(2026, 6, 2))


@pytest.mark.parametrize(("remindable", "first"), [(False, RungKey.HIERARCHICAL_SUPERIOR), (True, RungKey.REMINDER)])
@pytest.mark.parametrize("ground", [Ground.NOT, Ground.PARTLY])
def test_a_body_that_was_found_to_have_done_nothing_or_a_part_is_reminded_first_unless_it_had_refused(
    ground: Ground, remindable: bool, first: RungKey
) -> None:
    found = replace(SILENT, ground=ground, since=date(2026, 5, 4), remindable=remindable)
    (offer,) = offers(LADDER, found, alternatives())
    assert (offer.rung.key, offer.on, offer.counted) == (
        first,
        date(2026, 5, 4),
        Counted(Since.FOUND, date(2026, 5, 4), 0),
    )


def test_a_refusal_is_not_reminded_of_but_taken_to_the_superior_at_once() -> None:
    refused = replace(SILENT, today=date(2026, 3, 20), ground=Ground.REFUSAL, remindable=False, since=date(2026, 3, 20))
    (offer,) = offers(LADDER, refused, alternatives())
    assert (offer.rung.key, offer.on) == (RungKey.HIERARCHICAL_SUPERIOR, date(2026, 3, 20))
    assert offer.counted == Counted(Since.FOUND, date(2026, 3, 20), 0)
    assert check_rung(LADDER, RungKey.HIERARCHICAL_SUPERIOR, refused, alternatives()) == offer
    assert _code(RungKey.REMINDER, refused) == ("ladder.out_of_order", ("hierarchical_superior",))
    reminded = replace(refused, sent=(Sent(RungKey.REMINDER, date(2026, 3, 18)),))
    assert offers(LADDER, reminded, alternatives())[0].on == date(2026, 3, 20)


def test_a_refusal_that_comes_while_the_superior_has_its_term_does_not_shorten_that_term() -> None:
    sent = (Sent(RungKey.HIERARCHICAL_SUPERIOR, date(2026, 4, 22), date(2026, 5, 22)),)
    refused = replace(
        SILENT,
        today=date(2026, 5, 1),
        ground=Ground.REFUSAL,
        remindable=False,
        since=date(2026, 5, 1),
        sent=sent,
        superiors=(),
    )
    (offer,) = offers(LADDER, refused, alternatives())
    assert (offer.rung.key, offer.on) == (RungKey.ASSEMBLY_REPORT, date(2026, 5, 25))
    assert offer.counted == Counted(Since.PREVIOUS_RUNG_TERM, date(2026, 5, 22), 1)


def test_a_term_extended_after_a_reminder_runs_again_and_nothing_is_sent_while_it_does() -> None:
    extended = replace(SILENT, reply_due=date(2026, 6, 1), sent=(Sent(RungKey.REMINDER, date(2026, 4, 2)),))
    (offer,) = offers(LADDER, extended, alternatives())
    assert (offer.rung.key, offer.on) == (RungKey.SECOND_REMINDER, date(2026, 6, 2))
    assert offer.counted == Counted(Since.REPLY_DUE, date(2026, 6, 1), 1)


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(0, 40), st.sets(st.integers(0, 60), max_size=20))
def test_a_rung_falls_due_on_the_first_working_day_from_the_one_on_which_its_days_are_over(
    due: date, days: int, decreed: set[int]
) -> None:
    calendar = Calendar({due + timedelta(days=ahead): "Ditë e dekretuar" for ahead in decreed})
    ladder = Ladder(key="prove", rungs=(replace(LADDER.rungs[0], after_days=days),))
    situation = replace(SILENT, today=due, reply_due=due, calendar=calendar)
    (offer,) = offers(ladder, situation, ())
    assert offer.counted is not None
    assert offer.counted.reached == due + timedelta(days=max(days, 1))
    assert not calendar.is_free(offer.on)
    waited = (offer.on - offer.counted.reached).days
    assert all(calendar.is_free(offer.counted.reached + timedelta(days=ahead)) for ahead in range(waited))
    early = replace(situation, today=offer.on - timedelta(days=1))
    assert _code(RungKey.REMINDER, early, ladder=ladder)[0] == "ladder.term_runs"


def test_a_rung_that_falls_on_a_day_off_says_why_it_waits() -> None:
    counted = Counted(Since.REPLY_DUE, date(2026, 11, 27), 1, CALENDAR)
    assert why_words(counted, "en") == (
        "28 November 2026: day 1 after the last day for the reply (27 November 2026). "
        "28 November 2026 is a day off; the first working day after it is 2 December 2026."
    )
    assert why_words(counted, "sq").endswith(
        "28 nëntor 2026 është ditë pushimi; dita e parë e punës pas saj është 2 dhjetor 2026."
    )
    assert why_words(replace(counted, day=date(2026, 11, 23)), "en") == (
        "24 November 2026: day 1 after the last day for the reply (23 November 2026)."
    )


def test_the_first_rung_waits_its_own_days_and_never_comes_before_the_term_has_ended() -> None:
    for days, on in ((5, date(2026, 4, 6)), (-5, date(2026, 4, 2))):
        ladder = Ladder(key="prove", rungs=(replace(LADDER.rungs[0], after_days=days),))
        assert [one.on for one in offers(ladder, SILENT, ())] == [on]


def test_a_rung_is_sent_once_and_only_if_the_ladder_has_it() -> None:
    reminded = replace(SILENT, sent=(Sent(RungKey.REMINDER, date(2026, 4, 2)),))
    assert _code(RungKey.REMINDER, reminded)[0] == "ladder.already_sent"
    assert _code(RungKey.REMINDER, SILENT, ladder=ladders()["assembly"]) == ("ladder.no_such_rung", ("publication",))


@pytest.mark.parametrize("rung", [RungKey.REMINDER, RungKey.SECOND_REMINDER])
def test_no_reason_brings_a_reminder_before_the_term_that_it_says_is_over(rung: RungKey) -> None:
    on_the_last_day = replace(SILENT, today=DUE)
    assert _code(rung, on_the_last_day, override="urgjencë")[0] == "ladder.term_runs"
    assert check_rung(LADDER, rung, SILENT, alternatives(), override_reason="urgjencë").on == SILENT.today


def test_an_override_lifts_order_and_waiting_and_nothing_else() -> None:
    assert (
        check_rung(LADDER, RungKey.ASSEMBLY_REPORT, SILENT, alternatives(), override_reason="urgjencë").on
        == SILENT.today
    )
    assert _code(RungKey.ASSEMBLY_REPORT, SILENT, override="  ")[0] == "ladder.out_of_order"
    alone = replace(SILENT, superiors=())
    assert _code(RungKey.HIERARCHICAL_SUPERIOR, alone, override="urgjencë")[0] == "ladder.no_superior"
    answered = replace(SILENT, ground=Ground.NONE)
    assert _code(RungKey.ASSEMBLY_REPORT, answered, override="urgjencë")[0] == "ladder.not_warranted"
    court = replace(SILENT, body_class=BodyClass.JUDICIAL_OVERSIGHT)
    assert _code(RungKey.ASSEMBLY_REPORT, court, override="urgjencë")[0] == "ladder.never_pressed"


@pytest.mark.parametrize("body_class", BodyClass)
def test_bodies_of_the_judiciary_and_the_prosecution_are_never_pressed(body_class: BodyClass) -> None:
    situation = replace(SILENT, body_class=body_class)
    assert bool(offers(LADDER, situation, alternatives())) is (body_class not in UNPRESSED)
    assert offers(None, situation, alternatives()) == ()


def test_the_data_file_gives_every_kind_a_ladder_that_exists_or_none() -> None:
    check_versions(ladders().values())
    check_versions(alternatives())
    assert {kind.ladder for kind in kinds().values()} == {*ladders(), None}
    named = {key for ladder in ladders().values() for rung in ladder.rungs for key in rung.alternatives}
    assert named == {one.key for one in alternatives()}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rungs: rungs[::-1], "in the order"),
        (lambda _: [], "in the order"),
        (lambda rungs: [*rungs, rungs[-1]], "each rung once"),
        (lambda rungs: rungs[1:], "follows the term for the reply"),
        (lambda rungs: [{**rungs[0], "needs": "prefekti"}], "hierarchical_superior or nothing"),
        (lambda rungs: [{**rungs[0], "after_days": "një"}], "whole number"),
        (lambda _: "reminder", "list of entries"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_when_it_is_read(change: Any, message: str) -> None:
    first = document("ladders.yaml")["ladders"][0]
    with pytest.raises(ValueError, match=message):
        read_ladder({**first, "rungs": change(first["rungs"])})


def test_an_alternative_for_an_unknown_class_is_refused() -> None:
    first = document("ladders.yaml")["alternatives"][0]
    with pytest.raises(ValueError, match="not a valid BodyClass"):
        read_alternative({**first, "for_classes": ["keshilli"]})


def test_a_rung_after_a_term_that_was_never_opened_waits_as_its_own_days_say() -> None:
    rungs = (LADDER.rungs[0], replace(LADDER.rungs[3], after_days=7, after_days_if_no_term=None))
    ladder = Ladder(key="prove", rungs=rungs)
    reminded = replace(SILENT, sent=(Sent(RungKey.REMINDER, date(2026, 4, 2)),))
    (offer,) = offers(ladder, reminded, ())
    assert offer == Offer(rungs[1], date(2026, 4, 9))
    assert offer.counted == Counted(Since.PREVIOUS_RUNG, date(2026, 4, 2), 7)
    zero: tuple[Rung, ...] = (rungs[0], replace(rungs[1], after_days_if_no_term=0))
    assert offers(Ladder(key="prove", rungs=zero), reminded, ())[0].on == date(2026, 4, 2)


def test_behind_the_next_rung_are_those_that_only_a_reason_brings_forward() -> None:
    def keys(situation: Situation) -> list[str]:
        return [rung.key.value for rung in behind(LADDER, situation, alternatives())]

    assert keys(SILENT) == ["second_reminder", "hierarchical_superior", "assembly_report", "publication"]
    assert keys(replace(SILENT, superiors=())) == ["second_reminder", "assembly_report", "publication"]
    assert keys(replace(SILENT, ground=Ground.NONE)) == []
    assert behind(None, SILENT, alternatives()) == ()
