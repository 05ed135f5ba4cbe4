"""Deciding what becomes of a complaint."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.data import wording
from services.intake.domain.decisions import Decision, check, check_joined
from services.intake.domain.names import Person, names_someone
from services.intake.domain.terms import local_day
from services.intake.models import Complaint, DataKey, ErasedError, Message, Vault, lookup
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplaintDecided
from shared.messaging.outbox import publish
from shared.rules import ContentViolation, RuleViolation

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def decide(
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    decision: Decision,
    *,
    urgency: str | None,
    urgency_reason: str | None,
    by: UUID,
    now: datetime,
) -> Complaint:
    """Decide once and for all, and tell the complainant in plain words.

    Raises `RuleViolation` (409) if it is decided or erased, `ContentViolation` (422) for what the decision lacks, for
    unknown bodies and complaints, and for a summary that names someone.
    """
    complaint = lookup.locked(session, complaint_id)
    if complaint.erased_at:
        raise ErasedError
    if complaint.outcome:
        raise RuleViolation("it is decided", code="already_decided")
    check(decision, data.outcomes()[decision.outcome]["needs"], data.grounds_on(local_day(now)))
    _check_known(session, complaint, decision)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if decision.summary:
        _check_summary(session, key, complaint, decision)
        complaint.summary_document = documents.put_json({"summary": decision.summary, "language": decision.language})
    _set_urgency(key, complaint, urgency, urgency_reason)
    _note(complaint, decision, by, now)
    session.add(_told(session, key, complaint, decision, now))
    publish(session, ComplaintDecided, complaint.id, **_event(complaint, decision))
    audit.record(
        session, f"staff:{by}", "complaint.decided", "complaint", complaint.id, outcome=decision.outcome,
        ground=decision.ground or "",
    )  # fmt: skip
    return complaint


def _check_known(session: Session, complaint: Complaint, decision: Decision) -> None:
    asked = [(f"bodies.{index}", body) for index, body in enumerate(decision.bodies)]
    if decision.redirect_to:
        asked.append(("redirect_to", decision.redirect_to))
    lookup.require_known(session, asked)
    if decision.joined_to is None:
        return
    target = session.get(Complaint, decision.joined_to)
    if target is None or target.erased_at:
        raise ContentViolation("no such complaint", code="complaint_unknown", field="joined_to")
    check_joined(complaint.id, target_id=target.id, target_outcome=target.outcome)


def _check_summary(session: Session, key: DataKey, complaint: Complaint, decision: Decision) -> None:
    identity = key.unseal_json(complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    persons = [_person(identity["submitter"]), _person(identity["child"])]
    places = [word for body in lookup.institutions(session, decision.bodies).values() for word in _public(body.record)]
    places += lookup.municipality_words(session, complaint.municipality)
    if names_someone(decision.summary or "", persons, places):
        # Which word it was is not said: an answer that tells would tell it to whoever has not opened the file.
        raise ContentViolation("the summary names a person", code="summary_names_person", field="summary")


def _person(known: dict[str, Any]) -> Person:
    contact = known.get("contact") or {}
    loose = contact.get("other") or ""
    email = _EMAIL.search(loose)
    return Person(
        name=known.get("name") or "",
        phone=contact.get("phone") or loose,
        email=contact.get("email") or (email.group() if email else ""),
        address=f"{contact.get('address') or ''} {_EMAIL.sub('', loose)}",
    )


def _public(record: dict[str, Any]) -> list[str]:
    return [record.get(name) or "" for name in ("name_sq", "name_en", "seat", "municipality_name")]


def _set_urgency(key: DataKey, complaint: Complaint, urgency: str | None, reason: str | None) -> None:
    if urgency is None or urgency == complaint.urgency:
        return
    ranks = {level: entry["rank"] for level, entry in data.urgency_levels().items()}
    if ranks[urgency] < ranks[complaint.urgency] and not reason:
        raise ContentViolation("lowering it needs a reason", code="missing", field="urgency_reason")
    complaint.urgency = urgency
    if reason:
        complaint.urgency_reason_sealed = key.seal(reason, "complaint.urgency_reason_sealed", complaint.id)


def _note(complaint: Complaint, decision: Decision, by: UUID, now: datetime) -> None:
    complaint.outcome, complaint.ground = decision.outcome, decision.ground
    complaint.rights = list(decision.rights)
    complaint.decided_bodies = [str(body) for body in decision.bodies]
    complaint.joined_to, complaint.redirect_to = decision.joined_to, decision.redirect_to
    complaint.decided_at, complaint.decided_by = now, by
    if complaint.status == "received":
        complaint.status = decision.outcome


def _told(session: Session, key: DataKey, complaint: Complaint, decision: Decision, now: datetime) -> Message:
    """The message in both languages, in the words of today: what a person was told must not change with the data."""
    body = lookup.institutions(session, [decision.redirect_to] if decision.redirect_to else [])
    texts = {
        language: wording.decision_text(
            decision.outcome,
            decision.ground,
            next((found.name(language) for found in body.values()), None),
            language,
            by_child=complaint.by_child,
        )
        for language in wording.LANGUAGES
    }
    message_id = uuid4()
    sealed = key.seal_json(texts, "message.text_sealed", message_id)
    return Message(
        id=message_id, complaint_id=complaint.id, at=now, sender="office", kind="decision", text_sealed=sealed
    )


def _event(complaint: Complaint, decision: Decision) -> dict[str, Any]:
    return {
        "complaint_id": complaint.id,
        "reference": complaint.reference,
        "outcome": decision.outcome,
        "ground": decision.ground,
        "summary": complaint.summary_document,
        "rights": list(decision.rights),
        "bodies": list(decision.bodies),
        "life_area": complaint.life_area,
        "municipality": complaint.municipality,
        "urgency": complaint.urgency,
        "by_child": complaint.by_child,
        "conflict_with_guardian": complaint.conflict_with_guardian,
        "joined_to": decision.joined_to,
        "redirect_to": decision.redirect_to,
    }
