"""The mailbox behind a receipt code. It never shows what the complainant said, nor a person's name: someone may be looking
over their shoulder.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.data import wording
from services.intake.domain.evidence import neutral_name
from services.intake.domain.terms import ADMISSIBILITY, local_day, term_on
from services.intake.models import Complaint, DataKey, Evidence, Message, Opening, Question, Vault
from services.intake.queries import lookup, releases
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.typed import load


def mailbox(
    session: Session, vault: Vault, documents: Documents, complaint_id: UUID, language: str | None
) -> dict[str, Any]:
    """Status, next date, messages and openings, in `language` or in that of the complaint. Raises `NotFound`."""
    complaint = lookup.complaint(session, complaint_id)
    chosen = language or complaint.language
    return {
        "reference": complaint.reference,
        "received_at": complaint.received_at,
        "language": complaint.language,
        "by_child": complaint.by_child,
        "status": {
            "code": complaint.status,
            "text": wording.status_text(complaint.status, chosen, by_child=complaint.by_child),
            "text_sq": wording.status_text(complaint.status, "sq", by_child=complaint.by_child),
            "text_en": wording.status_text(complaint.status, "en", by_child=complaint.by_child),
        },
        "next": _next(complaint),
        "messages": _messages(session, vault, documents, complaint, chosen),
        "questions": _questions(session, documents, complaint, chosen),
        "files": _files(session, complaint_id),
        "openings": _openings(session, complaint_id, chosen),
        "releases": _releases(session, complaint, chosen),
    }


def _next(complaint: Complaint) -> dict[str, Any] | None:
    if complaint.outcome:
        return None
    confirmed = term_on(data.terms(), ADMISSIBILITY, _counted_from(complaint)).confirmed
    return {
        "date": complaint.due_on,
        "text_sq": data.term_words(ADMISSIBILITY, "sq"),
        "text_en": data.term_words(ADMISSIBILITY, "en"),
        "confirmed": confirmed,
    }


def _counted_from(complaint: Complaint) -> date:
    return local_day(complaint.reopened_at) if complaint.reopened_at else complaint.received_on


def _messages(
    session: Session, vault: Vault, documents: Documents, complaint: Complaint, language: str
) -> list[dict[str, Any]]:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    statement = select(Message).where(Message.complaint_id == complaint.id).order_by(Message.at, Message.id)
    rows = session.execute(statement).scalars().all()
    bodies = lookup.institutions(
        session, [UUID(row.facts["institution_id"]) for row in rows if "institution_id" in row.facts]
    )
    return [
        {
            "id": row.id,
            "at": row.at,
            "from": row.sender,
            "kind": row.kind,
            "text": _shown(key, documents, bodies, complaint, row, language),
        }
        for row in rows
    ]


def _shown(
    key: DataKey,
    documents: Documents,
    bodies: Mapping[UUID, KnownInstitution],
    complaint: Complaint,
    row: Message,
    language: str,
) -> str | None:
    if row.sender == "complainant":
        return None
    if row.document:
        return str(documents.get_json(row.document)["text"])
    if row.kind == "decision":
        return str(key.unseal_json(row.text_sealed, "message.text_sealed", row.id)[language])
    if row.kind == "text":
        return key.unseal(row.text_sealed, "message.text_sealed", row.id)
    facts = load(wording.Facts, row.facts)
    body = bodies.get(facts.institution_id) if facts.institution_id else None
    name = body.name(language) if body else data.words(data.notices()["some_body"], "text", language)
    return wording.event_text(row.kind, facts, name, language, by_child=complaint.by_child)


def question(session: Session, documents: Documents, complaint_id: UUID, asked: Question) -> dict[str, Any]:
    """One question in the language of the complaint."""
    return _question(documents, asked, lookup.complaint(session, complaint_id).language)


def _questions(session: Session, documents: Documents, complaint: Complaint, language: str) -> list[dict[str, Any]]:
    statement = select(Question).where(Question.complaint_id == complaint.id).order_by(Question.at, Question.id)
    return [_question(documents, row, language) for row in session.execute(statement).scalars()]


def _question(documents: Documents, row: Question, language: str) -> dict[str, Any]:
    asked = documents.get_json(row.asked)
    return {
        "id": row.id,
        "at": row.at,
        "institution": data.words(asked, "institution", language),
        "text": data.words(asked, "text", language),
        "answer": row.answer,
    }


def _files(session: Session, complaint_id: UUID) -> list[dict[str, Any]]:
    statement = select(Evidence).where(Evidence.complaint_id == complaint_id).order_by(Evidence.number)
    rows = session.execute(statement).scalars()
    return [{"name": neutral_name(row.number, row.extension), "at": row.at, "size": row.size} for row in rows]


def _openings(session: Session, complaint_id: UUID, language: str) -> list[dict[str, Any]]:
    statement = select(Opening).where(Opening.complaint_id == complaint_id).order_by(Opening.at, Opening.id)
    return [
        {
            "at": row.at,
            "role": row.role,
            "role_text": data.words(data.opened_by()[row.role], "name", language),
            "reason": row.reason,
            "reason_text": data.words(data.opening_reasons()[row.reason], "seen", language),
        }
        for row in session.execute(statement).scalars()
    ]


def _releases(session: Session, complaint: Complaint, language: str) -> list[dict[str, Any]]:
    found = releases.seen_by_complainant(session, complaint)
    bodies = lookup.institutions(session, [row.institution_id for row in found])
    return [
        {
            "at": row.decided_at,
            "institution": bodies[row.institution_id].name(language),
            "data_text": ", ".join(data.words(data.releasable()[key], "name", language) for key in row.data),
        }
        for row in found
        if row.institution_id in bodies
    ]
