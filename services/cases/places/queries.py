"""What the office knows of each municipality. Counts alone: of a complaint no more is said than that there was one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.cases.activities.models import ActivityKnown
from services.cases.data import small_number
from services.cases.domain.terms import add_months
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.lists.obligations import ObligationListing
from services.cases.models import Complaint, Obligation
from services.cases.places import data
from services.cases.places.schemas import PlaceSeenAnswer, PlaceSheetAnswer, PlaceSheetsAnswer, PlacesQuery
from services.cases.queries.obligations import seen as visible
from services.cases.visits.models import Visit
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.lists import Reading
from shared.principal import Principal

_PLACE = KnownInstitution.record["municipality"].astext
#: Whose work complaints are.
SEE_COMPLAINTS = frozenset({"case_officer", "approver", "commissioner"})
_NEVER = PlaceSeenAnswer(count=0, last_on=None)


def places(session: Session, asked: PlacesQuery, reading: Reading) -> PlaceSheetsAnswer:
    """Every municipality that there is, the silent ones first, then by county and name."""
    today = local_date(reading.now)
    since = add_months(today, -data.silent_months())
    bodies = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY, KnownInstitution.active)
    complaints, visits = _complaints(session, since, reading.by), _visits(session, since)
    activities = _activities(session, since, today)
    owed, late = _owed(session, reading), _owed(session, reading, timeliness="late")
    found = []
    for body in session.execute(bodies).scalars():
        seen = [one.get(body.key, _NEVER) for one in (complaints, visits, activities)]
        found.append(
            PlaceSheetAnswer(
                key=body.key,
                name_sq=body.name_sq,
                name_en=body.name_en,
                county=body.record.get("county_name"),
                complaints=seen[0],
                visits=seen[1],
                activities=seen[2],
                silent=all(one.count == 0 for one in seen),
                open=owed.get(body.key, 0),
                late=late.get(body.key, 0),
            )
        )
    wanted = [one for one in found if asked.silent is None or one.silent]
    ordered = sorted(wanted, key=lambda one: (not one.silent, one.county or "", one.name_sq))
    return PlaceSheetsAnswer(months=data.silent_months(), since=since, places=tuple(ordered))


def _complaints(session: Session, since: date, by: Principal) -> Mapping[str, PlaceSeenAnswer]:
    mine = select(Complaint.municipality, *_seen(Complaint.received_at, since)).where(
        Complaint.municipality.is_not(None)
    )
    found = _read(session, mine.group_by(Complaint.municipality))
    return found if by.roles & SEE_COMPLAINTS else {key: _in_short(one) for key, one in found.items()}


def _in_short(one: PlaceSeenAnswer) -> PlaceSeenAnswer:
    """For whoever could take one complaint of a small place from two looks: a few are only that."""
    few = 0 < (one.count or 0) < small_number()
    return PlaceSeenAnswer(count=None if few else one.count, last_on=None)


def _visits(session: Session, since: date) -> Mapping[str, PlaceSeenAnswer]:
    begun = select(_PLACE, *_seen(Visit.begun_at, since)).join(Visit, Visit.institution_id == KnownInstitution.id)
    return _read(session, begun.where(Visit.begun_at.is_not(None)).group_by(_PLACE))


def _activities(session: Session, since: date, today: date) -> Mapping[str, PlaceSeenAnswer]:
    window = func.count().filter(ActivityKnown.held_on >= since)
    held = select(ActivityKnown.municipality, window, func.max(ActivityKnown.held_on))
    held = held.where(ActivityKnown.held_on <= today)
    rows = session.execute(held.group_by(ActivityKnown.municipality))
    return {row[0]: PlaceSeenAnswer(count=row[1], last_on=row[2]) for row in rows if row[0] is not None}


def _seen(column: Any, since: date) -> tuple[ColumnElement[int], ColumnElement[Any]]:
    return func.count().filter(column >= first_instant_late(since - timedelta(days=1))), func.max(column)


def _read(session: Session, statement: Select[Any]) -> Mapping[str, PlaceSeenAnswer]:
    return {
        key: PlaceSeenAnswer(count=count, last_on=local_date(last) if last else None)
        for key, count, last in session.execute(statement)
    }


def _owed(session: Session, reading: Reading, timeliness: str | None = None) -> Mapping[str, int]:
    """How much bodies of each place owe, by the list to which the number leads."""
    listed = ObligationListing(timeliness=timeliness).narrow(select(Obligation.institution_id), reading)
    mine = listed.where(Obligation.closed_on.is_(None), Obligation.fell_on.is_(None), *visible(reading)).subquery()
    counted = select(_PLACE, func.count()).join(mine, mine.c.institution_id == KnownInstitution.id)
    rows = session.execute(counted.where(_PLACE.is_not(None)).group_by(_PLACE))
    return {row[0]: row[1] for row in rows}
