"""A consultation of children: prepared, its conditions recorded, opened by another person, answered in counts, closed; what is told of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation


class State(StrEnum):
    DRAFT = "draft"
    #: Its conditions are recorded, and nobody is asked yet.
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Answered:
    """So many gave one answer to one question. Nobody is named, and no sheet of answers is kept together."""

    question: str
    answer: str
    count: int


def check_state(state: State, wanted: State) -> None:
    """Raises `RuleViolation`."""
    if state is not wanted:
        raise RuleViolation(f"not possible when {state}", code="consultation.not_now", legal=(wanted.value,))


def check_conditions(written: Mapping[str, str], needed: Collection[str]) -> None:
    """Raises `ContentViolation` unless each of them is written down, and nothing else."""
    if set(written) != set(needed) or not all(text.strip() for text in written.values()):
        raise ContentViolation("write down each condition", code="consultation.conditions", field="conditions")


def check_opener(by: UUID, hands: Collection[UUID]) -> None:
    """Raises `RuleViolation` for who wrote it, or recorded its conditions."""
    if by in hands:
        raise RuleViolation("somebody else opens what you wrote", code="consultation.own_work")


def check_answers(answers: Sequence[Answered], questions: Collection[str], *, agreed: int, most: int) -> None:
    """Raises `ContentViolation`: no more children than the office can hear, and no more answers to a question than children who agreed."""
    if agreed > most:
        raise ContentViolation("more children than can be heard", code="consultation.too_many", field="agreed")
    pairs = [(one.question, one.answer) for one in answers]
    if len(set(pairs)) != len(pairs) or {one.question for one in answers} - set(questions):
        raise ContentViolation("not asked, or counted twice", code="consultation.answers", field="answers")
    for question in questions:
        if sum(one.count for one in answers if one.question == question) > agreed:
            raise ContentViolation("more answers than children", code="consultation.more_answers", field="answers")


def result(counts: Mapping[str, int], answers: Sequence[str], least: int) -> tuple[int, ...] | None:
    """The counts in the order of `answers`; None for fewer answers than are told."""
    found = tuple(counts.get(answer, 0) for answer in answers)
    return found if sum(found) >= least else None
