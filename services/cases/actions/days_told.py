"""By when a measure is to be done, told to the body that owes it: the day that the office counts, with why, as its own pages say it."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Obligation
from services.cases.models.conditions import DAY_UNTOLD
from services.cases.models.standing import has_arrived
from services.cases.queries.why_by import why_by
from shared.documents import Documents
from shared.events.catalogue import FreeDays, ObligationDated
from shared.events.documents.cases import BothWords
from shared.messaging.outbox import publish

BATCH = 50


def tell_changed(session: Session, documents: Documents, *, now: datetime) -> int:
    """Tell of what bodies have, and know another day of or none, or asked for another; how many were told. While a court has the matter there is no day."""
    untold: ColumnElement[bool] = text(DAY_UNTOLD)  # type: ignore[assignment]  # a condition in words is one as well
    wanted = select(Obligation).where(untold, has_arrived()).order_by(Obligation.id).limit(BATCH)
    obligations = session.execute(wanted.with_for_update(skip_locked=True)).scalars().all()
    for obligation in obligations:
        tell(session, documents, obligation, now=now)
    return len(obligations)


def tell(session: Session, documents: Documents, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: its body reads by when it is to be done now, and why, or why there is no day. It is counted for that, since what a
    migration wrote into the row is not.
    """
    obligation.write_facts(obligation.facts)
    obligation.told_by_when, obligation.told_asked = obligation.implementation_due, obligation.asked_date
    named, today = session.get_one(ActItem, obligation.item_id).due, local_date(now)
    why = BothWords(**why_by(obligation, named, today))
    event = ObligationDated(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        by=obligation.implementation_due,
        why=documents.keep(why),
        free=tuple(FreeDays(since=since, until=until) for since, until in obligation.free_days(reply=False)),
    )
    publish(session, event, obligation.id)


def tell_anew(obligation: Obligation) -> None:
    """A step of others: the day stays, and what is said of it does not; its body is told with the next that are."""
    obligation.told_by_when = None
