"""What the publisher of a stuck subject has of it: asked over the accounts, told within seconds (`accounts.of_subject`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import audit
from shared.messaging.accounts.sums import streams
from shared.messaging.accounts.tables import SubjectTold
from shared.messaging.accounts.wire import AskedForSubject, send
from shared.rules import RuleViolation


def ask(session: Session, service: str, stream: str, subject: UUID, by: str, *, now: datetime) -> None:
    """Ask the publisher of `stream`; it answers within seconds. Raises `RuleViolation` if this service does not hear that stream."""
    publisher = stream.partition(".")[0]
    if stream not in streams(publisher, service):
        raise RuleViolation("this service hears no such stream", code="stream_unknown")
    row = upsert(SubjectTold).values(stream=stream, subject=subject, asked_at=now)
    session.execute(row.on_conflict_do_update(index_elements=["stream", "subject"], set_={"asked_at": now}))
    send(session, service, publisher, AskedForSubject(stream=stream, subject=subject), now=now)
    audit.record(session, by, "subject.asked", "subject", f"{stream}/{subject}")
