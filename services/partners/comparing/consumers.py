"""What intake found in a text, at the subscriptions of partners."""

from sqlalchemy.orm import Session

from services.partners.comparing import actions
from services.partners.consumers import INTAKE, subscriptions
from shared.events.catalogue import ActivityTextChecked
from shared.events.envelope import Received

#: Those of partners, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(ActivityTextChecked)
def text_checked(session: Session, event: Received[ActivityTextChecked]) -> None:
    actions.take(INTAKE, session, event.data, now=event.time)
