"""Cases as the staff see them: the list, and one case with everything that belongs to it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from services.cases.domain import case as life
from services.cases.domain import case_conditions
from services.cases.domain.case import Status, Step
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.findings import Result
from services.cases.domain.standing import hinders_closing
from services.cases.domain.timeliness import local_date
from services.cases.lists.cases import CaseListing, reads_content
from services.cases.models import (
    Case,
    CaseBody,
    CaseProfile,
    Complaint,
    ElsewhereProposal,
    Finding,
    HistoryEntry,
    Recommendation,
)
from services.cases.queries import investigation, people
from services.cases.queries.investigation import Around
from services.cases.queries.monitoring import monitored_acts, monitored_cases
from services.cases.queries.situations import facts_of, institutions
from services.cases.queries.visibility import LEADING, find_case, in_visible_act, visible_cases, walled_acts
from services.cases.schemas.cases import (
    ActLine,
    BarAnswer,
    CaseAnswer,
    CaseLineAnswer,
    FindingAnswer,
    HistoryAnswer,
    KnownComplaint,
    NamedBody,
    SummaryAnswer,
    TriggerAnswer,
)
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.investigation import CaseFile
from services.cases.schemas.profile import CaseProfileAnswer
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.gathered import gathered
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import ContentViolation
from shared.typed import filled, load

#: The newest lines of a history that a page shows; a case has a few dozen.
LONGEST_HISTORY = 500
_THIS = bindparam("case", type_=Case.id.type)


def _shown(shape: type[Any], table: type[Any]) -> list[Any]:
    return [getattr(table, member.name) for member in fields(shape)]


#: The short lists of a case that are shown as they stand: read at once, by a statement that is built once.
_LISTS = select(
    gathered(
        select(*_shown(KnownComplaint, Complaint))
        .where(Complaint.case_id == _THIS)
        .order_by(Complaint.received_at, Complaint.reference)
    ).label("complaints"),
    gathered(
        select(Complaint.reference, Complaint.summary)
        .where(Complaint.case_id == _THIS, Complaint.summary.is_not(None))
        .order_by(Complaint.received_at, Complaint.reference)
    ).label("summaries"),
    gathered(
        select(
            KnownInstitution.id,
            KnownInstitution.key,
            KnownInstitution.institution_class.label("class"),
            KnownInstitution.name_sq,
            KnownInstitution.name_en,
        )
        .join(CaseBody, CaseBody.institution_id == KnownInstitution.id)
        .where(CaseBody.case_id == _THIS)
    ).label("bodies"),
    gathered(select(*_shown(CaseProfileAnswer, CaseProfile)).where(CaseProfile.case_id == _THIS)).label("profiles"),
    gathered(
        select(*_shown(BarAnswer, ElsewhereProposal))
        .where(ElsewhereProposal.case_id == _THIS)
        .order_by(ElsewhereProposal.at, ElsewhereProposal.id)
    ).label("bars"),
)


@dataclass(frozen=True)
class FindingView:
    """`body`: None for no body in particular."""

    finding: FindingAnswer
    body: NamedBody | None


@dataclass(frozen=True)
class HistoryView:
    """One line of a history; `details` holds ids and codes, `text` the words where the line has some."""

    at: datetime
    actor: str
    by: str
    code: str
    details: dict[str, Any]
    text: str | None


@dataclass(frozen=True)
class CaseView:
    """`legal`: what the table knows from here; `possible`: what may be done now, but for what comes with the step. `monitoring`: it was
    closed into it.
    """

    case: Case
    monitoring: bool
    officer: str | None
    bodies: tuple[NamedBody, ...]
    complaints: tuple[KnownComplaint, ...]
    memo: str | None
    profile: CaseProfileAnswer | None
    summaries: tuple[SummaryAnswer, ...]
    findings: tuple[FindingView, ...]
    bars: tuple[BarAnswer, ...]
    acts: tuple[ActLine, ...]
    history: list[HistoryView]
    facts: CaseFacts
    legal: tuple[Step, ...]
    possible: tuple[Step, ...]
    around: Around

    def answer(self) -> CaseFile:
        """The same for whoever reads it by the API."""
        case, around = self.case, self.around
        return CaseFile(
            case=CaseAnswer.of(case),
            monitoring=self.monitoring,
            trigger=TriggerAnswer(kind=case.trigger, source=case.trigger_source) if case.trigger else None,
            officer=self.officer,
            bodies=self.bodies,
            complaints=self.complaints,
            memo=self.memo,
            profile=self.profile,
            summaries=self.summaries,
            findings=tuple(one.finding for one in self.findings),
            elsewhere_proposals=self.bars,
            recommendations=self.acts,
            history=tuple(filled(HistoryAnswer, one) for one in self.history),
            legal_steps=self.legal,
            possible_steps=self.possible,
            parties=around.parties,
            links=tuple(one.link for one in around.links),
            tasks=around.tasks,
            notes=around.notes,
        )


def cases(session: Session, cursors: Cursors, asked: CaseListing, reading: Reading) -> Page[CaseLineAnswer]:
    """One page of the visible cases, the newest first. An auditor sees that they are there, and not what they are about."""
    statement = select(Case).where(visible_cases(reading.by))
    order = [Case.opened_at, Case.id]
    rows = page_of(session, cursors, statement, asked, reading, order, descending=True)
    names = people.names(session, (case.officer_id for case in rows.items))
    content = reads_content(reading.by)
    followed = monitored_cases(session, [case.id for case in rows.items], local_date(reading.now))

    def line(case: Case) -> CaseLineAnswer:
        title = case.name if content else None
        officer = names.get(case.officer_id) if case.officer_id else None
        return filled(CaseLineAnswer, case, title=title, officer=officer, monitoring=case.id in followed)

    return rows.of(line)


def by_number(session: Session, number: str, principal: Principal) -> UUID:
    """The id of a visible case by its number. Raises `ContentViolation` for none, and for one that is not to be seen."""
    statement = select(Case.id).where(Case.number == number.strip().upper(), visible_cases(principal))
    case_id = session.execute(statement).scalar_one_or_none()
    if case_id is None:
        raise ContentViolation("no such case", code="case_unknown", field="number")
    return case_id


def open_of(session: Session, officer_id: UUID, principal: Principal, *, limit: int) -> list[Case]:
    """The newest open cases of an officer that the reader may see."""
    statement = select(Case).where(
        Case.officer_id == officer_id, Case.status != Status.CLOSED, visible_cases(principal)
    )
    return list(session.execute(statement.order_by(Case.opened_at.desc(), Case.id).limit(limit)).scalars())


def read(session: Session, documents: Documents, case_id: UUID, principal: Principal, today: date) -> CaseView:
    """One case with everything. The reading is noted. Raises `NotFound`."""
    case = find_case(session, case_id, principal)
    audit.record(session, principal, "case.read", "case", case.id)
    lists = session.execute(_LISTS, {_THIS.key: case.id}).one()
    bodies = [load(NamedBody, one) for one in lists.bodies]
    facts = facts_of(session, case, today)
    shut = walled_acts(principal).where(Recommendation.case_id == case.id)
    seen = and_(
        func.coalesce(HistoryEntry.details["link"].astext, "").not_in(investigation.hidden_links(case.id, principal)),
        func.coalesce(HistoryEntry.details["act"].astext, "").not_in(shut),
    )
    return CaseView(
        case=case,
        monitoring=case.id in monitored_cases(session, [case.id], today),
        officer=people.names(session, [case.officer_id]).get(case.officer_id) if case.officer_id else None,
        bodies=tuple(sorted(bodies, key=lambda body: body.name_sq)),
        complaints=tuple(load(KnownComplaint, one) for one in lists.complaints),
        memo=documents.read(WrittenText, case.memo).text if case.memo else None,
        profile=next((load(CaseProfileAnswer, one) for one in lists.profiles), None),
        summaries=tuple(
            SummaryAnswer(reference=one["reference"], text=str(documents.get_json(one["summary"])["summary"]))
            for one in lists.summaries
        ),
        findings=_findings(session, documents, case.id),
        bars=tuple(load(BarAnswer, one) for one in lists.bars),
        acts=_acts(session, case.id, principal, today),
        history=history(session, documents, HistoryEntry.case_id == case.id, seen),
        facts=facts,
        legal=life.legal_steps(Status(case.status)),
        possible=_possible(case, facts),
        around=investigation.around(session, documents, case, principal, today),
    )


def history(session: Session, documents: Documents, *conditions: Any) -> list[HistoryView]:
    """Lines of a history in the order of what happened, oldest first: news of a delivery may come days after it."""
    order = HistoryEntry.at.desc(), HistoryEntry.id.desc()
    newest = select(HistoryEntry).where(*conditions).order_by(*order).limit(LONGEST_HISTORY)
    rows = list(session.execute(newest).scalars())[::-1]
    names = people.names(session, (people.person(row.actor) for row in rows))
    return [
        HistoryView(
            at=row.at,
            actor=row.actor,
            by=names.get(people.person(row.actor) or UUID(int=0), row.actor),
            code=row.code,
            details=row.details,
            text=_words(documents, row.document),
        )
        for row in rows
    ]


def _possible(case: Case, facts: CaseFacts) -> tuple[Step, ...]:
    """The legal steps, but for those against which something stands that does not come with the step itself.

    What a person gives with it (a finding, a reason, an outcome, where the matter is now) is taken as given; an officer is given with
    the assignment alone.
    """
    results = facts.results or frozenset({Result.VIOLATION_FOUND})
    given = replace(facts, results=results, reason="given")
    steps = set(case_conditions.possible_steps(Status(case.status), given)) - {Step.RECOMMEND}
    legal = life.legal_steps(Status(case.status))
    steps |= {Step.ASSIGN} & set(legal)
    if not hinders_closing(facts.standing):
        steps |= {Step.CLOSE} & set(legal)
    if facts.officer_assigned:
        steps |= {Step.RESUME} & set(legal)
    return tuple(step for step in legal if step in steps)


def _findings(session: Session, documents: Documents, case_id: UUID) -> tuple[FindingView, ...]:
    statement = select(Finding).where(Finding.case_id == case_id).order_by(Finding.at, Finding.id)
    rows = list(session.execute(statement).scalars())
    names = people.names(session, (row.by for row in rows))
    known = institutions(session, [row.institution_id for row in rows if row.institution_id])
    latest = {(row.right, row.institution_id): row.id for row in rows}
    return tuple(
        FindingView(
            filled(
                FindingAnswer,
                row,
                by=names.get(row.by, str(row.by)),
                text=documents.read(WrittenText, row.document).text,
                stands=latest[row.right, row.institution_id] == row.id,
            ),
            body=NamedBody.of(known[row.institution_id]) if row.institution_id in known else None,
        )
        for row in rows
    )


def _acts(session: Session, case_id: UUID, principal: Principal, today: date) -> tuple[ActLine, ...]:
    statement = select(Recommendation).where(Recommendation.case_id == case_id, in_visible_act(principal))
    rows = session.execute(statement.order_by(Recommendation.created_at, Recommendation.id)).scalars()
    acts = list(rows)
    followed = monitored_acts(session, [act.id for act in acts], today)
    return tuple(filled(ActLine, act, monitoring=act.id in followed) for act in acts)


def _words(documents: Documents, document: str | None) -> str | None:
    return documents.read(WrittenText, document).text if document else None


def proposed_bars(session: Session, by: Principal) -> list[Case]:
    """The cases of which an outcome proposes that the matter is elsewhere, for who confirms it: whoever handles the case and whoever
    leads; the oldest proposal first.
    """
    undecided = select(func.min(ElsewhereProposal.at).label("at"), ElsewhereProposal.case_id)
    undecided = undecided.where(ElsewhereProposal.decided_at.is_(None)).group_by(ElsewhereProposal.case_id)
    oldest = undecided.subquery("undecided")
    statement = select(Case).join(oldest, oldest.c.case_id == Case.id).where(visible_cases(by))
    if not by.roles & LEADING:
        statement = statement.where(Case.officer_id == by.id)
    return list(session.execute(statement.order_by(oldest.c.at, Case.id)).scalars())
