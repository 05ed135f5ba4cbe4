"""Cases as the staff see them: the list, and one case with everything that belongs to it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain import case as life
from services.cases.domain import case_conditions
from services.cases.domain.case import Status, Step
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.findings import Result
from services.cases.domain.timeliness import local_date
from services.cases.models import (
    Case,
    CaseBody,
    Complaint,
    Finding,
    HistoryEntry,
    Recommendation,
)
from services.cases.queries import investigation, people
from services.cases.queries.investigation import Around
from services.cases.queries.situations import facts_of, institutions
from services.cases.queries.visibility import find_case, visible_cases
from shared import audit
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.pagination import Cursors, Page, page
from shared.principal import Principal
from shared.rules import ContentViolation

#: The newest lines of a history that a page shows; a case has a few dozen.
LONGEST_HISTORY = 500


@dataclass(frozen=True)
class CaseLine:
    """A case in a list. `content` says whether the reader may see more than that it is there."""

    case: Case
    officer: str | None
    content: bool = True


@dataclass(frozen=True)
class Summary:
    """The neutral summary that an officer wrote of one complaint."""

    reference: str
    text: str


@dataclass(frozen=True)
class FindingView:
    """`stands`: no later one on the same right and body supersedes it. `body`: None for no body in particular."""

    at: datetime
    by_name: str
    text: str
    right: str | None
    institution_id: UUID | None
    body: KnownInstitution | None
    result: str | None
    stands: bool


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
    """`legal`: what the table knows from here; `possible`: what may be done now, but for what comes with the step."""

    case: Case
    officer: str | None
    bodies: list[KnownInstitution]
    complaints: list[Complaint]
    memo: str | None
    summaries: list[Summary]
    findings: list[FindingView]
    acts: list[Recommendation]
    history: list[HistoryView]
    facts: CaseFacts
    legal: tuple[Step, ...]
    possible: tuple[Step, ...]
    around: Around

    @property
    def trigger(self) -> Case | None:
        """The case itself where the office began it, and so has what made it act."""
        return self.case if self.case.trigger else None


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    status: str | None = None,
    mine: bool = False,
    unassigned: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Visible cases, newest first, as `CaseLine`s. `unassigned`: open ones that have no officer."""
    statement = select(Case).where(visible_cases(principal))
    if status is not None:
        statement = statement.where(Case.status == status)
    if mine:
        statement = statement.where(Case.officer_id == principal.id)
    if unassigned:
        statement = statement.where(Case.officer_id.is_(None), Case.status != Status.CLOSED)
    scope = ["cases.list", status or "", str(mine), str(unassigned), principal.name]
    key = [Case.opened_at, Case.id]
    found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    names = people.names(session, (case.officer_id for case in found.items))
    content = principal.roles != {"auditor"}
    lines = [CaseLine(case, names.get(case.officer_id) if case.officer_id else None, content) for case in found.items]
    return Page(lines, found.next)


def by_number(session: Session, number: str, principal: Principal) -> UUID:
    """The id of a visible case by its number. Raises `ContentViolation` for none, and for one that is not to be seen."""
    statement = select(Case.id).where(Case.number == number.strip().upper(), visible_cases(principal))
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise ContentViolation("no such case", code="case_unknown", field="number")
    return found


def open_of(session: Session, officer_id: UUID, principal: Principal, *, limit: int) -> list[Case]:
    """The newest open cases of an officer that the reader may see."""
    statement = select(Case).where(
        Case.officer_id == officer_id, Case.status != Status.CLOSED, visible_cases(principal)
    )
    return list(session.execute(statement.order_by(Case.opened_at.desc(), Case.id).limit(limit)).scalars())


def read(session: Session, documents: Documents, case_id: UUID, principal: Principal) -> CaseView:
    """One case with everything. The reading is noted. Raises `NotFound`."""
    case = find_case(session, case_id, principal)
    audit.record(session, principal.name, "case.read", "case", case.id)
    of_case = select(CaseBody.institution_id).where(CaseBody.case_id == case.id)
    known = institutions(session, session.execute(of_case).scalars())
    complaints = list(
        session.execute(
            select(Complaint).where(Complaint.case_id == case.id).order_by(Complaint.received_at, Complaint.reference)
        ).scalars()
    )
    facts = facts_of(session, case)
    hidden = investigation.hidden_links(session, case.id, principal)
    seen = func.coalesce(HistoryEntry.details["link"].astext, "").not_in(hidden)
    return CaseView(
        case=case,
        officer=people.names(session, [case.officer_id]).get(case.officer_id) if case.officer_id else None,
        bodies=sorted(known.values(), key=lambda body: body.name_sq),
        complaints=complaints,
        memo=documents.get_json(case.memo)["text"] if case.memo else None,
        summaries=[
            Summary(one.reference, str(documents.get_json(one.summary)["summary"])) for one in complaints if one.summary
        ],
        findings=_findings(session, documents, case.id),
        acts=_acts(session, case.id),
        history=history(session, documents, HistoryEntry.case_id == case.id, seen),
        facts=facts,
        legal=life.legal_steps(Status(case.status)),
        possible=_possible(case, facts),
        around=investigation.around(session, documents, case, principal, local_date(utc_now())),
    )


def history(session: Session, documents: Documents, *conditions: Any) -> list[HistoryView]:
    """Lines of a history, oldest first."""
    newest = select(HistoryEntry).where(*conditions).order_by(HistoryEntry.id.desc()).limit(LONGEST_HISTORY)
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

    What a person gives with it (the officer, a finding, a reason, an outcome, where the matter is now) is taken as given.
    """
    results = facts.results or frozenset({Result.VIOLATION_FOUND})
    given = replace(facts, officer_assigned=True, results=results, reason="given")
    steps = set(case_conditions.possible_steps(Status(case.status), given)) - {Step.RECOMMEND}
    legal = life.legal_steps(Status(case.status))
    if facts.open_obligations == 0:
        steps |= {Step.CLOSE} & set(legal)
    steps |= {Step.RESUME} & set(legal)
    return tuple(step for step in legal if step in steps)


def _findings(session: Session, documents: Documents, case_id: UUID) -> list[FindingView]:
    statement = select(Finding).where(Finding.case_id == case_id).order_by(Finding.at, Finding.id)
    rows = list(session.execute(statement).scalars())
    names = people.names(session, (row.by for row in rows))
    known = institutions(session, [row.institution_id for row in rows if row.institution_id])
    latest = {(row.right, row.institution_id): row.id for row in rows}
    return [
        FindingView(
            at=row.at,
            by_name=names.get(row.by, str(row.by)),
            text=documents.get_json(row.document)["text"],
            right=row.right,
            institution_id=row.institution_id,
            body=known.get(row.institution_id) if row.institution_id else None,
            result=row.result,
            stands=latest[row.right, row.institution_id] == row.id,
        )
        for row in rows
    ]


def _acts(session: Session, case_id: UUID) -> list[Recommendation]:
    statement = select(Recommendation).where(Recommendation.case_id == case_id)
    return list(session.execute(statement.order_by(Recommendation.created_at, Recommendation.id)).scalars())


def _words(documents: Documents, document: str | None) -> str | None:
    return str(documents.get_json(document).get("text", "")) if document else None
