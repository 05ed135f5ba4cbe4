"""Where the office was: for each municipality the visits that have begun. The same for whoever asks, since none that is planned counts."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.terms import add_months
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.visits import data
from services.cases.visits.models import Visit
from services.cases.visits.schemas.visits import CoverageAnswer, VisitedPlaceAnswer
from shared.directory import MUNICIPALITY, KnownInstitution


def coverage(session: Session, today: date) -> CoverageAnswer:
    """Every municipality that there is, those without a visit in the window first, then by name."""
    since = add_months(today, -data.coverage_months())
    place = KnownInstitution.record["municipality"].astext
    in_window = func.count(Visit.id).filter(Visit.begun_at >= first_instant_late(since - timedelta(days=1)))
    begun = select(place, in_window, func.max(Visit.begun_at)).join(Visit, Visit.institution_id == KnownInstitution.id)
    begun = begun.where(Visit.begun_at.is_not(None)).group_by(place)
    seen = {key: (count, local_date(last)) for key, count, last in session.execute(begun)}
    bodies = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY, KnownInstitution.active)
    places = [
        VisitedPlaceAnswer(
            key=body.key,
            name_sq=body.name_sq,
            name_en=body.name_en,
            county=body.record.get("county_name"),
            visits=seen.get(body.key, (0, None))[0],
            last_on=seen.get(body.key, (0, None))[1],
        )
        for body in session.execute(bodies).scalars()
    ]
    ordered = sorted(places, key=lambda one: (one.visits > 0, one.county or "", one.name_sq))
    return CoverageAnswer(months=data.coverage_months(), since=since, places=tuple(ordered))
