"""Who works on a case, as the cases service tells it: the sealed part of its complaints is open to them, and to nobody else."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import CaseWorker
from shared import audit
from shared.events.catalogue import CaseAssigned
from shared.principal import Principal


def heed(by: Principal, session: Session, event: CaseAssigned, *, now: datetime) -> None:
    """The newest word is the whole truth. Neither the case nor its complaints need to have been heard of."""
    gone = (CaseWorker.case_id == event.case_id, CaseWorker.staff_id.not_in(event.staff))
    session.execute(delete(CaseWorker).where(*gone))
    rows = [{"case_id": event.case_id, "staff_id": one, "since": now} for one in event.staff]
    if rows:
        session.execute(upsert(CaseWorker).values(rows).on_conflict_do_nothing())
    audit.record(session, by, "case.assigned", "case", event.case_id, staff=[str(one) for one in event.staff])
