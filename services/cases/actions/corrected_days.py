"""The day on which a letter truly left or arrived, where it was recorded wrongly. It is of the dispatch: one letter to one body with all of its
items, its copy, and what shows the day.

Steps of others (clock_entries), which enter it into the clocks.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, deliveries, publications
from services.cases.domain.obligations import Delivery, Way, after_delivery, apply_delivery
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import ZONE, local_date
from services.cases.models import ActAddressee, ExtensionRequest, Obligation, Recommendation, Reply
from services.cases.models.cases import note
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation


@dataclass(frozen=True)
class Shown:
    """What proved to be so: the day of `event`, the way by which the letter came, where another was recorded, and the scan that shows it; none where
    a ground does.
    """

    event: StartEvent
    day: date
    way: Way | None = None
    proof: UUID | None = None


def check(session: Session, obligation: Obligation, event: StartEvent, day: date) -> None:
    """Refuses a day of delivery before the letter left, or after the body's first word on it, whichever item it spoke of: who answers has
    it; and a day of sending after the delivery. Raises `ContentViolation` (422).
    """
    if event is StartEvent.DISPATCHED and obligation.delivered_on is not None and day > obligation.delivered_on:
        raise ContentViolation("it was delivered by then", code="clock.after_delivery", field="effective")
    if event is not StartEvent.DELIVERED:
        return
    if obligation.sent_on is not None and day < obligation.sent_on:
        raise ContentViolation("the letter had not left by then", code="clock.before_sending", field="effective")
    said = [
        session.execute(
            select(func.min(at)).where(
                model.recommendation_id == obligation.recommendation_id,
                model.institution_id == obligation.institution_id,
            )
        ).scalar()
        for model, at in ((Reply, Reply.received_at), (ExtensionRequest, ExtensionRequest.requested_at))
    ]
    if any(at is not None and day > local_date(at) for at in said):
        raise ContentViolation("the body had answered by then", code="clock.after_reply", field="effective")


def of_item(session: Session, obligation: Obligation, shown: Shown, *, now: datetime) -> None:
    """What one item owes is counted from that day. A letter that only counted as delivered was."""
    day = shown.day
    if shown.event is StartEvent.DISPATCHED:
        obligation.sent_on = day
    elif shown.event is StartEvent.DELIVERED:
        obligation.write_facts(apply_delivery(obligation.facts, Delivery.DELIVERED))
        obligation.delivered_on = day
        obligation.delivery_known_at = obligation.delivery_known_at or now
        clocks.tell_corrected(session, obligation, day, shown.way)
    deliveries.keep_record(session, obligation, obligation.deemed_on or obligation.delivered_on, now)


def of_copy(by: Principal, session: Session, obligation: Obligation, shown: Shown, *, now: datetime) -> None:
    """The copy of the letter says that day and that way too; what was handed in with the wrong day shows this one no more."""
    event, day = shown.event, shown.day
    copy = session.get_one(
        ActAddressee, (obligation.recommendation_id, obligation.institution_id), with_for_update=True
    )
    if event is StartEvent.DISPATCHED:
        copy.sent_on = day
    elif event is StartEvent.DELIVERED:
        copy.delivery = after_delivery(Delivery(copy.delivery), Delivery.DELIVERED).value
        copy.delivered_on, copy.proof_id = day, shown.proof
        copy.delivered_at = copy.delivered_at or datetime.combine(day, time(12), ZoneInfo(ZONE))
    before, copy.channel = copy.channel, shown.way or copy.channel
    act = session.get_one(Recommendation, obligation.recommendation_id)
    publications.renew(session, act, now=now)
    moved = {"channel": copy.channel} if copy.channel != before else {}
    about = {"institution": obligation.institution_id, "on": day.isoformat(), **moved}
    note(session, act.case_id, now, by.name, "dispatch.corrected", act=act.id, **about)
    institution, on = str(obligation.institution_id), day.isoformat()
    audit.record(
        session,
        by,
        "dispatch.corrected",
        "recommendation",
        act.id,
        institution=institution,
        on=on,
        channel=copy.channel,
    )
