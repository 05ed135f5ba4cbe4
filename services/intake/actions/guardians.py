"""A submitter in conflict with the child: from then on that person sees and receives nothing."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.models import Complaint, ErasedError, lookup
from shared import audit
from shared.documents import Documents
from shared.rules import RuleViolation


def mark_conflict(
    session: Session, documents: Documents, complaint_id: UUID, *, in_conflict: bool, by: UUID
) -> Complaint:
    """Close the mailbox to whoever wrote, or open it again. The contact is destroyed for good.

    Raises `RuleViolation` (409) for a role that cannot be in conflict: a child with itself.
    """
    complaint = lookup.locked(session, complaint_id)
    if complaint.erased_at:
        raise ErasedError
    if not data.roles()[complaint.submitter_role]["can_conflict"]:
        raise RuleViolation("this role cannot be in conflict with the child", code="role_cannot_conflict")
    complaint.submitter_in_conflict = in_conflict
    if in_conflict:
        complaint.conflict_with_guardian = True
        if complaint.contact_document:
            # Before the commit: if that fails, nobody is written to, which is the safe side.
            documents.erase(complaint.contact_document)
            complaint.contact_document = None
    action = "complaint.conflict_marked" if in_conflict else "complaint.conflict_lifted"
    audit.record(session, f"staff:{by}", action, "complaint", complaint.id)
    return complaint
