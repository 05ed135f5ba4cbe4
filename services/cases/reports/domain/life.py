"""The life of a report: which step may follow which. What is not in the table is refused."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation


class State(StrEnum):
    DRAFT = "draft"
    FROZEN = "figures_frozen"
    PROOFREAD = "proofread"
    APPROVED = "approved"
    FILED = "filed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    WRITE = "write"
    FREEZE = "freeze"
    PROOFREAD = "proofread"
    APPROVE = "approve"
    REWORK = "rework"
    FILE = "file"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.WRITE): State.DRAFT,
    (State.DRAFT, Step.FREEZE): State.FROZEN,
    # Again with another day of knowing: the rows before stay, and the page says what is different.
    (State.FROZEN, Step.FREEZE): State.FROZEN,
    (State.FROZEN, Step.PROOFREAD): State.PROOFREAD,
    (State.FROZEN, Step.REWORK): State.DRAFT,
    (State.PROOFREAD, Step.APPROVE): State.APPROVED,
    (State.PROOFREAD, Step.REWORK): State.DRAFT,
    (State.APPROVED, Step.REWORK): State.DRAFT,
    (State.APPROVED, Step.FILE): State.FILED,
    (State.APPROVED, Step.PUBLISH): State.PUBLISHED,
    (State.FILED, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.WITHDRAW): State.WITHDRAWN,
}
#: What opens a case and drafts an act, which is not a monitor's to do.
IN_A_CASE = frozenset({Step.FILE})


def legal_steps(state: State, *, is_filed: bool) -> tuple[Step, ...]:
    """The steps from here; `is_filed`: the kind goes to the Assembly before anybody reads it."""
    return tuple(step for step in Step if (state, step) in STEPS and not _of_other_kinds(state, step, is_filed))


def after(state: State, step: Step, *, is_filed: bool) -> State:
    """The state once the step is taken; refuses a step out of order and names the legal ones."""
    if step not in legal_steps(state, is_filed=is_filed):
        legal = legal_steps(state, is_filed=is_filed)
        raise RuleViolation(f"a report that is {state} cannot {step}", code="report.step_not_legal", legal=legal)
    return STEPS[state, step]


def _of_other_kinds(state: State, step: Step, is_filed: bool) -> bool:
    return (step is Step.FILE and not is_filed) or ((state, step) == (State.APPROVED, Step.PUBLISH) and is_filed)


def check_period(first: date, last: date, today: date, *, whole_years: bool) -> None:
    """Raises `ContentViolation` for a period that is not over or is none, and for another than a calendar year where it must be one."""
    if last < first:
        raise ContentViolation("it ends before it begins", code="report.period_backwards", field="last")
    if last >= today:
        raise ContentViolation("a period that is over", code="report.period_not_over", field="last")
    if whole_years and (first, last) != (date(first.year, 1, 1), date(first.year, 12, 31)):
        raise ContentViolation("a calendar year", code="report.not_a_year", field="first")


def check_day(on: date, today: date) -> None:
    """What is counted today is another thing tomorrow. Raises `ContentViolation`."""
    if on >= today:
        raise ContentViolation("a day that is over", code="report.day_not_over", field="on")


def check_county(county: str | None, counties: Collection[str], *, wanted: bool) -> None:
    """Raises `ContentViolation` where a county is missing, unknown, or named in vain."""
    if wanted and county not in counties:
        raise ContentViolation("which county it is about", code="report.no_county", field="county")
    if not wanted and county is not None:
        raise ContentViolation("it is about no county", code="report.county_in_vain", field="county")


def check_second(by: UUID, hands: Collection[str]) -> None:
    """Raises `RuleViolation` for who wrote anything of it."""
    if str(by) in set(hands):
        raise RuleViolation("somebody else approves what you wrote", code="report.own_work")


def check_seen(seen: str, digest: str) -> None:
    """Raises `RuleViolation` where what was read is another than what stands."""
    if seen != digest:
        raise RuleViolation("it is another by now", code="report.other_content")
