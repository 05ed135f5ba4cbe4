"""What the office makes of a body's correction of a draft finding: how it answers, and whether the answer of the visit changes."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from services.cases.visits.domain.answers import Value
from shared.rules import ContentViolation, RuleViolation


class Verdict(StrEnum):
    """Keys of outcomes.yaml, of the kind of act by which draft findings are sent."""

    TAKEN = "correction_taken"
    IN_PART = "correction_taken_in_part"
    NOT_TAKEN = "correction_not_taken"


#: What is recorded of a finding that its body did not correct.
NOTHING = "nothing_corrected"


def check_answer(verdict: Verdict, value: Value | None, words: str) -> None:
    """Refuses an answer without words, one that takes over nothing or leaves the finding as it was, and one that changes what was not
    taken over.
    """
    if not words.strip():
        raise ContentViolation("each correction is answered in words", code="correction.no_words", field="words")
    if verdict is Verdict.TAKEN and value in {None, Value.NOT_MET}:
        raise ContentViolation("how it is answered now", code="correction.needs_value", field="value")
    if verdict is Verdict.NOT_TAKEN and value is not None:
        raise ContentViolation("what is not taken over changes nothing", code="correction.no_value", field="value")


def check_over(waiting: Mapping[str, bool], *, silent: bool, due: date | None, today: date) -> None:
    """Refuses to conclude while a correction has no answer, and while its body still has time. `waiting`: of each finding whether one waits;
    `silent`: it has said nothing of one that is open; `due`: its last day, none before the letter arrived.
    """
    if open_ones := tuple(question for question, waits in waiting.items() if waits):
        raise RuleViolation("corrections wait for an answer", code="correction.unanswered", legal=open_ones)
    if silent and (due is None or today <= due):
        raise RuleViolation("the body has time to correct", code="correction.term_runs", legal=())
