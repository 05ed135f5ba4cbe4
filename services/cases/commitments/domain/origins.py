"""What the Assembly made of a recommendation of the office: a task of the government that says the same, or less, or none at all."""

from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation


class Fidelity(StrEnum):
    SAME = "same"
    MODIFIED = "modified"
    DERIVED = "derived"
    NOT_TAKEN_UP = "not_taken_up"


def check_origin(fidelity: Fidelity, commitment: UUID | None, source: str) -> None:
    """A task there is, or it was not taken up; either can be read somewhere."""
    if (fidelity is Fidelity.NOT_TAKEN_UP) is not (commitment is None):
        raise ContentViolation("a task, or that there is none", code="commitment.task_or_none", field="fidelity")
    if not source.strip():
        raise ContentViolation("where it was read", code="commitment.no_source", field="source")
