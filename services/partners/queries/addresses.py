"""To which body and postal address letters on paper go, and where those that left went."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.models import Contact, Institution, PostEntry
from services.partners.queries import successions
from services.partners.schemas.post import PostPlace

#: A body, and its postal address where one is known.
Place = tuple[UUID, str | None]


@dataclass(frozen=True, kw_only=True)
class Places:
    """`today`: where a letter to it goes today; `here`: where it goes, or went if it left; the others as `PostAnswer` says them."""

    today: PostPlace
    here: PostPlace
    came_from: PostPlace | None = None
    goes_now: PostPlace | None = None
    printed_for: PostPlace | None = None


def places(session: Session, rows: Sequence[PostEntry]) -> dict[UUID, Places]:
    """Of each entry where it goes or went."""
    goes, tries = today(session, [row.institution_id for row in rows]), _tries(session, rows)
    found = {row.id: _of(row, goes[row.institution_id], tries[row.dispatch_id, row.letter]) for row in rows}
    wanted = {body for each in found.values() for body, _address in each.values()}
    rows_of_bodies = session.execute(select(Institution).where(Institution.id.in_(wanted))).scalars()
    bodies = {one.id: one for one in rows_of_bodies}

    def called(place: Place) -> PostPlace:
        body, address = bodies[place[0]], place[1]
        return PostPlace(to=body.id, name_sq=body.name_sq, name_en=body.name_en, address=address)

    return {entry: Places(**{name: called(one) for name, one in each.items()}) for entry, each in found.items()}


def today(session: Session, bodies: Iterable[UUID]) -> dict[UUID, Place]:
    """Where a letter to each of `bodies` goes today."""
    holders = {body: successions.holder(session, body) for body in set(bodies)}
    known = addresses_of(session, holders.values())
    return {body: (holder, known.get(holder)) for body, holder in holders.items()}


def on(session: Session, bodies: Iterable[UUID], day: date) -> dict[UUID, Place]:
    """Where a letter to each of `bodies` that left on `day` went, by what the directory said on that day; of an address that was entered
    only afterwards, where it goes today: nobody could know another.
    """
    now = today(session, bodies)
    ended = domain.midnight(day + timedelta(days=1))
    holders = {body: successions.holder(session, body, before=ended) for body in now}
    then = _holding(session, holders.values(), day, Contact.added_at < ended)
    return {body: (holder, then[holder]) if (holder := holders[body]) in then else now[body] for body in now}


def addresses_of(session: Session, bodies: Iterable[UUID]) -> dict[UUID, str]:
    """The postal address of each: of those that hold, one for recommendations first, then the newest."""
    return _holding(session, bodies, func.current_date())


def _holding(
    session: Session, bodies: Iterable[UUID], day: date | ColumnElement[date], *known: ColumnElement[bool]
) -> dict[UUID, str]:
    holding = select(Contact).where(
        Contact.institution_id.in_(set(bodies)),
        Contact.kind == "postal",
        func.coalesce(Contact.valid_from, date.min) <= day,
        func.coalesce(Contact.valid_to, date.max) >= day,
        *known,
    )
    order = (Contact.purpose == "recommendations").asc(), Contact.added_at, Contact.id
    return {row.institution_id: row.value for row in session.execute(holding.order_by(*order)).scalars()}


def _of(row: PostEntry, now: Place, tries: Sequence[PostEntry]) -> Mapping[str, Place]:
    """The places of one entry; `now`: where a letter to it goes today; `tries`: all entries of its letter, the oldest first."""
    found = {"today": now, "here": now if row.sent_on is None else _kept(row, now)}
    came_back = [one for one in tries if one.state == "returned" and one.entered_at < row.entered_at]
    if row.state == "to_post" and row.cause == "returned" and came_back:
        found["came_from"] = _kept(came_back[-1], now)
    if row.state == "returned" and all(one.entered_at <= row.entered_at for one in tries):
        found["goes_now"] = now
    if row.state == "to_post" and row.addressed_to is not None and _kept(row, now) != now:
        found["printed_for"] = _kept(row, now)
    return found


def _kept(row: PostEntry, now: Place) -> Place:
    """Of what left before places were kept nobody knows the address: that of today would be a guess."""
    return row.addressed_to or now[0], row.address


def _tries(session: Session, rows: Sequence[PostEntry]) -> Mapping[tuple[UUID, str | None], list[PostEntry]]:
    """The entries of each of these letters: what came back and goes again has several."""
    wanted = select(PostEntry).where(PostEntry.dispatch_id.in_({row.dispatch_id for row in rows}))
    found: dict[tuple[UUID, str | None], list[PostEntry]] = defaultdict(list)
    for one in session.execute(wanted.order_by(PostEntry.entered_at, PostEntry.id)).scalars():
        found[one.dispatch_id, one.letter].append(one)
    return found
