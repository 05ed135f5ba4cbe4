"""How an agreement ends: by a person of the office and another, on a ground of the data, or by itself after its last day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: The ground of what ends by itself, that which names another agreement, and that of a version in whose place another was signed.
EXPIRED, REPLACED, AMENDED = "expired", "replaced", "amended"


class AgreementState(StrEnum):
    """Where an agreement stands on a day."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True)
class Life:
    """The days of an agreement; `ended_on`: the last one, as two people of the office noted it."""

    signed_on: date | None
    until: date | None
    ended_on: date | None

    def over_on(self, today: date) -> date | None:
        """Its last day, where that is over: as it was noted, or as it was signed."""
        if self.ended_on is not None:
            return self.ended_on
        return self.until if self.signed_on is not None and self.until is not None and self.until < today else None

    def state(self, today: date) -> AgreementState:
        if self.signed_on is None:
            return AgreementState.DRAFT
        return AgreementState.IN_FORCE if self.over_on(today) is None else AgreementState.ENDED


def check_in_force(life: Life, today: date) -> None:
    """Raises `RuleViolation` for a draft, and for what is over."""
    state = life.state(today)
    if state is AgreementState.DRAFT:
        raise RuleViolation("a draft does not end", code="agreement.draft")
    if state is AgreementState.ENDED:
        raise RuleViolation("it has ended", code="agreement.ended")


def check_day(life: Life, ended_on: date, today: date) -> None:
    """Raises `ContentViolation`."""
    if life.signed_on is None or not life.signed_on <= ended_on <= today:
        raise ContentViolation("between its signature and today", code="agreement.ending_day", field="ended_on")


def check_waiting(ending_on: date | None, *, waits: bool) -> None:
    """Raises `RuleViolation` unless an ending waits for a second person, or with `waits` false, none does."""
    if (ending_on is not None) is not waits:
        code = "agreement.ending_none" if waits else "agreement.ending_asked"
        raise RuleViolation("an ending waits, or none does", code=code)


def check_second(ending_by: UUID | None, by: UUID) -> None:
    """Raises `RuleViolation`."""
    if ending_by == by:
        raise RuleViolation("somebody else confirms what you wrote", code="agreement.ending_own")
