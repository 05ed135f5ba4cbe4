"""Sending the draft findings of a visit to its body, and answering what it corrects."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases.actions import corrections as of_case
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.queries.visibility import find_case
from services.cases.schemas.acts import ItemBody
from services.cases.schemas.cases import LONGEST_TITLE
from services.cases.visits.actions import answering
from services.cases.visits.actions.told import Told, open_case
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain import corrections as verdicts
from services.cases.visits.domain import life
from services.cases.visits.domain.answers import Given, Value
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit, VisitFinding
from services.cases.visits.queries import answers, brought, corrections
from services.cases.visits.queries.visibility import find_own
from services.cases.visits.queries.visits import checklist_of
from services.cases.visits.schemas.visits import CorrectionBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def send_findings(
    by: Principal,
    session: Session,
    documents: Documents,
    visit_id: UUID,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> Visit:
    """Open the case and ask the body to correct what is not met, item by item; the letter leaves once it was compared with the sealed
    files. Raises `RuleViolation` (409) where it is not its time or nothing is not met, and what the letter refuses.
    """
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.SEND_FINDINGS).value
    given, checklist = answers.latest(session, visit.id), checklist_of(visit)
    values = {question: Value(row.value) for question, row in given.items()}
    found = rules.proposed(checklist, values) if checklist else ()
    if checklist is None or not found:
        raise RuleViolation("nothing is not met", code="visit.nothing_to_send")
    brought.check_chosen(session, visit)
    told = Told(session, visit, checklist, found)
    case = open_case(by, session, documents, told, now)
    items = {
        one.key: ItemBody(id=uuid4(), text=told.text("draft_finding", question=one.text.sq)) for one in told.questions
    }
    act = of_case.ask(
        by,
        session,
        documents,
        case,
        visit.institution_id,
        tuple(items.values()),
        title=told.text("corrections_title")[:LONGEST_TITLE],
        grounds=told.text("corrections_grounds"),
        now=now,
        outgoing=outgoing,
    )
    visit.case_id, visit.corrections_id = case.id, act.id
    session.add_all(
        VisitFinding(visit_id=visit.id, question=key, item_id=item.id, version=given[key].version)
        for key, item in items.items()
    )
    audit.record(session, by, "visit.findings_sent", "visit", visit.id, findings=len(items))
    session.flush()
    return visit


def answer_correction(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, wanted: CorrectionBody, *, now: datetime
) -> Visit:
    """What the office makes of what the body said of one finding. What is taken over is a new version of the answer; the one that was sent
    stays beside it.

    Raises `RuleViolation` (409) where it is not its time or the body said nothing, `ContentViolation` at its field, `NotFound` for who may
    not see the case.
    """
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.ANSWER_CORRECTION).value
    find_case(session, visit.case_id or visit.id, by, lock=True)
    told = corrections.of_visit(session, documents, visit, by).get(wanted.question)
    if told is None:
        raise ContentViolation("no such finding", code="visit.question_unknown", field="question")
    if told.position is None:
        raise RuleViolation("the body said nothing of it", code="correction.not_corrected")
    verdicts.check_answer(wanted.verdict, wanted.value, wanted.words)
    of_case.answer(by, session, documents, told.obligation_id, wanted.verdict.value, wanted.words.strip(), now=now)
    if wanted.value is not None:
        _take_over(by, session, documents, visit, wanted.question, wanted.value, now)
    audit.record(session, by, "visit.correction_answered", "visit", visit.id, outcome=wanted.verdict.value)
    session.flush()
    return visit


def _take_over(
    by: Principal, session: Session, documents: Documents, visit: Visit, question: str, value: Value, now: datetime
) -> None:
    known = answers.kept(documents, answers.latest(session, visit.id, [question])[question])
    sources = tuple(dict.fromkeys([*known.sources, "document"]))
    given = Given(question, value, known.number, sources, known.note, known.version)
    if not rules.is_same(given, known):
        answering.write(by, session, documents, visit, given, known, now)
