"""Activities that were held, each beside the complaints by children from its municipality in the days before and after it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.activities import domain
from services.cases.activities.domain import Shown
from services.cases.activities.lists import AfterwardsListing
from services.cases.activities.models import ActivityKnown
from services.cases.activities.schemas import AfterwardsAnswer, AfterwardsList, WindowAnswer
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.models import Complaint
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.lists import Reading, page_of
from shared.pagination import Cursors
from shared.typed import filled

_NOWHERE = Shown(None)


def afterwards(session: Session, cursors: Cursors, asked: AfterwardsListing, reading: Reading) -> AfterwardsList:
    """One page, the latest first."""
    order = [ActivityKnown.held_on, ActivityKnown.id]
    page = page_of(session, cursors, select(ActivityKnown), asked, reading, order, descending=True)
    names, today = _names(session), local_date(reading.now)
    items = tuple(_beside(session, one, names, today) for one in page.items)
    return AfterwardsList(items=items, next=page.next, days=domain.DAYS, least=data.small_number())


def _beside(session: Session, one: ActivityKnown, names: dict[str, KnownInstitution], today: date) -> AfterwardsAnswer:
    place, (since, until) = names.get(one.municipality or ""), domain.after(one.held_on)
    before, after = _NOWHERE, _NOWHERE
    if one.municipality is not None:
        before = _complaints(session, one.municipality, *domain.before(one.held_on))
        after = _complaints(session, one.municipality, since, until)
    return filled(
        AfterwardsAnswer,
        one,
        name_sq=place.name_sq if place else None,
        name_en=place.name_en if place else None,
        before=WindowAnswer.of(before),
        after=WindowAnswer.of(after),
        until=until,
        over=until < today,
    )


def _complaints(session: Session, municipality: str, since: date, until: date) -> Shown:
    """By children themselves, on days of which both ends are included."""
    counted = select(func.count()).where(
        Complaint.by_child,
        Complaint.municipality == municipality,
        Complaint.received_at >= first_instant_late(since - domain.ONE_DAY),
        Complaint.received_at < first_instant_late(until),
    )
    return domain.shown(session.execute(counted).scalar_one(), data.small_number())


def _names(session: Session) -> dict[str, KnownInstitution]:
    of = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY)
    return {one.key: one for one in session.execute(of).scalars()}
