"""What copies brought back, beside what stands: for the merge, for a person who chooses, and for who may approve."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from services.cases.queries import people
from services.cases.schemas.documents import WrittenText
from services.cases.visits.domain.brought import STANDS, WAITING, Outcome, Said, Standing
from services.cases.visits.domain.life import State
from services.cases.visits.models import Visit, VisitAnswer, VisitBrought, VisitChoice, VisitCopy
from services.cases.visits.queries import answers
from services.cases.visits.schemas.copies import BroughtAnswer, BroughtList
from services.cases.visits.schemas.visits import VisitorAnswer
from shared.documents import Documents
from shared.rules import RuleViolation
from shared.typed import filled


def known(session: Session, copy_id: UUID, entries: Collection[UUID]) -> set[UUID]:
    """Which of these a file of this copy has brought already."""
    rows = select(VisitBrought.entry).where(VisitBrought.copy_id == copy_id, VisitBrought.entry.in_(entries))
    return set(session.execute(rows).scalars())


def standing(
    session: Session, documents: Documents, visit: Visit, row: VisitAnswer | None, question: str, device: UUID
) -> Standing:
    """What is known of one question when a device answers it."""
    of_question = and_(VisitBrought.visit_id == visit.id, VisitBrought.question == question)
    rows = session.execute(select(VisitBrought).where(of_question, VisitBrought.device == device)).scalars().all()
    wrote = {one.version for one in rows if one.outcome == Outcome.TAKEN}
    return Standing(
        kept=answers.kept(documents, row) if row else None,
        said=tuple(Said(one.place, one.device_at, note_of(documents, one) or "") for one in rows),
        before=_before(session, documents, row, wrote) if row and row.version in wrote else None,
        shared=row is not None and _shared(session, of_question, row.version, device),
    )


def _before(session: Session, documents: Documents, row: VisitAnswer, wrote: Collection[int | None]) -> str:
    """The words that stood before a device wrote one version after the other until this one."""
    version = row.version
    while version in wrote:
        version -= 1
    rows = select(VisitAnswer).where(
        VisitAnswer.visit_id == row.visit_id, VisitAnswer.question == row.question, VisitAnswer.version == version
    )
    found = session.execute(rows).scalar_one_or_none()
    return answers.kept(documents, found).note if found else ""


def _shared(session: Session, of_question: ColumnElement[bool], version: int, device: UUID) -> bool:
    """Whether another device said the same as that version, or a person chose that it stays."""
    same = and_(VisitBrought.outcome == Outcome.SAME, VisitBrought.version == version, VisitBrought.device != device)
    stayed = _choice().where(~VisitChoice.taken, VisitChoice.version == version).exists()
    return session.execute(select(VisitBrought.id).where(of_question, same | stayed).limit(1)).first() is not None


def writers(session: Session, visit: Visit, stands: Mapping[str, VisitAnswer]) -> set[UUID]:
    """Who answered on a copy what stands, and who brought it: they wrote what the act rests on, whoever took it over."""
    taken = and_(VisitChoice.brought_id == VisitBrought.id, VisitChoice.taken)
    version = func.coalesce(VisitChoice.version, VisitBrought.version)
    rows = (
        select(VisitBrought.question, VisitCopy.by, VisitBrought.by, version)
        .join(VisitCopy, VisitCopy.id == VisitBrought.copy_id)
        .outerjoin(VisitChoice, taken)
        .where(VisitBrought.visit_id == visit.id)
    )
    return {
        one
        for question, answered_by, by, said in session.execute(rows)
        if question in stands and stands[question].version == said
        for one in (answered_by, by)
    }


def waiting(session: Session, visit: Visit) -> int:
    """Of how many answers a person has to choose before the visit goes on."""
    return _count(session, visit) if visit.state == State.BEGUN else 0


def check_chosen(session: Session, visit: Visit) -> None:
    """Refuses to go on while two answers to one question stand beside each other."""
    if _count(session, visit):
        raise RuleViolation("answers wait to be chosen from", code="visit.answers_to_choose")


def find(session: Session, visit: Visit, brought_id: UUID) -> VisitBrought | None:
    """One that waits for a choice."""
    rows = select(VisitBrought).where(VisitBrought.id == brought_id, VisitBrought.visit_id == visit.id, _waits())
    return session.execute(rows).scalar_one_or_none()


def there(session: Session, visit: Visit, brought_id: UUID) -> bool:
    """Whether there is one at all."""
    rows = select(VisitBrought.id).where(VisitBrought.id == brought_id, VisitBrought.visit_id == visit.id)
    return session.execute(rows).first() is not None


def aside(session: Session, documents: Documents, visit: Visit) -> BroughtList:
    """Everything that was brought and is not what stands by itself: what waits first, then the newest."""
    rows = (
        select(VisitBrought, VisitCopy, VisitChoice.taken, _waits().label("waits"))
        .join(VisitCopy, VisitCopy.id == VisitBrought.copy_id)
        .outerjoin(VisitChoice, VisitChoice.brought_id == VisitBrought.id)
        .where(VisitBrought.visit_id == visit.id, VisitBrought.outcome.not_in(STANDS))
        .order_by(_waits().desc(), VisitBrought.at.desc(), VisitBrought.question, VisitBrought.place)
    )
    found = session.execute(rows).all()
    names = people.names(session, {who for one, copy, *_rest in found for who in (one.by, copy.by)})
    stands = {one.question: one for one in answers.given(session, documents, visit)}
    return BroughtList(
        items=tuple(
            filled(
                BroughtAnswer,
                one,
                checklist=copy.checklist,
                checklist_version=copy.checklist_version,
                sources=tuple(one.sources),
                note=note_of(documents, one),
                by=VisitorAnswer(id=one.by, name=names.get(one.by, "")),
                answered_by=VisitorAnswer(id=copy.by, name=names.get(copy.by, "")),
                stands=stands.get(one.question),
                waits=waits and visit.state == State.BEGUN,
                chosen=taken,
            )
            for one, copy, taken, waits in found
        )
    )


def note_of(documents: Documents, row: VisitBrought) -> str | None:
    """Its words; None where the copy wrote none, empty where it took its own away."""
    return documents.read(WrittenText, row.note).text if row.note else None


def _count(session: Session, visit: Visit) -> int:
    rows = select(func.count()).select_from(VisitBrought).where(VisitBrought.visit_id == visit.id, _waits())
    return session.execute(rows).scalar_one()


def _choice() -> Select[UUID]:
    return select(VisitChoice.brought_id).where(VisitChoice.brought_id == VisitBrought.id).correlate(VisitBrought)


def _waits() -> ColumnElement[bool]:
    """A condition on `VisitBrought`: nobody has chosen, and its device has said nothing later."""
    later = aliased(VisitBrought)
    return and_(
        VisitBrought.outcome.in_(WAITING),
        ~_choice().exists(),
        ~exists().where(
            later.visit_id == VisitBrought.visit_id,
            later.question == VisitBrought.question,
            later.device == VisitBrought.device,
            later.place > VisitBrought.place,
            later.device_at >= VisitBrought.device_at,
        ),
    )
