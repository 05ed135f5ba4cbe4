"""Having a text compared, hearing what was found, and asking whether it may leave."""

from sqlalchemy.orm import Session

from services.partners.comparing.models import TextCheck
from shared.comparing.looks import Steps
from shared.events.catalogue import ActivityTextOffered
from shared.messaging.outbox import publish


def _tell(session: Session, check: TextCheck) -> None:
    offered = ActivityTextOffered(
        check_id=check.id,
        text_id=check.text_id,
        kind=check.kind,
        content_hash=check.content_hash,
        text=check.document,
    )
    publish(session, offered, check.text_id)


_STEPS = Steps(TextCheck, _tell)
offer, offer_again, take = _STEPS.offer, _STEPS.offer_again, _STEPS.take
against, explain = _STEPS.against, _STEPS.explain
