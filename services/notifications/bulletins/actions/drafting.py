"""A bulletin a day, if there is news: each act and each version of a publication in one bulletin, each bulletin once to whoever subscribed before it."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from services.notifications.bulletins.models import (
    ISSUES,
    NEWS,
    Bulletin,
    BulletinAct,
    BulletinMail,
    BulletinPublication,
    Subscriber,
)
from services.notifications.domain import TIRANA
from services.notifications.issues.domain import State
from services.notifications.issues.models import Issue
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import public as library
from services.notifications.outlets.models import PublicAct

#: Not before people are up.
FROM = time(9)


def draft(session: Session, *, now: datetime) -> int:
    """Make the bulletin of the day and put its mails into the queue; returns how many. What is taken back afterwards is
    left out when a mail leaves.
    """
    local = now.astimezone(TIRANA)
    if local.time() < FROM or session.execute(select(Bulletin.id).where(Bulletin.day == local.date())).first():
        return 0
    acts, versions = _untold(session, now)
    if not acts and not versions:
        return 0
    bulletin = Bulletin(id=uuid4(), day=local.date(), at=now)
    session.add(bulletin)
    session.flush()
    session.add_all(BulletinAct(act_id=one.id, bulletin_id=bulletin.id) for one in acts)
    session.add_all(BulletinPublication(version_id=one.id, bulletin_id=bulletin.id) for one in versions)
    topics = (topic for one in versions for topic in one.topics)
    clusters = sorted({*topics, *(one["key"] for act in acts for one in act.clusters)})
    wanted = or_(
        func.jsonb_array_length(Subscriber.clusters) == 0, *(Subscriber.clusters.has_key(key) for key in clusters)
    )
    return _queue(session, bulletin, Subscriber.wants.has_key(NEWS) & wanted, now)


def draft_issues(session: Session, *, now: datetime) -> int:
    """Put the mails of each issue that is out and was not mailed into the queue, to all who want issues; returns how many."""
    mailed = exists().where(Bulletin.issue_id == Issue.id)
    out = (
        select(Issue.id)
        .where(Issue.state == State.OUT.value, Issue.released_at.is_not(None), ~mailed)
        .with_for_update(skip_locked=True)
    )
    count = 0
    for issue_id in session.execute(out).scalars().all():
        bulletin = Bulletin(id=uuid4(), issue_id=issue_id, at=now)
        session.add(bulletin)
        session.flush()
        count += _queue(session, bulletin, Subscriber.wants.has_key(ISSUES), now)
    return count


def _queue(session: Session, bulletin: Bulletin, wanted: ColumnElement[bool], now: datetime) -> int:
    """A mail to each confirmed subscriber who wants it; returns how many."""
    readers = select(
        func.gen_random_uuid(),
        literal(bulletin.id),
        Subscriber.id,
        literal("waiting"),
        literal(0),
        literal(now),
        literal(now),
    ).where(Subscriber.state == "confirmed", wanted)
    columns = ["id", "bulletin_id", "subscriber_id", "state", "attempts", "next_try_at", "created_at"]
    made = session.execute(insert(BulletinMail).from_select(columns, readers))
    return int(made.rowcount)  # type: ignore[attr-defined]  # the result of an insert has it


def _untold(session: Session, now: datetime) -> tuple[Sequence[PublicAct], Sequence[PublicationVersion]]:
    """Acts that may be read and publications as they are now, of which no bulletin has told."""
    told = exists().where(BulletinAct.act_id == PublicAct.id)
    acts = session.execute(select(PublicAct).where(PublicAct.readable, ~told)).scalars().all()
    told = exists().where(BulletinPublication.version_id == PublicationVersion.id)
    return acts, session.execute(library.newest(now).where(~told)).scalars().all()
