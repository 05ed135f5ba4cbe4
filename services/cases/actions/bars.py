"""What came of an act says that a court or a prosecutor has the matter now. It bars nothing by itself: a person confirms it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import holds, steps
from services.cases.domain.case import Elsewhere, Status, Step
from services.cases.models import Case, ElsewhereProposal
from services.cases.models.cases import note
from services.cases.queries.visibility import find_case
from services.cases.schemas.cases import BarDecisionBody, StepBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation


def decide(
    by: Principal,
    session: Session,
    documents: Documents,
    case_id: UUID,
    proposal_id: UUID,
    wanted: BarDecisionBody,
    *,
    now: datetime,
) -> ElsewhereProposal:
    """Confirm it, which suspends the case on that ground, or decline with a reason. Raises `RuleViolation` for a decided one."""
    case = find_case(session, case_id, by, lock=True)
    proposal = session.get(ElsewhereProposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.case_id != case.id:
        raise NotFound
    if proposal.decided_at is not None:
        raise RuleViolation("this was decided", code="bar.decided")
    if not wanted.reason.strip():
        raise ContentViolation("why", code="bar.no_reason", field="reason")
    proposal.accepted, proposal.reason = wanted.accept, wanted.reason
    proposal.decided_by, proposal.decided_at = by.person, now
    if wanted.accept:
        _suspend(by, session, documents, case, Elsewhere(proposal.elsewhere), wanted.reason, now)
    code = "bar.confirmed" if wanted.accept else "bar.declined"
    note(session, case.id, now, by.name, code, obligation=proposal.obligation_id, elsewhere=proposal.elsewhere)
    audit.record(session, by, code, "case", case.id, elsewhere=proposal.elsewhere)
    session.flush()
    return proposal


def _suspend(
    by: Principal, session: Session, documents: Documents, case: Case, where: Elsewhere, reason: str, now: datetime
) -> None:
    """A case that stands still already, or was closed and is monitored, keeps its status."""
    if Status(case.status) not in {Status.SUSPENDED, Status.CLOSED}:
        step = StepBody(step=Step.SUSPEND, elsewhere=where, reason=reason)
        steps.take(by, session, documents, case.id, step, now=now)
        return
    case.elsewhere = where.value
    holds.follow(by, session, documents, case, closes=False, now=now)
