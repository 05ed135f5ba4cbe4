"""Having a text compared, hearing what was found, and asking whether it may leave."""

from sqlalchemy.orm import Session

from services.notifications.comparing.models import TextCheck
from shared.comparing.looks import Steps
from shared.events.catalogue import TextOffered
from shared.messaging.outbox import publish


def _tell(session: Session, check: TextCheck) -> None:
    offered = TextOffered(
        check_id=check.id,
        text_id=check.text_id,
        kind=check.kind,
        content_hash=check.content_hash,
        text=check.document,
    )
    publish(session, offered, check.text_id)


_STEPS = Steps(TextCheck, _tell)
offer, offer_again, last_look = _STEPS.offer, _STEPS.offer_again, _STEPS.last_look
take, against, explain = _STEPS.take, _STEPS.against, _STEPS.explain
