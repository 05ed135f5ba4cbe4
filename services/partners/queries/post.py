"""The post book as it is read: what waits, what is on its way, what came back; and what a batch to be printed holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.domain.post_book import DECISIONS, check_goes, check_not_held, stays
from services.partners.domain.stopped_reminders import check_not_stopped
from services.partners.lists import HELD, TO_LOOK_AT, TO_POST, PostListing
from services.partners.models import Dispatch, DispatchItem, Institution, PostEntry, PostProof
from services.partners.queries import addresses, reminded, wall
from services.partners.queries import stopped as stopped_letters
from services.partners.queries.addresses import Places
from services.partners.queries.copies import Copy
from services.partners.queries.held import stays_since
from services.partners.queries.seen import may_see, readable
from services.partners.queries.stopped import Stop
from services.partners.schemas.letters_at_once import MOST_AT_ONCE
from services.partners.schemas.mistakes import MistakeTold
from services.partners.schemas.post import PostAnswer
from shared import audit
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.typed import filled

Row = TypeVar("Row", Dispatch, Institution)


def entries(session: Session, cursors: Cursors, asked: PostListing, reading: Reading) -> Page[PostAnswer]:
    """One page of the book, the oldest first."""
    wall.as_office(session)
    order = [PostEntry.entered_at, PostEntry.id]
    page = page_of(session, cursors, _seen(reading.by), asked, reading, order)
    return Page(answers(session, reading.by, page.items, domain.local_date(reading.now)), page.next)


def to_look_at(session: Session, by: Principal) -> int:
    """How many deliveries wait for a second person."""
    wall.as_office(session)
    return session.execute(select(_count(_seen(by).where(TO_LOOK_AT)))).scalar_one()


def answers(session: Session, by: Principal, rows: Sequence[PostEntry], today: date) -> list[PostAnswer]:
    """These entries as `by` sees them, with the body and address that each goes to today, or went to if it left."""
    letters = {one.id: one for one in _by_id(session, Dispatch, [row.dispatch_id for row in rows])}
    places = addresses.places(session, rows)
    held = stays_since(session, [one.recommendation_id for one in letters.values()])
    stopped = reminded.why_not(session, [(row, letters[row.dispatch_id]) for row in rows], today)
    corrected, stops = _corrected(session, letters), stopped_letters.of_all(session, letters.values())
    waiting = [letters[row.dispatch_id] for row in rows if row.state == "to_post" and row.letter is None]
    settled = stopped_letters.settled_places(session, waiting)
    printable = set(session.execute(select(Dispatch.id).where(Dispatch.id.in_(letters), readable(by))).scalars())
    found = [
        _answer(
            row,
            letters[row.dispatch_id],
            places[row.id],
            corrected,
            stops.get(row.dispatch_id),
        )
        for row in rows
    ]
    # What has left is on its way, whoever has the matter now.
    return [
        replace(
            one,
            held_since=stays(one.rung, held.get(one.recommendation_id)) if one.state == "to_post" else None,
            printable=one.dispatch_id in printable,
            stopped=stopped.get(one.id),
            answered_on=_answered_on(one, stops.get(one.dispatch_id)),
            settled_items=settled.get(one.dispatch_id, ()) if one.rung is None else (),
        )
        for one in found
    ]


def _answered_on(entry: PostAnswer, stop: Stop | None) -> date | None:
    """On which day its body wrote what shows that it has the letter, of which no delivery is recorded."""
    if entry.rung is not None or entry.delivered_on is not None or stop is None:
        return None
    return stop.on if stop.answered else None


def _why_ended(entry: PostEntry, dispatch: Dispatch, stop: Stop | None) -> str | None:
    """Why what waited need not be sent any more."""
    if entry.state != "dropped":
        return None
    if dispatch.withdrawn_at is not None:
        return "withdrawn"
    if entry.rung in DECISIONS and dispatch.opened_at is not None:
        # What was decided is read there too.
        return "by_wire"
    if entry.letter is not None:
        return "taken_back"
    if stop is not None and not stop.answered:
        return stop.why
    # Stopped once and asked for again, a letter waits as a new entry.
    on_paper = dispatch.came_on_paper or dispatch.delivery in {"to_post", "sent", "returned"}
    return "anew" if on_paper else "by_wire"


def _corrected(session: Session, letters: Iterable[UUID]) -> dict[UUID, list[date | None]]:
    """The days of delivery that the office corrected, of each item of these letters."""
    rows = select(DispatchItem.dispatch_id, DispatchItem.delivered_on).where(DispatchItem.dispatch_id.in_(set(letters)))
    found: dict[UUID, list[date | None]] = {}
    for letter, day in session.execute(rows):
        found.setdefault(letter, []).append(day)
    return found


def unaddressed(session: Session, bodies: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these bodies those whose letters go today to one without a postal address; to which."""
    goes = addresses.today(session, bodies)
    return {body: holder for body, (holder, address) in goes.items() if address is None}


