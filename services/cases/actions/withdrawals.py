"""How an act falls: withdrawn, or superseded by a better one. Both stay in the record, and nothing is owed on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import (
    clocks,
    confirmations,
    escalations,
    messages,
    moots,
    paper_notices,
    publications,
    standings,
    told_letters,
)
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.domain import recommendation
from services.cases.domain.recommendation import ActStatus, ActStep, after_act
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries.visibility import find_act
from services.cases.schemas.acts import WithdrawalBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import RecommendationWithdrawn
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation

GROUNDS = ("issued_in_error", "facts_changed", "overtaken")


def withdraw(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    wanted: WithdrawalBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Recommendation:
    """An issued act no longer stands. With `superseded_by`, an issued act of the same kind takes its place."""
    act, case = find_act(session, act_id, by, lock=True)
    recommendation.check_withdrawal(wanted.reason)
    if wanted.superseded_by is not None:
        new = session.get(Recommendation, wanted.superseded_by)
        if new is None or new.case_id != case.id or new.id == act.id:
            raise ContentViolation("no such act in this case", code="act_unknown", field="superseded_by")
        supersede(by, session, documents, case, act.id, new, outgoing.address, now=now, reason=wanted.reason)
        return act
    if wanted.ground not in GROUNDS:
        raise ContentViolation("one of the grounds is named", code="withdrawal.no_ground", field="ground")
    act.status = after_act(ActStatus(act.status), ActStep.WITHDRAW).value
    _fall(by, session, case, act, wanted.ground, wanted.reason, now)
    told_letters.write_withdrawal(by, session, documents, act, outgoing.address, now=now)
    return act


def supersede(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    old_id: UUID,
    new: Recommendation,
    address: str,
    *,
    now: datetime,
    reason: str | None = None,
) -> None:
    """A step of others: `new`, which is issued, takes the place of an act of its kind. A body that reads paper and gets the new one reads it there."""
    old = session.get_one(Recommendation, old_id, with_for_update=True)
    recommendation.check_superseding(old.kind, new.kind, ActStatus(new.status))
    old.status = after_act(ActStatus(old.status), ActStep.SUPERSEDE).value
    old.superseded_by = new.id
    _fall(by, session, case, old, "superseded", reason, now)
    told_letters.write_withdrawal(by, session, documents, old, address, instead=new, now=now)


def _fall(
    by: Principal,
    session: Session,
    case: Case,
    act: Recommendation,
    ground: str,
    reason: str | None,
    now: datetime,
) -> None:
    act.withdrawn_at, act.withdrawn_by, act.withdrawal_ground, act.withdrawal_reason = now, by.id, ground, reason
    owing = select(Obligation).where(Obligation.recommendation_id == act.id).order_by(Obligation.id).with_for_update()
    owed = session.execute(owing).scalars().all()
    for obligation in owed:
        obligation.fell_on = local_date(now)
        obligation.closed_on = obligation.closed_on or obligation.fell_on
        clocks.end(by, session, obligation, now=now)
        # Nothing is to be done by a day any more, whatever its body said before.
        obligation.write_facts(obligation.facts)
        escalations.drop_drafts(session, obligation, now=now)
        confirmations.end(by, session, obligation, now=now)
    for obligation in owed:
        moots.follow(by, session, obligation, now=now)
    paper_notices.drop_waiting(session, act, now=now)
    if act.status == ActStatus.WITHDRAWN:
        escalations.open_again(session, act, now=now)
    publications.renew(session, act, now=now)
    _publish(session, case, act, ground)
    code = "act.superseded" if act.superseded_by else "act.withdrawn"
    note(session, case.id, now, by.name, code, act=act.id, number=act.number, ground=ground, by_act=act.superseded_by)
    audit.record(session, by, code, "recommendation", act.id, ground=ground)
    if standings.hearers_of(session, case, act):
        standings.note_fallen(session, act, owed, now=now)


def _publish(session: Session, case: Case, act: Recommendation, ground: str) -> None:
    new = session.get_one(Recommendation, act.superseded_by) if act.superseded_by else None
    fell = RecommendationWithdrawn(
        recommendation_id=act.id,
        number=str(act.number),
        reason=ground,
        superseded_by=act.superseded_by,
        kind=act.kind,
        replaced_by=str(new.number) if new else None,
        complaints=tuple(messages.hearers_of(session, case, act)),
    )
    publish(session, fell, act.id)
