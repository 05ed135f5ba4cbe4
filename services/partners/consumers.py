"""What partners hears. What the clocks and the office say of an act is kept for the body that it concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.partners.actions import dispatches, notices
from services.partners.actions.dispatches import Act
from services.partners.actions.dues import CLOCKED
from services.partners.actions.notices import Said
from shared.events.catalogue import (
    ExtensionDecided,
    IdentityReleased,
    MessageDelivered,
    MessageFailed,
    ObligationAssessed,
    ObligationClocked,
    ObligationEscalated,
    ObligationOverdue,
    ObligationReminded,
    ObligationReopened,
    RecommendationIssued,
    RecommendationWithdrawn,
    StaffChanged,
)
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.staff import record_staff_change

subscriptions = Subscriptions("partners")


@subscriptions.on(RecommendationIssued)
def send(session: Session, event: Received) -> None:
    act = Act(
        recommendation_id=event["recommendation_id"],
        number=event["number"],
        kind=event["kind"],
        issued_at=event.time,
        items=tuple(item["item_id"] for item in event["items"]),
        addressees=tuple(event["addressees"]),
    )
    dispatches.send(session, act)


@subscriptions.on(RecommendationWithdrawn)
def withdraw(session: Session, event: Received) -> None:
    notices.withdraw(session, event["recommendation_id"], event["reason"], event.time, event.id)


@subscriptions.on(ObligationReminded)
def remind(session: Session, event: Received) -> None:
    letter = {"letter": event["letter"]} if event.get("letter") else {}
    notices.take_notice(session, _clock(event, "reminded", due=event["clock"]["due"], rung=event["rung"], **letter))


@subscriptions.on(ObligationOverdue)
def tell_overdue(session: Session, event: Received) -> None:
    # What is overdue may be the doing and not the answer: then the day is not that of the reply.
    due = event["clock"]["due"] if event["what"] == "reply" else None
    notices.take_notice(session, _clock(event, "overdue", due=due, what=event["what"]))


@subscriptions.on(ObligationClocked)
def move_due(session: Session, event: Received) -> None:
    details = {
        "reply_due": _iso(event.get("due")),
        "previous": _iso(event.get("previous")),
        "cause": event["cause"],
        **({"explained": explained_of(event.data)} if event.get("term") else {}),
    }
    said = Said(
        CLOCKED,
        event["recommendation_id"],
        event["institution_id"],
        event.time,
        event.id,
        item_id=event["item_id"],
        details=details,
    )
    notices.take_notice(session, said)


@subscriptions.on(ObligationEscalated)
def tell_escalated(session: Session, event: Received) -> None:
    notices.take_notice(session, _clock(event, "escalated", due=None, rung=event["rung"]))


@subscriptions.on(ExtensionDecided)
def decide_extension(session: Session, event: Received) -> None:
    granted, until = event["granted"], event.get("until")
    said = Said(
        "extension_decided",
        event["recommendation_id"],
        event["institution_id"],
        event.time,
        event.id,
        details={"granted": granted, "until": _iso(until)},
        due=until if granted else None,
    )
    notices.decide_extension(session, event["request_id"], said, granted=granted, until=until)


@subscriptions.on(ObligationAssessed)
def tell_assessed(session: Session, event: Received) -> None:
    details = {
        "assessment": event["assessment"],
        "assessed_on": _iso(event["assessed_on"]),
        "next_check": _iso(event.get("next_check")),
    }
    said = Said(
        "assessed",
        event["recommendation_id"],
        event["institution_id"],
        event.time,
        event.id,
        item_id=event["item_id"],
        details=details,
    )
    notices.take_notice(session, said)


@subscriptions.on(ObligationReopened)
def tell_reopened(session: Session, event: Received) -> None:
    said = Said(
        "reopened",
        event["recommendation_id"],
        event["institution_id"],
        event.time,
        event.id,
        item_id=event["item_id"],
        details={"reopened_on": _iso(event["reopened_on"])},
    )
    notices.take_notice(session, said)


@subscriptions.on(IdentityReleased)
def keep_released(session: Session, event: Received) -> None:
    details = {"data": event["data"], "document": event["document"]}
    released = Said(
        "identity_released",
        event["recommendation_id"],
        event["institution_id"],
        event.time,
        event.id,
        details=details,
    )
    notices.take_notice(session, released)


@subscriptions.on(StaffChanged)
def change_staff(session: Session, event: Received) -> None:
    record_staff_change(session, event)


@subscriptions.on(MessageDelivered)
def note_mail(session: Session, event: Received) -> None:
    _note_post(session, event, "mail_delivered", {})


@subscriptions.on(MessageFailed)
def note_lost_mail(session: Session, event: Received) -> None:
    _note_post(session, event, "mail_failed", {"reason": event["reason"]})


def _note_post(session: Session, event: Received, kind: str, details: dict[str, Any]) -> None:
    institution_id = event.get("institution_id")
    if event["about"] != "recommendation" or institution_id is None:
        return
    said = Said(kind, event["about_id"], institution_id, event.time, event.id, details=details)
    notices.take_notice(session, said)


def _clock(event: Received, kind: str, *, due: Any, **codes: str) -> Said:
    clock = event["clock"]
    return Said(
        kind,
        clock["recommendation_id"],
        clock["institution_id"],
        event.time,
        event.id,
        item_id=clock["item_id"],
        details={"due": _iso(clock["due"]), **codes},
        due=due,
    )


def explained_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """Why the day is that one, or there is none, as it is kept and shown: the term, and runs of days."""
    lines = [
        {**line, "first": _iso(line["first"]), "last": _iso(line["last"])} for line in event.get("explanation") or []
    ]
    closed = {"closed_on": _iso(event["closed_on"])} if event.get("closed_on") else {}
    return {"term": dict(event["term"]), "lines": lines, **closed}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
