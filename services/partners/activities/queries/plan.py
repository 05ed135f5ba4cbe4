"""The plan of a year: by month, by municipality, by cluster of rights."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.domain.life import State
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk
from services.partners.activities.schemas import ClusterPlanAnswer, MonthAnswer, PlacePlanAnswer, PlanAnswer

_COUNTRY = ("E gjithë vendi", "The whole country")


def of_year(session: Session, year: int) -> PlanAnswer:
    rows = select(Activity).where(extract("year", Activity.planned_on) == year)
    found = session.execute(rows.order_by(Activity.planned_on, Activity.number)).scalars().all()
    counted = [one for one in found if one.state != State.CALLED_OFF]
    held = [one for one in counted if one.state == State.HELD]
    months = tuple(
        MonthAnswer(month=month, activities=tuple(desk.line(one) for one in found if one.planned_on.month == month))
        for month in range(1, 13)
    )
    return PlanAnswer(
        year=year,
        planned=len(counted),
        held=len(held),
        months=months,
        places=_places(session, counted, held),
        clusters=_clusters(counted, held),
    )


def _places(session: Session, counted: Iterable[Activity], held: Iterable[Activity]) -> tuple[PlacePlanAnswer, ...]:
    planned, done = Counter(one.municipality for one in counted), Counter(one.municipality for one in held)
    names: dict[str | None, tuple[str, str]] = {None: _COUNTRY}
    names |= {key: (one.name_sq, one.name_en) for key, one in desk.municipalities(session).items()}
    return tuple(
        PlacePlanAnswer(key=key, name_sq=sq, name_en=en, planned=planned[key], held=done[key])
        for key, (sq, en) in names.items()
        if planned[key]
    )


def _clusters(counted: Iterable[Activity], held: Iterable[Activity]) -> tuple[ClusterPlanAnswer, ...]:
    planned = Counter(key for one in counted for key in one.clusters)
    done = Counter(key for one in held for key in one.clusters)
    return tuple(
        ClusterPlanAnswer(cluster=key, planned=planned[key], held=done[key]) for key in data.entries("clusters")
    )
