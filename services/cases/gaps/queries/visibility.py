"""Which proposals a reader may know of."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.cases.gaps.models.patterns import PatternCase, PatternProposal
from services.cases.queries.visibility import in_visible_case
from shared.principal import Principal
from shared.rules import NotFound


def open_to(principal: Principal) -> ColumnElement[bool]:
    """A condition on `PatternProposal`: the reader may see every case that was counted. Of one that rests on a case which
    they may not know of, not even the numbers are theirs.
    """
    seen = in_visible_case(principal, PatternCase.case_id)
    return ~exists().where(PatternCase.proposal_id == PatternProposal.id, ~seen)


def find_proposal(session: Session, proposal_id: UUID, principal: Principal, *, lock: bool = False) -> PatternProposal:
    """A proposal that `principal` may see. Raises `NotFound`."""
    statement = select(PatternProposal).where(PatternProposal.id == proposal_id, open_to(principal))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    proposal = session.execute(statement).scalar_one_or_none()
    if proposal is None:
        raise NotFound
    return proposal
