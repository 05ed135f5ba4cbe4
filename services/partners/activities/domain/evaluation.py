"""What was answered before and after an activity, in counts, and what of it is told: nothing of few answers, so that nobody is recognised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.rules import ContentViolation


class Moment(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Answered:
    """So many gave one answer to one question."""

    question: str
    answer: str
    count: int


def check_answers(answered: Sequence[Answered]) -> None:
    """Raises `ContentViolation` where an answer is counted twice."""
    pairs = [(one.question, one.answer) for one in answered]
    if len(set(pairs)) != len(pairs):
        raise ContentViolation("counted twice", code="activity.counted_twice", field="answers")


def result(counts: Mapping[str, int], answers: Sequence[str], least: int) -> tuple[int, ...] | None:
    """The counts in the order of `answers`; None for fewer answers than are told."""
    found = tuple(counts.get(answer, 0) for answer in answers)
    return found if sum(found) >= least else None
