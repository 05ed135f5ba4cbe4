"""How far the work on a case has come, whether a court or a prosecutor has its matter, and whether the office goes on after it is closed, as its complainants are told."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.case import AGAIN, STAGES, Status, Step
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseHold, Complaint, Obligation, Recommendation
from services.cases.models.standing import goes_on
from services.cases.queries.situations import tells_of
from shared.events.catalogue import CaseClosed, CaseMoved, LetterStopped, MatterHeld
from shared.messaging.outbox import publish

BATCH = 50


def tell_moved(session: Session, case: Case, before: Status, step: Step) -> None:
    """A step of others: to which stage a step brought a case that stood at `before`, where that is news. Of a closing tells `tell`."""
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
    open_now = select(CaseHold).where(CaseHold.case_id == case.id, CaseHold.ended_at.is_(None))
    hold = session.execute(open_now).scalar_one_or_none()
    if hold is None:
        publish(session, MatterHeld(case_id=case.id, acts=(), since=None), case.id)
        return
    issued = select(Recommendation).where(tells_of(case.id), Recommendation.issued_at.is_not(None))
    acts = session.execute(issued.order_by(Recommendation.id)).scalars().all()
    stay = tuple(act.id for act in acts if _stays(act, case, hold))
    leave = tuple(act.id for act in acts if act.id not in stay)
    publish(session, MatterHeld(case_id=case.id, acts=stay, since=hold.since, standing=leave), case.id)


def tell_stopped(session: Session, act_id: UUID, institution_id: UUID, why: str | None, on: date | None = None) -> None:
    """A step of others: a letter is brought no more, or again without `why`."""
    told = LetterStopped(recommendation_id=act_id, institution_id=institution_id, why=why, on=on)
    publish(session, told, act_id)


def _stays(act: Recommendation, case: Case, hold: CaseHold) -> bool:
    """What was issued since may be sent: the rules asked where the matter is."""
    before = act.issued_at is not None and act.issued_at <= hold.recorded_at
    return before and case.elsewhere in data.kind_on(act.kind, hold.since).barred_by


def tell(session: Session, case: Case, *, now: datetime) -> None:
    """Tell of a closed case how it ended, and whether the ladder of one of its obligations goes on."""
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
    )
    publish(session, told, case.id)


def tell_changed(session: Session, *, now: datetime) -> int:
    """Tell anew of closed cases of which the complainants know otherwise: the last ladder ended, or one went on. How many were told."""
    pressed = select(Obligation.id).where(Obligation.case_id == Case.id, goes_on(local_date(now))).exists()
    changed = func.coalesce(Case.followed_told, false()) != pressed
    wanted = select(Case).where(Case.status == Status.CLOSED.value, Case.outcome.is_not(None), changed)
    cases = session.execute(wanted.order_by(Case.id).limit(BATCH).with_for_update(skip_locked=True)).scalars().all()
    for case in cases:
        tell(session, case, now=now)
    return len(cases)
