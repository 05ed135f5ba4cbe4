"""The directory as it is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.data import county_names
from services.partners.lists import InstitutionListing
from services.partners.models import BodyVisit, Dispatch, Institution, InstitutionRelation, PartnerClient, PartnerUser
from services.partners.queries import successions, wall
from services.partners.queries.records import Place, record_of
from services.partners.queries.seen import may_see
from services.partners.schemas.institutions import InstitutionAnswer
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound

#: So many of the last visits stand on the page of a body; the plan of visits has all.
SHOWN_VISITS = 5


def institutions(
    session: Session, cursors: Cursors, asked: InstitutionListing, reading: Reading
) -> Page[InstitutionAnswer]:
    """One page of records by Albanian name."""
    order = [Institution.name_sq, Institution.id]
    page = page_of(session, cursors, select(Institution), asked, reading, order)
    return Page(records(session, page.items), page.next)


def record(session: Session, institution_id: UUID, on: date | None = None) -> InstitutionAnswer:
    """One record, with the relations and successions of all days or as they were `on` a day. Raises `NotFound`."""
    institution = session.get(Institution, institution_id)
    if institution is None:
        raise NotFound
    record = records(session, [institution])[0]
    return record if on is None else as_of(record, on)


def as_of(record: InstitutionAnswer, on: date) -> InstitutionAnswer:
    """`record` as that day saw it; names and seat are today's, since no earlier ones are kept."""
    return replace(
        record,
        predecessors=tuple(step for step in record.predecessors if step.from_ <= on),
        successors=tuple(step for step in record.successors if step.from_ <= on),
        relations=tuple(relation for relation in record.relations if relation.holds(on)),
        active=record.holds(on),
    )


def records(session: Session, bodies: Sequence[Institution]) -> list[InstitutionAnswer]:
    relations = defaultdict(list)
    of_bodies = select(InstitutionRelation).where(InstitutionRelation.institution_id.in_([body.id for body in bodies]))
    for relation in session.execute(of_bodies).scalars():
        relations[relation.institution_id].append(relation)
    steps = successions.steps(session, [body.id for body in bodies])
    keys = {body.municipality for body in bodies if body.municipality}
    municipalities = _names_by_key(session, keys)
    counties = county_names()
    places = [Place(municipalities.get(body.municipality or ""), counties.get(body.county or "")) for body in bodies]
    return [
        record_of(body, relations[body.id], steps[body.id], place) for body, place in zip(bodies, places, strict=True)
    ]


def names(session: Session, ids: Iterable[UUID]) -> dict[UUID, Institution]:
    """Bodies by id, for showing their names."""
    rows = session.execute(select(Institution).where(Institution.id.in_(set(ids)))).scalars()
    return {row.id: row for row in rows}


@dataclass(frozen=True)
class Reach:
    """How many people, machines, and letters that wait for a channel one body has."""

    people: int
    machines: int
    waiting: int


def reachability(session: Session, by: Principal, institution_id: UUID) -> Reach:
    """How a document reaches one body, of the letters that `by` may know of. The caller stands for the office."""
    people = select(func.count()).where(PartnerUser.institution_id == institution_id, PartnerUser.active)
    machines = select(func.count()).where(PartnerClient.institution_id == institution_id, PartnerClient.active)
    wall.as_office(session)
    waiting = select(func.count()).where(
        Dispatch.institution_id == institution_id,
        Dispatch.delivered_at.is_(None),
        Dispatch.withdrawn_at.is_(None),
        may_see(by),
    )
    row = session.execute(select(people.scalar_subquery(), machines.scalar_subquery(), waiting.scalar_subquery())).one()
    return Reach(*row)


#: Who may know where the office has been.
VISITING = frozenset({"case_officer", "approver", "commissioner", "monitor"})


def visits(session: Session, by: Principal, institution_id: UUID) -> Sequence[BodyVisit]:
    """The last visits of a body that were concluded; none for who has nothing to do with visits."""
    rows = select(BodyVisit).where(BodyVisit.institution_id == institution_id).order_by(BodyVisit.begun_on.desc())
    return session.execute(rows.limit(SHOWN_VISITS)).scalars().all() if by.roles & VISITING else ()


def _names_by_key(session: Session, keys: set[str]) -> dict[str, str]:
    rows = session.execute(select(Institution.key, Institution.name_sq).where(Institution.key.in_(keys)))
    return {row.key: row.name_sq for row in rows}


def choices(session: Session, language: str, *, without: UUID) -> list[tuple[UUID, str]]:
    """Active bodies with their names, for a list to choose from."""
    statement = select(Institution).where(Institution.active, Institution.id != without)
    rows = session.execute(statement.order_by(Institution.name_sq)).scalars()
    return [(row.id, row.name(language)) for row in rows]


def municipalities(session: Session, language: str) -> list[tuple[str, str]]:
    """Keys and names of all municipalities, for a list to choose from."""
    statement = select(Institution).where(Institution.institution_class == "municipality")
    rows = session.execute(statement.order_by(Institution.name_sq)).scalars()
    return [(row.key, row.name(language)) for row in rows]
