"""What the body of a visit said of its draft findings, beside what was sent and what stands now."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.recommendation import ActStatus
from services.cases.models import Recommendation
from services.cases.queries import corrections as of_case
from services.cases.queries.corrections import Correction
from services.cases.visits.models import Visit, VisitAnswer, VisitFinding
from services.cases.visits.schemas.visits import CorrectionAnswer, SentFindings
from shared.documents import Documents
from shared.principal import Principal
from shared.typed import filled

_STANDS = frozenset({ActStatus.DRAFT.value, ActStatus.APPROVED.value, ActStatus.ISSUED.value})


def of_visit(session: Session, documents: Documents, visit: Visit, by: Principal) -> Mapping[str, Correction]:
    """By question; empty before the letter has left, and for who does not see the case."""
    if visit.corrections_id is None:
        return {}
    said = of_case.of_act(session, documents, visit.corrections_id, by)
    rows = _sent(session, visit)
    return {row.question: said[row.item_id] for row, _answer in rows if row.item_id in said}


def stands(session: Session, visit: Visit) -> bool:
    """Whether the letter waits, or was sent and not withdrawn."""
    status = session.execute(select(Recommendation.status).where(Recommendation.id == visit.corrections_id)).scalar()
    return status in _STANDS


def read(session: Session, documents: Documents, visit: Visit, by: Principal) -> SentFindings | None:
    """For who sees the case; None for all others and where nothing was sent."""
    from_case = of_case.letter(session, visit.corrections_id, by) if visit.corrections_id else None
    if from_case is None:
        return None
    said = of_case.of_act(session, documents, from_case.id, by)
    corrections = tuple(_answer(row, sent, said.get(row.item_id)) for row, sent in _sent(session, visit))
    due = max((one.due for one in said.values() if one.due), default=None)
    return SentFindings(
        act_id=from_case.id, number=from_case.number, status=from_case.status, due=due, corrections=corrections
    )


def _sent(session: Session, visit: Visit) -> list[tuple[VisitFinding, VisitAnswer]]:
    """In the order of the checklist's keys, each with the version of the answer that was sent."""
    same = (
        (VisitAnswer.visit_id == VisitFinding.visit_id)
        & (VisitAnswer.question == VisitFinding.question)
        & (VisitAnswer.version == VisitFinding.version)
    )
    rows = select(VisitFinding, VisitAnswer).join(VisitAnswer, same).where(VisitFinding.visit_id == visit.id)
    return [(row, sent) for row, sent in session.execute(rows.order_by(VisitFinding.question))]


def _answer(row: VisitFinding, sent: VisitAnswer, said: Correction | None) -> CorrectionAnswer:
    if said is None:
        return CorrectionAnswer(question=row.question, sent_value=sent.value, sent_version=row.version)
    return filled(CorrectionAnswer, said, question=row.question, sent_value=sent.value, sent_version=row.version)
