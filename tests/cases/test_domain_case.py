"""Every pair of status and step, every condition, every outcome."""

from dataclasses import replace
from itertools import product

import pytest

from services.cases.domain.case import (
    STEPS,
    Elsewhere,
    Origin,
    Outcome,
    Status,
    Step,
    Trigger,
    after,
    check_opening,
    legal_steps,
)
from services.cases.domain.case_conditions import CONDITIONS, OUTCOMES, CaseFacts, after_issue, possible_steps, take
from services.cases.domain.findings import Result
from services.cases.domain.standing import TABLE, Closing, State
from shared.rules import ContentViolation, RuleViolation

FOUND, NOT_FOUND = frozenset({Result.VIOLATION_FOUND}), frozenset({Result.VIOLATION_NOT_FOUND})
RESOLVED = frozenset({Result.RESOLVED_WITHOUT_RECOMMENDATION, Result.VIOLATION_NOT_FOUND})
READY = CaseFacts(officer_assigned=True, results=FOUND, issued_acts=1, reason="arsye")

#: The table once more, by hand and by row: a slip in the table shows as a difference here.
EXPECTED = {
    "opened": "assign>assigned suspend>suspended close>closed",
    "assigned": "assign>assigned investigate>under_investigation request_information>assigned suspend>suspended close>closed",
    "under_investigation": "assign>under_investigation request_information>under_investigation "
    "record_findings>findings_recorded suspend>suspended close>closed",
    "findings_recorded": "assign>findings_recorded investigate>under_investigation request_information>findings_recorded "
    "record_findings>findings_recorded recommend>pending_reply suspend>suspended close>closed",
    "pending_reply": "assign>pending_reply investigate>under_investigation request_information>pending_reply "
    "recommend>pending_reply monitor>monitoring suspend>suspended close>closed",
    "monitoring": "assign>monitoring investigate>under_investigation request_information>monitoring "
    "recommend>pending_reply suspend>suspended close>closed",
    "suspended": "assign>suspended request_information>suspended resume>under_investigation close>closed",
    "closed": "reopen>opened follow_up>monitoring",
}


@pytest.mark.parametrize(("status", "step"), list(product(Status, Step)))
def test_every_pair_of_status_and_step_does_what_the_table_says_or_is_refused(status: Status, step: Step) -> None:
    expected = dict(move.split(">") for move in EXPECTED[status].split())
    if step.value in expected:
        assert after(status, step) == expected[step.value]
        return
    with pytest.raises(RuleViolation) as refused:
        after(status, step)
    assert refused.value.code == "case.step_not_legal"
    assert set(refused.value.legal) == set(expected)


def test_every_status_is_reached_from_opened_and_leads_to_closed() -> None:
    def reach(status: Status, seen: frozenset[Status]) -> frozenset[Status]:
        for step in legal_steps(status):
            target = STEPS[status, step]
            if target not in seen:
                seen = reach(target, seen | {target})
        return seen

    assert reach(Status.OPENED, frozenset({Status.OPENED})) == set(Status)
    for status in Status:
        assert Status.CLOSED in reach(status, frozenset({status}))


def test_the_ordinary_life_of_a_case_from_opening_to_closing() -> None:
    facts = CaseFacts(officer_assigned=True)
    status = take(Status.OPENED, Step.ASSIGN, facts)
    status = take(status, Step.INVESTIGATE, facts)
    facts = replace(facts, results=FOUND)
    status = take(status, Step.RECORD_FINDINGS, facts)
    facts = replace(facts, issued_acts=1, replies_awaited=4, standing=frozenset({State.AWAITING_REPLY}))
    status = after_issue(status, facts)
    assert status is Status.PENDING_REPLY
    assert Step.MONITOR not in possible_steps(status, facts)
    facts = replace(facts, replies_awaited=0)
    status = take(status, Step.MONITOR, facts)
    with pytest.raises(RuleViolation, match="no obligation stands where its case may not close"):
        take(status, Step.CLOSE, replace(facts, outcome=Outcome.VIOLATION_FOUND_RECOMMENDED))
    facts = replace(facts, standing=frozenset(), outcome=Outcome.VIOLATION_FOUND_RECOMMENDED)
    assert take(status, Step.CLOSE, facts) is Status.CLOSED
    assert take(Status.CLOSED, Step.FOLLOW_UP, replace(facts, reason="fëmija thotë jo")) is Status.MONITORING
    assert take(Status.CLOSED, Step.REOPEN, replace(facts, reason="fakte të reja")) is Status.OPENED


