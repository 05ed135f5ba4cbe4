"""Hearing that an agreement is over: what was open of it closes, neither kept nor late unless it was, in both directions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import basis_over, tasks
from services.cases.agreements import data
from services.cases.agreements.actions import promises
from services.cases.agreements.queries import agreement, item_number
from services.cases.domain.obligations import Assessed
from services.cases.incoming.actions.letters import overtake
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import AgreementEnded
from shared.principal import Principal


def hear(session: Session, told: AgreementEnded) -> None:
    """Note that it is over; heard twice it is the same."""
    found = agreement(session, told.agreement_id, lock=True)
    if found.ended_on is None:
        found.ended_on, found.ended_by = told.ended_on, told.noted_by
        found.going_on = [str(one) for one in told.goes_on]
        session.flush()


def close(by: Principal, session: Session, documents: Documents, agreement_id: UUID, *, now: datetime) -> None:
    """Close what was open of it, once. Who works on its case is asked to find what became of what was late."""
    found = agreement(session, agreement_id, lock=True)
    if found.ended_on is None or found.ended_by is None or found.closed_at is not None:
        return
    ended_on, whose = found.ended_on, found.ended_by
    reason = data.texts()["over"].format(number=found.number, day=data.day(ended_on))
    over = [one for one in found.clauses if str(one.id) not in found.going_on]
    items = [one.item_id for one in over if one.owed_by]
    late = basis_over.close(by, session, items, reason, whose, over_on=ended_on, now=now)
    for one in over:
        if one.actor_id and one.assessed == Assessed.NOT_ASSESSED and one.due >= ended_on:
            promises.write(session, one, Assessed.OVERTAKEN, None, reason, whose, now=now)
        if one.of_office and one.due >= ended_on:
            overtake(by, session, documents, data.ISSUER, found.number, item_number(one), reason, whose, now=now)
    if late and found.case_id is not None:
        words = data.texts()["task_over"].format(number=found.number, day=data.day(ended_on))
        tasks.put(by, session, documents, found.case_id, words, None, now=now, asked_by=whose)
    found.closed_at = now
    audit.record(session, by, "agreement.over", "agreement", found.id)
    session.flush()
