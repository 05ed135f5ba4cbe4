"""What was answered on a visit: of each question the latest version and those before it, with who gave it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from services.cases.queries import people
from services.cases.schemas.documents import WrittenText
from services.cases.visits.domain.answers import Kept, Value, trend
from services.cases.visits.domain.brought import Outcome
from services.cases.visits.models import Visit, VisitAnswer, VisitBrought, VisitChoice, VisitCopy
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


def earlier(session: Session, documents: Documents, visit_id: UUID) -> tuple[GivenAnswer, ...]:
    """What stood before what stands: by question, the latest version first."""
    later = aliased(VisitAnswer)
    again = exists().where(
        later.visit_id == VisitAnswer.visit_id,
        later.question == VisitAnswer.question,
        later.version > VisitAnswer.version,
    )
    rows = select(VisitAnswer).where(VisitAnswer.visit_id == visit_id, again)
    rows = rows.order_by(VisitAnswer.question, VisitAnswer.version.desc())
    return as_answers(session, documents, session.execute(rows).scalars(), {})


def as_answers(
    session: Session, documents: Documents, rows: Iterable[VisitAnswer], before: Mapping[str, Value]
) -> tuple[GivenAnswer, ...]:
    """These rows with the names of who gave them. `before`: what stood at the visit before."""
    rows = list(rows)
    on_copy = _on_copy(session, rows)
    names = people.names(session, {*on_copy.values(), *(one.by for one in rows)})
    return tuple(
        filled(
            GivenAnswer,
            one,
            sources=tuple(one.sources),
            note=_words(documents, one),
            by=VisitorAnswer(id=one.by, name=names.get(one.by, "")),
            answered_by=VisitorAnswer(id=who, name=names.get(who, "")) if (who := on_copy.get(one.id)) else None,
            trend=trend(before.get(one.question), Value(one.value)),
        )
        for one in rows
    )


def _on_copy(session: Session, rows: Sequence[VisitAnswer]) -> dict[UUID, UUID]:
    """Who answered on their copy what such a version says, by its id: it was taken over by itself, or since a person chose it."""
    taken = and_(VisitBrought.outcome == Outcome.TAKEN, VisitBrought.version == VisitAnswer.version)
    chosen = and_(VisitChoice.taken, VisitChoice.version == VisitAnswer.version)
    found = (
        select(VisitAnswer.id, VisitCopy.by)
        .join(
            VisitBrought,
            and_(VisitBrought.visit_id == VisitAnswer.visit_id, VisitBrought.question == VisitAnswer.question),
        )
        .join(VisitCopy, VisitCopy.id == VisitBrought.copy_id)
        .outerjoin(VisitChoice, VisitChoice.brought_id == VisitBrought.id)
        .where(VisitAnswer.id.in_([one.id for one in rows]), taken | chosen)
    )
    return dict(iter(session.execute(found)))


def _words(documents: Documents, row: VisitAnswer) -> str:
    return documents.read(WrittenText, row.note).text if row.note else ""