@pytest.mark.parametrize(
    ("status", "step", "change", "code"),
    [
        (Status.OPENED, Step.ASSIGN, {"officer_assigned": False}, "case.no_officer"),
        (Status.ASSIGNED, Step.INVESTIGATE, {"officer_assigned": False}, "case.no_officer"),
        (Status.UNDER_INVESTIGATION, Step.RECORD_FINDINGS, {"results": frozenset()}, "case.no_finding"),
        (Status.FINDINGS_RECORDED, Step.RECOMMEND, {"results": NOT_FOUND}, "case.no_violation"),
        (Status.FINDINGS_RECORDED, Step.RECOMMEND, {"issued_acts": 0}, "case.no_act"),
        (Status.PENDING_REPLY, Step.MONITOR, {"replies_awaited": 1}, "case.reply_awaited"),
        (Status.MONITORING, Step.SUSPEND, {"reason": "  "}, "case.no_reason"),
        (Status.SUSPENDED, Step.RESUME, {"elsewhere": Elsewhere.PENDING_BEFORE_COURT}, "case.matter_elsewhere"),
        (Status.MONITORING, Step.CLOSE, {"outcome": None}, "case.no_outcome"),
        (
            Status.MONITORING,
            Step.CLOSE,
            {"outcome": Outcome.WITHDRAWN, "standing": frozenset({State.IN_PROCESS})},
            "case.obligation_open",
        ),
        (Status.CLOSED, Step.REOPEN, {"reason": ""}, "case.no_reason"),
        (Status.CLOSED, Step.FOLLOW_UP, {"issued_acts": 0}, "case.no_act"),
    ],
)
def test_a_step_whose_condition_does_not_hold_is_refused_by_name(
    status: Status, step: Step, change: dict[str, object], code: str
) -> None:
    facts = replace(READY, **change)  # type: ignore[arg-type]  # each case changes one fact
    with pytest.raises(RuleViolation) as refused:
        take(status, step, facts)
    assert refused.value.code == code
    assert step not in refused.value.legal
    assert step not in possible_steps(status, facts)


