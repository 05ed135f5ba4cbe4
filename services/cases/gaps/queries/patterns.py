"""Proposals to act on a pattern, as those may see them who may see every case behind."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps import data
from services.cases.gaps.domain.patterns import expected
from services.cases.gaps.lists import PatternListing
from services.cases.gaps.models import PatternCase, PatternProposal
from services.cases.gaps.queries.gaps import behind_of
from services.cases.gaps.queries.visibility import find_proposal, open_to
from services.cases.gaps.schemas.gaps import BehindAnswer
from services.cases.gaps.schemas.patterns import PatternAnswer
from services.cases.models import Case, Complaint
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import visible_cases
from services.cases.schemas.cases import KnownComplaint, NamedBody
from shared import audit
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled

T = TypeVar("T")


def patterns(session: Session, cursors: Cursors, asked: PatternListing, reading: Reading) -> Page[PatternAnswer]:
    """One page of proposals, the newest first."""
    statement, order = (
        select(PatternProposal).where(open_to(reading.by)),
        [PatternProposal.proposed_at, PatternProposal.id],
    )
    rows = page_of(session, cursors, statement, asked, reading, order, descending=True)
    return Page(_whole(session, reading.by, rows.items, local_date(reading.now)), rows.next)


def read(session: Session, proposal_id: UUID, by: Principal, today: date) -> PatternAnswer:
    """One proposal. The reading is noted. Raises `NotFound`."""
    proposal = find_proposal(session, proposal_id, by)
    audit.record(session, by, "pattern.read", "pattern", proposal.id)
    return _whole(session, by, [proposal], today)[0]


def _whole(session: Session, by: Principal, proposals: Sequence[PatternProposal], today: date) -> list[PatternAnswer]:
    """These proposals with the cases that were counted and the complaints behind those; a case may have several."""
    ids = [one.id for one in proposals]
    cases = _by_proposal(session, select(PatternCase.proposal_id, Case).join(Case, Case.id == PatternCase.case_id), ids)
    behind = select(PatternCase.proposal_id, Complaint).join(Complaint, Complaint.case_id == PatternCase.case_id)
    complaints = _by_proposal(session, behind, ids)
    bodies = institutions(session, [one.institution_id for one in proposals])
    opened = select(Case.id).where(Case.id.in_({one.case_id for one in proposals if one.case_id}), visible_cases(by))
    may_read = set(session.execute(opened).scalars())
    return [
        filled(
            PatternAnswer,
            one,
            institution=NamedBody.of(bodies[one.institution_id]) if one.institution_id in bodies else None,
            count=one.counted,
            baseline=one.before,
            expected=expected(data.pattern_on(local_date(one.proposed_at)), one.before),
            case_id=one.case_id if one.case_id in may_read else None,
            cases=_cases(session, cases.get(one.id, []), today),
            complaints=_complaints(complaints.get(one.id, [])),
        )
        for one in proposals
    ]


def _cases(session: Session, behind: list[Case], today: date) -> tuple[BehindAnswer, ...]:
    return behind_of(session, sorted(behind, key=lambda case: (case.opened_at, case.id)), today)


def _complaints(behind: list[Complaint]) -> tuple[KnownComplaint, ...]:
    in_order = sorted(behind, key=lambda complaint: complaint.received_at)
    return tuple(filled(KnownComplaint, complaint) for complaint in in_order)


def _by_proposal(session: Session, statement: Select[UUID, T], ids: list[UUID]) -> dict[UUID, list[T]]:
    grouped: dict[UUID, list[T]] = {}
    for proposal_id, row in session.execute(statement.where(PatternCase.proposal_id.in_(ids))):
        grouped.setdefault(proposal_id, []).append(row)
    return grouped
