"""A draft of an act as it stands today: what stands against it, with what it tells that is not so any more."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import renderings
from services.cases.actions.escalations import basis
from services.cases.domain.recommendation import ActStatus, ActStep, Fell, is_told
from services.cases.domain.timeliness import local_date
from services.cases.models import Recommendation, RungLetter
from services.cases.queries import acts
from services.cases.queries.acts import OPEN, ActView
from shared.documents import Documents
from shared.principal import Principal


def read_act(
    by: Principal, session: Session, documents: Documents, act_id: UUID, *, now: datetime, confirmed_only: bool = False
) -> ActView:
    """`acts.read`, with what an approval and an issue of today would be refused for; the reading is noted."""
    today = local_date(now)
    view = acts.read(session, act_id, by, today, confirmed_only=confirmed_only)
    if view.act.status not in OPEN:
        return view
    if fell_today(session, view.act, now=now):
        legal = (ActStep.APPROVE, *(one for one in view.legal if one is not ActStep.ISSUE))
        view = replace(view, fell=Fell.FACTS_CHANGED.value, legal=legal)
    waiting = select(RungLetter).where(RungLetter.act_id == act_id, RungLetter.state == "waiting")
    for letter in session.execute(waiting.order_by(RungLetter.id)).scalars():
        if stale := basis.stale(session, documents, letter, today):
            return replace(view, faults=(*view.faults, stale), stale_letter=letter.id)
    return view


def fell_today(session: Session, act: Recommendation, *, now: datetime) -> bool:
    """Whether what an approved act recounts of its case is not what was approved with it."""
    if act.status != ActStatus.APPROVED:
        return False
    letter = renderings.drafted(session, act, local_date(now))
    return not is_told(act.approved_told, renderings.told_digest(letter))
