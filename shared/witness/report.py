"""What was perhaps lost with the time that a restore took back, and what is known of it, on both sides."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.messaging.accounts import comparing
from shared.messaging.accounts.tables import KnownElsewhere, UnaccountedEvent
from shared.messaging.kept import InboxRow
from shared.messaging.outbox import OutboxRow
from shared.witness.tables import SetBack, SkippedNumber


def lines(session: Session) -> list[str]:
    """For a person; empty where nothing was ever set back, here or at a publisher. Ids, codes and numbers only."""
    return [*_epochs(session), *_elsewhere(session), *_aliens(session), *_stale(session)]


def _epochs(session: Session) -> Iterator[str]:
    """What came of our own restores."""
    skipped = session.execute(select(SkippedNumber).order_by(SkippedNumber.epoch, SkippedNumber.series)).scalars().all()
    for row in session.execute(select(SetBack).order_by(SetBack.epoch)).scalars():
        span = " to ".join(
            f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "?" for moment in (row.lost_from, row.lost_until)
        )
        yield f"epoch {row.epoch} ({row.kind}): what was done from {span} is lost unless others know it"
        for one in skipped:
            if one.epoch == row.epoch:
                yield f"  {one.series}: {one.first} to {one.last} were perhaps given; what for is not known here"


def _elsewhere(session: Session) -> Iterator[str]:
    """By subject, what others have of us and our log has not."""
    still = select(OutboxRow.message_id).where(OutboxRow.message_id == KnownElsewhere.message_id).exists()
    order = KnownElsewhere.stream, KnownElsewhere.subject, KnownElsewhere.epoch, KnownElsewhere.sequence
    rows = session.execute(select(KnownElsewhere).where(~still).order_by(*order, KnownElsewhere.consumer)).scalars()
    for row in rows:
        yield (
            f"{row.stream} {row.subject}: {row.consumer} knows {row.type} ({row.epoch}, {row.sequence}) {row.message_id}"
        )


def _aliens(session: Session) -> Iterator[str]:
    """By subject, what we took of a publisher that was set back and knows it no more."""
    joined = select(InboxRow).join(UnaccountedEvent, UnaccountedEvent.message_id == InboxRow.message_id)
    open_ones = joined.where(UnaccountedEvent.kind == "alien", UnaccountedEvent.settled_by.is_(None))
    order = InboxRow.stream, InboxRow.subject, InboxRow.epoch, InboxRow.sequence
    for row in session.execute(open_ones.order_by(*order)).scalars():
        yield f"{row.stream} {row.subject}: only here {row.type} ({row.epoch}, {row.sequence}) {row.message_id}"


def _stale(session: Session) -> Iterator[str]:
    """What a publisher had sent before it was set back, and nobody took."""
    for row in comparing.set_aside(session, limit=10_000):
        yield f"{row.stream} {row.subject}: set aside, ({row.epoch}, {row.sequence}) {row.message_id}"
