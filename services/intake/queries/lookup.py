"""What actions and queries both look up: a complaint by its id, and bodies in this service's copy of the directory."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.intake.models.tables import Complaint
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.rules import ContentViolation, NotFound


def complaint(session: Session, complaint_id: UUID) -> Complaint:
    """Raises `NotFound`."""
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    return complaint


def locked(session: Session, complaint_id: UUID) -> Complaint:
    """The complaint, held until the transaction ends: what is decided about it is decided by one at a time."""
    complaint = session.execute(select(Complaint).where(Complaint.id == complaint_id).with_for_update()).scalar()
    if complaint is None:
        raise NotFound
    return complaint


def locked_all(session: Session, complaint_ids: Collection[UUID]) -> list[Complaint]:
    """Those that exist and were not erased; locked in one order, so that two events cannot wait for each other."""
    statement = select(Complaint).where(Complaint.id.in_(complaint_ids), Complaint.erased_at.is_(None))
    return list(session.execute(statement.order_by(Complaint.id).with_for_update()).scalars())


def require_known(session: Session, bodies: Iterable[tuple[str, UUID]]) -> None:
    """Raise `ContentViolation` for the first of (field, institution id) that the directory does not hold."""
    named = list(bodies)
    if not named:
        return
    ids = {body for _, body in named}
    known = set(session.execute(select(KnownInstitution.id).where(KnownInstitution.id.in_(ids))).scalars())
    for field, body in named:
        if body not in known:
            raise ContentViolation("no such institution", code="institution_unknown", field=field)


def require_active(session: Session, institution_id: UUID, field: str) -> KnownInstitution:
    """A body to which something can be sent today. Raises `ContentViolation`."""
    require_known(session, [(field, institution_id)])
    body = session.get_one(KnownInstitution, institution_id)
    if not body.active:
        raise ContentViolation("that body is no more", code="institution_inactive", field=field)
    return body


def require_municipality(session: Session, key: str | None) -> str | None:
    """Its county (`county_of`). Raise `ContentViolation` unless `key` is None or a municipality's: it goes into events, so it may be nothing
    else.
    """
    place = _by_key(session, key) if key else None
    if key is not None and (place is None or place.institution_class != MUNICIPALITY):
        raise ContentViolation("no such municipality", code="municipality_unknown", field="municipality")
    return place.record.get("county") if place else None


def county_of(session: Session, municipality: str | None) -> str | None:
    """In which county a municipality lies, as far as the directory says."""
    place = _by_key(session, municipality) if municipality else None
    return place.record.get("county") if place else None


def institutions(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, KnownInstitution]:
    named = set(ids)
    if not named:
        return {}
    statement = select(KnownInstitution).where(KnownInstitution.id.in_(named))
    return {body.id: body for body in session.execute(statement).scalars()}


def municipality_words(session: Session, key: str | None) -> list[str]:
    """Name and seat of a municipality: words that are public whoever lives there."""
    place = _by_key(session, key) if key else None
    return [place.name_sq, place.name_en, place.seat or ""] if place else []


def _by_key(session: Session, key: str) -> KnownInstitution | None:
    return session.execute(select(KnownInstitution).where(KnownInstitution.key == key)).scalar()


def place_words(session: Session) -> list[str]:
    """Names and seats of all municipalities."""
    places = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY)
    return [
        word
        for place in session.execute(places).scalars()
        for word in (place.name_sq, place.name_en, place.seat)
        if word
    ]


def together(session: Session, complaint_ids: Collection[UUID]) -> list[Complaint]:
    """These complaints, those that are joined to them, to which they are joined or which are in one case with them, without those that
    were erased; by id.
    """
    given = select(Complaint.id, Complaint.joined_to, Complaint.case_id).where(Complaint.id.in_(complaint_ids)).cte()
    leading = select(func.coalesce(given.c.joined_to, given.c.id))
    in_case = select(given.c.case_id).where(given.c.case_id.is_not(None))
    with_them = or_(Complaint.id.in_(leading), Complaint.joined_to.in_(leading), Complaint.case_id.in_(in_case))
    rows = select(Complaint).where(or_(Complaint.id.in_(complaint_ids), with_them), Complaint.erased_at.is_(None))
    return list(session.execute(rows.order_by(Complaint.id)).scalars())


def public_words(session: Session, bodies: Collection[UUID], municipalities: Collection[str | None]) -> list[str]:
    """Names of these bodies and of all municipalities: anybody may say them, whoever lives or works there."""
    words = [word for body in institutions(session, bodies).values() for word in _public(body)]
    words += [word for key in municipalities for word in municipality_words(session, key)]
    return words + place_words(session)


def _public(body: KnownInstitution) -> list[str]:
    return [body.name_sq, body.name_en, body.seat or "", body.municipality_name or ""]
