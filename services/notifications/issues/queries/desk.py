"""Issues as the office has them, and what no issue has told."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.notifications.domain import TIRANA
from services.notifications.issues.domain import State
from services.notifications.issues.models import Issue, IssueItem
from services.notifications.issues.queries.public import readable, said
from services.notifications.issues.schemas import IssueAnswer, IssueLine, ItemAnswer
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import public as library
from services.notifications.outlets.models import PublicAct
from shared.rules import NotFound
from shared.typed import filled

#: An office that tells once a week is asked for ten years of it.
MOST = 520


def issues(session: Session) -> list[IssueLine]:
    """The latest period first."""
    rows = session.execute(select(Issue).order_by(Issue.until.desc()).limit(MOST)).scalars()
    return [filled(IssueLine, one) for one in rows]


def issue(session: Session, issue_id: UUID, *, lock: bool = False) -> Issue:
    """Raises `NotFound`."""
    wanted = select(Issue).where(Issue.id == issue_id)
    if lock:
        wanted = wanted.with_for_update(of=Issue).execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def draft(session: Session) -> Issue | None:
    return session.execute(select(Issue).where(Issue.state == State.DRAFT.value)).scalar()


def waiting(session: Session) -> Issue | None:
    """The one that is approved and not released yet."""
    return session.execute(select(Issue).where(Issue.state == State.OUT.value, Issue.released_at.is_(None))).scalar()


def last_day(session: Session) -> date | None:
    """Until when issues have told."""
    return session.execute(select(func.max(Issue.until))).scalar()


def untold(session: Session, now: datetime) -> tuple[Sequence[PublicAct], Sequence[PublicationVersion]]:
    """Acts that may be read and publications as they are now, that stand in no issue, the oldest first."""
    told = exists().where(IssueItem.act_id == PublicAct.id)
    acts = select(PublicAct).where(PublicAct.readable, ~told).order_by(PublicAct.first_at, PublicAct.id)
    told = exists().where(IssueItem.version_id == PublicationVersion.id)
    versions = library.newest(now).where(~told).order_by(PublicationVersion.released_at, PublicationVersion.id)
    return session.execute(acts).scalars().all(), session.execute(versions).scalars().all()


def end_of(day: date) -> datetime:
    """The first moment after a day in Albania."""
    return datetime.combine(day + timedelta(days=1), time(), TIRANA)


def answer(found: Issue, now: datetime, language: str = "sq") -> IssueAnswer:
    texts = {one.language: one.words for one in found.texts}
    return filled(
        IssueAnswer,
        found,
        sq=texts.get("sq", ""),
        en=texts.get("en", ""),
        items=tuple(_item(one, now, language) for one in found.items),
    )


def _item(one: IssueItem, now: datetime, language: str) -> ItemAnswer:
    """Of what nobody may read any more only that it is gone."""
    kind = "act" if one.act_id else "publication"
    line = said(one, language) if readable(one, now) else None
    return ItemAnswer(
        id=one.id,
        kind=kind,
        public=line is not None,
        left_out=one.left_out,
        title=line.title if line else None,
        language=line.language if line else None,
        about=line.about if line else None,
        path=line.path if line else None,
    )
