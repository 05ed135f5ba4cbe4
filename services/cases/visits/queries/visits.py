"""The plan of visits, and one visit with everything that the reader may see of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.models import Case
from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import OFFICERS, visible_cases
from services.cases.schemas.cases import NamedBody
from services.cases.schemas.documents import WrittenText
from services.cases.visits import data
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain.checklists import Checklist
from services.cases.visits.domain.life import IN_A_CASE, State, legal_steps
from services.cases.visits.lists import VisitListing
from services.cases.visits.models import Visit, VisitAnswer, VisitMember
from services.cases.visits.queries import answers, brought, corrections
from services.cases.visits.queries.visibility import find_visit, known_visits, works_on
from services.cases.visits.schemas.visits import (
    EarlierAnswer,
    GivenAnswer,
    OpenedAnswer,
    SectionAnswer,
    SentFindings,
    VisitDetailAnswer,
    VisitLineAnswer,
    VisitorAnswer,
)
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled


@dataclass(frozen=True)
class VisitView:
    """One visit. `checklist`: the version that it was prepared with; `earlier`: what stood before what stands; `before`: how questions stood
    at the visit that it follows.
    """

    line: VisitLineAnswer
    visit: Visit
    body: KnownInstitution
    team: Sequence[VisitorAnswer]
    checklist: Checklist | None
    sections: Sequence[SectionAnswer]
    answers: Sequence[GivenAnswer]
    earlier: Sequence[GivenAnswer]
    before: Mapping[str, rules.Value]
    steps: Sequence[str]
    reason: str | None
    opened: OpenedAnswer | None
    sent: SentFindings | None
    to_choose: int

    @property
    def latest(self) -> dict[str, GivenAnswer]:
        return {one.question: one for one in self.answers}

    @property
    def compared(self) -> Mapping[str, int]:
        """How many questions are better, the same and worse than on the visit before; empty where it follows none."""
        counted = Counter(one.trend for one in self.answers)
        return {trend: counted[trend] for trend in rules.Trend} if self.visit.follows else {}

    @property
    def values(self) -> dict[str, rules.Value]:
        return {one.question: rules.Value(one.value) for one in self.answers}


def visits(session: Session, cursors: Cursors, asked: VisitListing, reading: Reading) -> Page[VisitLineAnswer]:
    """One page of the plan, the latest day first."""
    order = [Visit.planned_on, Visit.id]
    statement = select(Visit).where(known_visits(reading.by))
    rows = page_of(session, cursors, statement, asked, reading, order, descending=True)
    return Page(lines(session, rows.items), rows.next)


def read(session: Session, documents: Documents, visit_id: UUID, by: Principal) -> VisitView:
    """One visit with everything. The reading is noted. Raises `NotFound`."""
    visit = find_visit(session, visit_id, by)
    audit.record(session, by, "visit.read", "visit", visit.id)
    checklist = checklist_of(visit)
    given = answers.given(session, documents, visit)
    return VisitView(
        line=lines(session, [visit])[0],
        visit=visit,
        body=institutions(session, [visit.institution_id])[visit.institution_id],
        team=team_of(session, visit.id),
        checklist=checklist,
        sections=sections(checklist, {one.question for one in given}) if checklist else (),
        answers=given,
        earlier=answers.earlier(session, documents, visit.id),
        before=answers.values(session, visit.follows) if visit.follows else {},
        steps=_steps(session, visit, by),
        reason=documents.read(WrittenText, visit.reason).text if visit.reason else None,
        opened=_opened(session, visit, by),
        sent=corrections.read(session, documents, visit, by),
        to_choose=brought.waiting(session, visit) if works_on(session, visit, by) else 0,
    )


def answer(view: VisitView) -> VisitDetailAnswer:
    """The visit as the API gives it."""
    return filled(
        VisitDetailAnswer,
        view.visit,
        visit=view.line,
        team=tuple(view.team),
        sections=tuple(view.sections),
        answers=tuple(view.answers),
        earlier=tuple(view.earlier),
        before=tuple(EarlierAnswer(question=key, value=value.value) for key, value in view.before.items()),
        steps=tuple(view.steps),
        reason=view.reason,
        opened=view.opened,
        sent=view.sent,
        to_choose=view.to_choose,
    )


def checklist_of(visit: Visit) -> Checklist | None:
    """The version that it was prepared with."""
    if visit.checklist is None or visit.checklist_version is None:
        return None
    return data.checklist_of(visit.checklist, visit.checklist_version)


def sections(checklist: Checklist, answered: set[str]) -> tuple[SectionAnswer, ...]:
    """How far each is filled in."""
    names = {one.key: one.name for one in checklist.sections}
    return tuple(
        SectionAnswer(key=key, name_sq=names[key].sq, name_en=names[key].en, answered=done, asked=there)
        for key, done, there in rules.progress(checklist, answered)
    )


def team_of(session: Session, visit_id: UUID) -> tuple[VisitorAnswer, ...]:
    """Who makes it, by name."""
    members = session.execute(select(VisitMember.staff_id).where(VisitMember.visit_id == visit_id)).scalars()
    names = people.names(session, members)
    return tuple(VisitorAnswer(id=one, name=name) for one, name in sorted(names.items(), key=lambda item: item[1]))


def lines(session: Session, rows: Sequence[Visit]) -> list[VisitLineAnswer]:
    """These visits as a list shows them, in the same order."""
    bodies = institutions(session, (one.institution_id for one in rows))
    names = people.names(session, (one.lead_id for one in rows))
    counted = select(VisitAnswer.visit_id, func.count(VisitAnswer.question.distinct()))
    counted = counted.where(VisitAnswer.visit_id.in_([one.id for one in rows])).group_by(VisitAnswer.visit_id)
    answered = dict(iter(session.execute(counted)))
    return [
        filled(
            VisitLineAnswer,
            one,
            institution=NamedBody.of(bodies[one.institution_id]),
            lead=VisitorAnswer(id=one.lead_id, name=names.get(one.lead_id, "")),
            answered=answered.get(one.id, 0),
            asked=len(checklist.questions) if (checklist := checklist_of(one)) else 0,
        )
        for one in rows
    ]


def _steps(session: Session, visit: Visit, by: Principal) -> list[str]:
    """What the reader may do with it now. In a case nothing is a monitor's to do, nor whose case it is not."""
    if not works_on(session, visit, by):
        return []
    in_case = bool(by.roles & OFFICERS) and (visit.case_id is None or _case(session, visit, by) is not None)
    return [step.value for step in legal_steps(State(visit.state)) if in_case or step not in IN_A_CASE]


def _opened(session: Session, visit: Visit, by: Principal) -> OpenedAnswer | None:
    """The case that came of it, unless the reader may not see that one."""
    if visit.case_id is None:
        return None
    case = _case(session, visit, by)
    if case is None or "auditor" in by.roles:
        return None
    return OpenedAnswer(id=case.id, number=case.number, act_id=visit.act_id)


def _case(session: Session, visit: Visit, by: Principal) -> Case | None:
    return session.execute(select(Case).where(Case.id == visit.case_id, visible_cases(by))).scalar_one_or_none()
