"""What is heard of activities, at the subscriptions of cases."""

from sqlalchemy.orm import Session

from services.cases.activities import actions
from services.cases.consumers import subscriptions
from shared.events.catalogue import ActivityHeld
from shared.events.envelope import Received

#: Those of cases, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(ActivityHeld)
def activity_held(session: Session, event: Received[ActivityHeld]) -> None:
    actions.take(session, event.data)
