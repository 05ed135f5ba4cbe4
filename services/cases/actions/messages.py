"""What the office writes to complainants; the words go to their mailbox in intake as a document."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Case, Complaint
from services.cases.models.cases import note
from services.cases.queries.visibility import find_case
from services.cases.schemas.cases import MessageBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplainantInformed
from shared.events.documents.cases import MailboxMessage
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def inform(
    by: Principal, session: Session, documents: Documents, case_id: UUID, wanted: MessageBody, *, now: datetime
) -> list[UUID]:
    """Write to the complainants of a case, or to those that are named; returns the complaints that were written to."""
    case = find_case(session, case_id, by, lock=True)
    known = complaints_of(session, case)
    if not known:
        raise RuleViolation("nobody complained in this case", code="case.no_complainant")
    chosen = known if wanted.complaints is None else list(wanted.complaints)
    for place, complaint_id in enumerate(chosen):
        if complaint_id not in known:
            raise ContentViolation("not of this case", code="complaint_unknown", field=f"complaints.{place}")
    tell(by, session, documents, case, chosen, MailboxMessage(text=wanted.text, language=wanted.language), now=now)
    case.unread_messages = 0
    session.flush()
    return chosen


def complaints_of(session: Session, case: Case) -> list[UUID]:
    statement = (
        select(Complaint.id).where(Complaint.case_id == case.id).order_by(Complaint.received_at, Complaint.reference)
    )
    return list(session.execute(statement).scalars())


def tell(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    complaints: Sequence[UUID],
    message: MailboxMessage,
    *,
    now: datetime,
) -> None:
    """A step of others. One document of its own for each mailbox: that one of them is erased must not take the other's."""
    for complaint_id in complaints:
        document = documents.keep(message)
        publish(
            session, ComplainantInformed(complaint_id=complaint_id, case_id=case.id, message=document), complaint_id
        )
        note(session, case.id, now, by.name, "complainant.informed", document, complaint=complaint_id)
        audit.record(session, by, "complainant.informed", "case", case.id, complaint=str(complaint_id))
