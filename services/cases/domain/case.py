"""The life of a case: which step may follow which, and how a case begins.

The table is the whole of it: docs/states.md is printed from it, so that a jurist can correct it there. What must be true
for a step besides stands in case_conditions.py.
"""

from collections.abc import Collection
from enum import StrEnum

from shared.rules import ContentViolation, RuleViolation


class Status(StrEnum):
    OPENED = "opened"
    ASSIGNED = "assigned"
    UNDER_INVESTIGATION = "under_investigation"
    FINDINGS_RECORDED = "findings_recorded"
    PENDING_REPLY = "pending_reply"
    MONITORING = "monitoring"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Stage(StrEnum):
    """How far the work on a case has come, as whoever complained is told it; that it was closed is told with its outcome."""

    OPENED = "opened"
    INVESTIGATED = "investigated"
    FOUND = "found"
    RECOMMENDED = "recommended"
    MONITORED = "monitored"
    PAUSED = "paused"


#: Who works on it is no news.
STAGES = {
    Status.OPENED: Stage.OPENED,
    Status.ASSIGNED: Stage.OPENED,
    Status.UNDER_INVESTIGATION: Stage.INVESTIGATED,
    Status.FINDINGS_RECORDED: Stage.FOUND,
    Status.PENDING_REPLY: Stage.RECOMMENDED,
    Status.MONITORING: Stage.MONITORED,
    Status.SUSPENDED: Stage.PAUSED,
}


class Step(StrEnum):
    ASSIGN = "assign"
    INVESTIGATE = "investigate"
    REQUEST_INFORMATION = "request_information"
    RECORD_FINDINGS = "record_findings"
    RECOMMEND = "recommend"
    MONITOR = "monitor"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    FOLLOW_UP = "follow_up"


#: Steps that take up again what was closed, as whoever complained is told them.
AGAIN = {Step.REOPEN: "reopened", Step.FOLLOW_UP: "followed_up"}


class Elsewhere(StrEnum):
    """Whether a court or a prosecutor has the matter, or has decided it."""

    NONE = "none"
    PENDING_BEFORE_COURT = "pending_before_court"
    DECIDED_BY_COURT = "decided_by_court"
    PENDING_BEFORE_PROSECUTOR = "pending_before_prosecutor"
    DECIDED_BY_PROSECUTOR = "decided_by_prosecutor"


class Outcome(StrEnum):
    """Why a case is closed. The last four carry the word of Elsewhere that is their ground."""

    VIOLATION_FOUND_RECOMMENDED = "violation_found_recommended"
    NO_VIOLATION = "no_violation"
    RESOLVED_WITHOUT_RECOMMENDATION = "resolved_without_recommendation"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    PENDING_BEFORE_COURT = "pending_before_court"
    DECIDED_BY_COURT = "decided_by_court"
    PENDING_BEFORE_PROSECUTOR = "pending_before_prosecutor"
    DECIDED_BY_PROSECUTOR = "decided_by_prosecutor"


class Origin(StrEnum):
    COMPLAINT = "complaint"
    OWN_INITIATIVE = "own_initiative"


class Trigger(StrEnum):
    """What made the office act on its own (law 8454, art. 13: a case made public)."""

    MEDIA = "media"
    REPORT = "report"
    INSPECTION = "inspection"
    PATTERN = "pattern"
    ASSEMBLY_REQUEST = "assembly_request"
    TIP = "tip"
    OWN_OBSERVATION = "own_observation"


_WITH_OFFICER = (
    Status.ASSIGNED,
    Status.UNDER_INVESTIGATION,
    Status.FINDINGS_RECORDED,
    Status.PENDING_REPLY,
    Status.MONITORING,
    Status.SUSPENDED,
)

#: The whole life of a case. What is not in this table is refused.
STEPS: dict[tuple[Status, Step], Status] = {
    (Status.OPENED, Step.ASSIGN): Status.ASSIGNED,
    (Status.ASSIGNED, Step.INVESTIGATE): Status.UNDER_INVESTIGATION,
    (Status.FINDINGS_RECORDED, Step.INVESTIGATE): Status.UNDER_INVESTIGATION,
    (Status.PENDING_REPLY, Step.INVESTIGATE): Status.UNDER_INVESTIGATION,
    (Status.MONITORING, Step.INVESTIGATE): Status.UNDER_INVESTIGATION,
    (Status.UNDER_INVESTIGATION, Step.RECORD_FINDINGS): Status.FINDINGS_RECORDED,
    # One body after the other, and again where it came to the office's knowledge that it is otherwise.
    (Status.FINDINGS_RECORDED, Step.RECORD_FINDINGS): Status.FINDINGS_RECORDED,
    (Status.FINDINGS_RECORDED, Step.RECOMMEND): Status.PENDING_REPLY,
    (Status.PENDING_REPLY, Step.RECOMMEND): Status.PENDING_REPLY,
    (Status.MONITORING, Step.RECOMMEND): Status.PENDING_REPLY,
    (Status.PENDING_REPLY, Step.MONITOR): Status.MONITORING,
    # Where it is not known from where a case was suspended (`resumed`).
    (Status.SUSPENDED, Step.RESUME): Status.UNDER_INVESTIGATION,
    (Status.CLOSED, Step.REOPEN): Status.OPENED,
    (Status.CLOSED, Step.FOLLOW_UP): Status.MONITORING,
    **{(status, Step.ASSIGN): status for status in _WITH_OFFICER},
    **{(status, Step.REQUEST_INFORMATION): status for status in _WITH_OFFICER},
    **{
        (status, Step.SUSPEND): Status.SUSPENDED for status in Status if status not in {Status.SUSPENDED, Status.CLOSED}
    },
    **{(status, Step.CLOSE): Status.CLOSED for status in Status if status is not Status.CLOSED},
}


def resumed(stood: Status | None) -> Status:
    """Where a suspended case goes on: where it stood (none: that was not kept). One that nobody had is by then somebody's. If what the
    court did changes the findings, the officer investigates from there.
    """
    if stood is None:
        return STEPS[Status.SUSPENDED, Step.RESUME]
    return Status.ASSIGNED if stood is Status.OPENED else stood


def legal_steps(status: Status) -> tuple[Step, ...]:
    """The steps that the table knows from here, in the order of Step."""
    return tuple(step for step in Step if (status, step) in STEPS)


def after(status: Status, step: Step) -> Status:
    """The status once the step is taken; refuses a step out of order and names the legal ones."""
    try:
        return STEPS[status, step]
    except KeyError:
        raise RuleViolation(
            f"a case that is {status} cannot {step}", code="case.step_not_legal", legal=legal_steps(status)
        ) from None


def check_opening(
    origin: Origin, *, complaints: int, trigger: Trigger | None, memo: str, rights: Collection[str]
) -> None:
    """Refuses a case without what its origin needs: a complaint, or a trigger and a written memo of the decision.

    Each case names at least one article of the Convention on the Rights of the Child.
    """
    if not rights:
        raise ContentViolation("a case names at least one right", code="case.no_right", field="rights")
    if origin is Origin.COMPLAINT and complaints < 1:
        raise ContentViolation("no complaint is named", code="case.no_complaint", field="complaints")
    if origin is Origin.OWN_INITIATIVE and trigger is None:
        raise ContentViolation("what made the office act is named", code="case.no_trigger", field="trigger")
    if origin is Origin.OWN_INITIATIVE and not memo.strip():
        raise ContentViolation("the decision to act is written down", code="case.no_memo", field="memo")
