"""What actions and queries both look up: a complaint by its id, and bodies in this service's copy of the directory."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.intake.models.tables import Complaint
from shared.directory import KnownInstitution
from shared.rules import ContentViolation, NotFound

MUNICIPALITY = "municipality"


def complaint(session: Session, complaint_id: UUID) -> Complaint:
    """Raises `NotFound`."""
    found = session.get(Complaint, complaint_id)
    if found is None:
        raise NotFound
    return found


def locked(session: Session, complaint_id: UUID) -> Complaint:
    """The complaint, held until the transaction ends: what is decided about it is decided by one at a time."""
    found = session.execute(select(Complaint).where(Complaint.id == complaint_id).with_for_update()).scalar()
    if found is None:
        raise NotFound
    return found


def locked_all(session: Session, complaint_ids: Collection[UUID]) -> list[Complaint]:
    """Those that exist and were not erased; locked in one order, so that two events cannot wait for each other."""
    statement = select(Complaint).where(Complaint.id.in_(complaint_ids), Complaint.erased_at.is_(None))
    return list(session.execute(statement.order_by(Complaint.id).with_for_update()).scalars())


def note_first_look(session: Session, complaint_id: UUID, now: datetime) -> None:
    """That someone looked at a complaint: the first time counts, later ones change nothing."""
    # Not through the object: the version that an officer has read stays what it was.
    first = update(Complaint).where(Complaint.id == complaint_id, Complaint.first_looked_at.is_(None))
    session.execute(first.values(first_looked_at=now))


def require_known(session: Session, bodies: Iterable[tuple[str, UUID]]) -> None:
    """Raise `ContentViolation` for the first of (field, institution id) that the directory does not hold."""
    asked = list(bodies)
    if not asked:
        return
    ids = {body for _, body in asked}
    known = set(session.execute(select(KnownInstitution.id).where(KnownInstitution.id.in_(ids))).scalars())
    for field, body in asked:
        if body not in known:
            raise ContentViolation("no such institution", code="institution_unknown", field=field)


def require_active(session: Session, institution_id: UUID, field: str) -> KnownInstitution:
    """A body to which something can be sent today. Raises `ContentViolation`."""
    require_known(session, [(field, institution_id)])
    found = session.get_one(KnownInstitution, institution_id)
    if not found.active:
        raise ContentViolation("that body is no more", code="institution_inactive", field=field)
    return found


def require_municipality(session: Session, key: str | None) -> None:
    """Raise `ContentViolation` unless `key` is None or a municipality's: it goes into events, so it may be nothing else."""
    if key is None:
        return
    wanted = (KnownInstitution.key == key, KnownInstitution.institution_class == MUNICIPALITY)
    if session.execute(select(KnownInstitution.id).where(*wanted)).first() is None:
        raise ContentViolation("no such municipality", code="municipality_unknown", field="municipality")


def institutions(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, KnownInstitution]:
    wanted = set(ids)
    if not wanted:
        return {}
    statement = select(KnownInstitution).where(KnownInstitution.id.in_(wanted))
    return {found.id: found for found in session.execute(statement).scalars()}


def municipality_words(session: Session, key: str | None) -> list[str]:
    """Name and seat of a municipality: words that are public whoever lives there."""
    found = session.execute(select(KnownInstitution).where(KnownInstitution.key == key)).scalar() if key else None
    return [found.name_sq, found.name_en, found.record.get("seat") or ""] if found else []
