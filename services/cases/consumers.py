"""What cases listens to: one handler for each event, one action each."""

from sqlalchemy.orm import Session

from services.cases.actions import complaints, confirmations, deliveries, replies, tips
from services.cases.domain.obligations import Delivery
from shared import audit
from shared.directory import record_institution_change
from shared.events.catalogue import (
    ComplaintDecided,
    ComplaintExclusionChanged,
    ComplaintReceived,
    ComplaintReopened,
    ConfirmationGiven,
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    ExtensionRequested,
    InformationWanted,
    InstitutionChanged,
    MessageDelivered,
    MessageFailed,
    MessageReceived,
    ProgressReported,
    ReplyReceived,
    TipConverted,
)
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.principal import service

subscriptions = Subscriptions("cases")
INTAKE = service("intake")


@subscriptions.on(ComplaintReceived)
def complaint_received(session: Session, event: Received) -> None:
    complaints.receive(session, event.data, event.time)


@subscriptions.on(ComplaintDecided)
def complaint_decided(session: Session, event: Received) -> None:
    complaints.decide(session, event.data, event.time)


@subscriptions.on(ComplaintReopened)
def complaint_reopened(session: Session, event: Received) -> None:
    complaints.reopen(session, event.data, event.time)


@subscriptions.on(TipConverted)
def tip_converted(session: Session, event: Received) -> None:
    tips.convert(session, event.data, event.time)


@subscriptions.on(InformationWanted)
def information_wanted(session: Session, event: Received) -> None:
    tips.want_information(session, event.data, event.time)


@subscriptions.on(ComplaintExclusionChanged)
def complaint_exclusion_changed(session: Session, event: Received[ComplaintExclusionChanged]) -> None:
    complaints.exclude(INTAKE, session, event.data, now=event.time)


@subscriptions.on(MessageReceived)
def message_received(session: Session, event: Received) -> None:
    complaints.note_message(session, event["complaint_id"], event["message_id"], event.time)


@subscriptions.on(InstitutionChanged)
def institution_changed(session: Session, event: Received) -> None:
    record_institution_change(session, event)
    audit.record(session, "service:partners", "institution.changed", "institution", event["institution_id"])


@subscriptions.on(DispatchDelivered)
def dispatch_delivered(session: Session, event: Received) -> None:
    deliveries.report(session, Delivery.DELIVERED, event.data, event.time)


@subscriptions.on(DispatchOpened)
def dispatch_opened(session: Session, event: Received) -> None:
    deliveries.report(session, Delivery.OPENED, event.data, event.time)


@subscriptions.on(DispatchAcknowledged)
def dispatch_acknowledged(session: Session, event: Received) -> None:
    deliveries.report(session, Delivery.ACKNOWLEDGED, event.data, event.time)


@subscriptions.on(DispatchFailed)
def dispatch_failed(session: Session, event: Received) -> None:
    deliveries.report(session, Delivery.FAILED, event.data, event.time)


@subscriptions.on(ReplyReceived)
def reply_received(session: Session, event: Received) -> None:
    replies.receive(session, event.data, event.time)


@subscriptions.on(ExtensionRequested)
def extension_requested(session: Session, event: Received) -> None:
    replies.ask_for_time(session, event.data, event.time)


@subscriptions.on(ProgressReported)
def progress_reported(session: Session, event: Received) -> None:
    replies.report_progress(session, event.data, event.time)


@subscriptions.on(ConfirmationGiven)
def confirmation_given(session: Session, event: Received) -> None:
    confirmations.take(session, event.data, event.time)


@subscriptions.on(MessageDelivered)
def message_delivered(session: Session, event: Received) -> None:
    deliveries.note_mail(session, event.data, "message.delivered", event.time)


@subscriptions.on(MessageFailed)
def message_failed(session: Session, event: Received) -> None:
    deliveries.note_mail(session, event.data, "message.failed", event.time)
