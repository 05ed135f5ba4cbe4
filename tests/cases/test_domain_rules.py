"""The rules of practice that a pure function can keep, each by its number; those that need a database are tested there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.cases.domain.addressing import check_addressees, check_not_barred
from services.cases.domain.assessments import Assessment, apply_assessment, check_is_overdue
from services.cases.domain.bodies import BodyClass, Relation, RelationKind, Setting, superiors
from services.cases.domain.case import Elsewhere, Outcome, Status, Step
from services.cases.domain.case_conditions import CaseFacts, possible_steps, take
from services.cases.domain.clock import due
from services.cases.domain.escalation import Sent, Situation, check_rung, offers
from services.cases.domain.findings import Result
from services.cases.domain.kinds import Item
from services.cases.domain.ladder import RungKey
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Assessed, Claimed, Delivery, Facts, Reply, spread
from services.cases.domain.replies import ItemReply, Notice, Position, apply_notice, apply_reply, stops_clock
from services.cases.domain.standing import Ground, State, ground_of
from services.cases.domain.terms import RollOver, Unit, read_term
from services.cases.domain.timeliness import (
    Timeliness,
    Word,
    first_instant_late,
    local_date,
    no_reply,
    reply_timeliness,
)
from services.cases.domain.versions import check_versions, version_on
from services.cases.register.domain.compliance import CountUnit, figures
from services.cases.register.domain.history import Found, History, row_on
from services.cases.register.domain.rows import Row
from services.cases.register.domain.two_times import Asked, Fact
from shared.percentages import percent_of
from shared.rules import ContentViolation, RuleViolation
from tests.cases.domain_samples import CALENDAR, alternatives, body, delivered, document, entry, kinds, ladders, term

DAY = timedelta(days=1)
START, DUE = date(2026, 3, 2), date(2026, 4, 1)
#: The shape of a real letter of 2019: five bodies of different classes at once, one of them told only for information.
ELBASAN = [
    body("bashkia-elbasan", "municipality"),
    body("drejtoria-rajonale", "agency"),
    body("drejtoria-vendore-policise", "police"),
    body("shkolla-shembull", "school"),
    body("njesia-administrative", "municipality", "for_information"),
]


def test_rule_01_n_bodies_and_m_items_make_n_times_m_obligations_less_those_told_for_information() -> None:
    items = [Item("i1", "Rruga"), Item("i2", "Patrulla"), Item("i3", "Transporti")]
    pairs = spread(kinds()["remedy"], items, ELBASAN)
    assert len(pairs) == len(set(pairs)) == 3 * 4
    assert "njesia-administrative" not in {one.institution_id for one in pairs}
    check_addressees(kinds()["remedy"], ELBASAN, Setting())


def test_rule_02_a_changed_term_leaves_the_deadlines_of_letters_already_sent() -> None:
    now, then = term(30, valid_to=date(2026, 12, 31)), term(15, Unit.WORKING_DAYS, valid_from=date(2027, 1, 1))
    check_versions([now, then])
    sent = date(2026, 12, 20)
    before = due([delivered(sent)], CALENDAR, version_on([now], "reply", sent)).day
    assert due([delivered(sent)], CALENDAR, version_on([now, then], "reply", sent)).day == before == date(2027, 1, 19)
    assert version_on([now, then], "reply", date(2027, 1, 1)) is then


def test_rule_02_every_term_of_the_office_has_value_unit_start_event_basis_and_validity() -> None:
    entries = document("terms.yaml")["terms"]
    terms = [read_term(one) for one in entries]
    check_versions(terms)
    assert {kind.term for kind in kinds().values()} - {None} <= {one.key for one in terms}
    for missing in ("value", "unit", "start_event", "legal_basis", "roll_over"):
        with pytest.raises(ValueError, match=missing):
            read_term({field: value for field, value in entries[0].items() if field != missing})


def test_rule_03_the_day_of_the_event_is_not_counted_and_only_some_terms_roll_over() -> None:
    letter = [delivered(date(2026, 10, 29))]
    assert due(letter, CALENDAR, term(1)).day == date(2026, 10, 30)
    assert due(letter, CALENDAR, term(30)).day == date(2026, 11, 28), (
        "a Saturday and a holiday, and the term says nothing"
    )
    assert due(letter, CALENDAR, term(30, roll_over=RollOver.NEXT_WORKING_DAY)).day == date(2026, 12, 2)


def test_rule_04_no_reply_becomes_true_and_false_by_itself() -> None:
    facts = Facts(delivery=Delivery.DELIVERED)
    assert not no_reply(Facts(), DUE, DUE + 40 * DAY), "a letter that never left is never late"
    last_instant = first_instant_late(DUE) - timedelta(microseconds=1)
    assert not no_reply(facts, DUE, local_date(last_instant))
    assert no_reply(facts, DUE, local_date(first_instant_late(DUE)))
    facts = apply_reply(facts, ItemReply(Position.ACCEPTED, DUE + 12 * DAY))
    assert not no_reply(facts, DUE, DUE + 40 * DAY)
    assert reply_timeliness(facts, DUE, DUE + 40 * DAY) == Timeliness(Word.LATE, 12)
    assert "no_reply" not in set(Reply)


@pytest.mark.parametrize("notice", Notice)
def test_rule_05_an_acknowledgement_does_not_stop_the_clock(notice: Notice) -> None:
    facts = apply_notice(Facts(delivery=Delivery.DELIVERED), notice)
    assert not stops_clock(facts.reply)
    assert facts.answered_on is None
    assert no_reply(facts, DUE, DUE + DAY)


def test_rule_06_accepting_changes_no_compliance_value() -> None:
    before = Facts(assessed=Assessed.NOT, implemented_on=None)
    for position in Position:
        after = apply_reply(before, ItemReply(position, DUE, reasons=True, claimed=Claimed.IMPLEMENTED))
        assert (after.assessed, after.confirmed) == (before.assessed, before.confirmed)


def test_rule_07_implemented_needs_date_verifier_and_evidence_and_a_claim_stays_a_claim() -> None:
    claimed = apply_reply(Facts(), ItemReply(Position.ACCEPTED, DUE, claimed=Claimed.IMPLEMENTED))
    assert (claimed.claimed, claimed.assessed) == (Claimed.IMPLEMENTED, Assessed.NOT_ASSESSED)
    whole = Assessment(Assessed.IMPLEMENTED, on=DUE, verifier="zyrtar", evidence=1)
    for lacking in (replace(whole, on=None), replace(whole, verifier=None), replace(whole, evidence=0)):
        with pytest.raises(ContentViolation):
            apply_assessment(claimed, lacking, today=DUE)
    assert apply_assessment(claimed, whole, today=DUE).assessed is Assessed.IMPLEMENTED


def test_rule_08_in_process_needs_a_promise_and_a_next_check_and_shows_as_overdue_after_it() -> None:
    whole = Assessment(Assessed.IN_PROCESS, promised_date=DUE + 30 * DAY, next_check=DUE + 35 * DAY)
    for lacking in (replace(whole, promised_date=None), replace(whole, next_check=None)):
        with pytest.raises(ContentViolation):
            apply_assessment(Facts(), lacking, today=DUE)
    facts = apply_assessment(Facts(), whole, today=DUE)
    assert not check_is_overdue(facts, facts.promised_date, DUE + 30 * DAY)
    assert check_is_overdue(facts, facts.promised_date, DUE + 31 * DAY)


def test_rule_09_escalation_waits_for_refusal_insufficiency_or_the_end_of_the_term() -> None:
    ladder = ladders()["administrative"]
    running = Situation(DUE, DUE, BodyClass.AGENCY, Ground.SILENCE, superiors=("drejtoria",))
    assert not [one for one in offers(ladder, running, alternatives()) if one.on <= DUE]
    for state in (State.IN_PROCESS, State.REFUSED):
        said = replace(running, ground=ground_of(state), since=START, remindable=False)
        assert offers(ladder, said, alternatives()) == ()
        poor = replace(said, ground=ground_of(state, insufficient=True))
        check_rung(ladder, RungKey.HIERARCHICAL_SUPERIOR, poor, alternatives())


def test_rule_09_the_superior_is_that_of_the_day_and_a_municipality_is_told_the_lawful_alternatives() -> None:
    oversight = frozenset({Relation("bashkia", RelationKind.LEGALITY_OVERSIGHT, "prefekti")})
    assert superiors("bashkia", oversight) == ()
    refused = Situation(DUE, DUE, BodyClass.MUNICIPALITY, Ground.REFUSAL, START, remindable=False)
    with pytest.raises(RuleViolation) as told:
        check_rung(ladders()["administrative"], RungKey.HIERARCHICAL_SUPERIOR, refused, alternatives())
    assert told.value.code == "ladder.no_superior"
    assert {"municipal_council", "prefect", "assembly_report"} <= set(told.value.legal)


def test_rule_09_an_original_notice_to_the_superior_is_a_separate_act_allowed_at_once() -> None:
    below = Relation("zvap", RelationKind.HIERARCHICAL, "drap")
    setting = Setting(bodies_in_case=(("zvap", BodyClass.AGENCY),), relations=frozenset({below}))
    superior = [body("drap", "agency", "superior")]
    check_addressees(kinds()["superior_notice"], superior, setting)
    with pytest.raises(ContentViolation) as refused:
        check_addressees(kinds()["superior_notice"], superior, replace(setting, relations=frozenset()))
    assert refused.value.code == "addressee.not_superior"


def test_rule_10_no_report_to_the_assembly_while_an_earlier_term_runs_unless_overridden_with_a_reason() -> None:
    ladder = ladders()["administrative"]
    sent = Sent(RungKey.HIERARCHICAL_SUPERIOR, DUE, term_due=DUE + 30 * DAY)
    waiting = Situation(DUE + 30 * DAY, START, BodyClass.AGENCY, Ground.SILENCE, sent=(sent,))
    with pytest.raises(RuleViolation) as refused:
        check_rung(ladder, RungKey.ASSEMBLY_REPORT, waiting, alternatives())
    assert refused.value.code == "ladder.term_runs"
    check_rung(ladder, RungKey.ASSEMBLY_REPORT, waiting, alternatives(), override_reason="Rrezik për jetën")
    over = DUE + 31 * DAY
    assert waiting.calendar.is_free(over), "a Saturday: the report waits for the office's next working day too"
    with pytest.raises(RuleViolation) as refused:
        check_rung(ladder, RungKey.ASSEMBLY_REPORT, replace(waiting, today=over), alternatives())
    assert refused.value.code == "ladder.term_runs"
    monday = waiting.calendar.next_working(over)
    check_rung(ladder, RungKey.ASSEMBLY_REPORT, replace(waiting, today=monday), alternatives())


def test_rule_11_a_judicial_organ_is_made_known_to_the_competent_body_and_nothing_else() -> None:
    for key, kind in kinds().items():
        for body_class in ("court", "judicial_oversight"):
            addressed = [body("organi", body_class)]
            if (key, body_class) == ("judicial_notice", "judicial_oversight") or key == "judicial_information_request":
                check_addressees(kind, addressed, Setting())
                continue
            with pytest.raises(ContentViolation):
                check_addressees(kind, addressed, Setting())
    notice = kinds()["judicial_notice"]
    assert (notice.counts_in_compliance, notice.ladder, notice.publication) == (False, None, "never")
    silent = Situation(DUE + 99 * DAY, DUE, Reply.NONE, BodyClass.JUDICIAL_OVERSIGHT)
    assert offers(ladders()["administrative"], silent, alternatives()) == ()


@pytest.mark.parametrize("elsewhere", [one for one in Elsewhere if one is not Elsewhere.NONE])
@pytest.mark.parametrize("status", [one for one in Status if one not in {Status.CLOSED, Status.OPENED}])
def test_rule_12_a_matter_elsewhere_can_only_be_suspended_or_closed_and_its_authority_asked(
    status: Status, elsewhere: Elsewhere
) -> None:
    found = frozenset({Result.VIOLATION_FOUND})
    facts = CaseFacts(officer_assigned=True, results=found, issued_acts=1, elsewhere=elsewhere, reason="gjykatë")
    for outcome in Outcome:
        left = set(possible_steps(status, replace(facts, outcome=outcome)))
        assert left <= {Step.ASSIGN, Step.REQUEST_INFORMATION, Step.SUSPEND, Step.CLOSE}
        assert Step.REQUEST_INFORMATION in left
        assert (Step.CLOSE in left) is (outcome.value == elsewhere.value)
    if status is not Status.SUSPENDED:
        assert take(status, Step.SUSPEND, facts) is Status.SUSPENDED
    with pytest.raises(RuleViolation):
        check_not_barred(kinds()["remedy"], elsewhere)


def test_rule_18_every_percentage_states_unit_and_denominator_counts_sum_to_it_and_other_classes_are_out() -> None:
    answered = Row("R1", "i1", "bashkia", True, Delivery.DELIVERED, Reply.ACCEPTED, Assessed.IMPLEMENTED, DUE, DUE)
    rows = [replace(answered, item_id=f"i{n}") for n in range(3)]
    rows += [replace(answered, item_id=f"n{n}", reply=Reply.NONE, assessed=Assessed.NOT_ASSESSED) for n in range(4)]
    outside = [kind for kind in kinds().values() if not kind.counts_in_compliance]
    assert {kind.key for kind in outside} >= {
        "prosecution_referral",
        "judicial_notice",
        "litigation_advice",
        "law_reform",
    }
    rows += [replace(answered, act_id=kind.key, counts=kind.counts_in_compliance) for kind in outside]
    report = figures(rows, today=DUE + DAY)
    assert report.not_counted == len(outside)
    for whole in report.splits:
        assert sum(one.numerator or 0 for one in whole.shares) == whole.denominator
        assert all(one.percent == percent_of(one.numerator or 0, one.denominator or 0) for one in whole.shares)
        assert sum(one.percent or 0 for one in whole.historical) == 100
        assert {(one.unit, one.denominator) for one in whole.shares} == {(whole.unit, whole.denominator)}
    assert [whole.denominator for whole in report.splits] == [1, 7, 7]
    assert [whole.unit for whole in report.splits] == list(CountUnit)


def test_rule_18_the_same_question_about_a_past_period_has_the_same_answer_tomorrow() -> None:
    past = date(2026, 12, 31)
    known = History(
        "R1", "i1", "bashkia", counts=True, issued_on=START, entered_on=START, term=term(), ledger=[delivered(START)]
    )
    found = Fact(Found(Assessed.IMPLEMENTED), past, past + DAY)
    later = replace(known, assessments=[found], fell_on=past + 9 * DAY)
    rows = [row for row in (row_on(known, Asked(past, past)), row_on(later, Asked(past, past))) if row]
    assert rows[0] == rows[1]
    assert figures(rows[:1], today=past) == figures(rows[1:], today=past)


def test_rule_20_a_correction_is_a_new_entry_and_the_old_one_stays() -> None:
    wrong = entry(EntryKind.PAUSED, START + 3 * DAY)
    undone = entry(EntryKind.RESUMED, START + 3 * DAY, minute=1)
    ledger = (delivered(START), wrong)
    assert due((*ledger, undone), CALENDAR, term()).day == DUE
    with pytest.raises(AttributeError):
        wrong.effective = START  # type: ignore[misc]  # that it cannot be assigned is what is tried
    assert wrong.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)
