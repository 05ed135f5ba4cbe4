"""How far the work on a case has come, and whether a court or a prosecutor has its matter, as its complainants are told."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.case import AGAIN, STAGES, Status, Step
from services.cases.models import Case, CaseHold, Complaint, Recommendation
from services.cases.queries.situations import tells_of
from shared.events.catalogue import CaseMoved, HeldDays, LetterStopped, MatterHeld
from shared.messaging.outbox import publish


def tell_moved(session: Session, case: Case, before: Status, step: Step) -> None:
    """A step of others: to which stage a step brought a case that stood at `before`, where that is news. Of a closing tells `closings`."""
    stage = STAGES.get(Status(case.status))
    if stage is None or stage is STAGES.get(before):
        return
    complaints = session.execute(select(Complaint.id).where(Complaint.case_id == case.id)).scalars().all()
    moved = CaseMoved(
        case_id=case.id,
        number=case.number,
        stage=stage.value,
        again=AGAIN.get(step),
        complaints=tuple(complaints),
    )
    publish(session, moved, case.id)


def tell_held(session: Session, case: Case) -> None:
    """A step of others: whether a court or a prosecutor has the matter. Letters that have not left stay here too, be they of an act or of a
    rung; what the office may send all the same goes, and its days are not counted either.
    """
    holds = (
        session.execute(select(CaseHold).where(CaseHold.case_id == case.id).order_by(CaseHold.since)).scalars().all()
    )
    before = tuple(HeldDays(since=one.since, until=one.ended_on) for one in holds if one.ended_on is not None)
    hold = next((one for one in holds if one.ended_at is None), None)
    mine = select(Recommendation.id).where(Recommendation.case_id == case.id, Recommendation.issued_at.is_not(None))
    owing = tuple(session.execute(mine.order_by(Recommendation.id)).scalars()) if before else ()
    if hold is None:
        publish(session, MatterHeld(case_id=case.id, acts=(), since=None, before=before, owing=owing), case.id)
        return
    issued = select(Recommendation).where(tells_of(case.id), Recommendation.issued_at.is_not(None))
    acts = session.execute(issued.order_by(Recommendation.id)).scalars().all()
    stay = tuple(act.id for act in acts if _stays(act, case, hold))
    leave = tuple(act.id for act in acts if act.id not in stay)
    told = MatterHeld(case_id=case.id, acts=stay, since=hold.since, standing=leave, before=before, owing=owing)
    publish(session, told, case.id)


def tell_stopped(session: Session, act_id: UUID, institution_id: UUID, why: str | None, on: date | None = None) -> None:
    """A step of others: a letter is brought no more, or again without `why`."""
    told = LetterStopped(recommendation_id=act_id, institution_id=institution_id, why=why, on=on)
    publish(session, told, act_id)


def _stays(act: Recommendation, case: Case, hold: CaseHold) -> bool:
    """What was issued since may be sent: the rules asked where the matter is."""
    before = act.issued_at is not None and act.issued_at <= hold.recorded_at
    return before and case.elsewhere in data.kind_on(act.kind, hold.since).barred_by
