"""The steps of a case that a person takes, and what each of them brings along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import findings, requests, tasks
from services.cases.actions.findings import WantedFinding
from services.cases.domain import case as life
from services.cases.domain import case_conditions
from services.cases.domain.case import Elsewhere, Outcome, Status, Step
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Complaint, StaffMember
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of
from services.cases.queries.visibility import LEADING, OFFICERS, find_case, is_excluded
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.events.catalogue import CaseClosed
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation
from shared.staff import StaffAccount

#: Steps that an officer may only propose (security matrix): whoever leads takes them.
LED = frozenset({Step.CLOSE, Step.REOPEN})


@dataclass(frozen=True)
class WantedStep:
    """A step and what goes with it: who gets the case, why, the findings, of whom what is asked, how it ends."""

    step: Step
    assignee: UUID | None = None
    reason: str = ""
    outcome: Outcome | None = None
    elsewhere: Elsewhere | None = None
    findings: Sequence[WantedFinding] = ()
    institution_id: UUID | None = None
    text: str = ""
    title: str | None = None


@dataclass
class _Taken:
    """What a step leaves in the history: ids and codes, and words as a document."""

    words: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def take(session: Session, documents: Documents, case_id: UUID, wanted: WantedStep, by: Principal) -> Case:
    """Take a step. Raises `RuleViolation` (409) with the legal ones, `ContentViolation` for what the step lacks."""
    case = find_case(session, case_id, by, lock=True)
    if wanted.step in LED and not by.roles & LEADING:
        raise NotAllowed("who leads the section takes this step")
    before = Status(case.status)
    # Illegal steps are refused before their content is looked at, so that the answer names what would be legal.
    life.after(before, wanted.step)
    if wanted.step is Step.REQUEST_INFORMATION:
        requests.ask(session, documents, case, wanted.institution_id, wanted.text, by)
        return case
    taken = _Taken()
    _PREPARE.get(wanted.step, _only_words)(session, case, wanted, by, taken)
    if wanted.step is Step.RECORD_FINDINGS:
        found = findings.record(session, documents, case, wanted.findings, by)
        taken.details["findings"] = [str(one.id) for one in found]
        taken.words = "\n\n".join(dict.fromkeys(one.text for one in wanted.findings))
    if wanted.title is not None:
        case.title = wanted.title
    facts = facts_of(session, case, outcome=wanted.outcome, reason=wanted.reason)
    document = documents.put_json({"text": taken.words}) if taken.words else None
    move(session, case, wanted.step, facts, by.name, document, **taken.details)
    if wanted.step is Step.CLOSE:
        _close(session, case, wanted)
    elif wanted.step in {Step.REOPEN, Step.FOLLOW_UP}:
        case.closed_on, case.outcome = None, None
    session.flush()
    return case


def move(
    session: Session, case: Case, step: Step, facts: CaseFacts, actor: str, document: str | None = None, **details: Any
) -> None:
    """Change the status by a step, with its line in the history and in the audit trail."""
    case.status = case_conditions.take(Status(case.status), step, facts).value
    note(session, case.id, utc_now(), actor, f"step.{step}", document, **details)
    audit.record(session, actor, f"case.{step}", "case", case.id, status=case.status)


def _only_words(_session: Session, _case: Case, wanted: WantedStep, _by: Principal, taken: _Taken) -> None:
    taken.words = wanted.reason


def _assign(session: Session, case: Case, wanted: WantedStep, by: Principal, taken: _Taken) -> None:
    """Whoever leads gives a case to anyone; an officer takes one that nobody has."""
    officer_id = wanted.assignee or by.id
    if not by.roles & LEADING and (officer_id != by.id or case.officer_id not in {None, by.id}):
        raise NotAllowed("who leads the section assigns cases")
    account = session.get(StaffAccount, officer_id)
    if account is None or not account.active or not OFFICERS & set(account.roles):
        raise ContentViolation("nobody who could take a case", code="case.assignee_unknown", field="assignee")
    if session.get(StaffMember, officer_id) is None:
        raise ContentViolation("nobody who could take a case", code="case.assignee_unknown", field="assignee")
    if is_excluded(session, officer_id, case.id):
        raise ContentViolation("excluded from this case", code="case.assignee_excluded", field="assignee")
    former, case.officer_id = case.officer_id, officer_id
    session.flush()
    tasks.follow(session, case, former, officer_id)
    taken.details["officer"] = officer_id
    taken.words = wanted.reason


def _place(_session: Session, case: Case, wanted: WantedStep, _by: Principal, taken: _Taken) -> None:
    if wanted.elsewhere is not None:
        case.elsewhere = wanted.elsewhere.value
        taken.details["elsewhere"] = case.elsewhere
    taken.details["outcome"] = wanted.outcome.value if wanted.outcome else None
    taken.words = wanted.reason


def _refuse_by_hand(session: Session, case: Case, _wanted: WantedStep, _by: Principal, _taken: _Taken) -> None:
    possible = case_conditions.possible_steps(Status(case.status), facts_of(session, case))
    legal = tuple(step.value for step in possible if step is not Step.RECOMMEND)
    raise RuleViolation("a case recommends when an act is issued", code="case.recommends_by_issuing", legal=legal)


_PREPARE: dict[Step, Callable[[Session, Case, WantedStep, Principal, _Taken], None]] = {
    Step.ASSIGN: _assign,
    Step.SUSPEND: _place,
    Step.RESUME: _place,
    Step.CLOSE: _place,
    Step.RECOMMEND: _refuse_by_hand,
}


def _close(session: Session, case: Case, wanted: WantedStep) -> None:
    case.closed_on = local_date(utc_now())
    case.outcome = wanted.outcome.value if wanted.outcome else None
    complaints = session.execute(select(Complaint.id).where(Complaint.case_id == case.id)).scalars().all()
    publish(
        session,
        CaseClosed(case_id=case.id, number=case.number, outcome=case.outcome, complaints=list(complaints)),
        case.id,
    )
