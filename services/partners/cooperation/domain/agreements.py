"""An agreement: a draft until it is signed, then fixed; what stands against its signature."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation


@dataclass(frozen=True)
class Clause:
    """What one side took on, by when, and what shows it. `owed_by`: a body of the directory; `owed_by_actor`: another party; neither: the office."""

    text: str
    due: date
    evidence: str
    owed_by: UUID | None
    owed_by_actor: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An agreement as the rules see it. `bodies`, `actors`: its other parties; `hands`: who wrote anything of it; `kept`: the clauses that go on as
    they were in the version before.
    """

    clauses: Sequence[Clause]
    bodies: Collection[UUID]
    actors: Collection[UUID]
    until: date | None
    hands: Collection[UUID]
    kept: Collection[Clause] = ()


def check_open(signed_on: date | None) -> None:
    """Raises `RuleViolation`: what was signed is what everybody holds in their hands."""
    if signed_on is not None:
        raise RuleViolation("a signed agreement stays as it is", code="agreement.signed")


def check_parties(owing: Collection[UUID], bodies: Collection[UUID]) -> None:
    """Raises `ContentViolation` for a clause of a body that is no party to it."""
    if set(owing) - set(bodies):
        raise ContentViolation("its body is no party", code="agreement.not_party", field="clauses")


def check_one_side(clauses: Collection[Clause]) -> None:
    """Raises `ContentViolation` for a clause of two sides: each takes on its own."""
    if any(one.owed_by and one.owed_by_actor for one in clauses):
        raise ContentViolation("a clause is of one side", code="agreement.two_sides", field="clauses")


def check_owing(classes: Collection[str], owing: Collection[str]) -> None:
    """Raises `ContentViolation` for a clause of a body that nobody may press, or to which no letter about it goes."""
    if set(classes) - set(owing):
        raise ContentViolation("such a body owes no clause", code="agreement.not_owing", field="clauses")


def check_signed_on(signed_on: date, today: date) -> None:
    """Raises `ContentViolation`."""
    if signed_on > today:
        raise ContentViolation("the day is to come", code="agreement.to_come", field="signed_on")


def check_after(signed_on: date, before: date | None) -> None:
    """Raises `ContentViolation` for a version that was signed before the one that it amends."""
    if before is not None and signed_on < before:
        raise ContentViolation("before the version that it amends", code="agreement.before_amended", field="signed_on")


def against_signature(draft: Draft, by: UUID, signed_on: date) -> Iterator[RuleViolation]:
    """All that stands against it."""
    if by in draft.hands:
        yield RuleViolation("somebody else notes the signature of what you wrote", code="agreement.own_work")
    if not draft.bodies and not draft.actors:
        yield RuleViolation("it has nobody on the other side", code="agreement.no_party")
    if not draft.clauses:
        yield RuleViolation("nobody takes anything on", code="agreement.no_clause")
    if draft.until is not None and draft.until < signed_on:
        yield RuleViolation("it was over before it was signed", code="agreement.over")
    if any(one.due < signed_on for one in draft.clauses if one not in draft.kept):
        yield RuleViolation("a clause was due before it was signed", code="agreement.due_before")
