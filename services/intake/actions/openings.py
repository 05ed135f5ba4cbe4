"""Opening a sealed file: first the trace, then the words. No row, no plaintext."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.evidence import neutral_name
from services.intake.domain.openings import WINDOW, acting_role
from services.intake.models import Complaint, DataKey, ErasedError, Evidence, Message, Opening, Reopening, Vault
from services.intake.queries import lookup, walls
from shared import audit
from shared.rules import NotFound, RuleViolation


@dataclass(frozen=True)
class EvidenceFile:
    """What is needed to read one file of the evidence: its document, its key, and the name it goes out under."""

    id: UUID
    document: str
    key: bytes
    name: str
    media_type: str


def open_file(
    session: Session,
    vault: Vault,
    complaint_id: UUID,
    reason: str,
    note: str | None,
    *,
    by: UUID,
    roles: Collection[str],
    now: datetime,
) -> Opening:
    """Note that `by` opens the file, for whoever complained to see. Raises `RuleViolation` where none of `roles` may."""
    complaint = walls.complaint(session, complaint_id, by)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    role = acting_role(roles, complaint.status)
    opening_id = uuid4()
    opening = Opening(
        id=opening_id,
        complaint_id=complaint.id,
        at=now,
        staff_id=by,
        role=role,
        reason=reason,
        note_sealed=key.seal(note, "opening.note_sealed", opening_id) if note else None,
    )
    session.add(opening)
    lookup.note_first_look(session, complaint_id, now)
    audit.record(
        session, f"staff:{by}", "complaint.opened", "complaint", complaint.id, opening=str(opening_id), reason=reason
    )
    return opening


def show_file(session: Session, vault: Vault, complaint_id: UUID, *, by: UUID, now: datetime) -> dict[str, Any]:
    """Identity and words, to someone who has opened the file in the last 15 minutes; each showing is in the audit trail.

    The caller commits before it answers, so that nothing is shown that was not noted. Raises `RuleViolation` (409).
    """
    complaint = walls.complaint(session, complaint_id, by)
    opening = _current(session, complaint, by, now)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    audit.record(session, f"staff:{by}", "complaint.shown", "complaint", complaint.id, opening=str(opening.id))
    identity = key.unseal_json(complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    return {
        "id": opening.id,
        "at": opening.at,
        "until": opening.at + WINDOW,
        "role": opening.role,
        "reason": opening.reason,
        "identity": {name: identity.get(name) for name in ("submitter", "child", "representative")},
        "answers": identity["answers"],
        "narrative": key.unseal(complaint.narrative_sealed, "complaint.narrative_sealed", complaint.id),
        "wanted": key.unseal(complaint.wanted_sealed, "complaint.wanted_sealed", complaint.id),
        "named_bodies": key.unseal_json(complaint.named_bodies_sealed, "complaint.named_bodies_sealed", complaint.id)
        or [],
        "messages": _messages(session, key, complaint),
        "urgency_reason": key.unseal(complaint.urgency_reason_sealed, "complaint.urgency_reason_sealed", complaint.id),
        "files": _files(session, key, complaint),
        "openings": _openings(session, key, complaint),
        "reopenings": _reopenings(session, key, complaint),
    }


def open_evidence(
    session: Session, vault: Vault, complaint_id: UUID, evidence_id: UUID, *, by: UUID, now: datetime
) -> EvidenceFile:
    """What is needed to read a file of the evidence. Raises `RuleViolation` without an opening of the last 15 minutes."""
    complaint = walls.complaint(session, complaint_id, by)
    evidence = session.get(Evidence, evidence_id)
    if evidence is None or evidence.complaint_id != complaint.id:
        raise NotFound
    opening = _current(session, complaint, by, now)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if evidence.key_sealed is None or evidence.document is None:
        raise ErasedError
    audit.record(
        session, f"staff:{by}", "evidence.shown", "complaint", complaint.id, opening=str(opening.id),
        evidence=str(evidence.id),
    )  # fmt: skip
    return EvidenceFile(
        evidence.id,
        evidence.document,
        key.unseal_key(evidence.key_sealed, "evidence.key_sealed", evidence.id),
        neutral_name(evidence.number, evidence.extension),
        evidence.media_type,
    )


def _current(session: Session, complaint: Complaint, by: UUID, now: datetime) -> Opening:
    statement = select(Opening).where(
        Opening.complaint_id == complaint.id, Opening.staff_id == by, Opening.at > now - WINDOW
    )
    opening = session.execute(statement.order_by(Opening.at.desc()).limit(1)).scalar()
    if opening is None:
        raise RuleViolation("open the file first", code="not_opened", legal=("openings",))
    return opening


def _messages(session: Session, key: DataKey, complaint: Complaint) -> list[dict[str, Any]]:
    statement = select(Message).where(
        Message.complaint_id == complaint.id, Message.kind.in_(("text", "file", "decision"))
    )
    rows = session.execute(statement.order_by(Message.at, Message.id)).scalars()
    return [
        {
            "id": row.id,
            "at": row.at,
            "from": row.sender,
            "by": row.written_by,
            "kind": row.kind,
            "text": _text(key, row, complaint.language),
        }
        for row in rows
    ]


def _text(key: DataKey, row: Message, language: str) -> str:
    if row.kind == "decision":
        texts: dict[str, str] = key.unseal_json(row.text_sealed, "message.text_sealed", row.id)
        return texts[language]
    return key.unseal(row.text_sealed, "message.text_sealed", row.id) or ""


def _files(session: Session, key: DataKey, complaint: Complaint) -> list[dict[str, Any]]:
    statement = select(Evidence).where(Evidence.complaint_id == complaint.id).order_by(Evidence.number)
    found = []
    for row in session.execute(statement).scalars():
        described = key.unseal_json(row.description_sealed, "evidence.description_sealed", row.id)
        found.append(
            {
                "id": row.id,
                "at": row.at,
                "name": neutral_name(row.number, row.extension),
                "original_name": described["name"],
                "sha256": described["sha256"],
                "media_type": row.media_type,
                "size": row.size,
            }
        )
    return found


def _openings(session: Session, key: DataKey, complaint: Complaint) -> list[dict[str, Any]]:
    statement = select(Opening).where(Opening.complaint_id == complaint.id).order_by(Opening.at, Opening.id)
    return [
        {
            "at": row.at,
            "by": row.staff_id,
            "role": row.role,
            "reason": row.reason,
            "note": key.unseal(row.note_sealed, "opening.note_sealed", row.id),
        }
        for row in session.execute(statement).scalars()
    ]


def _reopenings(session: Session, key: DataKey, complaint: Complaint) -> list[dict[str, Any]]:
    statement = select(Reopening).where(Reopening.complaint_id == complaint.id).order_by(Reopening.at, Reopening.id)
    return [
        {
            "at": row.at,
            "by": row.by,
            "reason": row.reason,
            "note": key.unseal(row.note_sealed, "reopening.note_sealed", row.id),
        }
        for row in session.execute(statement).scalars()
    ]