def without_address(session: Session, by: Principal) -> list[Institution]:
    """The bodies to which letters wait to go, and of which no postal address is known: to be asked before printing."""
    wall.as_office(session)
    waiting = select(PostEntry.institution_id).join(Dispatch, Dispatch.id == PostEntry.dispatch_id)
    bodies = session.execute(waiting.where(TO_POST, ~HELD, may_see(by)).distinct()).scalars()
    return sorted(_by_id(session, Institution, unaddressed(session, bodies).values()), key=lambda one: one.name_sq)


def called(session: Session, by: Principal, ids: Iterable[str]) -> dict[str, tuple[str, Institution]]:
    """Of these entries, as far as `by` sees them, the number of the letter and the body that it is addressed to."""
    wall.as_office(session)
    rows = (
        select(PostEntry.id, Dispatch.number, Institution)
        .join(Dispatch, Dispatch.id == PostEntry.dispatch_id)
        .join(Institution, Institution.id == PostEntry.institution_id)
        .where(PostEntry.id.in_([UUID(one) for one in ids]), may_see(by))
    )
    return {str(row[0]): (row[1], row[2]) for row in session.execute(rows)}


@dataclass(frozen=True)
class ToPrint:
    """One letter of a batch. `copy`: what names the document that the act was rendered to; `letter`: that of a reminder."""

    entry: PostAnswer
    copy: Copy
    letter: str | None


@dataclass(frozen=True)
class Batch:
    """What is printed, and the reminders that wait and are left out of it, since they may not leave (`stopped`)."""

    letters: list[ToPrint]
    left_out: list[PostAnswer]


def batch(session: Session, by: Principal, entry_ids: Sequence[UUID], today: date) -> Batch:
    """What is to be printed, body by body, each with the address of today; without ids the oldest of all that wait and that `by` may read. Raises `NotFound`, and
    `RuleViolation` (409) where a chosen letter is read by its handlers alone, is held or goes no more, or reminds of what is not late
    or with words of long ago.
    """
    wall.as_office(session)
    rows = list(session.execute(_chosen(by, entry_ids)).scalars())
    if len(rows) < len(set(entry_ids)):
        raise NotFound
    dispatches = {one.id: one for one in _by_id(session, Dispatch, [row.dispatch_id for row in rows])}
    letters = {row.id: row.letter for row in rows}
    places = addresses.places(session, rows)
    # One that left may be printed anew: its sheet is for the envelope of today.
    goes = [replace(one, **vars(places[one.id].today)) for one in answers(session, by, rows, today)]
    found = [ToPrint(one, dispatches[one.dispatch_id], letters[one.id]) for one in goes]
    if not all(one.entry.printable for one in found):
        raise RuleViolation("who handles the case prints this letter, or who leads", code="not_yours_to_read")
    for one in found:
        check_not_held(one.entry.held_since)
    check_goes(one.entry.ended for one in found)
    left_out = [one.entry for one in found if one.entry.stopped is not None]
    goes_out = [one for one in found if one.entry.stopped is None]
    # Of chosen ones none is left out unsaid, and of nothing but such ones no sheet is printed.
    for stopped in left_out if entry_ids or not goes_out else ():
        check_not_stopped(stopped.stopped)
    ordered = sorted(goes_out, key=lambda one: (one.entry.name_sq, str(one.entry.to), one.entry.entered_at))
    return Batch(ordered, left_out)


