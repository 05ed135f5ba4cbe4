"""That a letter arrived on an old day, as the post book tells it while a second person has not looked at it."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.cases.actions.deliveries import hold_act
from services.cases.models import ActAddressee
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import DispatchReceiptTold
from shared.principal import Principal


def note_receipt(by: Principal, session: Session, event: DispatchReceiptTold, *, now: datetime) -> None:
    """A delivery on an old day, or that one was recorded by mistake, waits for a second person, or waits no more: till then nothing is said of silence."""
    act, _case = hold_act(session, event.recommendation_id)
    addressee = session.get_one(ActAddressee, (act.id, event.institution_id), with_for_update=True)
    addressee.receipt_told_on = event.day
    code = "dispatch.receipt_told" if event.day else "dispatch.receipt_not_agreed"
    if event.doubted:
        code = "dispatch.doubted" if event.day else "dispatch.not_doubted"
    details = {"act": act.id, "institution": event.institution_id, "on": event.day.isoformat() if event.day else None}
    note(session, act.case_id, now, by.name, code, **details)
    audit.record(session, by, code, "recommendation", act.id, institution=str(event.institution_id))
