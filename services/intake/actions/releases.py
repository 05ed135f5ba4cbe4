"""Releasing parts of an identity to one addressee of one letter. Nothing of it travels but as a sealed document."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain import releases as rules
from services.intake.models import Complaint, DataKey, ErasedError, Release, SentLetter, Vault
from services.intake.queries import lookup, walls, work
from services.intake.schemas.identity import SealedIdentity
from services.intake.schemas.releases import NewRelease, ReleaseDecision
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import IdentityReleased, RecommendationIssued
from shared.events.documents.intake import DatumForBody, ReleasedDatum
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.typed import filled


def note_letters(session: Session, event: RecommendationIssued, *, now: datetime) -> None:
    """That a letter went to its addressees. May come again."""
    letter = {"recommendation_id": event.recommendation_id, "number": event.number, "kind": event.kind, "at": now}
    rows = [
        letter | {"complaint_id": complaint.id, "institution_id": addressee.institution_id}
        for complaint in lookup.locked_all(session, event.complaints)
        for addressee in event.addressees
    ]
    if rows:
        session.execute(upsert(SentLetter).values(rows).on_conflict_do_nothing())


def ask(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewRelease, *, now: datetime
) -> Release:
    """Ask a second person to release some data to an addressee, with a reason.

    Raises `ContentViolation` (422) for a body that got no such letter and for what the file does not hold.
    """
    complaint = _mine(by, session, complaint_id)
    letter = session.get(SentLetter, (complaint.id, new.recommendation_id, new.institution_id))
    if letter is None:
        raise ContentViolation("it got no such letter", code="release.no_letter", field="institution_id")
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    held(key, complaint, new.data)
    release_id = uuid4()
    release = Release(
        id=release_id,
        complaint_id=complaint.id,
        recommendation_id=letter.recommendation_id,
        institution_id=letter.institution_id,
        data=sorted(set(new.data)),
        reason_sealed=key.seal(new.reason, "release.reason_sealed", release_id),
        asked_by=by.person,
        asked_at=now,
        state="asked",
    )
    session.add(release)
    _trace(by, session, release, "release.asked")
    return release


def decide(
    by: Principal,
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    release_id: UUID,
    decision: ReleaseDecision,
    *,
    now: datetime,
) -> Release:
    """The second person's word. Raises `RuleViolation` (409) for the asker, and if it is decided."""
    complaint = _anyones(by, session, complaint_id)
    release = session.get(Release, release_id)
    if release is None or release.complaint_id != complaint.id:
        raise NotFound
    if release.state != "asked":
        raise RuleViolation("it is decided", code="already_decided")
    entries = [data.releasable()[key] for key in release.data]
    secret = rules.secrecy_concerns(complaint.keep_secret, {entry["person"] for entry in entries})
    rules.check_second(asked_by=release.asked_by, by=by.person, roles=by.roles, secret_of=secret and decision.release)
    release.decided_by, release.decided_at = by.person, now
    if decision.release:
        _release(session, vault, documents, complaint, release)
    else:
        release.state = "refused"
    _trace(by, session, release, f"release.{release.state}")
    return release


def _release(session: Session, vault: Vault, documents: Documents, complaint: Complaint, release: Release) -> None:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    release.document = keep(
        documents, held(key, complaint, release.data), release.institution_id, release.recommendation_id
    )
    release.state = "released"
    publish(
        session,
        IdentityReleased(
            release_id=release.id,
            recommendation_id=release.recommendation_id,
            institution_id=release.institution_id,
            data=tuple(release.data),
            document=release.document,
        ),
        release.id,
    )


def keep(documents: Documents, known: Iterable[ReleasedDatum], institution_id: UUID, about_id: UUID) -> str:
    """Store what that body may know in that act or matter; returns the document's name."""
    said = {"institution_id": institution_id, "recommendation_id": about_id}
    return documents.keep_all(filled(DatumForBody, one, **said) for one in known)


def held(key: DataKey, complaint: Complaint, wanted: Iterable[str]) -> list[ReleasedDatum]:
    """Those data as the file holds them. Raises `ContentViolation` for what it does not hold."""
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    entries = [data.releasable()[datum] for datum in wanted]
    texts = {entry["key"]: identity.text(entry["person"], entry["field"]) for entry in entries}
    rules.check_held(texts)
    return [
        ReleasedDatum(key=entry["key"], name_sq=entry["name_sq"], name_en=entry["name_en"], value=texts[entry["key"]])
        for entry in entries
    ]


def _mine(by: Principal, session: Session, complaint_id: UUID) -> Complaint:
    return _kept(work.locked(session, complaint_id, by))


def _anyones(by: Principal, session: Session, complaint_id: UUID) -> Complaint:
    """A second person's word is not bound to the work: whoever gives it must be somebody else."""
    return _kept(walls.locked(session, complaint_id, by.person))


def _kept(complaint: Complaint) -> Complaint:
    if complaint.erased_at:
        raise ErasedError
    return complaint


def _trace(by: Principal, session: Session, release: Release, action: str) -> None:
    audit.record(
        session, by, action, "complaint", release.complaint_id,
        release=str(release.id), institution=str(release.institution_id), data=",".join(release.data),
    )  # fmt: skip
