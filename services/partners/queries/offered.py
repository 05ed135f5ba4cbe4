"""What lies ready for each body and what it has taken of it: its letters, and the feed that its machines read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from services.partners.models.dispatches import Dispatch, FeedEntry
from services.partners.models.institutions import Institution
from services.partners.models.people import PartnerClient
from services.partners.queries import wall
from services.partners.queries.feed import SETTLED


@dataclass(frozen=True)
class Share:
    """`body`: its key; `of`: its letters, or the feed of one machine; `oldest`: when the first that is not taken was offered."""

    body: str
    of: str
    offered: int
    taken: int
    oldest: datetime | None

    def line(self) -> str:
        waiting = f"; the oldest of the others is of {self.oldest:%Y-%m-%d %H:%M}" if self.oldest else ""
        return f"{self.body}  {self.of}: {self.offered} offered, {self.taken} taken{waiting}"


def lines(session: Session) -> Iterator[str]:
    """For a person: each body that has not taken all that was offered to it, and how many there are of either."""
    shares = offered(session)
    behind = {one.body for one in shares if one.taken < one.offered}
    yield from (one.line() for one in shares if one.taken < one.offered)
    done = len({one.body for one in shares} - behind)
    yield f"bodies that have taken all that was offered: {done}; that have not: {len(behind)}"


def offered(session: Session) -> list[Share]:
    """Of all bodies that have a letter, or a machine and something in their feed; by body."""
    wall.as_office(session)
    return sorted([*_letters(session), *_feeds(session)], key=lambda one: (one.body, one.of))


def _letters(session: Session) -> Iterator[Share]:
    """What was taken back is offered no more. Taken is what was acknowledged, or replied to without that."""
    taken = or_(Dispatch.acknowledged_at.is_not(None), Dispatch.replied_at.is_not(None))
    oldest = func.min(Dispatch.issued_at).filter(~taken)
    counted = select(Institution.key, func.count(), func.count().filter(taken), oldest)
    joined = counted.join(Dispatch, Dispatch.institution_id == Institution.id).where(Dispatch.withdrawn_at.is_(None))
    for body, many, had, since in session.execute(joined.group_by(Institution.key)):
        yield Share(body, "letters", many, had, since)


def _feeds(session: Session) -> Iterator[Share]:
    """Of each machine in use. Taken is what stands up to the cursor with which it came back; who never did has taken nothing."""
    came_back = tuple_(PartnerClient.read_epoch, PartnerClient.read_tx, PartnerClient.read_entry)
    place = tuple_(FeedEntry.epoch, FeedEntry.tx, FeedEntry.id)
    left = or_(PartnerClient.read_at.is_(None), place > came_back)
    columns = func.count(), func.count().filter(~left), func.min(FeedEntry.at).filter(left)
    joined = (
        select(Institution.key, PartnerClient.client_id, *columns)
        .join(PartnerClient, PartnerClient.institution_id == Institution.id)
        .join(FeedEntry, and_(FeedEntry.institution_id == Institution.id, SETTLED))
        .where(PartnerClient.active)
    )
    for body, machine, many, had, since in session.execute(joined.group_by(Institution.key, PartnerClient.client_id)):
        yield Share(body, f"feed of {machine}", many, had, since)
