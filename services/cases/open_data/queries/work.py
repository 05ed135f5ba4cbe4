"""What the office did in each municipality in a year: complaints that came from there, visits that were concluded, activities that were held, and
acts to bodies there that anyone may read. Counted once a year, so that nobody can compare two days.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.activities.models import ActivityKnown
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.indicators.domain.cards import Level
from services.cases.indicators.domain.figures import State
from services.cases.indicators.queries import areas
from services.cases.models import ActAddressee, Complaint, Recommendation
from services.cases.open_data.domain.disclosure import NATION, Cell, Cells, Key, Places, Told
from services.cases.queries.public_acts import shown
from services.cases.visits.models import Visit
from shared.directory import KnownInstitution

_PLACE = KnownInstitution.record["municipality"].astext


@dataclass(frozen=True)
class Work:
    """`complaints`: of each place, with the sums of counties and country; `seen`: visits, activities and acts of each municipality."""

    complaints: Cells
    seen: tuple[Mapping[str, int], ...]


def years(session: Session, today: date) -> Iterator[int]:
    """Those of which the day of counting has come, from the first of which there is anything."""
    (edition,) = data.entries("figures", "editions")
    firsts = [session.execute(select(func.min(one))).scalar() for one in (Complaint.received_at, Visit.concluded_at)]
    found = [local_date(one) for one in firsts if isinstance(one, datetime)]
    held = session.execute(select(func.min(ActivityKnown.held_on))).scalar()
    found += [held] if held else []
    for year in range(min(found).year, today.year) if found else ():
        if date(year + 1, edition["month"], edition["day"]) <= today:
            yield year


def count(session: Session, year: int, places: Places, today: date) -> Work:
    begins, ends = (first_instant_late(date(one, 12, 31)) for one in (year - 1, year))
    received = Complaint.received_at >= begins, Complaint.received_at < ends
    complaints = select(Complaint.municipality, func.count()).where(*received).group_by(Complaint.municipality)
    visits = select(_PLACE, func.count()).join(Visit, Visit.institution_id == KnownInstitution.id)
    visits = visits.where(Visit.concluded_at >= begins, Visit.concluded_at < ends).group_by(_PLACE)
    held = ActivityKnown.held_on.between(date(year, 1, 1), date(year, 12, 31))
    activities = select(ActivityKnown.municipality, func.count()).where(held).group_by(ActivityKnown.municipality)
    acts = select(_PLACE, func.count(Recommendation.id.distinct())).join(
        ActAddressee, ActAddressee.institution_id == KnownInstitution.id
    )
    acts = acts.join(Recommendation, Recommendation.id == ActAddressee.recommendation_id)
    acts = acts.where(shown(today), Recommendation.issued_at >= begins, Recommendation.issued_at < ends)
    seen = [_counted(session, one) for one in (complaints, visits, activities, acts.group_by(_PLACE))]
    return Work(_summed(seen[0], places), tuple(seen[1:]))


def _counted(session: Session, statement: Any) -> Counter[str]:
    return Counter({place: many for place, many in session.execute(statement) if place is not None})


def _summed(numbers: Mapping[str, int], places: Places) -> Cells:
    cells: dict[Key, Cell] = {}
    for county, those in places.counties.items():
        cells |= {(one, ""): Cell(numbers.get(one, 0), None) for one in those}
        if county and those:
            cells[county, ""] = Cell(sum(numbers.get(one, 0) for one in those), None)
    known = [one for those in places.counties.values() for one in those]
    return cells | {NATION: Cell(sum(numbers.get(one, 0) for one in known), None)}


def rows_of(session: Session, year: int, work: Work, told: Told | None, places: Places, known: date) -> list[Any]:
    """The country, counties and municipalities, in the order of the columns; of complaints what may be told."""
    about = year, known.isoformat()
    found = []
    for level in (Level.NATION, Level.COUNTY, Level.MUNICIPALITY):
        for area in areas.of_level(session, level):
            if (area.key, "") not in work.complaints:
                continue
            within = [area.key] if level is Level.MUNICIPALITY else _within(area.key, places)
            seen = [sum(one.get(key, 0) for key in within) for one in work.seen]
            named = level.value, area.key, area.name_sq, area.name_en, area.county
            found.append([*about, *named, *seen, *_complaints(work, told, (area.key, ""))])
    return found


def _within(key: str, places: Places) -> list[str]:
    counties = places.counties.values() if key == NATION[0] else [places.counties[key]]
    return [one for those in counties for one in those]


def _complaints(work: Work, told: Told | None, key: Key) -> tuple[str, int | None]:
    if told is None or key in told.hidden:
        return State.SUPPRESSED.value, None
    return State.COUNTED.value, work.complaints[key].count
