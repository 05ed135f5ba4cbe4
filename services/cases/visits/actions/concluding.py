"""From what was seen to findings and to one drafted remedy: by the steps of a case that there are, and by no other way."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import cases, drafts, steps
from services.cases.domain.bodies import Role
from services.cases.domain.case import Step as CaseStep
from services.cases.domain.case import Trigger
from services.cases.domain.findings import Result
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation
from services.cases.queries.situations import institutions
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import LONGEST_TITLE, FindingBody, NewCaseBody, StepBody, TriggerBody
from services.cases.visits import data
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain import life
from services.cases.visits.domain.answers import FindingProposed, Value
from services.cases.visits.domain.checklists import Checklist, Question
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit
from services.cases.visits.queries import answers
from services.cases.visits.queries.visibility import find_own
from services.cases.visits.queries.visits import checklist_of
from services.cases.visits.schemas import ConclusionBody
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import RuleViolation

#: The kind of act that a visit proposes (kinds.yaml).
REMEDY = "remedy"
#: The language of what the office writes first.
_SQ = "sq"


def conclude(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, wanted: ConclusionBody, *, now: datetime
) -> Visit:
    """End the visit. Where something is not met, a case of the office's own initiative is opened of it, the findings are recorded in
    it, one for each right, and one remedy is drafted with an item for each question; nothing is sent.

    Raises `RuleViolation` (409) where it is not its time or nothing was answered, and what a step or the draft refuses.
    """
    visit = find_own(session, visit_id, by)
    visit.state = life.after(State(visit.state), Step.CONCLUDE).value
    given, checklist = answers.latest(session, visit.id), checklist_of(visit)
    if checklist is None or not given:
        raise RuleViolation("nothing was answered", code="visit.nothing_answered")
    values = {question: Value(row.value) for question, row in given.items()}
    visit.concluded_at = now
    found = rules.proposed(checklist, values)
    if found:
        told = _Told(session, visit, checklist, found)
        case = _case(by, session, documents, told, now)
        visit.case_id = case.id
        if wanted.draft:
            # Whoever says that something is not met wrote what the act rests on: another person approves it.
            writers = {str(given[one.key].by) for one in told.questions}
            visit.act_id = _draft(by, session, documents, case, told, sorted(writers), now).id
    audit.record(session, by, "visit.concluded", "visit", visit.id, findings=len(found))
    session.flush()
    return visit


class _Told:
    """What a visit found, in the words in which the office writes it first."""

    def __init__(self, session: Session, visit: Visit, checklist: Checklist, found: Sequence[FindingProposed]) -> None:
        self.body: KnownInstitution = institutions(session, [visit.institution_id])[visit.institution_id]
        self.number, self.found = visit.number or "", found
        self.made_on = local_date(visit.begun_at) if visit.begun_at else None
        self.questions: list[Question] = [one for finding in found for one in finding.questions]
        self._values = {
            "number": self.number,
            "body": self.body.name_sq,
            "day": _day(self.made_on) if self.made_on else "",
            "checklist": checklist.name.sq,
            "count": str(len(self.questions)),
        }

    @property
    def rights(self) -> tuple[str, ...]:
        return tuple(one.right for one in self.found)

    def text(self, key: str, **more: str) -> str:
        return data.texts()[key].format(**self._values, **more)

    def grounds(self) -> str:
        names = core.articles()
        parts = [
            self.text(
                "ground_of_right",
                right=f"{one.right} ({names[one.right]['name_sq']})",
                questions=_listed(one.questions),
            )
            for one in self.found
        ]
        return "\n\n".join([self.text("grounds"), *parts])


def _case(by: Principal, session: Session, documents: Documents, told: _Told, now: datetime) -> Case:
    """A case that is opened, taken, investigated by the visit itself, and has its findings."""
    opened = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.INSPECTION, source=told.number),
        memo=told.text("memo"),
        title=told.text("title")[:LONGEST_TITLE],
        rights=told.rights,
        bodies=(told.body.id,),
        places=tuple(filter(None, [told.body.record.get("municipality")])),
    )
    case = cases.open_own(by, session, documents, opened, now=now)
    if told.made_on is not None:
        cases.inspected(session, case, told.body.id, told.number, told.made_on)
    findings = tuple(
        FindingBody(
            right=one.right,
            institution_id=told.body.id,
            result=Result.VIOLATION_FOUND,
            text=told.text("finding", questions=_listed(one.questions)),
        )
        for one in told.found
    )
    for step in (
        StepBody(step=CaseStep.ASSIGN),
        StepBody(step=CaseStep.INVESTIGATE),
        StepBody(step=CaseStep.RECORD_FINDINGS, findings=findings),
    ):
        steps.take(by, session, documents, case.id, step, now=now)
    return case


def _draft(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    told: _Told,
    writers: Sequence[str],
    now: datetime,
) -> Recommendation:
    today = local_date(now)
    wanted = DraftBody(
        kind=REMEDY,
        title=told.text("title")[:LONGEST_TITLE],
        grounds=told.grounds(),
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


def _listed(questions: Sequence[Question]) -> str:
    """One a line, each with the norms beside it that somebody of the office has read."""
    lines = []
    for one in questions:
        norms = data.confirmed_norms(one)
        lines.append(f"– {one.text.sq}" + (f" ({', '.join(norms)})" if norms else ""))
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
