"""Entries of the post book with their letters, held for what is recorded of them, and what is known of each. Steps of others."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import locking
from services.partners.domain import post_book
from services.partners.domain.post_book import OnPaper
from services.partners.models import Dispatch, PostEntry, PostProof
from services.partners.queries import post, stopped, wall
from services.partners.queries.seen import may_see
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation, refuse

Pair = tuple[PostEntry, Dispatch]


def held(by: Principal, session: Session, entry_ids: Sequence[UUID]) -> list[Pair]:
    """Entries with their letters, locked in one order, so that two people who record the same wait for each other."""
    wall.as_office(session)
    wanted = sorted(set(entry_ids))
    bodies = select(PostEntry.institution_id).where(PostEntry.id.in_(wanted)).distinct()
    for body in sorted(session.execute(bodies).scalars()):
        locking.hold(session, body)
    rows = (
        select(PostEntry, Dispatch)
        .join(Dispatch, Dispatch.id == PostEntry.dispatch_id)
        .where(PostEntry.id.in_(wanted), may_see(by))
        .order_by(PostEntry.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = [(row[0], row[1]) for row in session.execute(rows)]
    if len(found) < len(wanted):
        raise NotFound
    return found


def paper(session: Session, entry: PostEntry, dispatch: Dispatch) -> OnPaper:
    """What is known of the letter of an entry, for the rules."""
    began = entry.entered_at if entry.letter else dispatch.issued_at
    stop = stopped.of(session, dispatch) if entry.letter is None else None
    known = OnPaper(entry.state, domain.local_date(began), entry.sent_on, entry.delivered_on, entry.told_on)
    answered_on = stop.on if stop is not None and stop.answered else None
    return replace(known, answered_on=answered_on, doubted=entry.doubted_on is not None)


def still_goes(session: Session, entry: PostEntry, dispatch: Dispatch) -> bool:
    """Whether a letter that came back may be sent anew: not of an act that was withdrawn, nor one that is brought no more or that its body has
    opened or answered. What was delivered by wire and only bounced as a mail still goes.
    """
    has_it = dispatch.opened_at is not None or dispatch.replied_at is not None
    if entry.letter is None and stopped.of(session, dispatch) is not None:
        return False
    stands = dispatch.withdrawn_at is None or entry.rung == post_book.WITHDRAWAL
    return stands and (entry.letter is not None or not has_it)


def check_all(pairs: Sequence[Pair], check: Callable[[PostEntry, Dispatch], None]) -> None:
    """Refuse with all that stands against any of these entries, and say of which: of many chosen ones nobody finds it otherwise."""
    faults = []
    for entry, dispatch in pairs:
        try:
            check(entry, dispatch)
        except RuleViolation as fault:
            fault.of = str(entry.id)
            faults.append(fault)
    refuse(faults)


def proof(by: Principal, session: Session, proof_id: UUID) -> PostProof:
    """A file that `by` may show. Raises `ContentViolation` (422) for any other."""
    try:
        return post.proof_of(session, by, proof_id)
    except NotFound as error:
        raise ContentViolation("no such file", code="file_unknown", field="proof") from error


def noon(day: date) -> datetime:
    """A letter on paper carries a day and no hour."""
    return datetime.combine(day, time(12), ZoneInfo("Europe/Tirane"))


def trace(by: Principal, session: Session, entry: PostEntry, step: str) -> None:
    """What was recorded of it, in the trail of its letter."""
    audit.record(session, by, f"post.{step}", "dispatch", entry.dispatch_id, entry=str(entry.id))
