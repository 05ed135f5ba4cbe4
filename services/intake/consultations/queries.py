"""Consultations as the office has them, and what anybody reads of them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.consultations import data, domain
from services.intake.consultations.lists import ConsultationListing
from services.intake.consultations.models import Consultation
from services.intake.consultations.schemas import (
    ConsultationAnswer,
    ConsultationLine,
    ResultOfQuestion,
    ToldConsultation,
    ToldConsultations,
)
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def consultations(
    session: Session, cursors: Cursors, asked: ConsultationListing, reading: Reading
) -> Page[ConsultationLine]:
    """One page, the newest first."""
    order = [Consultation.made_at, Consultation.id]
    page = page_of(session, cursors, select(Consultation), asked, reading, order, descending=True)
    return Page([filled(ConsultationLine, one, **_codes(one)) for one in page.items], page.next)


def consultation(session: Session, consultation_id: UUID, *, lock: bool = False) -> Consultation:
    """Raises `NotFound`."""
    wanted = select(Consultation).where(Consultation.id == consultation_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def answer(found: Consultation) -> ConsultationAnswer:
    kept = found.capacity
    return filled(
        ConsultationAnswer,
        found,
        **_codes(found),
        conditions={key: kept.conditions[key] for key in data.entries("conditions")} if kept else None,
        most=kept.most if kept else None,
        results=_results(found),
    )


def told(session: Session, licence: str) -> ToldConsultations:
    """Those that are closed, the newest first; of one that too few answered nothing stands there."""
    rows = select(Consultation).where(Consultation.closed_at.is_not(None))
    found = session.execute(rows.order_by(Consultation.closed_at.desc(), Consultation.id)).scalars()
    items = [
        ToldConsultation(group=one.asked_group, municipality=one.municipality, closed_on=one.closed_at, results=shown)
        for one in found
        if one.closed_at and (shown := tuple(result for result in _results(one) if result.counts is not None))
    ]
    return ToldConsultations(
        licence=licence, least=data.least(), answers=tuple(data.entries("answers")), items=tuple(items)
    )


def _codes(found: Consultation) -> dict[str, object]:
    return {"group": found.asked_group, "questions": tuple(found.questions), "state": found.state.value}


def _results(found: Consultation) -> tuple[ResultOfQuestion, ...]:
    counted: dict[str, dict[str, int]] = {}
    for one in found.answered:
        counted.setdefault(one.question, {})[one.answer] = one.count
    return tuple(
        ResultOfQuestion(
            question=question,
            counts=domain.result(counted.get(question, {}), list(data.entries("answers")), data.least()),
        )
        for question in found.questions
    )
