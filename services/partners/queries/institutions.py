"""The directory as it is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.data import county_names
from services.partners.models import Dispatch, Institution, InstitutionRelation, PartnerClient, PartnerUser
from services.partners.queries import successions, wall
from services.partners.queries.records import Place, record_of
from shared.directory import folded
from shared.pagination import Cursors, Page, page
from shared.rules import NotFound

_MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """Which bodies: with every word of `q` in a name or seat, of one class, active or not, of a county, there on a day."""

    q: str | None = None
    institution_class: str | None = None
    active: bool | None = None
    county: str | None = None
    on: date | None = None


def listed(
    session: Session, filters: Filters, cursors: Cursors, reader: str, *, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """One page of records by Albanian name, and the cursor of the next."""
    statement = select(Institution)
    for word in folded(filters.q or "").split()[:_MOST_WORDS]:
        statement = statement.where(Institution.search.contains(word, autoescape=True))
    if filters.institution_class:
        statement = statement.where(Institution.institution_class == filters.institution_class)
    if filters.active is not None:
        statement = statement.where(Institution.active == filters.active)
    if filters.county:
        statement = statement.where(Institution.county == filters.county)
    if filters.on:
        statement = statement.where(
            func.coalesce(Institution.valid_from, date.min) <= filters.on,
            func.coalesce(Institution.valid_to, date.max) >= filters.on,
        )
    scope = ["institutions", *(str(value) for value in vars(filters).values()), reader]
    key = [Institution.name_sq, Institution.id]
    found: Page = page(session, statement, key, cursors, scope, after=after, limit=limit)
    return records(session, found.items), found.next


def record(session: Session, wanted: UUID, on: date | None = None) -> dict[str, Any]:
    """One record, with the relations and successions of all days or as they were `on` a day. Raises `NotFound`."""
    institution = session.get(Institution, wanted)
    if institution is None:
        raise NotFound
    found = records(session, [institution])[0]
    return found if on is None else as_of(found, on)


def as_of(record: dict[str, Any], on: date) -> dict[str, Any]:
    """`record` as that day saw it; names and seat are today's, since no earlier ones are kept."""
    day = on.isoformat()
    begun = {name: [step for step in record[name] if step["from"] <= day] for name in ("predecessors", "successors")}
    relations = [relation for relation in record["relations"] if holds(relation, day)]
    return {**record, **begun, "relations": relations, "active": holds(record, day)}


def holds(row: dict[str, Any], day: str) -> bool:
    """Whether a record, or a relation of one, was there on a day in ISO form."""
    return (row["valid_from"] or "") <= day <= (row["valid_to"] or "9999-12-31")


def records(session: Session, bodies: Sequence[Institution]) -> list[dict[str, Any]]:
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


def names(session: Session, wanted: Iterable[UUID]) -> dict[UUID, Institution]:
    """Bodies by id, for showing their names."""
    rows = session.execute(select(Institution).where(Institution.id.in_(set(wanted)))).scalars()
    return {row.id: row for row in rows}


def reachability(session: Session, wanted: UUID) -> dict[str, int]:
    """How many people, machines, and letters that wait for a channel one body has. The caller stands for the office."""
    people = select(func.count()).where(PartnerUser.institution_id == wanted, PartnerUser.active)
    machines = select(func.count()).where(PartnerClient.institution_id == wanted, PartnerClient.active)
    wall.as_office(session)
    waiting = select(func.count()).where(
        Dispatch.institution_id == wanted, Dispatch.delivered_at.is_(None), Dispatch.withdrawn_at.is_(None)
    )
    row = session.execute(select(people.scalar_subquery(), machines.scalar_subquery(), waiting.scalar_subquery())).one()
    return {"people": row[0], "machines": row[1], "waiting": row[2]}


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
