"""Erasure: the key of a complaint is destroyed, and with it all that a person said. What remains says only that it was."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.intake.actions import looks, marks
from services.intake.models import Access, Complaint, Evidence, Handover, Message, Question, Release, Vault
from services.intake.queries import lookup
from shared import audit
from shared.documents import DocumentMissingError, Documents
from shared.events.documents.cases import MailboxMessage
from shared.principal import Principal
from shared.rules import NotFound
from shared.witness import erasures

#: Why a file may be erased; the reason stands in the audit trail.
REASONS = ("retention_over", "asked_by_child", "asked_by_complainant", "court_order", "entered_in_error")


def erase(
    by: Principal, session: Session, documents: Documents, complaint_id: UUID, *, reason: str, now: datetime
) -> Complaint:
    """Destroy the key and the sealed values of a complaint. Again on an erased one it does nothing.

    A backup that is older still holds the wrapped key: what was erased since is erased again when a restore is declared. The
    neutral summary stays with the case. The codes of the child's profile stay, as those of place and matter do: figures of past
    periods must not change, no code leads to a person without the file, and a figure never shows a small number. What was released to a body is gone from the store: its page shows that it was. The letter of a
    handover stays, as acts do: it is the office's own text.
    """
    complaint = lookup.locked(session, complaint_id)
    if complaint.erased_at:
        return complaint
    looks.erased(session, complaint, now=now)
    marks.forget(session, Vault.carried_by(session), complaint_id)
    complaint.names_marked = True
    for document in _documents(session, documents, complaint):
        documents.erase(document)
    complaint.key_wrapped = complaint.receipt_waiting = complaint.receipt_hash = None
    complaint.identity_sealed = complaint.narrative_sealed = complaint.wanted_sealed = None
    complaint.named_bodies_sealed = complaint.urgency_reason_sealed = None
    complaint.contact_document = complaint.contact_aside_sealed = None
    complaint.status, complaint.erased_at = "erased", now
    session.execute(update(Message).where(Message.complaint_id == complaint_id).values(text_sealed=None, document=None))
    gone = {"document": None, "key_sealed": None, "description_sealed": None}
    session.execute(update(Evidence).where(Evidence.complaint_id == complaint_id).values(gone))
    taken_back = {"document": None, "reason_sealed": None}
    session.execute(update(Release).where(Release.complaint_id == complaint_id).values(taken_back))
    session.execute(update(Access).where(Access.complaint_id == complaint_id).values(reason_sealed=None, until=None))
    unsaid = {
        "released": None,
        "account_sealed": None,
        "agreement_sealed": None,
        "names_reason_sealed": None,
    }
    session.execute(update(Handover).where(Handover.complaint_id == complaint_id).values(unsaid))
    audit.record(session, by, "complaint.erased", "complaint", complaint_id, reason=reason)
    erasures.note(session, erasures.Erased("complaint", str(complaint_id), reason, now.isoformat()))
    return complaint


def erase_again(session: Session, documents: Documents, erased: erasures.Erased) -> None:
    """What came back with an older copy of the database; of a complaint that it does not hold there is nothing to erase."""
    witness, at = Principal("system:witness"), datetime.fromisoformat(erased.at)
    with suppress(NotFound):
        erase(witness, session, documents, UUID(erased.id), reason=erased.reason, now=at)


def _documents(session: Session, documents: Documents, complaint: Complaint) -> list[str]:
    """Those that hold something of a person, or were written for this one mailbox alone."""
    named = [complaint.contact_document]
    for column in (
        Evidence.document,
        Message.document,
        Question.asked,
        Release.document,
        Handover.released,
    ):
        named += session.execute(select(column).where(column.class_.complaint_id == complaint.id)).scalars()
    return [name for name in (*named, *_letters(session, documents, complaint)) if name]


def _letters(session: Session, documents: Documents, complaint: Complaint) -> list[str]:
    """The PDFs of what the office wrote."""
    of_messages = select(Message.document).where(Message.complaint_id == complaint.id, Message.document.is_not(None))
    names = [str(name) for name in session.execute(of_messages).scalars()]
    written = [one for name in names if (one := _read(documents, name))]
    return [one.pdf for one in written if isinstance(one.pdf, str)]


def _read(documents: Documents, name: str) -> MailboxMessage | None:
    """None of one that is gone: it was erased before an older copy of the database, which names it, came back."""
    try:
        return documents.read(MailboxMessage, name)
    except DocumentMissingError:
        return None
