"""Files that a body hands in. They are never changed, and nobody else can name them."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.partners.actions import receipts
from services.partners.models import EvidenceFile
from services.partners.queries import wall
from services.partners.queries.wall import Own
from shared import audit
from shared.documents import Documents
from shared.events.documents.partners import FileName
from shared.files import taking
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
