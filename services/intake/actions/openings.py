"""Opening a sealed file: first the trace, then the words. No row, no plaintext."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.actions import budgets as spending
from services.intake.actions import looks
from services.intake.domain.accesses import ORIGINAL, check_original
from services.intake.domain.evidence import neutral_name, place
from services.intake.domain.openings import WINDOW, acting_role, works_on
from services.intake.domain.terms import local_day
from services.intake.models import Access, Complaint, DataKey, ErasedError, Evidence, Opening, Reopening, Vault
from services.intake.queries import budgets, mailbox, walls, work
from services.intake.schemas import files
from services.intake.schemas.files import Description, NewOpening
from services.intake.schemas.identity import SealedIdentity
from shared import audit, metrics
from shared.documents import Documents
from shared.files.copies import Box
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.typed import filled


@dataclass(frozen=True)
class EvidenceFile:
    """What is needed to read one file of the evidence: its document, its key, and the name it goes out under."""

    document: str
    box: Box
    name: str
    media_type: str


def open_file(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewOpening, *, now: datetime
) -> Opening:
    """Note that `by` opens the file, for whoever complained to see; of who was let in, with the purpose that was agreed to. Raises `RuleViolation`, and `NotAllowed` where it is not their work."""
    complaint = walls.complaint(session, complaint_id, by.person)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    standing = work.standing(session, complaint, by, now)
    role = acting_role(standing)
    held, spent = work.let_in_by(session, complaint, by, now), budgets.is_spent(session, by.person, local_day(now))
    own = works_on(standing) and not (held and (spent or held.purpose == ORIGINAL))
    access = None if own else held
    spending.spend(session, by.person, let_in=not own, now=now)
    opening_id = uuid4()
    opening = Opening(
        id=opening_id,
        complaint_id=complaint.id,
        at=now,
        staff_id=by.person,
        role=role,
        reason=access.purpose if access else new.reason,
        access_id=access.id if access else None,
        note_sealed=key.seal(new.note, "opening.note_sealed", opening_id) if new.note else None,
        session_id=by.session_id,
    )
    session.add(opening)
    looks.opened(session, complaint_id, now=now)
    metrics.OPENINGS.inc()
    audit.record(
        session, by, "complaint.opened", "complaint", complaint.id, opening=str(opening_id), reason=opening.reason
    )
    return opening


def show_file(
    by: Principal, session: Session, vault: Vault, documents: Documents, complaint_id: UUID, *, now: datetime
) -> files.OpenedFile:
    """Identity and words, to someone who has opened the file in this log-in in the last 15 minutes; each showing is in the audit trail.

    The caller commits before it answers, so that nothing is shown that was not noted. Raises `RuleViolation` (409).
    """
    complaint = walls.complaint(session, complaint_id, by.person)
    opening = _current(by, session, complaint, now)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    audit.record(session, by, "complaint.shown", "complaint", complaint.id, opening=str(opening.id))
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    named = key.unseal_json(complaint.named_bodies_sealed, "complaint.named_bodies_sealed", complaint.id)
    return files.OpenedFile(
        id=opening.id,
        at=opening.at,
        until=opening.at + WINDOW,
        role=opening.role,
        reason=opening.reason,
        identity=filled(files.Identity, identity),
        answers=identity.answers,
        narrative=key.unseal(complaint.narrative_sealed, "complaint.narrative_sealed", complaint.id) or "",
        wanted=key.unseal(complaint.wanted_sealed, "complaint.wanted_sealed", complaint.id),
        urgency_reason=key.unseal(complaint.urgency_reason_sealed, "complaint.urgency_reason_sealed", complaint.id),
        named_bodies=tuple(named or ()),
        messages=_messages(session, key, documents, complaint),
        files=_files(session, key, complaint),
        openings=_openings(session, key, complaint),
        reopenings=_reopenings(session, key, complaint),
    )


def open_evidence(
    by: Principal,
    session: Session,
    vault: Vault,
    complaint_id: UUID,
    evidence_id: UUID,
    *,
    now: datetime,
    original: bool = False,
) -> EvidenceFile:
    """What is needed to read a file of the evidence. Raises `RuleViolation` without an opening of the last 15 minutes, and for the
    `original` without one that another person agreed to for that.
    """
    complaint = walls.complaint(session, complaint_id, by.person)
    evidence = session.get(Evidence, evidence_id)
    if evidence is None or evidence.complaint_id != complaint.id:
        raise NotFound
    opening = _current(by, session, complaint, now)
    if original:
        access = session.get(Access, opening.access_id) if opening.access_id else None
        check_original(purpose=access.purpose if access else None)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if evidence.key_sealed is None or evidence.document is None:
        raise ErasedError
    audit.record(
        session, by, "evidence.shown", "complaint", complaint.id, opening=str(opening.id),
        evidence=str(evidence.id), original=original,
    )  # fmt: skip
    return EvidenceFile(
        evidence.document,
        box_of(key, evidence.id, evidence.key_sealed),
        neutral_name(evidence.number),
        evidence.media_type,
    )


def waiting_box(session: Session, vault: Vault, document: str) -> Box | None:
    """What the file of a document is sealed with; None for one that was erased, or whose taking in came to nothing."""
    row = session.execute(select(Evidence, Complaint).join(Complaint).where(Evidence.document == document)).first()
    if row is None or row.Evidence.key_sealed is None:
        return None
    key = vault.open(row.Complaint.id, row.Complaint.key_wrapped, row.Complaint.kek_id)
    return box_of(key, row.Evidence.id, row.Evidence.key_sealed)


def box_of(key: DataKey, evidence_id: UUID, key_sealed: bytes) -> Box:
    """What a file of the evidence is sealed with besides the store's own seal."""
    return Box(key.unseal_key(key_sealed, "evidence.key_sealed", evidence_id), place(evidence_id))