def _chosen(by: Principal, entry_ids: Sequence[UUID]) -> Select[PostEntry]:
    if entry_ids:
        return _seen(by).where(PostEntry.id.in_(entry_ids))
    waiting = _seen(by).where(TO_POST, ~HELD, readable(by))
    return waiting.order_by(PostEntry.entered_at, PostEntry.id).limit(MOST_AT_ONCE)


def proof(session: Session, by: Principal, proof_id: UUID) -> PostProof:
    """A file that shows deliveries, to be read; that it was read is noted. Raises `NotFound`."""
    found = proof_of(session, by, proof_id)
    audit.record(session, by, "post.proof_read", "post_proof", found.id)
    return found


def proof_of(session: Session, by: Principal, proof_id: UUID) -> PostProof:
    """A proof belongs to the letters that it shows: it is there for whoever may see all of them, since one list names several. One that
    shows none yet is there for who handed it in. Raises `NotFound`.
    """
    wall.as_office(session)
    found = session.get(PostProof, proof_id)
    shows = or_(PostEntry.proof_id == proof_id, PostEntry.doubt_proof_id == proof_id)
    shown = select(func.count()).where(shows)
    letters, seen = session.execute(select(shown.scalar_subquery(), _count(_seen(by).where(shows)))).one()
    if found is None or letters != seen or (letters == 0 and found.by != by.id):
        raise NotFound
    return found


def _count(statement: Select[PostEntry]) -> ScalarSelect[int]:
    return select(func.count()).select_from(statement.subquery()).scalar_subquery()


def _seen(by: Principal) -> Select[PostEntry]:
    return select(PostEntry).join(Dispatch, Dispatch.id == PostEntry.dispatch_id).where(may_see(by))


def _answer(
    row: PostEntry,
    dispatch: Dispatch,
    places: Places,
    corrected: dict[UUID, list[date | None]],
    stop: Stop | None,
) -> PostAnswer:
    """The day of delivery that counts is told besides the one that was recorded with the proof, where the office corrected it since."""
    counted = row.delivered_on
    if counted is not None and row.letter is None:
        counted = domain.counted_from(counted, corrected.get(row.dispatch_id, []))
    return filled(
        PostAnswer,
        row,
        recommendation_id=dispatch.recommendation_id,
        number=dispatch.number,
        **vars(places.here),
        came_from=places.came_from,
        goes_now=places.goes_now,
        printed_for=places.printed_for,
        proof=row.proof_id,
        printable=False,
        held_since=None,
        stopped=None,
        ended=_why_ended(row, dispatch, stop),
        answered_on=None,
        settled_items=(),
        delivered_on=counted,
        recorded_on=row.delivered_on if counted != row.delivered_on else None,
        doubt=_doubt(row),
    )


def _doubt(row: PostEntry) -> MistakeTold | None:
    if row.doubted_on is None or row.doubt_ground is None:
        return None
    return MistakeTold(
        told_on=row.doubted_on,
        ground=row.doubt_ground,
        proof=row.doubt_proof_id,
        back_on=row.doubt_back_on,
        reason=row.doubt_back_reason,
        again=bool(row.doubt_again),
    )


def _by_id(session: Session, model: type[Row], ids: Iterable[UUID]) -> Iterable[Row]:
    return session.execute(select(model).where(model.id.in_(set(ids)))).scalars()
