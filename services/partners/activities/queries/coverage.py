"""Where the office was with its activities: for each municipality those that were held."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import data as directory
from services.partners.activities import data
from services.partners.activities.domain.life import State
from services.partners.activities.domain.months import months_before
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk
from services.partners.activities.queries.public import ANNOUNCED
from services.partners.activities.schemas import CoverageAnswer, CoveredPlace


def coverage(session: Session, today: date, *, announced: bool) -> CoverageAnswer:
    """Those without one in the last months first, then by county and name. `announced`: only what anybody could read of."""
    since = months_before(today, data.coverage_months())
    rows = select(Activity.municipality, Activity.held_on).where(Activity.state == State.HELD.value)
    days: dict[str | None, list[date]] = {}
    for place, day in session.execute(rows.where(ANNOUNCED) if announced else rows):
        if day is not None:
            days.setdefault(place, []).append(day)
    held = Counter({place: sum(day >= since for day in of_place) for place, of_place in days.items()})
    counties = directory.county_names()
    places = [
        CoveredPlace(
            key=key,
            name_sq=one.name_sq,
            name_en=one.name_en,
            county=counties.get(one.county or ""),
            held=held[key],
            last_on=max(days.get(key, []), default=None),
        )
        for key, one in desk.municipalities(session).items()
        if one.active
    ]
    ordered = tuple(sorted(places, key=lambda one: (one.held > 0, one.county or "", one.name_sq)))
    reached = sum(one.held > 0 for one in places)
    return CoverageAnswer(
        months=data.coverage_months(), since=since, places=ordered, reached=reached, country=held[None]
    )


def rows(found: CoverageAnswer) -> list[tuple[object, ...]]:
    """For a file: a head, and a row for each municipality."""
    head = ("municipality", "name_sq", "name_en", "county", "held", "last_on")
    of_places = [
        (one.key, one.name_sq, one.name_en, one.county or "", one.held, one.last_on or "") for one in found.places
    ]
    return [head, *of_places]
