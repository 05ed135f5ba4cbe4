"""The life of an issue: drafted by some, approved by another, perhaps withdrawn; and what stands against a step."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: Both languages have an introduction: a reader gets an issue in theirs.
LANGUAGES = ("sq", "en")


class State(StrEnum):
    DRAFT = "draft"
    OUT = "out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Stands:
    """An issue as the rules see it. `hands`: who wrote anything of it."""

    state: State
    hands: frozenset[UUID] = frozenset()


def check_period(until: date, last: date | None, today: date) -> None:
    """`until`: the last day that is told; `last`: that of the issue before. Raises `ContentViolation` for a day to come, or that was told."""
    if until > today:
        raise ContentViolation("the day is to come", code="issue.to_come", field="until")
    if last is not None and until <= last:
        raise ContentViolation("the issue before told of it", code="issue.told_already", field="until")


def check_draft(stands: Stands) -> None:
    """Raises `RuleViolation` once it was approved."""
    if stands.state is not State.DRAFT:
        raise RuleViolation("it is out", code="issue.not_a_draft")


def check_out(stands: Stands) -> None:
    """Raises `RuleViolation` for what is not out."""
    if stands.state is not State.OUT:
        raise RuleViolation("it is not out", code="issue.not_out")


def against_approval(stands: Stands, by: UUID, texts: Mapping[str, str], told: int) -> Iterator[RuleViolation]:
    """All that stands against it. `texts`: introductions by language; `told`: how many items readers would see."""
    if by in stands.hands:
        yield RuleViolation("somebody else approves what you wrote", code="issue.own_work")
    if any(not texts.get(language, "").strip() for language in LANGUAGES):
        yield RuleViolation("an introduction in both languages", code="issue.no_introduction")
    if told == 0:
        yield RuleViolation("nothing to tell", code="issue.nothing")


def check_items(given: Collection[UUID], items: Collection[UUID]) -> None:
    """Raises `ContentViolation` for what is not in the draft."""
    if not set(given) <= set(items):
        raise ContentViolation("no such item", code="issue.no_such_item", field="left_out")
