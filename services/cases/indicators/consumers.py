"""What indicators listen to, at the subscriptions of cases."""

import json

from sqlalchemy.orm import Session

from services.cases.consumers import PARTNERS, subscriptions
from services.cases.indicators.actions import receiving
from shared.clock import utc_now
from shared.events.catalogue import FiguresReported
from shared.events.documents.partners import ReportedFigures
from shared.events.envelope import Received
from shared.typed import load

#: Those of cases, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(FiguresReported)
def figures_reported(session: Session, event: Received[FiguresReported]) -> None:
    figures = load(ReportedFigures, json.loads(event.document(event.data.figures)))
    receiving.take(PARTNERS, session, event.data, figures, now=utc_now())
