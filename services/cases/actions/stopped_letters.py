"""A letter that has not arrived is brought no more once nothing is asked on it, or its case was closed over it: it leaves the post book with a
word, and stands as not delivered for that reason. It goes again once something is asked.

Steps of others (assessments, holds, steps). What has left is on its way, whatever became of it; it is not sent anew if it comes back.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import deliveries, following
from services.cases.domain.obligations import ARRIVED, Delivery, Stopped, apply_delivery, has_arrived, why_stopped
from services.cases.models import ActAddressee, Case, Obligation
from services.cases.models.cases import note
from shared import audit
from shared.principal import Principal


def follow_case(
    by: Principal, session: Session, case: Case, *, closed: bool | None = None, again: bool = False, now: datetime
) -> None:
    """Of every letter of the case. `closed`: whether the case is closed over what has not arrived; none where that is as it was. `again`: what
    was ended may be asked for again.
    """
    session.flush()
    copies = select(Obligation.recommendation_id, Obligation.institution_id).where(
        Obligation.case_id == case.id, Obligation.fell_on.is_(None)
    )
    for act_id, body in sorted(((row[0], row[1]) for row in session.execute(copies.distinct())), key=str):
        follow(by, session, act_id, body, closed=closed, again=again, now=now)


def follow(
    by: Principal,
    session: Session,
    act_id: UUID,
    institution_id: UUID,
    *,
    closed: bool | None = None,
    again: bool = False,
    now: datetime,
) -> None:
    """Of one letter to one body, if it has not arrived."""
    owed = deliveries.obligations_of(session, act_id, institution_id)
    copy = session.get(ActAddressee, (act_id, institution_id), with_for_update=True)
    if copy is None or not owed:
        return
    if Delivery(copy.delivery) in ARRIVED or any(has_arrived(one.facts) for one in owed):
        return
    before = copy.failure if copy.is_stopped else None
    over = before == Stopped.CASE_CLOSED if closed is None else closed
    found = why_stopped([(one.closed_on is not None, one.unassessable) for one in owed], case_closed=over)
    why = found.value if found else None
    # Of what is on its way, or came back since, it is not kept whether it would be sent anew.
    under_way = copy.delivery == Delivery.SENT
    changes = not under_way and why != before
    came_back = copy.delivery == Delivery.FAILED and before is None
    if changes or (under_way and (why or again)) or (came_back and again):
        following.tell_stopped(session, act_id, institution_id, why)
    if not changes:
        return
    copy.delivery, copy.failure = (Delivery.FAILED if why else Delivery.QUEUED).value, why
    for one in owed:
        one.write_facts(apply_delivery(one.facts, Delivery(copy.delivery)))
        deliveries.keep_record(session, one, None, now)
    code = "dispatch.stopped" if why else "dispatch.goes_again"
    case_id = owed[0].case_id
    note(session, case_id, now, by.name, code, reason=why, act=act_id, institution=institution_id)
    audit.record(session, by, code, "recommendation", act_id, institution=str(institution_id))
