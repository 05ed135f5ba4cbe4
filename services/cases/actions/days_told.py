"""By when a measure is to be done, told to the body that owes it: the day that the office counts, with why, as its own pages say it."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from services.cases.data.clock_words import by_when_words
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Obligation
from services.cases.models.obligations import DAY_UNTOLD
from services.cases.models.standing import has_arrived
from shared.documents import Documents
from shared.events.catalogue import ObligationDated
from shared.events.documents.cases import BothWords
from shared.messaging.outbox import publish

BATCH = 50


def tell_changed(session: Session, documents: Documents, *, now: datetime) -> int:
    """Tell of what bodies have, and know another day of or none, or asked for another; how many were told. While a court has the matter there is no day."""
    untold: ColumnElement[bool] = text(DAY_UNTOLD)  # type: ignore[assignment]  # a condition in words is one as well
    wanted = select(Obligation).where(untold, has_arrived()).order_by(Obligation.id).limit(BATCH)
    obligations = session.execute(wanted.with_for_update(skip_locked=True)).scalars().all()
    for obligation in obligations:
        _tell(session, documents, obligation, now)
    return len(obligations)


def _tell(session: Session, documents: Documents, obligation: Obligation, now: datetime) -> None:
    obligation.told_by_when, obligation.told_asked = obligation.implementation_due, obligation.asked_date
    found, named, today = obligation.by_when, session.get_one(ActItem, obligation.item_id).due, local_date(now)
    why = BothWords(
        sq=by_when_words(found, named, today, "sq", asked=obligation.asked_date),
        en=by_when_words(found, named, today, "en", asked=obligation.asked_date),
    )
    event = ObligationDated(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        by=obligation.implementation_due,
        why=documents.keep(why),
    )
    publish(session, event, obligation.id)
