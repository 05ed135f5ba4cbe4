"""What the duty listens to, at the subscriptions of cases."""

from sqlalchemy.orm import Session

from services.cases.consumers import INTAKE, subscriptions
from services.cases.duty.actions import calls
from shared.events.catalogue import DangerEnded, DangerReported
from shared.events.envelope import Received

#: Those of cases, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(DangerReported)
def danger_reported(session: Session, event: Received[DangerReported]) -> None:
    calls.report(INTAKE, session, event.data, now=event.time)


@subscriptions.on(DangerEnded)
def danger_ended(session: Session, event: Received[DangerEnded]) -> None:
    calls.end(INTAKE, session, event.data)
