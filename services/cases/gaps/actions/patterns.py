"""Patterns: counting them each night, and what a person decides on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.actions import cases
from services.cases.domain.case import Origin, Status, Trigger
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as gap_data
from services.cases.gaps.domain.patterns import (
    PatternRule,
    ProposalState,
    baseline,
    check_decision,
    expected,
    stands_out,
    window,
)
from services.cases.gaps.models import PatternCase, PatternProposal
from services.cases.gaps.queries.visibility import find_proposal
from services.cases.gaps.schemas.patterns import DismissalBody, OpeningBody
from services.cases.models import Case, CaseBody
from services.cases.schemas.cases import NewCaseBody, TriggerBody
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation


@dataclass(frozen=True)
class Counted:
    """A pair of body and right: its cases in the window, and how many there were in the baseline."""

    body: UUID
    right: str
    behind: Sequence[UUID]
    before: int


def propose(by: Principal, session: Session, *, now: datetime) -> int:
    """Store what stands out as of the last whole day; returns how many proposals are new. Safe to repeat.

    No pair of body and right is proposed while an earlier proposal waits or its case is open, or within a window after a
    person decided.
    """
    today = local_date(now)
    rule = gap_data.pattern_on(today)
    new = 0
    for pair in _counts(session, rule, today):
        if stands_out(rule, len(pair.behind), pair.before) and not _known(session, rule, pair, now):
            new += _store(by, session, rule, pair, now)
    return new


def _counts(session: Session, rule: PatternRule, today: date) -> list[Counted]:
    """Each pair with enough cases in the window.

    Only cases that began with a complaint: the office's own would make a pattern of what it did about one. A case that
    many complained about is one case.
    """
    recent, earlier = window(rule, today), baseline(rule, today)
    right = func.jsonb_array_elements_text(Case.rights).table_valued("code").render_derived().lateral()
    in_window = Case.opened_at >= recent.begins
    count = func.count(Case.id.distinct())
    statement = (
        select(
            CaseBody.institution_id,
            right.c.code,
            func.array_agg(Case.id.distinct()).filter(in_window),
            count.filter(~in_window),
        )
        .select_from(Case)
        .join(CaseBody, CaseBody.case_id == Case.id)
        .join(right, right.c.code.is_not(None))
        .where(Case.origin == Origin.COMPLAINT, Case.opened_at >= earlier.begins, Case.opened_at < recent.ends)
        .group_by(CaseBody.institution_id, right.c.code)
        .having(count.filter(in_window) >= rule.minimum)
        .order_by(CaseBody.institution_id, right.c.code)
    )
    return [Counted(body, code, behind, before) for body, code, behind, before in session.execute(statement)]


def _known(session: Session, rule: PatternRule, pair: Counted, now: datetime) -> bool:
    open_still = exists().where(Case.id == PatternProposal.case_id, Case.status != Status.CLOSED)
    same = exists().where(
        PatternProposal.institution_id == pair.body,
        PatternProposal.right == pair.right,
        or_(
            PatternProposal.state == ProposalState.PROPOSED,
            PatternProposal.decided_at > now - timedelta(days=rule.window_days),
            open_still,
        ),
    )
    return bool(session.execute(select(same)).scalar())


def _store(by: Principal, session: Session, rule: PatternRule, pair: Counted, now: datetime) -> int:
    values = {
        "id": uuid4(),
        "institution_id": pair.body,
        "right": pair.right,
        "window_days": rule.window_days,
        "window_ends": window(rule, local_date(now)).last_day,
        "baseline_days": rule.baseline_days,
        "counted": len(pair.behind),
        "before": pair.before,
        "state": ProposalState.PROPOSED.value,
        "proposed_at": now,
    }
    stored = upsert(PatternProposal).values(**values).on_conflict_do_nothing().returning(PatternProposal.id)
    proposal_id = session.execute(stored).scalar()
    if proposal_id is None:
        return 0
    session.add_all(PatternCase(proposal_id=proposal_id, case_id=case_id) for case_id in pair.behind)
    audit.record(session, by, "pattern.proposed", "pattern", proposal_id, count=len(pair.behind))
    session.flush()
    return 1


def open_case(
    by: Principal, session: Session, documents: Documents, proposal_id: UUID, wanted: OpeningBody, *, now: datetime
) -> Case:
    """A case of the office's own initiative on this pattern. Its memo says the numbers, and then the officer's words.

    The memo names none of the cases behind it: who may read the new case may not therefore know of those.
    """
    proposal = find_proposal(session, proposal_id, by, lock=True)
    check_decision(ProposalState(proposal.state))
    if not wanted.words.strip():
        raise ContentViolation("why the office acts is written down", code="pattern.no_words", field="words")
    body = session.get_one(KnownInstitution, proposal.institution_id)
    text = _memo(proposal, body)
    new = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.PATTERN, source=text["source"]),
        memo=f"{text['memo']}\n\n{wanted.words}",
        title=wanted.title or text["title"],
        rights=(proposal.right,),
        bodies=(proposal.institution_id,),
    )
    case = cases.open_own(by, session, documents, new, now=now)
    _decide(by, proposal, ProposalState.OPENED, now)
    proposal.case_id = case.id
    audit.record(session, by, "pattern.opened", "pattern", proposal.id, case=str(case.id))
    session.flush()
    return case


def dismiss(
    by: Principal, session: Session, proposal_id: UUID, wanted: DismissalBody, *, now: datetime
) -> PatternProposal:
    """No case is opened on this pattern, and why. It is not proposed again for the length of a window."""
    proposal = find_proposal(session, proposal_id, by, lock=True)
    check_decision(ProposalState(proposal.state))
    if not wanted.reason.strip():
        raise ContentViolation("why not is written down", code="pattern.no_reason", field="reason")
    _decide(by, proposal, ProposalState.DISMISSED, now)
    proposal.reason = wanted.reason
    audit.record(session, by, "pattern.dismissed", "pattern", proposal.id)
    session.flush()
    return proposal


def _decide(by: Principal, proposal: PatternProposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state.value, now, by.id


def _memo(proposal: PatternProposal, body: KnownInstitution) -> dict[str, str]:
    rule = gap_data.pattern_on(local_date(proposal.proposed_at))
    values = {
        "body": body.name_sq,
        "body_acc": body.accusative_sq,
        "right": proposal.right,
        "counted": proposal.counted,
        "window": proposal.window_days,
        "ends": f"{proposal.window_ends.day}.{proposal.window_ends.month}.{proposal.window_ends.year}",
        "before": proposal.before,
        "baseline": proposal.baseline_days,
        "expected": str(expected(rule, proposal.before)).replace(".", ","),
    }
    return {key: text.format(**values) for key, text in gap_data.pattern_texts().items()}
