"""Who works on a case: given here alone, and told to the services that keep the sealed files and the post book."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Case
from shared.events.catalogue import CaseAssigned
from shared.messaging.outbox import publish

#: So many cases in one transaction.
BATCH = 200


def give(session: Session, case: Case, officer_id: UUID | None) -> UUID | None:
    """A step of others: the case is that person's from now on, or nobody's. Gives whose it was."""
    former, case.officer_id = case.officer_id, officer_id
    _tell(session, case)
    session.flush()
    return former


def tell_untold(session: Session) -> int:
    """Tell of those who were given a case before anybody was told, or by a process of an older release. Gives how many cases."""
    untold = select(Case).where(Case.officer_id.is_distinct_from(Case.officer_told)).order_by(Case.id).limit(BATCH)
    cases = session.execute(untold.with_for_update()).scalars().all()
    for case in cases:
        _tell(session, case)
    session.flush()
    return len(cases)


def _tell(session: Session, case: Case) -> None:
    if case.officer_id == case.officer_told:
        return
    case.officer_told = case.officer_id
    staff = (case.officer_id,) if case.officer_id else ()
    publish(session, CaseAssigned(case_id=case.id, staff=staff), case.id)
