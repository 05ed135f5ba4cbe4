"""What the publisher of one subject has of it, for a person who looks at a subject that is stuck."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared.messaging.accounts.sums import streams
from shared.messaging.accounts.tables import SubjectTold, ToldRow
from shared.messaging.accounts.wire import PAGE, AskedForSubject, RowOfSubject, SubjectRows, send

_NEWEST = text(
    "SELECT message_id, type, epoch, sequence, encode(sha256(convert_to(payload, 'UTF8')), 'hex') AS digest FROM outbox"
    " WHERE stream = :stream AND subject = :subject ORDER BY epoch DESC, sequence DESC LIMIT :page"
)


def ask(session: Session, service: str, stream: str, subject: UUID, *, now: datetime) -> bool:
    """Ask the publisher of `stream`, which answers within seconds; False if this service does not hear that stream."""
    publisher = stream.partition(".")[0]
    if stream not in streams(publisher, service):
        return False
    row = upsert(SubjectTold).values(stream=stream, subject=subject, asked_at=now)
    session.execute(row.on_conflict_do_update(index_elements=["stream", "subject"], set_={"asked_at": now}))
    send(session, service, publisher, AskedForSubject(stream=stream, subject=subject), now=now)
    return True


def answer(session: Session, service: str, consumer: str, asked: AskedForSubject, *, now: datetime) -> None:
    """Tell `consumer` what our log has of a subject that it hears."""
    if asked.stream not in streams(service, consumer):
        return
    found = session.execute(_NEWEST, {"stream": asked.stream, "subject": asked.subject, "page": PAGE + 1}).all()
    rows = tuple(
        RowOfSubject(id=row.message_id, type=row.type, epoch=row.epoch, sequence=row.sequence, digest=row.digest)
        for row in reversed(found[:PAGE])
    )
    told = SubjectRows(stream=asked.stream, subject=asked.subject, complete=len(found) <= PAGE, rows=rows)
    send(session, service, consumer, told, now=now)


def note(session: Session, service: str, publisher: str, told: SubjectRows, *, now: datetime) -> None:
    """Keep the answer in the place of the one before."""
    if told.stream not in streams(publisher, service):
        return
    where = {"stream": told.stream, "subject": told.subject}
    session.execute(delete(ToldRow).filter_by(**where))
    if told.rows:
        rows = [
            {**where, "message_id": one.id, "type": one.type, "epoch": one.epoch, "sequence": one.sequence, "digest": one.digest}
            for one in told.rows
        ]  # fmt: skip
        session.execute(upsert(ToldRow).values(rows).on_conflict_do_nothing())
    row = upsert(SubjectTold).values(**where, asked_at=now, told_at=now, complete=told.complete)
    changed = {"told_at": now, "complete": told.complete}
    session.execute(row.on_conflict_do_update(index_elements=["stream", "subject"], set_=changed))
