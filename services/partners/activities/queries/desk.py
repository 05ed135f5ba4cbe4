"""Activities as the office has them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.domain import counting, life
from services.partners.activities.domain.counting import Count
from services.partners.activities.domain.life import State
from services.partners.activities.lists import ActivityListing
from services.partners.activities.models import Activity
from services.partners.activities.schemas import ActivityAnswer, ActivityLine, CountAnswer, MaterialAnswer
from services.partners.models import Institution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled

MUNICIPALITY = "municipality"


def activities(session: Session, cursors: Cursors, asked: ActivityListing, reading: Reading) -> Page[ActivityLine]:
    """One page, the latest planned day first."""
    order = [Activity.planned_on, Activity.id]
    page = page_of(session, cursors, select(Activity), asked, reading, order, descending=True)
    return Page([line(one) for one in page.items], page.next)


def activity(session: Session, activity_id: UUID, *, lock: bool = False) -> Activity:
    """Raises `NotFound`."""
    wanted = select(Activity).where(Activity.id == activity_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def line(found: Activity) -> ActivityLine:
    return filled(ActivityLine, found, clusters=tuple(found.clusters))


def answer(found: Activity) -> ActivityAnswer:
    return filled(
        ActivityAnswer,
        found,
        clusters=tuple(found.clusters),
        steps=life.steps(State(found.state)),
        counted=counting.total(found.counted) if found.held_on else None,
        children=tuple(filled(CountAnswer, one) for one in _in_order(found.counted)),
        materials=tuple(filled(MaterialAnswer, one) for one in found.materials),
    )


def _in_order(counts: list[Count]) -> list[Count]:
    """As the data files name bands and sexes."""
    bands, sexes = list(data.entries("age_bands")), list(data.entries("sexes"))
    return sorted(counts, key=lambda one: (bands.index(one.age_band), sexes.index(one.sex)))


def municipalities(session: Session) -> dict[str, Institution]:
    """All that there are, by key, in the order of their Albanian names."""
    of = select(Institution).where(Institution.institution_class == MUNICIPALITY).order_by(Institution.name_sq)
    return {one.key: one for one in session.execute(of).scalars()}


def bodies(session: Session) -> list[Institution]:
    """Active bodies, to choose one from."""
    of = select(Institution).where(Institution.active).order_by(Institution.name_sq, Institution.id)
    return list(session.execute(of).scalars())


def body(session: Session, institution_id: UUID | None) -> Institution | None:
    return session.get(Institution, institution_id) if institution_id else None
