"""How a case ended, as its complainants are told: its outcome, whether the office goes on after it is closed, and of each item that is not done
which it is, what its body said or did not do, and what is really done next.
"""

from datetime import date, datetime

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from services.cases.actions import standings
from services.cases.domain.case import Elsewhere, Status
from services.cases.domain.standing import PRESSING, TABLE, State
from services.cases.domain.timeliness import local_date
from services.cases.domain.told import Next
from services.cases.models import ActItem, Case, Complaint, Obligation, Recommendation
from services.cases.models.standing import goes_on
from services.cases.queries.still_going import has_left
from shared.events.catalogue import CaseClosed
from shared.events.catalogue.cases import ItemAtClosing
from shared.messaging.outbox import publish

BATCH = 50


def leave_refusals(session: Session, case: Case, today: date) -> None:
    """A step of others: what its body refused is decided on by who closes over it; what is pressed is pressed on."""
    for obligation in session.execute(select(Obligation).where(Obligation.case_id == case.id)).scalars():
        if obligation.state_on(today) is State.REFUSED and obligation.refusal_waits:
            obligation.refusal_left_on = today


def tell(session: Session, case: Case, *, now: datetime) -> None:
    """Tell of a closed case how it ended, whether the ladder of one of its obligations goes on, and what becomes of each that is not done."""
    if case.outcome is None:
        raise AssertionError("the rules let no case be closed without an outcome")
    session.flush()
    pressed = select(Obligation.id).where(Obligation.case_id == case.id, goes_on(local_date(now))).exists()
    case.followed_told = bool(session.execute(select(pressed)).scalar())
    complaints = session.execute(select(Complaint.id).where(Complaint.case_id == case.id)).scalars().all()
    told = CaseClosed(
        case_id=case.id,
        number=case.number,
        outcome=case.outcome,
        complaints=tuple(complaints),
        followed=case.followed_told,
        items=_items(session, case, now) if complaints else (),
    )
    publish(session, told, case.id)


def _items(session: Session, case: Case, now: datetime) -> tuple[ItemAtClosing, ...]:
    """Those of which something is left to press for, those whose letter never arrived, and what a court or a prosecutor decides now, in the order
    of their letters. What did not arrive is brought no more once its case is closed, and on that ground nothing is checked or waits any more.
    """
    today, decided_there = local_date(now), case.elsewhere != Elsewhere.NONE
    statement = (
        select(Obligation, Recommendation.number, ActItem.place)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.case_id == case.id, Obligation.counts, Obligation.fell_on.is_(None))
        .order_by(Recommendation.number, ActItem.place, Obligation.created_at, Obligation.id)
    )
    items = []
    for obligation, number, place in session.execute(statement):
        state, follows = obligation.state_on(today), obligation.next_on(today)
        untold = {State.NOT_DELIVERED, State.ELSEWHERE} if decided_there else {State.NOT_DELIVERED}
        if state not in untold and TABLE[state].if_insufficient not in PRESSING:
            continue
        said = None if obligation.insufficient_on else standings.said_of(obligation, now=now)
        follows = Next.NOTHING if follows is Next.DELIVER else follows
        follows = Next.ELSEWHERE if decided_there else follows
        if state is State.NOT_DELIVERED and has_left(session, obligation):
            follows = Next.STILL_GOES
        standings.keep_told(obligation, said, follows, now=now)
        items.append(
            ItemAtClosing(
                number=str(number),
                place=place + 1,
                institution_id=obligation.institution_id,
                state=state.value,
                next=follows.value,
                said=said,
            )
        )
    return tuple(items)


def tell_changed(session: Session, *, now: datetime) -> int:
    """Tell anew of closed cases of which the complainants know otherwise: the last ladder ended, or one went on. How many were told."""
    pressed = select(Obligation.id).where(Obligation.case_id == Case.id, goes_on(local_date(now))).exists()
    changed = func.coalesce(Case.followed_told, false()) != pressed
    wanted = select(Case).where(Case.status == Status.CLOSED.value, Case.outcome.is_not(None), changed)
    cases = session.execute(wanted.order_by(Case.id).limit(BATCH).with_for_update(skip_locked=True)).scalars().all()
    for case in cases:
        tell(session, case, now=now)
    return len(cases)
