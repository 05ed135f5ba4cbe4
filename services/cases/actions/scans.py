"""Letters on paper, scanned: kept sealed, never changed, and given back to those who may see the act."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases.models import Scan
from services.cases.queries.visibility import find_act
from shared import audit
from shared.documents import Documents
from shared.events.documents.partners import EvidenceRecord, FileName, PostRecord
from shared.files import taking
from shared.principal import Principal
from shared.rules import NotFound
from shared.uploads import Upload

#: What a scanner makes, as shared.uploads names the kinds.
TAKEN = ("pdf", "jpg", "png")


def store(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    sent: Upload,
    *,
    now: datetime,
    slip: bool = False,
) -> Scan:
    """Keep a scan for an act that `by` may see, and the name that it was given. `sent` was taken by shared.files; `slip`: it shows a
    delivery, and nothing of what was done. Raises `NotFound`.
    """
    act, _case = find_act(session, act_id, by)
    scan = Scan(
        id=uuid4(),
        recommendation_id=act.id,
        document=taking.keep(documents, "cases", sent),
        sha256=hashlib.sha256(sent.content).hexdigest(),
        media_type=sent.media_type,
        size=len(sent.content),
        slip=slip,
        named=documents.keep(FileName(name=sent.name)) if sent.name else None,
        by=by.person,
        at=now,
    )
    session.add(scan)
    session.flush()
    audit.record(session, by, "scan.stored", "recommendation", act.id, scan=str(scan.id), sha256=scan.sha256)
    return scan


def read(by: Principal, session: Session, scan_id: UUID) -> Scan:
    """A scan of an act that `by` may see; the reading is noted. Raises `NotFound`, the same for one of another's case."""
    scan = session.get(Scan, scan_id)
    if scan is None:
        raise NotFound
    find_act(session, scan.recommendation_id, by)
    audit.record(session, by, "scan.read", "recommendation", scan.recommendation_id, scan=str(scan.id))
    return scan


def keep_slip(session: Session, act_id: UUID, written: PostRecord, proof: EvidenceRecord, now: datetime) -> UUID:
    """A step of others: the proof of a delivery as a scan of the act, by which those who see the act may open it; returns its id."""
    scan = Scan(
        recommendation_id=act_id,
        document=proof.document,
        sha256=proof.sha256,
        media_type=proof.media_type,
        size=proof.size,
        slip=True,
        by=written.by,
        at=now,
    )
    session.add(scan)
    session.flush()
    return scan.id
