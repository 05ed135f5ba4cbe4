"""Answering on a visit: each answer a row that is never changed, and two people at once never write over each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.schemas.documents import WrittenText
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain import life
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit, VisitAnswer
from services.cases.visits.queries import answers
from services.cases.visits.queries.visibility import find_own
from services.cases.visits.queries.visits import checklist_of
from services.cases.visits.schemas.visits import AnswersBody, AnswersTaken, OneAnswerBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal


def give(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, wanted: AnswersBody, *, now: datetime
) -> AnswersTaken:
    """Write what nobody has answered otherwise since it was seen, and name the rest. What says the same writes nothing.

    Raises `RuleViolation` (409) before the visit has begun and once it is concluded, `ContentViolation` at its field.
    """
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.ANSWER).value
    checklist = checklist_of(visit)
    if checklist is None:
        raise AssertionError("the rules let no visit begin without a checklist")
    standing = answers.latest(session, visit.id, [one.question for one in wanted.answers])
    kept: list[str] = []
    collided: list[str] = []
    for place, one in enumerate(wanted.answers):
        given = _given(one)
        rules.check(checklist, given, f"answers.{place}")
        row = standing.get(given.question)
        known = answers.kept(documents, row) if row else None
        if rules.collides(given, known):
            collided.append(given.question)
            continue
        kept.append(given.question)
        if known is None or not rules.is_same(given, known):
            standing[given.question] = write(by, session, documents, visit, given, known, now)
    session.flush()
    audit.record(session, by, "visit.answered", "visit", visit.id, kept=len(kept), conflicts=len(collided))
    rows = [standing[question] for question in dict.fromkeys(collided)]
    return AnswersTaken(kept=tuple(kept), conflicts=answers.as_answers(session, documents, rows, {}))


def _given(one: OneAnswerBody) -> rules.Given:
    return rules.Given(one.question, one.value, one.number, one.sources, one.note.strip(), one.base)


def write(
    by: Principal,
    session: Session,
    documents: Documents,
    visit: Visit,
    given: rules.Given,
    known: rules.Kept | None,
    now: datetime,
) -> VisitAnswer:
    """A step of others: the next version of an answer."""
    row = VisitAnswer(
        visit_id=visit.id,
        question=given.question,
        version=known.version + 1 if known else 1,
        value=given.value.value,
        number=given.number,
        sources=list(dict.fromkeys(given.sources)),
        note=documents.keep(WrittenText(text=given.note)) if given.note else None,
        by=by.person,
        at=now,
    )
    session.add(row)
    return row
