"""What partners tells of the copies on their way: delivered, opened, acknowledged, failed; and of mails about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, publications
from services.cases.domain.obligations import Delivery, after_delivery, apply_delivery
from services.cases.domain.replies import Notice, apply_notice
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Complaint, Obligation, Recommendation
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    MessageDelivered,
    MessageFailed,
)
from shared.principal import Principal

Report = DispatchDelivered | DispatchOpened | DispatchAcknowledged | DispatchFailed
_REPORTED: dict[type[Report], Delivery] = {
    DispatchDelivered: Delivery.DELIVERED,
    DispatchOpened: Delivery.OPENED,
    DispatchAcknowledged: Delivery.ACKNOWLEDGED,
    DispatchFailed: Delivery.FAILED,
}
#: What a report does to a clock whose term begins by it.
_STARTS = {Delivery.DELIVERED: StartEvent.DELIVERED, Delivery.OPENED: StartEvent.FETCHED}
_STAMPS = {
    Delivery.DELIVERED: "delivered_at",
    Delivery.OPENED: "opened_at",
    Delivery.ACKNOWLEDGED: "acknowledged_at",
}


def report(by: Principal, session: Session, event: Report, *, now: datetime) -> None:
    """One fact about one copy. Reports come by several channels, late and out of order; the furthest is kept."""
    act, _case = hold_act(session, event.recommendation_id)
    reported = _REPORTED[type(event)]
    channel = None if isinstance(event, DispatchFailed) else event.channel
    failure = event.reason if isinstance(event, DispatchFailed) else None
    addressee = session.get_one(ActAddressee, (act.id, event.institution_id), with_for_update=True)
    addressee.delivery = after_delivery(Delivery(addressee.delivery), reported).value
    addressee.channel, addressee.failure = channel or addressee.channel, failure
    stamp = _STAMPS.get(reported)
    if stamp is not None and getattr(addressee, stamp) is None:
        setattr(addressee, stamp, event.at)
    for obligation in obligations_of(session, act.id, addressee.institution_id):
        obligation.write_facts(apply_delivery(obligation.facts, reported))
        if reported is Delivery.ACKNOWLEDGED:
            obligation.write_facts(apply_notice(obligation.facts, Notice.ACKNOWLEDGEMENT))
        if reported in _STARTS:
            clocks.start(by, session, obligation, _STARTS[reported], local_date(event.at), now=now)
    publications.renew(session, act)
    code, body = f"dispatch.{reported}", addressee.institution_id
    note(session, act.case_id, event.at, by.name, code, reason=failure, act=act.id, institution=body, channel=channel)
    audit.record(session, by, code, "recommendation", act.id, institution=str(body))


def note_mail(by: Principal, session: Session, event: MessageDelivered | MessageFailed, *, now: datetime) -> None:
    """A mail about an act or a complaint was taken by the next server, or was not: a line in the history, and no more."""
    case_id = session.execute(_CASE_OF[event.about](event.about_id)).scalar()
    if case_id is None:
        return
    failure = event.reason if isinstance(event, MessageFailed) else None
    code = "message.failed" if failure else "message.delivered"
    details = {"template": event.template, "channel": event.channel, "institution": event.institution_id}
    note(session, case_id, now, by.name, code, reason=failure, **details)


_CASE_OF = {
    "complaint": lambda about: select(Complaint.case_id).where(Complaint.id == about),
    "recommendation": lambda about: select(Recommendation.case_id).where(Recommendation.id == about),
}


def hold_act(session: Session, act_id: UUID) -> tuple[Recommendation, Case]:
    """An act and its case, locked, the case first. Raises `NoResultFound` for an act of which cases knows nothing."""
    case_id = session.execute(select(Recommendation.case_id).where(Recommendation.id == act_id)).scalar_one()
    case = session.get_one(Case, case_id, with_for_update=True)
    return session.get_one(Recommendation, act_id, with_for_update=True), case


def obligations_of(session: Session, act_id: UUID, institution_id: UUID) -> list[Obligation]:
    """What one body owes on one act, locked, in the order of the items' ids."""
    statement = select(Obligation).where(
        Obligation.recommendation_id == act_id, Obligation.institution_id == institution_id
    )
    return list(session.execute(statement.order_by(Obligation.item_id).with_for_update()).scalars())
