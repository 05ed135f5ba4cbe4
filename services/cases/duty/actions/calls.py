"""Calling people about a complaint that cannot wait, one step after the other, until somebody has looked at it.

Everything rests on rows: a process that died in between goes on where they stand, and nobody is called twice for one step.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.duty import data, queries
from services.cases.duty.domain import Step, next_step
from services.cases.duty.models import Danger, DangerCall, StaffContact
from shared import audit
from shared.events.catalogue import DangerEnded, DangerReported, DutyCalled
from shared.messaging.outbox import publish
from shared.principal import Principal

log = logging.getLogger(__name__)
#: Where nobody at all can be reached, somebody may enter a contact at any time.
LOOK_AGAIN = timedelta(minutes=1)


def report(by: Principal, session: Session, event: DangerReported, *, now: datetime) -> None:
    """A complaint that cannot wait came in: the first on call is called at the next turn of the timer."""
    row = {"complaint_id": event.complaint_id, "reported_at": event.at, "next_call_at": now, "round": 0, "step": 0}
    session.execute(upsert(Danger).values(row).on_conflict_do_nothing())
    audit.record(session, by, "danger.reported", "complaint", event.complaint_id)


def end(by: Principal, session: Session, event: DangerEnded) -> None:
    """Somebody has looked: nobody is called any more."""
    danger = session.get_one(Danger, event.complaint_id, with_for_update=True)
    danger.ended_at = danger.ended_at or event.at
    audit.record(session, by, "danger.ended", "complaint", event.complaint_id)


def call_due(by: Principal, session: Session, *, now: datetime) -> bool:
    """Take the next step about the complaint whose step is due longest; returns whether there was one."""
    due = select(Danger).where(Danger.ended_at.is_(None), Danger.next_call_at <= now)
    statement = due.order_by(Danger.next_call_at).limit(1).with_for_update(skip_locked=True)
    danger = session.execute(statement).scalar()
    if danger is None:
        return False
    contacts = queries.contacts(session, danger.complaint_id)
    step = next_step(
        [one for one in queries.on_call(session, now) if one in contacts],
        [one for one in queries.leading(session, now) if one in contacts],
        danger.round,
        queries.called_in(session, danger),
    )
    if not step.people:
        log.error("nobody_to_call", extra={"obj": str(danger.complaint_id)})
        danger.next_call_at = now + LOOK_AGAIN
        return True
    danger.round, danger.step = step.round, danger.step + 1
    danger.next_call_at = now + data.call_rule_on(local_date(now)).pause
    _call(by, session, danger, step, contacts, now)
    return True


def _call(
    by: Principal, session: Session, danger: Danger, step: Step, contacts: dict[UUID, StaffContact], now: datetime
) -> None:
    for staff_id in step.people:
        call = DangerCall(
            complaint_id=danger.complaint_id, step=danger.step, staff_id=staff_id, round=step.round, at=now
        )
        session.add(call)
        called = DutyCalled(
            complaint_id=danger.complaint_id,
            staff_id=staff_id,
            step=danger.step,
            contact=contacts[staff_id].contact,
            ways=contacts[staff_id].ways,
        )
        publish(session, called, danger.complaint_id)
        of = {"staff": str(staff_id), "step": danger.step}
        audit.record(session, by, "danger.called", "complaint", danger.complaint_id, **of)
