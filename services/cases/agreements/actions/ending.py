"""Hearing that an agreement is over: what was open of it closes, neither kept nor late unless it was, in both directions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import basis_over, drafts, tasks
from services.cases.agreements import data
from services.cases.agreements.actions import promises
from services.cases.agreements.models import AgreementClause, AgreementKnown
from services.cases.agreements.queries import agreement, item_number, open_letters
from services.cases.domain.obligations import Assessed
from services.cases.incoming.actions.letters import overtake
from services.cases.models import Case
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
    """Close what was open of it, once. Who works on its case is asked to find what became of what was late.

    A letter that has not left is given up. One that also asks for what goes on leaves first, and what is over in it is closed then.
    """
    found = agreement(session, agreement_id, lock=True)
    if found.ended_on is None or found.ended_by is None or found.closed_at is not None:
        return
    ended_on, whose = found.ended_on, found.ended_by
    reason = data.texts()["over"].format(number=found.number, day=data.day(ended_on))
    over = [one for one in found.clauses if str(one.id) not in found.going_on]
    if not _drop_letters(by, session, found, over, now):
        return
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


def _drop_letters(
    by: Principal, session: Session, found: AgreementKnown, over: Sequence[AgreementClause], now: datetime
) -> bool:
    """Give up its letters that have not left; false where one of them leaves all the same, for what goes on."""
    if found.case_id is None:
        return True
    session.get_one(Case, found.case_id, with_for_update=True)
    ended = {one.item_id for one in over}
    goes_on = False
    for act, items in open_letters(session, found):
        if ended.issuperset(items):
            drafts.drop(by, session, act, now=now)
        else:
            goes_on = goes_on or not ended.isdisjoint(items)
    return not goes_on
