"""What became of a mail about a case, as notifications tells it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Complaint, Recommendation
from services.cases.models.cases import note
from shared.events.catalogue import MessageDelivered, MessageFailed
from shared.principal import Principal


def note_mail(by: Principal, session: Session, event: MessageDelivered | MessageFailed, *, now: datetime) -> None:
    """A mail about an act or a complaint was taken by the next server, or was not: a line in the history, and no more."""
    case_id = session.execute(_CASE_OF[event.about](event.about_id)).scalar()
    if case_id is None:
        return
    failure = event.reason if isinstance(event, MessageFailed) else None
    code = "message.failed" if failure else "message.delivered"
    details = {"template": event.template, "channel": event.channel, "institution": event.institution_id}
    note(session, case_id, now, by.name, code, reason=failure, **details)


_CASE_OF = {
    "complaint": lambda about: select(Complaint.case_id).where(Complaint.id == about),
    "recommendation": lambda about: select(Recommendation.case_id).where(Recommendation.id == about),
}
