"""What of an identity was asked to be released, and to whom it went."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.models import Complaint, Release, SentLetter, Vault
from services.intake.queries import walls
from services.intake.schemas import releases as schemas
from shared.principal import Principal
from shared.typed import UNSENT, Unsent, filled


def of(session: Session, vault: Vault, complaint_id: UUID, reader: Principal) -> tuple[schemas.Release, ...]:
    """All that was asked about a complaint, oldest first, each with its reason. Raises `NotFound`."""
    complaint = walls.complaint(session, complaint_id, reader.person)
    key = None if complaint.erased_at else vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    return tuple(
        shown(row, reason=key.unseal(row.reason_sealed, "release.reason_sealed", row.id) if key else None)
        for row in _rows(session, complaint_id)
    )


def shown(row: Release, *, reason: str | Unsent | None = UNSENT) -> schemas.Release:
    return filled(schemas.Release, row, data=tuple(row.data), reason=reason)


def letters(session: Session, complaint_id: UUID) -> list[SentLetter]:
    """The letters of the complaint's case, newest first: one row for each body that got one."""
    statement = select(SentLetter).where(SentLetter.complaint_id == complaint_id)
    return list(session.execute(statement.order_by(SentLetter.at.desc(), SentLetter.institution_id)).scalars())


def seen_by_complainant(session: Session, complaint: Complaint) -> list[Release]:
    """What whoever complained is shown: releases with letters of which they may know."""
    addressed = {
        (letter.recommendation_id, letter.institution_id)
        for letter in letters(session, complaint.id)
        if letter.kind not in data.silent_kinds()
    }
    rows = _rows(session, complaint.id)
    return [row for row in rows if row.state == "released" and (row.recommendation_id, row.institution_id) in addressed]


def _rows(session: Session, complaint_id: UUID) -> list[Release]:
    statement = select(Release).where(Release.complaint_id == complaint_id).order_by(Release.asked_at, Release.id)
    return list(session.execute(statement).scalars())


def released_names(session: Session, complaint_id: UUID, addressees: Collection[UUID]) -> set[str]:
    """Whose names of that file (child, submitter, representative) were released to each of these bodies, by letters before."""
    given: dict[UUID, set[str]] = {body: set() for body in addressees}
    rows = select(Release).where(Release.complaint_id == complaint_id, Release.state == "released")
    for row in session.execute(rows.where(Release.institution_id.in_(addressees))).scalars():
        given[row.institution_id].update(row.data)
    everyone = set.intersection(*given.values()) if given else set()
    entries = (data.releasable()[key] for key in everyone)
    return {entry["person"] for entry in entries if entry["field"] == "name"}
