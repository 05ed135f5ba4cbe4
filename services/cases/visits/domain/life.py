"""The life of a visit: which step may follow which. What is not in the table is refused; docs/checklists.md is printed from it."""

from enum import StrEnum

from shared.rules import ContentViolation, RuleViolation


class State(StrEnum):
    PLANNED = "planned"
    PREPARED = "prepared"
    BEGUN = "begun"
    WITH_BODY = "with_body"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"


class Step(StrEnum):
    PREPARE = "prepare"
    TAKE_ALONG = "take_along"
    BEGIN = "begin"
    ANSWER = "answer"
    BRING_BACK = "bring_back"
    SEND_FINDINGS = "send_findings"
    ANSWER_CORRECTION = "answer_correction"
    CONCLUDE = "conclude"
    CALL_OFF = "call_off"


#: What opens a case, or is done in the one that was opened: not a monitor's to do.
IN_A_CASE = frozenset({Step.SEND_FINDINGS, Step.ANSWER_CORRECTION, Step.CONCLUDE})
#: The whole life of a visit. One that has begun is no longer called off: what was seen of it is concluded.
STEPS: dict[tuple[State, Step], State] = {
    (State.PLANNED, Step.PREPARE): State.PREPARED,
    # Again until it begins: the team or the checklist changes.
    (State.PREPARED, Step.PREPARE): State.PREPARED,
    # As a file that works where there is no network.
    (State.PREPARED, Step.TAKE_ALONG): State.PREPARED,
    (State.BEGUN, Step.TAKE_ALONG): State.BEGUN,
    (State.PREPARED, Step.BEGIN): State.BEGUN,
    (State.BEGUN, Step.ANSWER): State.BEGUN,
    (State.BEGUN, Step.BRING_BACK): State.BEGUN,
    # What comes too late is kept beside the visit and changes nothing of it.
    (State.WITH_BODY, Step.BRING_BACK): State.WITH_BODY,
    (State.CONCLUDED, Step.BRING_BACK): State.CONCLUDED,
    (State.CALLED_OFF, Step.BRING_BACK): State.CALLED_OFF,
    # What is not met may go to the body first, which corrects the facts in a term of its own.
    (State.BEGUN, Step.SEND_FINDINGS): State.WITH_BODY,
    (State.WITH_BODY, Step.ANSWER_CORRECTION): State.WITH_BODY,
    (State.WITH_BODY, Step.CONCLUDE): State.CONCLUDED,
    (State.BEGUN, Step.CONCLUDE): State.CONCLUDED,
    (State.PLANNED, Step.CALL_OFF): State.CALLED_OFF,
    (State.PREPARED, Step.CALL_OFF): State.CALLED_OFF,
}


def legal_steps(state: State) -> tuple[Step, ...]:
    """The steps that the table knows from here, in the order of Step."""
    return tuple(step for step in Step if (state, step) in STEPS)


def after(state: State, step: Step) -> State:
    """The state once the step is taken; refuses a step out of order and names the legal ones."""
    try:
        return STEPS[state, step]
    except KeyError:
        raise RuleViolation(
            f"a visit that is {state} cannot {step}", code="visit.step_not_legal", legal=legal_steps(state)
        ) from None


def check_reason(reason: str) -> None:
    """A visit is called off with a written reason."""
    if not reason.strip():
        raise ContentViolation("why it is called off is written down", code="visit.no_reason", field="reason")