#: outcome → (facts that fit it, facts that do not)
OUTCOME_FACTS = {
    Outcome.VIOLATION_FOUND_RECOMMENDED: ({"issued_acts": 1}, {"results": RESOLVED}),
    Outcome.NO_VIOLATION: ({"issued_acts": 0, "results": NOT_FOUND}, {"issued_acts": 0, "results": RESOLVED}),
    Outcome.RESOLVED_WITHOUT_RECOMMENDATION: ({"issued_acts": 0, "results": RESOLVED}, {"issued_acts": 0}),
    Outcome.WITHDRAWN: ({"issued_acts": 0, "results": frozenset()}, {"issued_acts": 0}),
    Outcome.OVERTAKEN: (
        {"issued_acts": 0, "results": frozenset({Result.OVERTAKEN})},
        {"issued_acts": 0, "results": NOT_FOUND},
    ),
    Outcome.PENDING_BEFORE_COURT: (
        {"elsewhere": Elsewhere.PENDING_BEFORE_COURT},
        {"elsewhere": Elsewhere.DECIDED_BY_COURT},
    ),
    Outcome.DECIDED_BY_COURT: ({"elsewhere": Elsewhere.DECIDED_BY_COURT}, {"elsewhere": Elsewhere.NONE}),
    Outcome.PENDING_BEFORE_PROSECUTOR: ({"elsewhere": Elsewhere.PENDING_BEFORE_PROSECUTOR}, {}),
    Outcome.DECIDED_BY_PROSECUTOR: ({"elsewhere": Elsewhere.DECIDED_BY_PROSECUTOR}, {}),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_a_case_closes_only_with_an_outcome_that_fits_it(outcome: Outcome) -> None:
    fits, does_not = OUTCOME_FACTS[outcome]
    closing = replace(READY, outcome=outcome)
    assert take(Status.MONITORING, Step.CLOSE, replace(closing, **fits)) is Status.CLOSED  # type: ignore[arg-type]  # each case changes one fact
    with pytest.raises(RuleViolation) as refused:
        take(Status.MONITORING, Step.CLOSE, replace(closing, **does_not))  # type: ignore[arg-type]  # each case changes one fact
    assert refused.value.code == "case.outcome_does_not_fit"


def test_what_is_not_said_of_a_case_is_taken_as_absent() -> None:
    assert possible_steps(Status.OPENED, CaseFacts()) == ()
    assert possible_steps(Status.PENDING_REPLY, CaseFacts(issued_acts=1, results=FOUND)) == (
        Step.RECOMMEND,
        Step.MONITOR,
    )
    assert possible_steps(Status.MONITORING, CaseFacts(outcome=Outcome.OVERTAKEN)) == (Step.CLOSE,)


def test_every_step_and_every_outcome_has_its_conditions_written_down() -> None:
    assert set(CONDITIONS) == set(Step)
    assert set(OUTCOMES) == set(Outcome)


def test_an_act_that_no_court_bars_leaves_a_suspended_case_suspended() -> None:
    held = replace(READY, elsewhere=Elsewhere.PENDING_BEFORE_COURT)
    assert after_issue(Status.SUSPENDED, held) is Status.SUSPENDED
    assert after_issue(Status.FINDINGS_RECORDED, held) is Status.FINDINGS_RECORDED
    with pytest.raises(RuleViolation, match="cannot recommend"):
        after_issue(Status.OPENED, held)
    with pytest.raises(RuleViolation, match="cannot recommend"):
        after_issue(Status.UNDER_INVESTIGATION, READY)


def test_a_case_from_a_complaint_needs_one_and_own_initiative_needs_trigger_and_memo() -> None:
    check_opening(Origin.COMPLAINT, complaints=1, trigger=None, memo="", rights=["28"])
    check_opening(Origin.OWN_INITIATIVE, complaints=0, trigger=Trigger.MEDIA, memo="Vendim", rights=["19", "28.2"])
    tries = [
        ("rights", (Origin.COMPLAINT, 1, None, "", [])),
        ("complaints", (Origin.COMPLAINT, 0, None, "", ["28"])),
        ("trigger", (Origin.OWN_INITIATIVE, 0, None, "Vendim", ["28"])),
        ("memo", (Origin.OWN_INITIATIVE, 0, Trigger.TIP, " ", ["28"])),
    ]
    for field, (origin, complaints, trigger, memo, rights) in tries:
        with pytest.raises(ContentViolation) as refused:
            check_opening(origin, complaints=complaints, trigger=trigger, memo=memo, rights=rights)
        assert refused.value.field == field


@pytest.mark.parametrize("state", State)
def test_a_case_closes_over_each_state_as_the_table_says_and_over_silence_and_refusal_only_with_a_ground(
    state: State,
) -> None:
    facts = replace(READY, outcome=Outcome.VIOLATION_FOUND_RECOMMENDED, standing=frozenset({state, State.IMPLEMENTED}))
    decided = replace(facts, closing_ground="no_further_effect")
    if TABLE[state].may_close is Closing.NO:
        with pytest.raises(RuleViolation) as refused:
            take(Status.MONITORING, Step.CLOSE, decided)
        assert refused.value.code == "case.obligation_open"
        return
    if TABLE[state].may_close is Closing.AS_UNDELIVERED:
        on_it = replace(decided, ground_undelivered=True)
        assert take(Status.MONITORING, Step.CLOSE, on_it) is Status.CLOSED
        for lacking in (facts, decided, replace(on_it, reason=" "), replace(on_it, on_its_way=1)):
            with pytest.raises(RuleViolation) as refused:
                take(Status.MONITORING, Step.CLOSE, lacking)
            assert refused.value.code == "case.letter_undelivered"
        return
    assert take(Status.MONITORING, Step.CLOSE, decided) is Status.CLOSED
    if TABLE[state].may_close is Closing.BY_DECISION:
        for lacking, code in ((facts, "no_closing_ground"), (replace(decided, reason=" "), "no_closing_reason")):
            with pytest.raises(RuleViolation) as refused:
                take(Status.MONITORING, Step.CLOSE, lacking)
            assert refused.value.code == f"case.{code}"
            assert Step.CLOSE in refused.value.legal, "only what is written with it is missing"
    else:
        assert take(Status.MONITORING, Step.CLOSE, facts) is Status.CLOSED
