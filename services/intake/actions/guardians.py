"""A person in conflict with the child: from then on that person sees and receives nothing."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.models import Complaint, ErasedError, Vault
from services.intake.queries import work
from services.intake.schemas.decisions import Conflict
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import RuleViolation

_ASIDE = "complaint.contact_aside_sealed"


def is_guardian(role: str | None) -> bool:
    """Whether a role speaks for the child by law: a parent or a guardian."""
    return role is not None and bool(data.roles()[role]["represents_child"])


def mark_conflict(
    by: Principal, session: Session, vault: Vault, documents: Documents, complaint_id: UUID, conflict: Conflict
) -> Complaint:
    """Shut a person out, or let them in again. A parent or guardian shut out takes every other one along; the contact of
    whoever is shut out is sealed aside, where nobody who sends reaches it, and is there again once they are let in.

    Raises `RuleViolation` (409) for a role that cannot be in conflict: a child with itself, or a person who is not there.
    """
    complaint = work.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    who, in_conflict, guardians = conflict.who, conflict.in_conflict, _guardians(complaint)
    meant = guardians if who == "guardian" else _one_person(complaint, who, guardians)
    marks = (*(f"{whose}_in_conflict" for whose in sorted(meant)), "conflict_with_guardian")
    changes = audit.watched(complaint, *marks)
    for whose in meant:
        setattr(complaint, f"{whose}_in_conflict", in_conflict)
    # A child may have asked that guardians learn nothing: only the same mark takes that back, not one of a person.
    if who == "guardian" or (in_conflict and meant & guardians):
        complaint.conflict_with_guardian = in_conflict
    _place_contact(session, vault, documents, complaint)
    action = "complaint.conflict_marked" if in_conflict else "complaint.conflict_lifted"
    audit.record(session, by, action, "complaint", complaint.id, who=who, changes=changes())
    return complaint


def _guardians(complaint: Complaint) -> set[str]:
    roles = {"submitter": complaint.submitter_role, "representative": complaint.representative_role}
    return {whose for whose, role in roles.items() if is_guardian(role)}


def _one_person(complaint: Complaint, who: str, guardians: set[str]) -> set[str]:
    role: str | None = getattr(complaint, f"{who}_role")
    if role is None or not data.roles()[role]["can_conflict"]:
        raise RuleViolation("this role cannot be in conflict with the child", code="role_cannot_conflict")
    return guardians if who in guardians else {who}


def _place_contact(session: Session, vault: Vault, documents: Documents, complaint: Complaint) -> None:
    """In the store for whoever sends, or sealed in the row. The store is no part of the transaction: undone if that is."""
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if complaint.contact_of and complaint.contact_document and _is_shut_out(complaint, complaint.contact_of):
        aside = documents.set_aside(complaint.contact_document)
        complaint.contact_aside_sealed = key.seal_key(aside, _ASIDE, complaint.id)
        complaint.contact_aside_of = complaint.contact_of
        _where_rolled_back(session, lambda: documents.put_back(aside))
        documents.erase(complaint.contact_document)
        complaint.contact_document = complaint.contact_of = None
    elif complaint.contact_aside_sealed and not _is_shut_out(complaint, complaint.contact_aside_of or ""):
        name = documents.put_back(key.unseal_key(complaint.contact_aside_sealed, _ASIDE, complaint.id))
        _where_rolled_back(session, lambda: documents.erase(name))
        complaint.contact_document, complaint.contact_of = name, complaint.contact_aside_of
        complaint.contact_aside_sealed = complaint.contact_aside_of = None


def _is_shut_out(complaint: Complaint, whose: str) -> bool:
    return bool(getattr(complaint, f"{whose}_in_conflict"))


def _where_rolled_back(session: Session, undo: Callable[[], object]) -> None:
    event.listen(session, "after_rollback", lambda _session: undo(), once=True)
