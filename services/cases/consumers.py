"""What cases listens to: one handler for each event, one action each."""

import json

from sqlalchemy.orm import Session

from services.cases.actions import (
    complaints,
    confirmations,
    deliveries,
    going_on,
    mails,
    messages,
    receipts,
    replies,
    tips,
)
from shared import audit
from shared.audit import heads
from shared.directory import record_institution_change
from shared.events.catalogue import (
    ComplainantNotTold,
    ComplaintDecided,
    ComplaintExclusionChanged,
    ComplaintReceived,
    ComplaintReopened,
    ConfirmationGiven,
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    DispatchPosted,
    DispatchReceiptTold,
    DraftChecked,
    ExtensionRequested,
    InformationWanted,
    InstitutionChanged,
    LinkMoved,
    MessageDelivered,
    MessageFailed,
    MessageReceived,
    ProfileTold,
    ProgressReported,
    ReplyReceived,
    SessionUsedInIntake,
    SessionUsedInNotifications,
    SessionUsedInPartners,
    TipConverted,
)
from shared.events.documents.partners import PostRecord
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.principal import Principal, service
from shared.staff_sessions import record_use
from shared.typed import load

subscriptions = Subscriptions("cases")
heads.listen(subscriptions)
INTAKE, PARTNERS, NOTIFICATIONS = service("intake"), service("partners"), service("notifications")
#: Intake hands on whose word it is; the trail names them, and not which of them.
COMPLAINANT = Principal("complainant")


@subscriptions.on(ComplaintReceived)
def complaint_received(session: Session, event: Received[ComplaintReceived]) -> None:
    complaints.receive(INTAKE, session, event.data, now=event.time)


@subscriptions.on(ProfileTold)
def profile_told(session: Session, event: Received[ProfileTold]) -> None:
    complaints.note_profile(INTAKE, session, event.data, now=event.time)


@subscriptions.on(ComplaintDecided)
def complaint_decided(session: Session, event: Received[ComplaintDecided]) -> None:
    complaints.decide(INTAKE, session, event.data, now=event.time)


@subscriptions.on(ComplaintReopened)
def complaint_reopened(session: Session, event: Received[ComplaintReopened]) -> None:
    complaints.reopen(INTAKE, session, event.data, now=event.time)


@subscriptions.on(TipConverted)
def tip_converted(session: Session, event: Received[TipConverted]) -> None:
    tips.convert(INTAKE, session, event.data, now=event.time)


@subscriptions.on(InformationWanted)
def information_wanted(session: Session, event: Received[InformationWanted]) -> None:
    tips.want_information(INTAKE, session, event.data, now=event.time)


@subscriptions.on(ComplaintExclusionChanged)
def complaint_exclusion_changed(session: Session, event: Received[ComplaintExclusionChanged]) -> None:
    complaints.exclude(INTAKE, session, event.data, now=event.time)


@subscriptions.on(MessageReceived)
def message_received(session: Session, event: Received[MessageReceived]) -> None:
    complaints.note_message(INTAKE, session, event.data, now=event.time)


@subscriptions.on(ComplainantNotTold)
def complainant_not_told(session: Session, event: Received[ComplainantNotTold]) -> None:
    messages.note_unread(INTAKE, session, event.data, now=event.time)


@subscriptions.on(InstitutionChanged)
def institution_changed(session: Session, event: Received[InstitutionChanged]) -> None:
    record_institution_change(session, event)
    audit.record(session, PARTNERS, "institution.changed", "institution", event.data.institution_id)


@subscriptions.on(DispatchDelivered)
def dispatch_delivered(session: Session, event: Received[DispatchDelivered]) -> None:
    deliveries.report(PARTNERS, session, event.data, now=event.time, written=_written(event))


def _written(event: Received[DispatchDelivered] | Received[DispatchPosted]) -> PostRecord | None:
    """What the office wrote down of a letter on paper."""
    name = event.data.record
    return load(PostRecord, json.loads(event.document(name))) if name else None


@subscriptions.on(DispatchPosted)
def dispatch_posted(session: Session, event: Received[DispatchPosted]) -> None:
    deliveries.report(PARTNERS, session, event.data, now=event.time, written=_written(event))


@subscriptions.on(DispatchReceiptTold)
def receipt_told(session: Session, event: Received[DispatchReceiptTold]) -> None:
    receipts.note_receipt(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(LinkMoved)
def link_moved(session: Session, event: Received[LinkMoved]) -> None:
    deliveries.follow_link(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(DispatchOpened)
def dispatch_opened(session: Session, event: Received[DispatchOpened]) -> None:
    deliveries.report(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(DispatchAcknowledged)
def dispatch_acknowledged(session: Session, event: Received[DispatchAcknowledged]) -> None:
    deliveries.report(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(DispatchFailed)
def dispatch_failed(session: Session, event: Received[DispatchFailed]) -> None:
    deliveries.report(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(ReplyReceived)
def reply_received(session: Session, event: Received[ReplyReceived]) -> None:
    replies.receive(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(ExtensionRequested)
def extension_requested(session: Session, event: Received[ExtensionRequested]) -> None:
    replies.ask_for_time(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(ProgressReported)
def progress_reported(session: Session, event: Received[ProgressReported]) -> None:
    replies.report_progress(PARTNERS, session, event.data, now=event.time)


@subscriptions.on(ConfirmationGiven)
def confirmation_given(session: Session, event: Received[ConfirmationGiven]) -> None:
    confirmations.take(COMPLAINANT, session, event.data, now=event.time)


@subscriptions.on(DraftChecked)
def draft_checked(session: Session, event: Received[DraftChecked]) -> None:
    going_on.take_answer(INTAKE, session, event.data, now=event.time)


@subscriptions.on(MessageDelivered)
def message_delivered(session: Session, event: Received[MessageDelivered]) -> None:
    mails.note_mail(NOTIFICATIONS, session, event.data, now=event.time)


@subscriptions.on(MessageFailed)
def message_failed(session: Session, event: Received[MessageFailed]) -> None:
    mails.note_mail(NOTIFICATIONS, session, event.data, now=event.time)


@subscriptions.on(SessionUsedInIntake)
def session_used_in_intake(session: Session, event: Received[SessionUsedInIntake]) -> None:
    record_use(session, event.data.session_id, event.data.seen_at)


@subscriptions.on(SessionUsedInPartners)
def session_used_in_partners(session: Session, event: Received[SessionUsedInPartners]) -> None:
    record_use(session, event.data.session_id, event.data.seen_at)


@subscriptions.on(SessionUsedInNotifications)
def session_used_in_notifications(session: Session, event: Received[SessionUsedInNotifications]) -> None:
    record_use(session, event.data.session_id, event.data.seen_at)
