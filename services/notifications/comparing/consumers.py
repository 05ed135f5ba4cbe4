"""What intake found in a text, at the subscriptions of notifications."""

from sqlalchemy.orm import Session

from services.notifications.comparing import actions
from services.notifications.outlets.consumers import subscriptions
from shared.events.catalogue import TextChecked
from shared.events.envelope import Received
from shared.principal import service

#: Those of notifications, with what follows: the app takes them from here.
__all__ = ["subscriptions"]
INTAKE = service("intake")


@subscriptions.on(TextChecked)
def text_checked(session: Session, event: Received[TextChecked]) -> None:
    actions.take(INTAKE, session, event.data, now=event.time)
