"""A letter on paper that was recorded as delivered by mistake, such as by the slip of another. Once a second person agreed, it is as not delivered: it
came back, or is on its way still, and whoever was told of the delivery is told so.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import deliveries, post_entries, post_rows
from services.partners.actions.telling import tell_of
from services.partners.data.mistakes import mistakes
from services.partners.domain import mistakes as rules
from services.partners.models import ActReached, Dispatch, DispatchItem, PostEntry
from services.partners.schemas.mistakes import Mistakes
from shared.documents import Documents
from shared.events.catalogue import DispatchReceiptTold
from shared.events.documents.partners import PostRecord
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.typed import filled


def record(by: Principal, session: Session, wanted: Mistakes, *, now: datetime) -> list[PostEntry]:
    """Record that deliveries of letters were recorded by mistake. Nothing moves until a second person has looked. Raises `NotFound` for one that is not in
    the book, `ContentViolation` (422) for an unknown ground, a missing file or return and its day, `RuleViolation` (409) for what was not recorded as
    delivered, waits already, is with its body as that showed, or goes anew.
    """
    today = domain.local_date(now)
    ground = mistakes(today).get(wanted.ground)
    if ground is None:
        raise ContentViolation("no such ground", code="ground_unknown", field="ground")
    back = wanted.back
    rules.check_shown(
        comes_back=ground.back, needs_proof=ground.proof, back=back is not None, proof=wanted.proof is not None
    )
    pairs = post_rows.held(by, session, wanted.entries)
    proof = post_rows.proof(by, session, wanted.proof) if wanted.proof is not None else None
    told = {
        "doubt_ground": ground.key,
        "doubt_back_on": back.day if back else None,
        "doubt_back_reason": back.reason if back else None,
        "doubt_again": back.again if back else None,
    }
    # Told twice by one person it has one effect.
    new = [pair for pair in pairs if not (pair[0].doubted_by == by.person and _same(pair[0], told))]

    def check(entry: PostEntry, dispatch: Dispatch) -> None:
        rules.check_mistake(
            post_rows.paper(session, entry, dispatch),
            has_it=_has_it(session, entry, dispatch),
            elsewhere=_goes_anew(session, entry),
            back_on=back.day if back else None,
            today=today,
        )

    post_rows.check_all(new, check)
    for entry, dispatch in new:
        entry.doubted_on, entry.doubted_by = today, by.person
        entry.doubt_proof_id = proof.id if proof else None
        for name, value in told.items():
            setattr(entry, name, value)
        _tell_doubt(session, entry, dispatch)
        post_rows.trace(by, session, entry, "doubted")
    return [entry for entry, _dispatch in pairs]


def decide(
    by: Principal,
    session: Session,
    documents: Documents,
    entry: PostEntry,
    dispatch: Dispatch,
    *,
    agreed: bool,
    now: datetime,
) -> None:
    """A step of others: what a second person says of it. Raises `RuleViolation` (409) for who told it, and for what its body showed meanwhile to have."""
    rules.check_look_at_mistake(told_by=entry.doubted_by, looks=by.person)
    if agreed:
        rules.check_takes_back(
            has_it=_has_it(session, entry, dispatch),
            elsewhere=_goes_anew(session, entry),
            back_on=entry.doubt_back_on,
        )
        _take_back(by, session, documents, entry, dispatch, now)
        post_rows.trace(by, session, entry, "mistaken")
    else:
        _tell_doubt(session, entry, dispatch, stands=True)
        post_rows.trace(by, session, entry, "not_mistaken")
    again, by_wire = bool(agreed and entry.doubt_again), entry.letter is None and dispatch.delivered_at is not None
    entry.doubted_on = entry.doubted_by = entry.doubt_ground = entry.doubt_proof_id = None
    entry.doubt_back_on = entry.doubt_back_reason = entry.doubt_again = None
    session.flush()
    if again and not by_wire and post_rows.still_goes(session, entry, dispatch):
        post_entries.enter(session, dispatch, "returned", now=now, letter=entry.letter, rung=entry.rung)


def _take_back(
    by: Principal, session: Session, documents: Documents, entry: PostEntry, dispatch: Dispatch, now: datetime
) -> None:
    back, mine = entry.doubt_back_on, _is_by_paper(entry, dispatch)
    entry.mistaken_on, entry.looked_by = entry.delivered_on, by.person
    entry.delivered_on = entry.proof_id = None
    entry.state = "sent" if back is None else "returned"
    entry.returned_on, entry.return_reason = back, entry.doubt_back_reason
    if mine:
        dispatch.delivery, dispatch.failure = ("sent", None) if back is None else ("failed", deliveries.RETURNED)
        dispatch.delivered_at = dispatch.channel = None
        whole = DispatchItem.dispatch_id == dispatch.id
        session.execute(update(DispatchItem).where(whole).values(delivered_on=None))
        reached = ActReached.recommendation_id == dispatch.recommendation_id
        session.execute(delete(ActReached).where(reached, ActReached.institution_id == dispatch.institution_id))
    session.flush()
    kept = documents.keep(PostRecord(by=by.person, tracking=entry.tracking, proof=None)) if back is None else None
    post_entries.tell(session, dispatch, entry, entry.state, now=now, record=kept, mistaken=True)
    if mine and dispatch.withdrawn_at is None:
        # By the portal that its body has since, it arrives now.
        deliveries.reach(session, dispatch, now=now)


def _tell_doubt(session: Session, entry: PostEntry, dispatch: Dispatch, *, stands: bool = False) -> None:
    """Say that the delivery from which is counted waits for a second person, or waits no more."""
    if _is_by_paper(entry, dispatch):
        day = None if stands else entry.delivered_on
        tell_of(
            session, dispatch, filled(DispatchReceiptTold, dispatch, dispatch_id=dispatch.id, day=day, doubted=True)
        )


def _is_by_paper(entry: PostEntry, dispatch: Dispatch) -> bool:
    """Whether it is by this entry that its letter counts as delivered: one that came by wire may have been sent on paper besides."""
    return entry.letter is None and dispatch.came_on_paper


def _has_it(session: Session, entry: PostEntry, dispatch: Dispatch) -> bool:
    """Whether its body showed by what it did that it has the letter. Who answered may not have had a reminder."""
    if entry.letter is not None:
        return False
    items = select(DispatchItem).where(DispatchItem.dispatch_id == dispatch.id)
    did = dispatch.opened_at, dispatch.acknowledged_at, dispatch.replied_at
    return any(did) or any(one.is_answered for one in session.execute(items).scalars())


def _goes_anew(session: Session, entry: PostEntry) -> bool:
    """Whether the same letter lies in the book another time, to be sent or on its way."""
    another = select(PostEntry.id).where(
        PostEntry.dispatch_id == entry.dispatch_id,
        PostEntry.letter.is_not_distinct_from(entry.letter),
        PostEntry.state.in_(post_entries.UNDER_WAY),
    )
    return session.execute(another.limit(1)).first() is not None


def _same(entry: PostEntry, told: Mapping[str, object]) -> bool:
    return all(getattr(entry, name) == value for name, value in told.items())
