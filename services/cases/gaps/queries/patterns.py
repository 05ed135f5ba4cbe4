"""Proposals to act on a pattern, as those may see them who may see every case behind."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as practice
from services.cases.gaps.domain.patterns import expected
from services.cases.gaps.models import PatternCase, PatternProposal
from services.cases.gaps.queries.visibility import find_proposal, open_to
from services.cases.models import Case, Complaint
from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import visible_cases
from services.cases.schemas.cases import NamedBody
from shared import audit
from shared.pagination import Cursors, Page, page
from shared.principal import Principal


@dataclass(frozen=True)
class PatternView:
    """A proposal with the cases that were counted. `expected`: what the baseline lets expect for a window. `complaints`:
    the complaints behind those cases; a case may have several. `opened`: the case that was opened of it, where the reader
    may see that one.
    """

    proposal: PatternProposal
    institution: NamedBody | None
    expected: Decimal
    cases: list[Case]
    complaints: list[Complaint]
    decided_by: str | None
    opened: UUID | None


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    state: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Proposals as `PatternView`s, newest first."""
    statement = select(PatternProposal).where(open_to(principal))
    if state is not None:
        statement = statement.where(PatternProposal.state == state)
    key = [PatternProposal.proposed_at, PatternProposal.id]
    scope = ["patterns", state or "", principal.name]
    found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    return Page(_views(session, principal, list(found.items)), found.next)


def read(session: Session, proposal_id: UUID, principal: Principal) -> PatternView:
    """One proposal. The reading is noted. Raises `NotFound`."""
    proposal = find_proposal(session, proposal_id, principal)
    audit.record(session, principal.name, "pattern.read", "pattern", proposal.id)
    return _views(session, principal, [proposal])[0]


def _views(session: Session, principal: Principal, found: list[PatternProposal]) -> list[PatternView]:
    ids = [one.id for one in found]
    cases = _by_proposal(session, select(PatternCase.proposal_id, Case).join(Case, Case.id == PatternCase.case_id), ids)
    behind = select(PatternCase.proposal_id, Complaint).join(Complaint, Complaint.case_id == PatternCase.case_id)
    complaints = _by_proposal(session, behind, ids)
    bodies = institutions(session, [one.institution_id for one in found])
    names = people.names(session, [one.decided_by for one in found])
    made = select(Case.id).where(Case.id.in_({one.case_id for one in found if one.case_id}), visible_cases(principal))
    may_read = set(session.execute(made).scalars())
    return [
        PatternView(
            proposal=one,
            institution=NamedBody.of(bodies[one.institution_id]) if one.institution_id in bodies else None,
            expected=expected(practice.pattern_on(local_date(one.proposed_at)), one.before),
            cases=sorted(cases.get(one.id, []), key=lambda case: (case.opened_at, case.id)),
            complaints=sorted(complaints.get(one.id, []), key=lambda complaint: complaint.received_at),
            decided_by=names.get(one.decided_by) if one.decided_by else None,
            opened=one.case_id if one.case_id in may_read else None,
        )
        for one in found
    ]


def _by_proposal(session: Session, statement: Any, ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for proposal_id, row in session.execute(statement.where(PatternCase.proposal_id.in_(ids))):
        found.setdefault(proposal_id, []).append(row)
    return found
