"""Whom an advice to sue may go to, and what was told of what came of one."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.kinds import Kind, Receiver
from services.cases.domain.parties import ADVISED, PartyRole, check_advised, shut_out
from services.cases.models import AdviceResult, Case, CaseParty, Complaint, Recommendation
from shared.rules import ContentViolation, RuleViolation


def advisable(session: Session, case_id: UUID) -> list[tuple[CaseParty, Complaint]]:
    """The injured persons of a case, and who represents them, that have a mailbox and are not in conflict with the child."""
    parties = (
        select(CaseParty, Complaint)
        .join(Complaint, Complaint.id == CaseParty.complaint_id)
        .where(CaseParty.case_id == case_id, CaseParty.ended_at.is_(None), CaseParty.role.in_(sorted(ADVISED)))
        .order_by(CaseParty.at, CaseParty.id)
    )
    return [(party, complaint) for party, complaint in session.execute(parties) if not _shut_out(party, complaint)]


def faults_of_injured(session: Session, case: Case, act: Recommendation, kind: Kind) -> Iterator[RuleViolation]:
    """What stands against whom an act goes to that goes to the injured person alone."""
    if kind.receiver is not Receiver.COMPLAINANT:
        if act.injured_party is not None:
            yield ContentViolation("not of this kind", code="act.no_injured_party", field="injured_party")
        return
    if act.injured_party is None:
        yield ContentViolation("which party is injured", code="act.needs_injured_party", field="injured_party")
        return
    party = session.get(CaseParty, act.injured_party)
    if party is None or party.case_id != case.id or party.ended_at is not None:
        yield ContentViolation("no such party of this case", code="party_unknown", field="injured_party")
        return
    complaint = session.get(Complaint, party.complaint_id) if party.complaint_id else None
    try:
        check_advised(PartyRole(party.role), mailbox=complaint is not None, shut_out=_shut_out(party, complaint))
    except ContentViolation as error:
        yield error


def results(session: Session, act_id: UUID) -> list[AdviceResult]:
    """What was told of what came of an advice, in the order in which it was recorded."""
    rows = select(AdviceResult).where(AdviceResult.recommendation_id == act_id)
    return list(session.execute(rows.order_by(AdviceResult.at, AdviceResult.id)).scalars())


def _shut_out(party: CaseParty, complaint: Complaint | None) -> bool:
    return complaint is not None and shut_out(
        PartyRole(party.role), in_conflict=complaint.conflict_with_guardian, by_child=complaint.by_child
    )