def _current(by: Principal, session: Session, complaint: Complaint, now: datetime) -> Opening:
    acting_role(work.standing(session, complaint, by, now))
    # A log-in that proved nothing opens nothing that another one of the same account opened.
    mine = (Opening.staff_id == by.person, Opening.session_id.is_not_distinct_from(by.session_id))
    statement = select(Opening).where(Opening.complaint_id == complaint.id, *mine, Opening.at > now - WINDOW)
    opening = session.execute(statement.order_by(Opening.at.desc()).limit(1)).scalar()
    if opening is None:
        raise RuleViolation("open the file first", code="not_opened", legal=("openings",))
    return opening


def _messages(
    session: Session, key: DataKey, documents: Documents, complaint: Complaint
) -> tuple[files.SealedMessage, ...]:
    written = mailbox.messages(session, key, documents, complaint, complaint.language)
    return tuple(filled(files.SealedMessage, one.row, by=one.row.written_by, text=one.text) for one in written)


def _files(session: Session, key: DataKey, complaint: Complaint) -> tuple[files.SealedFile, ...]:
    statement = select(Evidence).where(Evidence.complaint_id == complaint.id).order_by(Evidence.number)
    return tuple(_file(key, row) for row in session.execute(statement).scalars())


def _file(key: DataKey, row: Evidence) -> files.SealedFile:
    description = key.unseal_document(Description, row.description_sealed, "evidence.description_sealed", row.id)
    name = neutral_name(row.number, row.extension)
    return filled(files.SealedFile, row, name=name, original_name=description.name, sha256=description.sha256)


def _openings(session: Session, key: DataKey, complaint: Complaint) -> tuple[files.NotedOpening, ...]:
    statement = select(Opening).where(Opening.complaint_id == complaint.id).order_by(Opening.at, Opening.id)
    return tuple(
        filled(
            files.NotedOpening,
            row,
            by=row.staff_id,
            note=key.unseal(row.note_sealed, "opening.note_sealed", row.id),
        )
        for row in session.execute(statement).scalars()
    )


def _reopenings(session: Session, key: DataKey, complaint: Complaint) -> tuple[files.NotedReopening, ...]:
    statement = select(Reopening).where(Reopening.complaint_id == complaint.id).order_by(Reopening.at, Reopening.id)
    return tuple(
        filled(files.NotedReopening, row, note=key.unseal(row.note_sealed, "reopening.note_sealed", row.id))
        for row in session.execute(statement).scalars()
    )
