"""Activities that were announced, as anybody reads them: page, calendar, linked data and API are this one answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.domain import counting
from services.partners.activities.lists import PublicListing
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk
from services.partners.activities.schemas import PublicActivity, PublicCount
from services.partners.domain import local_date
from services.partners.models import Institution
from shared.lists import Reading, page_of
from shared.numbers import is_valid
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled

#: Announced, and not taken back; also once it was held or called off.
ANNOUNCED = Activity.announced_at.is_not(None)
#: A calendar holds what is to come and what was in the last year.
CALENDAR_DAYS, MOST_IN_CALENDAR = 365, 500


def activities(
    session: Session, cursors: Cursors, asked: PublicListing, reading: Reading, root: str
) -> Page[PublicActivity]:
    """What is to come, the next first; or what is over, the latest first."""
    past, today = asked.when == "past", local_date(reading.now)
    rows = select(Activity).where(ANNOUNCED, Activity.planned_on < today if past else Activity.planned_on >= today)
    order = [Activity.planned_on, Activity.id]
    page = page_of(session, cursors, rows, asked, reading, order, descending=past)
    return Page(_answers(session, page.items, root), page.next)


def activity(session: Session, number: str, root: str) -> PublicActivity:
    """Raises `NotFound`, for what was not announced as for what is not there."""
    # The address is anybody's to type: no column holds a NUL.
    wanted = select(Activity).where(ANNOUNCED, Activity.number == number)
    found = session.execute(wanted).scalar() if is_valid(number) else None
    if found is None:
        raise NotFound
    return _answers(session, [found], root)[0]


def in_calendar(session: Session, reading: Reading, root: str) -> list[tuple[Activity, PublicActivity]]:
    """By the day, the earliest first."""
    since = local_date(reading.now) - timedelta(days=CALENDAR_DAYS)
    rows = (
        select(Activity)
        .where(ANNOUNCED, Activity.planned_on >= since)
        .order_by(Activity.planned_on.desc(), Activity.id)
    )
    found = session.execute(rows.limit(MOST_IN_CALENDAR)).scalars().all()[::-1]
    return list(zip(found, _answers(session, found, root), strict=True))


def _answers(session: Session, found: Sequence[Activity], root: str) -> list[PublicActivity]:
    places = desk.municipalities(session)
    wanted = {one.institution_id for one in found if one.institution_id}
    rows = session.execute(select(Institution).where(Institution.id.in_(wanted))).scalars()
    bodies = {one.id: one for one in rows}
    return [
        _answer(
            one,
            places.get(one.municipality or ""),
            bodies.get(one.institution_id) if one.institution_id else None,
            root,
        )
        for one in found
    ]


def _answer(one: Activity, place: Institution | None, body: Institution | None, root: str) -> PublicActivity:
    whole, least = counting.total(one.counted), data.least()
    children = counting.shown_whole(whole, least) if one.held_on else None
    told = children or 0
    return filled(
        PublicActivity,
        one,
        url=f"{root}/partners/activities/{one.number}",
        clusters=tuple(one.clusters),
        status=one.state,
        municipality_sq=place.name_sq if place else None,
        municipality_en=place.name_en if place else None,
        institution_sq=body.name_sq if body else None,
        institution_en=body.name_en if body else None,
        children=children,
        few=one.held_on is not None and children is None,
        by_age=_counts(counting.by_age(one.counted, list(data.entries("age_bands"))).items()) if told else (),
        by_sex=_counts(counting.by_sex(one.counted, list(data.entries("sexes"))).items()) if told else (),
    )


def _counts(counted: Iterable[tuple[str, int]]) -> tuple[PublicCount, ...]:
    """In the order of the data; a code of which there is none is told as 0."""
    parts = list(counted)
    shown = counting.shown([count for _key, count in parts], data.least())
    return tuple(PublicCount(key=key, count=count) for (key, _count), count in zip(parts, shown, strict=True))
