"""From what was seen to findings and to one drafted remedy: by the steps of a case that there are, and by no other way."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import corrections as of_case
from services.cases.actions import drafts, steps
from services.cases.domain.bodies import Role
from services.cases.domain.case import Step as CaseStep
from services.cases.domain.findings import Result
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation
from services.cases.queries.corrections import Correction
from services.cases.queries.visibility import find_case
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import FindingBody, StepBody
from services.cases.visits import data
from services.cases.visits.actions.told import Told, listed, open_case
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain import corrections as verdicts
from services.cases.visits.domain import life
from services.cases.visits.domain.answers import Value
from services.cases.visits.domain.checklists import Checklist
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit
from services.cases.visits.queries import answers, brought, corrections
from services.cases.visits.queries.visibility import find_own
from services.cases.visits.queries.visits import checklist_of
from services.cases.visits.schemas.visits import ConclusionBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import VisitConcluded
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation

#: The kind of act that a visit proposes (kinds.yaml).
REMEDY = "remedy"
#: The language of what the office writes first.
_SQ = "sq"


def conclude(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, wanted: ConclusionBody, *, now: datetime
) -> Visit:
    """End the visit. Where something is not met, a case of the office's own initiative is opened of it, unless that was done to let the
    body correct it; the findings are recorded in it, one for each right, and one remedy is drafted with an item for each question; nothing
    is sent.

    Raises `RuleViolation` (409) where it is not its time, nothing was answered, or a correction waits, and what a step or the draft
    refuses; `NotFound` for who may not see the case.
    """
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.CONCLUDE).value
    given, checklist = answers.latest(session, visit.id), checklist_of(visit)
    if checklist is None or not given:
        raise RuleViolation("nothing was answered", code="visit.nothing_answered")
    brought.check_chosen(session, visit)
    corrected = _end_corrections(by, session, documents, visit, now)
    found = rules.proposed(checklist, {question: Value(row.value) for question, row in given.items()})
    told = Told(session, visit, checklist, found)
    visit.concluded_at = now
    if visit.case_id is None and found:
        visit.case_id = open_case(by, session, documents, told, now).id
    if visit.case_id is not None:
        case = find_case(session, visit.case_id, by, lock=True)
        findings = _findings(told) if found else _nothing_found(told, checklist, corrected)
        recorded = StepBody(step=CaseStep.RECORD_FINDINGS, findings=findings)
        steps.take(by, session, documents, case.id, recorded, now=now)
        if found and wanted.draft:
            # Whoever says that something is not met wrote what the act rests on: another person approves it.
            writers = {str(given[one.key].by) for one in told.questions}
            stands = {one.key: given[one.key] for one in told.questions}
            writers |= {str(one) for one in brought.writers(session, visit, stands)}
            visit.act_id = _draft(by, session, documents, case, told, corrected, sorted(writers), now).id
    audit.record(session, by, "visit.concluded", "visit", visit.id, findings=len(found))
    session.flush()
    _announce(session, visit, now)
    return visit


def _end_corrections(
    by: Principal, session: Session, documents: Documents, visit: Visit, now: datetime
) -> Mapping[str, Correction]:
    """What the body corrected, by question, once nothing of it waits; a finding that it did not correct stands."""
    if visit.corrections_id is None:
        return {}
    find_case(session, visit.case_id or visit.id, by, lock=True)
    told = corrections.of_visit(session, documents, visit, by)
    if corrections.stands(session, visit):
        said = told.values()
        verdicts.check_over(
            {question: one.waits for question, one in told.items()},
            silent=not told or any(not one.ended and one.position is None for one in said),
            due=max((one.due for one in said if one.due), default=None),
            today=local_date(now),
        )
        for one in said:
            if not one.ended:
                words = data.texts()["nothing_corrected"]
                of_case.answer(by, session, documents, one.obligation_id, verdicts.NOTHING, words, now=now)
    return told


def _findings(told: Told) -> tuple[FindingBody, ...]:
    return tuple(
        FindingBody(
            right=one.right,
            institution_id=told.body.id,
            result=Result.VIOLATION_FOUND,
            text=told.text("finding", questions=listed(one.questions)),
        )
        for one in told.found
    )


def _nothing_found(told: Told, checklist: Checklist, corrected: Mapping[str, Correction]) -> tuple[FindingBody, ...]:
    """Of each right that the draft findings named: after the corrections nothing of it is missing."""
    rights = dict.fromkeys(checklist.questions[question].crc[0] for question in corrected)
    result, text = Result.VIOLATION_NOT_FOUND, told.text("no_violation")
    return tuple(FindingBody(right=one, institution_id=told.body.id, result=result, text=text) for one in rights)


def _draft(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    told: Told,
    corrected: Mapping[str, Correction],
    writers: Sequence[str],
    now: datetime,
) -> Recommendation:
    today = local_date(now)
    wanted = DraftBody(
        kind=REMEDY,
        title=told.title,
        grounds=told.grounds(corrected),
        items=tuple(
            ItemBody(
                text=one.item.sq,
                due=core.calendar_of(today).next_working(today + timedelta(days=one.days)),
                evidence_expected=data.evidence(one, _SQ),
            )
            for one in told.questions
        ),
        addressees=(AddresseeBody(institution_id=told.body.id, role=Role.RESPONSIBLE),),
    )
    return drafts.draft(by, session, documents, case.id, wanted, now=now, written_by=writers)


def _announce(session: Session, visit: Visit, now: datetime) -> None:
    """That it was made, and no more: what was found is the office's until an act of it leaves."""
    if visit.begun_at is None or visit.checklist is None or visit.checklist_version is None:
        raise AssertionError("the rules conclude no visit that has not begun, and begin none without a checklist")
    event = VisitConcluded(
        visit_id=visit.id,
        number=str(visit.number),
        institution_id=visit.institution_id,
        kind=visit.kind,
        announced=visit.announced,
        checklist=visit.checklist,
        checklist_version=visit.checklist_version,
        begun_on=local_date(visit.begun_at),
        concluded_on=local_date(now),
        follows=visit.follows,
    )
    publish(session, event, visit.id)
