"""The steps of a case that a person takes, and what each of them brings along."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.cases.actions import assignments, closings, findings, following, holds, requests, stopped_letters, tasks
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data import acts as act_data
from services.cases.domain import case as life
from services.cases.domain import case_conditions
from services.cases.domain.case import Elsewhere, Outcome, Status, Step
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Obligation, Recommendation, StaffMember
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of
from services.cases.queries.visibility import LEADING, OFFICERS, find_case, is_excluded
from services.cases.schemas.cases import StepBody
from services.cases.schemas.documents import WrittenText
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation
from shared.staff import StaffAccount

#: Steps that an officer may only propose (security matrix): whoever leads takes them.
LED = frozenset({Step.CLOSE, Step.REOPEN})
#: Outcomes that say that a court or a prosecutor has the matter, or has decided it: who closes with one says so.
_GROUNDS_ELSEWHERE = frozenset(outcome for outcome in Outcome if outcome.value in set(Elsewhere))


@dataclass
class _Taken:
    """What a step leaves in the history: ids and codes, and words as a document."""

    at: datetime
    words: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StepTaken:
    """The case after a step. `request`: the letter that asks a body, which is still a draft where its comparison is awaited."""

    case: Case
    request: Recommendation | None = None


def take(
    by: Principal,
    session: Session,
    documents: Documents,
    case_id: UUID,
    wanted: StepBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> StepTaken:
    """Take a step.

    Raises `RuleViolation` (409) with the legal ones, `ContentViolation` for what the step lacks.
    """
    case = find_case(session, case_id, by, lock=True)
    if wanted.step in LED and not by.roles & LEADING:
        raise NotAllowed("who leads the section takes this step")
    before = Status(case.status)
    # Illegal steps are refused before their content is looked at, so that the answer names what would be legal.
    life.after(before, wanted.step)
    if wanted.step is Step.REQUEST_INFORMATION:
        asked, text = wanted.institution_id, wanted.text
        return StepTaken(case, requests.ask(by, session, documents, case, asked, text, now=now, outgoing=outgoing))
    if wanted.step is Step.RECOMMEND:
        _refuse_by_hand(session, case, local_date(now))
    taken = _Taken(at=now)
    _PREPARE.get(wanted.step, _only_words)(by, session, case, wanted, taken)
    if wanted.step is Step.RECORD_FINDINGS:
        recorded = findings.record(by, session, documents, case, wanted.findings, now=now)
        taken.details["findings"] = [str(one.id) for one in recorded]
        taken.words = "\n\n".join(dict.fromkeys(one.text for one in wanted.findings))
    if wanted.title is not None:
        case.title = wanted.title
    _place_clocks(by, session, documents, case, wanted, now)
    facts = facts_of(
        session,
        case,
        local_date(now),
        outcome=wanted.outcome,
        reason=wanted.reason,
        closing_ground=wanted.closing_ground,
    )
    document = documents.keep(WrittenText(text=taken.words)) if taken.words else None
    move(by, session, case, wanted.step, facts, now=now, document=document, **taken.details)
    _finish(by, session, case, wanted, now)
    session.flush()
    return StepTaken(case)


def move(
    by: Principal,
    session: Session,
    case: Case,
    step: Step,
    facts: CaseFacts,
    *,
    now: datetime,
    document: str | None = None,
    **details: Any,
) -> None:
    """Change the status by a step, with its line in the history and in the audit trail."""
    before = Status(case.status)
    case.status = case_conditions.take(before, step, facts).value
    if step is Step.SUSPEND:
        case.suspended_from = before.value
    elif before is Status.SUSPENDED and step in {Step.RESUME, Step.CLOSE}:
        if step is Step.RESUME:
            case.status = life.resumed(Status(case.suspended_from) if case.suspended_from else None).value
        case.suspended_from = None
    following.tell_moved(session, case, before, step)
    note(session, case.id, now, by.name, f"step.{step}", document, **details)
    changes = audit.changes(status=(before.value, case.status))
    audit.record(session, by, f"case.{step}", "case", case.id, status=case.status, changes=changes)


def go_on(by: Principal, session: Session, case: Case, *, now: datetime) -> None:
    """A step of others: once nothing more is awaited, the case goes on to see whether the words are kept."""
    session.flush()
    facts = facts_of(session, case, local_date(now))
    possible = case_conditions.possible_steps(Status(case.status), facts)
    if Status(case.status) is Status.PENDING_REPLY and Step.MONITOR in possible:
        move(by, session, case, Step.MONITOR, facts, now=now)


def _only_words(_by: Principal, _session: Session, _case: Case, wanted: StepBody, taken: _Taken) -> None:
    taken.words = wanted.reason


def _assign(by: Principal, session: Session, case: Case, wanted: StepBody, taken: _Taken) -> None:
    """Whoever leads gives a case to anyone; an officer takes one that nobody has."""
    officer_id = wanted.assignee or by.person
    if not by.roles & LEADING and (officer_id != by.id or case.officer_id not in {None, by.id}):
        raise NotAllowed("who leads the section assigns cases")
    account = session.get(StaffAccount, officer_id)
    if account is None or not account.active or not OFFICERS & set(account.roles):
        raise ContentViolation("nobody who could take a case", code="case.assignee_unknown", field="assignee")
    if session.get(StaffMember, officer_id) is None:
        raise ContentViolation("nobody who could take a case", code="case.assignee_unknown", field="assignee")
    if is_excluded(session, officer_id, case.id):
        raise ContentViolation("excluded from this case", code="case.assignee_excluded", field="assignee")
    former = assignments.give(session, case, officer_id)
    tasks.follow(session, case, former, officer_id)
    taken.details["officer"] = officer_id
    taken.words = wanted.reason


def _place(_by: Principal, _session: Session, case: Case, wanted: StepBody, taken: _Taken) -> None:
    if wanted.step is Step.REOPEN and case.elsewhere != Elsewhere.NONE and wanted.elsewhere is None:
        message = "say whether a court or a prosecutor has the matter still"
        raise ContentViolation(message, code="case.needs_elsewhere", field="elsewhere")
    where = wanted.elsewhere or (Elsewhere(wanted.outcome) if wanted.outcome in _GROUNDS_ELSEWHERE else None)
    if where is not None:
        case.elsewhere = where.value
        taken.details["elsewhere"] = case.elsewhere
    taken.details["outcome"] = wanted.outcome.value if wanted.outcome else None
    if wanted.closing_ground is not None:
        if wanted.closing_ground not in act_data.closing_grounds(local_date(taken.at)):
            raise ContentViolation("no such ground", code="case.closing_ground_unknown", field="closing_ground")
        taken.details["closing_ground"] = wanted.closing_ground
    taken.words = wanted.reason


def _refuse_by_hand(session: Session, case: Case, today: date) -> None:
    possible = case_conditions.possible_steps(Status(case.status), facts_of(session, case, today))
    legal = tuple(step.value for step in possible if step is not Step.RECOMMEND)
    raise RuleViolation("a case recommends when an act is issued", code="case.recommends_by_issuing", legal=legal)


_PREPARE: dict[Step, Callable[[Principal, Session, Case, StepBody, _Taken], None]] = {
    Step.ASSIGN: _assign,
    Step.SUSPEND: _place,
    Step.RESUME: _place,
    Step.CLOSE: _place,
    Step.REOPEN: _place,
    Step.FOLLOW_UP: _place,
}


def _place_clocks(
    by: Principal, session: Session, documents: Documents, case: Case, wanted: StepBody, now: datetime
) -> None:
    """What is owed follows where the matter is, in the same transaction as the step."""
    session.flush()
    closes = wanted.step is Step.CLOSE
    holds.follow(by, session, documents, case, closes=closes, now=now)
    if closes and wanted.outcome in _GROUNDS_ELSEWHERE:
        holds.settle(by, session, case, wanted.reason, now=now)


def _finish(by: Principal, session: Session, case: Case, wanted: StepBody, now: datetime) -> None:
    """What follows once the case has its new status."""
    if wanted.step is Step.RESUME:
        go_on(by, session, case, now=now)
    elif wanted.step is Step.CLOSE:
        stopped_letters.follow_case(by, session, case, closed=True, now=now)
        _close(session, case, wanted, now)
    elif wanted.step in {Step.REOPEN, Step.FOLLOW_UP}:
        session.execute(update(Obligation).where(Obligation.case_id == case.id).values(refusal_left_on=None))
        case.closed_on, case.outcome, case.closing_ground = None, None, None
        case.followed_told = None
        stopped_letters.follow_case(by, session, case, closed=False, again=True, now=now)


def _close(session: Session, case: Case, wanted: StepBody, now: datetime) -> None:
    if wanted.outcome is None:
        raise AssertionError("the rules let no case be closed without an outcome")
    case.closed_on, case.outcome = local_date(now), wanted.outcome.value
    case.closing_ground = wanted.closing_ground
    if wanted.closing_ground and act_data.closing_grounds(case.closed_on)[wanted.closing_ground].get("settles"):
        closings.leave_refusals(session, case, case.closed_on)
    closings.tell(session, case, now=now)
