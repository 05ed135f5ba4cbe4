"""Releasing parts of an identity to one addressee of one letter. Nothing of it travels but as a sealed document."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain import releases as rules
from services.intake.models import Complaint, ErasedError, Release, SentLetter, Vault
from services.intake.queries import lookup, walls
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import IdentityReleased
from shared.messaging.outbox import publish
from shared.rules import ContentViolation, NotFound, RuleViolation


def note_letters(
    session: Session, complaints: Collection[UUID], letter: dict[str, Any], bodies: Collection[UUID]
) -> None:
    """That a letter went to these bodies: `letter` holds recommendation_id, number, kind, at. May come again."""
    rows = [
        {"complaint_id": complaint.id, "institution_id": body, **letter}
        for complaint in lookup.locked_all(session, complaints)
        for body in bodies
    ]
    if rows:
        session.execute(upsert(SentLetter).values(rows).on_conflict_do_nothing())


def ask(
    session: Session, vault: Vault, complaint_id: UUID, asked: dict[str, Any], *, by: UUID, now: datetime
) -> Release:
    """Ask a second person to release `data` (keys of releasable.yaml) to an addressee, with a reason.

    Raises `ContentViolation` (422) for a body that got no such letter and for what the file does not hold.
    """
    complaint = _open(session, complaint_id, by)
    letter = session.get(SentLetter, (complaint.id, asked["recommendation_id"], asked["institution_id"]))
    if letter is None:
        raise ContentViolation("it got no such letter", code="release.no_letter", field="institution_id")
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    identity = key.unseal_json(complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    rules.extract(identity, [data.releasable()[one] for one in asked["data"]])
    release_id = uuid4()
    release = Release(
        id=release_id,
        complaint_id=complaint.id,
        recommendation_id=letter.recommendation_id,
        institution_id=letter.institution_id,
        data=sorted(set(asked["data"])),
        reason_sealed=key.seal(asked["reason"], "release.reason_sealed", release_id),
        asked_by=by,
        asked_at=now,
        state="asked",
    )
    session.add(release)
    _trace(session, release, "release.asked", by)
    return release


def decide(
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    release_id: UUID,
    *,
    release: bool,
    by: UUID,
    roles: Collection[str],
    now: datetime,
) -> Release:
    """The second person's word. Raises `RuleViolation` (409) for the asker, and if it is decided."""
    complaint = _open(session, complaint_id, by)
    asked = session.get(Release, release_id)
    if asked is None or asked.complaint_id != complaint.id:
        raise NotFound
    if asked.state != "asked":
        raise RuleViolation("it is decided", code="already_decided")
    entries = [data.releasable()[key] for key in asked.data]
    secret = rules.secrecy_concerns(complaint.keep_secret, {entry["person"] for entry in entries})
    rules.check_second(asked_by=asked.asked_by, by=by, roles=roles, secret_of=secret and release)
    asked.decided_by, asked.decided_at = by, now
    if release:
        _release(session, vault, documents, complaint, asked)
    else:
        asked.state = "refused"
    _trace(session, asked, f"release.{asked.state}", by)
    return asked


def _release(session: Session, vault: Vault, documents: Documents, complaint: Complaint, asked: Release) -> None:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    identity = key.unseal_json(complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    released = rules.extract(identity, [data.releasable()[one] for one in asked.data])
    asked.state = "released"
    asked.document = documents.put_json(
        [
            {"key": one, "name_sq": entry["name_sq"], "name_en": entry["name_en"], "value": released[one]}
            for one in asked.data
            for entry in (data.releasable()[one],)
        ]
    )
    publish(
        session,
        IdentityReleased(
            release_id=asked.id,
            recommendation_id=asked.recommendation_id,
            institution_id=asked.institution_id,
            data=asked.data,
            document=asked.document,
        ),
        asked.id,
    )


def _open(session: Session, complaint_id: UUID, by: UUID) -> Complaint:
    complaint = walls.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    return complaint


def _trace(session: Session, release: Release, action: str, by: UUID) -> None:
    audit.record(
        session, f"staff:{by}", action, "complaint", release.complaint_id,
        release=str(release.id), institution=str(release.institution_id), data=",".join(release.data),
    )  # fmt: skip
