"""What was typed into a reply and not sent, kept on its letter: whoever comes by the next link goes on where the last one stopped."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.actions.link_opening import reader
from services.partners.models import Dispatch
from services.partners.queries import letters, wall
from services.partners.queries import links as queries
from services.partners.schemas.replies import TypedReply
from shared import audit
from shared.documents import Documents
from shared.principal import Principal

#: More fields, or longer ones, has no reply.
MOST_FIELDS, LONGEST = 500, 10_000
BATCH = 100


def keep(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, typed: Mapping[str, str], *, now: datetime
) -> None:
    """Keep the fields of a reply form as they were typed, in the place of what was kept before. Files are not among them. Raises `NotFound`."""
    dispatch = letters.delivered(wall.own(session, by), dispatch_id, lock=True)
    kept = {name: text[:LONGEST] for name, text in list(typed.items())[:MOST_FIELDS] if text}
    _put(session, documents, dispatch, documents.keep(TypedReply(fields=kept)) if kept else None, now)
    audit.record(session, by, "reply.draft_kept", "dispatch", dispatch.id)


def keep_late(
    session: Session, documents: Documents, token: str, dispatch_id: UUID, typed: Mapping[str, str], *, now: datetime
) -> bool:
    """The same of who sent a reply when their time by a link was over: they are let in no more, and what they typed is not lost. Whether
    it was kept.
    """
    found = queries.ended(session, token, now)
    if found is None or found.dispatch_id != dispatch_id:
        return False
    by = reader(found.link_id, found.institution_id, found.dispatch_id)
    keep(by, session, documents, dispatch_id, typed, now=now)
    return True


def erase_old(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Erase what was kept longer ago than the office keeps a reply that nobody sent. How many there were; `BATCH` at most."""
    wall.as_office(session)
    last = now - timedelta(days=data.days_of_reply_drafts(domain.local_date(now)))
    old = select(Dispatch).where(Dispatch.reply_draft.is_not(None), Dispatch.reply_draft_at < last)
    rows = old.order_by(Dispatch.reply_draft_at).limit(BATCH).with_for_update(skip_locked=True)
    found = session.execute(rows).scalars().all()
    for dispatch in found:
        _put(session, documents, dispatch, None, None)
        audit.record(session, by, "reply.draft_erased", "dispatch", dispatch.id)
    return len(found)


def kept_until(kept_at: datetime) -> date:
    """The last day on which what was kept then is there, if nothing is typed into it anew."""
    return domain.local_date(kept_at) + timedelta(days=data.days_of_reply_drafts(domain.local_date(kept_at)))


def drop(session: Session, documents: Documents, dispatch: Dispatch) -> None:
    """A step of others: the reply was sent."""
    if dispatch.reply_draft is not None:
        _put(session, documents, dispatch, None, None)


def _put(session: Session, documents: Documents, dispatch: Dispatch, name: str | None, at: datetime | None) -> None:
    former = dispatch.reply_draft
    # Not through the object: what a letter says stays in its version.
    row = update(Dispatch).where(Dispatch.id == dispatch.id)
    session.execute(row.values(reply_draft=name, reply_draft_at=at).execution_options(synchronize_session="fetch"))
    if former is not None:
        # After the commit: a document that is gone while the row still names it would be missed.
        event.listen(session, "after_commit", lambda _session: documents.erase(former), once=True)
