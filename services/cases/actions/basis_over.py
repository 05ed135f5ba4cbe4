"""What an obligation rests on is over: nothing is asked on it any more, and it is neither kept nor late unless it was. All of these are steps of others."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import assessments
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Obligation
from services.cases.queries.lateness import was_late
from shared.principal import Principal

#: What was found, or reported as done, says what became of it, and is not written over.
TOLD = frozenset({State.IMPLEMENTED, State.CLAIMED, State.PARTLY, State.NOT})


def close(
    by: Principal, session: Session, items: Collection[UUID], reason: str, whose: UUID, *, over_on: date, now: datetime
) -> list[Obligation]:
    """Close what is owed on these items, since their basis is over since that day. What had been late by then stays late, and is pressed for no more;
    these are returned. `whose`: who of the office noted it.
    """
    wanted = select(Obligation).where(Obligation.item_id.in_(items), Obligation.closed_on.is_(None))
    late = []
    for one in session.execute(wanted.order_by(Obligation.id).with_for_update()).scalars().all():
        case = session.get_one(Case, one.case_id, with_for_update=True)
        if was_late(one, over_on):
            late.append(one)
        elif one.state_on(over_on) not in TOLD:
            assessments.overtake(by, session, case, one, reason, whose, now=now)
        if one.closed_on is None and one.may_be_ended(local_date(now)):
            assessments.press_no_more(by, session, case, one, reason, whose, now=now)
    return late
