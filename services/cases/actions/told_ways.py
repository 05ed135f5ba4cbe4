"""Letters of which whoever complained was told that their body is without them: told once, when that turned out otherwise."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services.cases.actions import standings
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.domain.told import OVER, UNREACHED, Next
from services.cases.models import ActAddressee, Case, Obligation
from services.cases.models.standing import state_column
from services.cases.queries.still_going import goes

#: Few at a time: each locks its case.
BATCH = 50


def tell(session: Session, *, now: datetime) -> int:
    """That it arrived, was stopped or came back for good, or goes after all. Returns how many obligations were looked at."""
    state, told_next = state_column(local_date(now)), Obligation.told_next
    there = state.not_in(sorted(one.value for one in UNREACHED))
    stopped = and_(told_next == Next.STILL_GOES.value, ~goes())
    on_its_way = and_(told_next.in_([Next.NOTHING.value, Next.ELSEWHERE.value]), goes())
    otherwise = (
        Obligation.told_state.in_(sorted(one.value for one in UNREACHED)),
        Obligation.fell_on.is_(None),
        or_(
            and_(told_next.in_(sorted(OVER)), there),
            and_(told_next == Next.DELIVER.value, state == State.AWAITING_REPLY.value, ~_came_back()),
            and_(state == State.NOT_DELIVERED.value, or_(stopped, on_its_way)),
        ),
    )
    found = session.execute(select(Obligation.id, Obligation.case_id).where(*otherwise).limit(BATCH)).all()
    for obligation_id, case_id in sorted(found, key=lambda row: (str(row[1]), str(row[0]))):
        case = session.get_one(Case, case_id, with_for_update=True)
        # Read again under the lock: it may have been told meanwhile.
        statement = select(Obligation).where(Obligation.id == obligation_id, *otherwise).with_for_update()
        one = session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
        if one is not None:
            # That it may arrive, and asks for nothing, was said: with its arrival nothing is otherwise.
            if one.told_next != Next.STILL_GOES or one.state_on(local_date(now)) is State.NOT_DELIVERED:
                standings.tell_where(session, case, one, now=now)
            # Also where nobody is there any more to read it.
            standings.keep_known(one, now=now)
    session.flush()
    return len(found)


def _came_back() -> ColumnElement[bool]:
    """Of that return, and of the arrival after it, whoever complained is told by came_back.py."""
    copy = select(ActAddressee.place).where(
        ActAddressee.recommendation_id == Obligation.recommendation_id,
        ActAddressee.institution_id == Obligation.institution_id,
        ActAddressee.return_told > 0,
    )
    return and_(Obligation.told_state == State.NOT_DELIVERED.value, copy.correlate(Obligation).exists())
