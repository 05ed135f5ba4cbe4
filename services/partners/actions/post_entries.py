"""What goes into the post book by itself, and out of it again. Steps of others: no door calls them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.partners.actions import telling, turning
from services.partners.models import Dispatch, DispatchItem, PostEntry
from services.partners.queries import stopped
from shared.events.catalogue import DispatchPosted
from shared.typed import filled

UNDER_WAY = ("to_post", "sent")


def enter(
    session: Session,
    dispatch: Dispatch,
    cause: str,
    *,
    now: datetime,
    letter: str | None = None,
    rung: str | None = None,
) -> None:
    """Let a letter wait to be printed and sent, once, unless it is brought no more; `letter`: a reminder of it. The body's letters are held,
    and who does it stands for the office.
    """
    if letter is None and stopped.of(session, dispatch) is not None:
        return
    entries = select(PostEntry.id).where(
        PostEntry.dispatch_id == dispatch.id,
        PostEntry.letter.is_not_distinct_from(letter),
        PostEntry.state.in_(UNDER_WAY),
    )
    if session.execute(entries).first():
        return
    entry = PostEntry(
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        letter=letter,
        rung=rung,
        cause=cause,
        entered_at=now,
    )
    session.add(entry)
    if letter is None:
        # Whatever was corrected was the day of a delivery that proved to be none.
        gone = update(DispatchItem).where(DispatchItem.dispatch_id == dispatch.id)
        session.execute(gone.values(delivered_on=None))
    if letter is None and dispatch.delivered_at is None:
        dispatch.delivery, dispatch.failure = "to_post", None
    session.flush()
    tell(session, dispatch, entry, "to_post", now=now)


def drop(session: Session, dispatch: Dispatch) -> None:
    """What waited to be sent needs not go any more: the act reached the body by wire, or stands no more."""
    waiting = select(PostEntry).where(PostEntry.dispatch_id == dispatch.id, PostEntry.state == "to_post")
    for entry in session.execute(waiting.with_for_update()).scalars():
        entry.state = "dropped"


def set_answered(session: Session, dispatch: Dispatch) -> None:
    """The body has the letter, and how it went is not recorded: it waits to be sent no more, and what is known of its way can still be entered."""
    mine = PostEntry.dispatch_id == dispatch.id, PostEntry.letter.is_(None), PostEntry.state == "to_post"
    for entry in session.execute(select(PostEntry).where(*mine).with_for_update()).scalars():
        entry.state = "answered"
    if dispatch.delivery != "sent":
        dispatch.delivery, dispatch.failure = "delivered", None


def drop_letter(session: Session, dispatch: Dispatch, letter: str) -> bool:
    """A reminder, or another letter about it, that waited to be sent goes no more; whether one waited."""
    waiting = select(PostEntry).where(
        PostEntry.dispatch_id == dispatch.id, PostEntry.letter == letter, PostEntry.state == "to_post"
    )
    found = list(session.execute(waiting.with_for_update()).scalars())
    for entry in found:
        entry.state = "dropped"
    return bool(found)


def tell(
    session: Session,
    dispatch: Dispatch,
    entry: PostEntry,
    step: str,
    *,
    now: datetime,
    record: str | None = None,
    mistaken: bool = False,
) -> None:
    """Say what became of a letter on paper: it waits, left, or came back. `mistaken`: it was told as delivered, and was not."""
    days = {"to_post": None, "sent": entry.sent_on, "returned": entry.returned_on}
    event = filled(
        DispatchPosted,
        dispatch,
        dispatch_id=dispatch.id,
        step=step,
        at=now,
        way=entry.way if step != "to_post" else None,
        day=days[step],
        record=record,
        reason=entry.return_reason,
        letter=entry.letter,
        mistaken=mistaken,
    )
    telling.tell_of(session, dispatch, event)
    if step == "sent" and entry.letter is None:
        session.flush()
        turning.tell_left(session, dispatch, now=now)
