"""Printed copies: what was ordered, what came, and where it was given out."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notifications.library.models import Handout, PrintOrder, PublicationVersion
from services.notifications.library.queries import desk
from services.notifications.library.schemas import (
    CopiesAnswer,
    DistributionAnswer,
    OrderAnswer,
    PlaceAnswer,
    StockAnswer,
)
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.rules import NotFound
from shared.typed import filled


def of_publication(session: Session, publication_id: UUID) -> CopiesAnswer:
    """Raises `NotFound`."""
    numbers = {one.id: one.number for one in desk.versions(session, publication_id)}
    orders = session.execute(
        select(PrintOrder).where(PrintOrder.version_id.in_(numbers)).order_by(PrintOrder.ordered_on, PrintOrder.at)
    ).scalars()
    told = tuple(filled(OrderAnswer, one, version=numbers[one.version_id]) for one in orders)
    given = _given(session, list(numbers))
    received: Counter[tuple[int, str]] = Counter()
    for one in told:
        received[one.version, one.language] += one.copies if one.received_on else 0
    out: Counter[tuple[int, str]] = Counter()
    for (version_id, language, _place), copies in given.items():
        out[numbers[version_id], language] += copies
    stocks = tuple(
        StockAnswer(version=version, language=language, received=count, given=out[version, language])
        for (version, language), count in sorted(received.items())
    )
    return CopiesAnswer(orders=told, stocks=stocks, places=_places(session, given), given=sum(given.values()))


def order(session: Session, publication_id: UUID, order_id: UUID) -> PrintOrder:
    """Locked. Raises `NotFound`."""
    of = select(PublicationVersion.id).where(PublicationVersion.publication_id == publication_id)
    one = select(PrintOrder).where(PrintOrder.id == order_id, PrintOrder.version_id.in_(of))
    found = session.execute(one.with_for_update()).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def stock(session: Session, version_id: UUID, language: str, municipality: str) -> tuple[int, int]:
    """Copies that came and were not given out, and those that were counted in that municipality."""
    came = select(func.coalesce(func.sum(PrintOrder.copies), 0)).where(
        PrintOrder.version_id == version_id, PrintOrder.language == language, PrintOrder.received_on.is_not(None)
    )
    given = {place: count for (_id, said, place), count in _given(session, [version_id]).items() if said == language}
    return int(session.execute(came).scalar_one()) - sum(given.values()), given.get(municipality, 0)


def distribution(session: Session) -> DistributionAnswer:
    """Of all publications together. Nothing is given out before the release of its version, so that this tells of none."""
    places = _places(session, _given(session, None))
    reached = sum(one.copies > 0 for one in places)
    return DistributionAnswer(places=places, given=sum(one.copies for one in places), reached=reached)


def municipality(session: Session, key: str) -> KnownInstitution | None:
    of = select(KnownInstitution).where(KnownInstitution.key == key)
    return session.execute(of.where(KnownInstitution.institution_class == MUNICIPALITY).limit(1)).scalar()


def municipalities(session: Session) -> Sequence[KnownInstitution]:
    of = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY, KnownInstitution.active)
    return session.execute(of.order_by(KnownInstitution.name_sq)).scalars().all()


def _given(session: Session, versions: list[UUID] | None) -> dict[tuple[UUID, str, str], int]:
    """Copies by version, language and municipality."""
    which = (Handout.version_id, Handout.language, Handout.municipality)
    counted = select(*which, func.sum(Handout.copies)).group_by(*which)
    if versions is not None:
        counted = counted.where(Handout.version_id.in_(versions))
    return {(id_, language, place): int(count) for id_, language, place, count in session.execute(counted)}


def _places(session: Session, given: dict[tuple[UUID, str, str], int]) -> tuple[PlaceAnswer, ...]:
    copies: Counter[str] = Counter()
    for (_id, _language, place), count in given.items():
        copies[place] += count
    found = [
        filled(PlaceAnswer, one, county=one.record.get("county_name"), copies=copies[one.key])
        for one in municipalities(session)
    ]
    return tuple(sorted(found, key=lambda one: (one.county or "", one.name_sq)))
