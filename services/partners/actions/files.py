"""Files that a body hands in. They are never changed, and nobody else can name them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.actions import notices, receipts
from services.partners.actions.notices import Statement
from services.partners.domain import local_date
from services.partners.models import Dispatch, EvidenceFile, ProgressReport, Reply
from services.partners.queries import wall
from services.partners.queries.wall import Own
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import FileRefused
from shared.events.documents.partners import FileName, ProgressItemRecord, ProgressRecord, RepliedRecord, ReplyRecord
from shared.files import taking
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.uploads import Upload

MOST_FILES = 50


def store(by: Principal, session: Session, documents: Documents, sent: Upload, *, now: datetime) -> EvidenceFile:
    """Keep one file and the name that it was given, sealed. `sent` was taken by shared.files."""
    own = wall.own(session, by)
    file = EvidenceFile(
        id=uuid4(),
        institution_id=own.institution_id,
        dispatch_id=own.only,
        document=taking.keep(documents, "partners", sent),
        sha256=hashlib.sha256(sent.content).hexdigest(),
        media_type=sent.media_type,
        size=len(sent.content),
        named=documents.keep(FileName(name=sent.name)) if sent.name else None,
        by=by.name,
        received_at=receipts.second_of(now),
    )
    session.add(file)
    audit.record(session, by, "file.stored", "evidence_file", file.id, sha256=file.sha256, size=file.size)
    return file


def tell_refused(
    by: Principal, session: Session, documents: Documents, document: str, code: str, *, now: datetime
) -> None:
    """A file that was taken turned out to be opened by nobody: the body is mailed, and reads it at the letter for which it handed it in."""
    wall.as_office(session)
    file = session.execute(select(EvidenceFile).where(EvidenceFile.document == document)).scalar_one_or_none()
    if file is None:
        return
    letter = _letter_of(session, documents, file)
    act = letter.recommendation_id if letter else None
    told = FileRefused(file_id=file.id, institution_id=file.institution_id, recommendation_id=act, reason=code)
    if letter is not None:
        received = local_date(file.received_at).isoformat()
        details = {"file": str(file.id), "refused_for": code, "received_on": received}
        notices.hear(
            session,
            Statement("file_refused", letter.recommendation_id, file.institution_id, now, file.id, details=details),
        )
    publish(session, told, file.id)
    audit.record(session, by, "file.refused", "evidence_file", file.id, reason=code)


def _letter_of(session: Session, documents: Documents, file: EvidenceFile) -> Dispatch | None:
    """By the link that it came by, or by what was said with it; none while it is named by nothing that was sent."""
    if file.dispatch_id is not None:
        return session.get(Dispatch, file.dispatch_id)
    for dispatch_id, items in _said_by(session, documents, file.institution_id):
        if any(named.id == file.id for item in items for named in item.evidence):
            return session.get(Dispatch, dispatch_id)
    return None


def _said_by(
    session: Session, documents: Documents, institution_id: UUID
) -> Iterator[tuple[UUID, Sequence[RepliedRecord | ProgressItemRecord]]]:
    """Of each reply and report of a body its letter and its items."""
    for reply in session.execute(select(Reply).where(Reply.institution_id == institution_id)).scalars():
        yield reply.dispatch_id, documents.read(ReplyRecord, reply.document).items
    reports = select(ProgressReport).where(ProgressReport.institution_id == institution_id)
    for report in session.execute(reports).scalars():
        yield report.dispatch_id, documents.read(ProgressRecord, report.document).items


def attached(own: Own, evidence: list[tuple[UUID, ...]]) -> list[list[EvidenceFile]]:
    """The files named by each item. Raises `ContentViolation` for what is not this body's, as for what is not there."""
    if sum(map(len, evidence)) > MOST_FILES:
        raise ContentViolation(f"at most {MOST_FILES} files", code="too_many_files", field="items")
    named = {file_id for files in evidence for file_id in files}
    rows = own.session.execute(own.select(EvidenceFile).where(EvidenceFile.id.in_(named))).scalars()
    own_files = {row.id: row for row in rows}
    for item, files in enumerate(evidence):
        for place, file_id in enumerate(files):
            if file_id not in own_files or file_id in files[:place]:
                code = "file_twice" if file_id in own_files else "file_unknown"
                raise ContentViolation("no such file", code=code, field=f"items.{item}.evidence.{place}")
    return [[own_files[file_id] for file_id in files] for files in evidence]
