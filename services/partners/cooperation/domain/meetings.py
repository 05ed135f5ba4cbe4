"""Decisions of a meeting are tasks of the office: of a function, taken by a person, done with what shows it. What a body is to do is no decision here:
it is asked for by an act, or taken on in an agreement.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation


class Standing(StrEnum):
    """Where a decision stands on a day."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True)
class Task:
    """A decision as the rules see it. `function`: the role whose work it is; `owner`: who of it took it."""

    function: str
    owner: UUID | None
    due: date
    done_on: date | None

    def standing(self, today: date) -> Standing:
        if self.done_on is not None:
            return Standing.DONE
        return Standing.LATE if self.due < today else Standing.OPEN


def check_held_on(held_on: date, today: date) -> None:
    """Raises `ContentViolation` for a day to come."""
    if held_on > today:
        raise ContentViolation("the day is to come", code="meeting.to_come", field="held_on")


def check_due(due: date, held_on: date) -> None:
    """Raises `ContentViolation`."""
    if due < held_on:
        raise ContentViolation("due before it was decided", code="meeting.due_before", field="due")


def check_taking(task: Task, roles: Collection[str]) -> None:
    """Raises `RuleViolation` unless it is open, nobody has it, and it is of a function of who takes it."""
    if task.done_on is not None:
        raise RuleViolation("it is done", code="decision.done")
    if task.owner is not None:
        raise RuleViolation("somebody has it", code="decision.taken")
    if task.function not in roles:
        raise RuleViolation("it is of another function", code="decision.not_yours")


def check_doing(task: Task, by: UUID, done_on: date, held_on: date, today: date) -> None:
    """Raises `RuleViolation` unless it is open and of who does it, `ContentViolation` for a day that cannot be."""
    if task.done_on is not None:
        raise RuleViolation("it is done", code="decision.done")
    if task.owner != by:
        raise RuleViolation("whoever has it says that it is done", code="decision.not_yours")
    if not held_on <= done_on <= today:
        raise ContentViolation("between the meeting and today", code="decision.day", field="done_on")
