"""What was answered on a visit: of each question the latest version, with who gave it."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.queries import people
from services.cases.schemas.documents import WrittenText
from services.cases.visits.domain.answers import Kept, Value, trend
from services.cases.visits.models import Visit, VisitAnswer
from services.cases.visits.schemas.visits import GivenAnswer, VisitorAnswer
from shared.documents import Documents
from shared.typed import filled


def latest(session: Session, visit_id: UUID, questions: Collection[str] | None = None) -> dict[str, VisitAnswer]:
    """The newest row by question, of these questions or of all."""
    rows = select(VisitAnswer).where(VisitAnswer.visit_id == visit_id)
    if questions is not None:
        rows = rows.where(VisitAnswer.question.in_(questions))
    rows = rows.order_by(VisitAnswer.question, VisitAnswer.version.desc()).ext(distinct_on(VisitAnswer.question))
    return {one.question: one for one in session.execute(rows).scalars()}


def kept(documents: Documents, row: VisitAnswer) -> Kept:
    """A row as the rules look at it."""
    return Kept(row.version, Value(row.value), row.number, tuple(row.sources), _words(documents, row))


def values(session: Session, visit_id: UUID) -> dict[str, Value]:
    """What stands, by question."""
    return {question: Value(row.value) for question, row in latest(session, visit_id).items()}


def given(
    session: Session, documents: Documents, visit: Visit, questions: Collection[str] | None = None
) -> tuple[GivenAnswer, ...]:
    """The answers as they are read, each with how it compares to the visit that this one follows."""
    rows = latest(session, visit.id, questions)
    before = values(session, visit.follows) if visit.follows else {}
    return as_answers(session, documents, rows.values(), before)


def as_answers(
    session: Session, documents: Documents, rows: Iterable[VisitAnswer], before: Mapping[str, Value]
) -> tuple[GivenAnswer, ...]:
    """These rows with the names of who gave them. `before`: what stood at the visit before."""
    rows = list(rows)
    names = people.names(session, (one.by for one in rows))
    return tuple(
        filled(
            GivenAnswer,
            one,
            sources=tuple(one.sources),
            note=_words(documents, one),
            by=VisitorAnswer(id=one.by, name=names.get(one.by, "")),
            trend=trend(before.get(one.question), Value(one.value)),
        )
        for one in rows
    )


def _words(documents: Documents, row: VisitAnswer) -> str:
    return documents.read(WrittenText, row.note).text if row.note else ""
