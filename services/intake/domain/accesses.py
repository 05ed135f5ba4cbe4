"""Opening a file that is somebody else's work: for a purpose, and only once another person has agreed."""

from uuid import UUID

from services.intake.domain.openings import Standing, may_open
from shared.rules import RuleViolation

#: The purpose for which who works on it asks too: to open something that was attached as it came, since it has no clean copy.
ORIGINAL = "original"


def check_asking(standing: Standing, *, spent: bool, purpose: str) -> None:
    """Raise `RuleViolation` for who needs to ask nobody, and for a file that was erased. `spent`: they opened as many as a day allows."""
    if standing.status == "erased":
        raise RuleViolation("the file was erased", code="erased")
    if purpose == ORIGINAL and not standing.let_in:
        return
    if standing.let_in or (may_open(standing) and not spent):
        raise RuleViolation("the file is open to you", code="access.not_needed", legal=("openings",))


def check_original(*, purpose: str | None) -> None:
    """Raise `RuleViolation` for an opening that another person did not agree to for this. `purpose`: that of what they agreed to, if any."""
    if purpose != ORIGINAL:
        raise RuleViolation("another person agrees to it first", code="original.not_agreed", legal=("accesses",))


def check_deciding(*, state: str, asked_by: UUID, by: UUID) -> None:
    """Raise `RuleViolation` for who asked, and for what is decided."""
    if state != "asked":
        raise RuleViolation("it is decided", code="already_decided")
    if asked_by == by:
        raise RuleViolation("another person decides", code="access.own_request")


def check_review(*, opener: UUID, agreed_by: UUID | None, by: UUID, reviewed: bool) -> None:
    """Raise `RuleViolation` for who opened the file, for who had agreed to it, and for what was looked at before."""
    if opener == by:
        raise RuleViolation("another person looks at it", code="review.own_opening")
    if agreed_by == by:
        raise RuleViolation("a person who had not agreed to it looks at it", code="review.own_agreement")
    if reviewed:
        raise RuleViolation("it was looked at", code="review.done")
