"""What notifications hears, and which notice follows from it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from services.notifications.actions import notices
from services.notifications.domain import CALL
from shared.audit import heads
from shared.clock import utc_now
from shared.directory import record_institution_change
from shared.events.catalogue import (
    CaseClosed,
    CaseMoved,
    CaseOpened,
    ClockSpoke,
    ComplainantInformed,
    ComplaintDecided,
    ComplaintReceived,
    ComplaintReopened,
    ConfirmationAsked,
    ContactsDue,
    DispatchDelivered,
    DutyCalled,
    EscalationShown,
    ExtensionDecided,
    FileRefused,
    HandoverMoved,
    InstitutionChanged,
    LinkIssued,
    MailboxFilled,
    ObligationClarified,
    ObligationClocked,
    ObligationDueSoon,
    ObligationOverdue,
    ObligationReminded,
    PasswordGiven,
    RecommendationWithdrawn,
    ReplyReceived,
    RescueAsked,
    SecondFactorRemoved,
    SessionEnded,
    StaffChanged,
)
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.staff import record_staff_change
from shared.staff_sessions import record_end

subscriptions = Subscriptions("notifications")
heads.listen(subscriptions)
#: News is told even if other news was told a moment ago; only a notice that has not left yet stands for both.
ALWAYS = timedelta(0)
#: Told once is told for good, also when all that was published is published again.
ONCE = timedelta.max
#: By these ways a letter waits where its body looks.
IN_PORTAL = ("portal", "api")
#: An opened case follows from the decision, of which the complainant was told already.
SAME_NEWS = timedelta(days=1)


@subscriptions.on(ComplaintReceived)
def complaint_received(session: Session, event: Received[ComplaintReceived]) -> None:
    notices.learn_complaint(
        session,
        event.data.complaint_id,
        contact=event.data.contact,
        language=event.data.language,
        submitter_role=event.data.submitter_role,
    )


@subscriptions.on(ComplaintDecided)
def complaint_decided(session: Session, event: Received[ComplaintDecided]) -> None:
    now = utc_now()
    notices.heed_conflict(session, event.data.complaint_id, event.data.conflict_with_guardian, now=now)
    notices.tell_complainant(session, event.data.complaint_id, now=now, unless_told_within=ALWAYS)


@subscriptions.on(ComplaintReopened)
def complaint_reopened(session: Session, event: Received[ComplaintReopened]) -> None:
    notices.tell_complainant(session, event.data.complaint_id, now=utc_now(), unless_told_within=ALWAYS)


@subscriptions.on(CaseOpened)
def case_opened(session: Session, event: Received[CaseOpened]) -> None:
    for complaint_id in event.data.complaints:
        notices.tell_complainant(session, complaint_id, now=utc_now(), unless_told_within=SAME_NEWS)


@subscriptions.on(CaseMoved)
def case_moved(session: Session, event: Received[CaseMoved]) -> None:
    """Only that a closed case is taken up again is news by itself; the other stages are seen in the mailbox."""
    for complaint_id in event.data.complaints if event.data.again else ():
        notices.tell_complainant(session, complaint_id, now=utc_now(), unless_told_within=ALWAYS)


@subscriptions.on(CaseClosed)
def case_closed(session: Session, event: Received[CaseClosed]) -> None:
    for complaint_id in event.data.complaints:
        notices.tell_complainant(session, complaint_id, now=utc_now(), unless_told_within=ALWAYS)


@subscriptions.on(ComplainantInformed)
def complainant_informed(session: Session, event: Received[ComplainantInformed]) -> None:
    notices.tell_complainant(session, event.data.complaint_id, now=utc_now(), unless_told_within=ALWAYS)


@subscriptions.on(MailboxFilled)
def mailbox_filled(session: Session, event: Received[MailboxFilled]) -> None:
    """Letters and what becomes of their items bring much news: it is told, but at most once a day."""
    complaint_id = event.data.complaint_id
    notices.tell_complainant(session, complaint_id, now=utc_now(), unless_told_within=ALWAYS, apart=notices.ONE_DAY)


@subscriptions.on(DispatchDelivered)
def dispatch_delivered(session: Session, event: Received[DispatchDelivered]) -> None:
    """A letter lies in the portal or the feed; each is told once. Of one on paper, or that a link opened, there is nothing to fetch; a
    reminder rings by itself.
    """
    if event.data.channel in IN_PORTAL and event.data.letter is None:
        about, body = event.data.recommendation_id, event.data.institution_id
        notices.tell_institution(session, "document_waiting", about, body, now=utc_now(), unless_told_within=ONCE)


@subscriptions.on(LinkIssued)
def link_issued(session: Session, event: Received[LinkIssued]) -> None:
    notices.send_link(session, event.data, now=utc_now())


@subscriptions.on(HandoverMoved)
def handover_moved(session: Session, event: Received[HandoverMoved]) -> None:
    """A redirected matter lies in the portal; of one on paper there is nothing to fetch."""
    if event.data.step == "delivered" and event.data.by_wire:
        about, body = event.data.handover_id, event.data.institution_id
        notices.tell_institution(session, "document_waiting", about, body, now=utc_now())


@subscriptions.on(RecommendationWithdrawn)
def recommendation_withdrawn(session: Session, event: Received[RecommendationWithdrawn]) -> None:
    notices.tell_all_addressees(session, "document_withdrawn", event.data.recommendation_id, now=utc_now())


@subscriptions.on(ObligationDueSoon)
def obligation_due_soon(session: Session, event: Received[ObligationDueSoon]) -> None:
    _clock_spoke(session, "obligation_due_soon", event.data.clock)


@subscriptions.on(ObligationReminded)
def obligation_reminded(session: Session, event: Received[ObligationReminded]) -> None:
    _clock_spoke(session, "obligation_reminded", event.data.clock)


@subscriptions.on(ObligationClarified)
def obligation_clarified(session: Session, event: Received[ObligationClarified]) -> None:
    about, body = event.data.recommendation_id, event.data.institution_id
    notices.tell_institution(session, "obligation_clarified", about, body, now=utc_now())


@subscriptions.on(ObligationOverdue)
def obligation_overdue(session: Session, event: Received[ObligationOverdue]) -> None:
    _clock_spoke(session, "obligation_overdue", event.data.clock)


@subscriptions.on(ObligationClocked)
def obligation_clocked(session: Session, event: Received[ObligationClocked]) -> None:
    """A day that was told has moved. That an answer ended the clock, or more time was given, other mails say."""
    due, previous = event.data.due, event.data.previous
    if previous is not None and due != previous and event.data.cause not in ("closed", "extended"):
        notices.tell_institution(
            session, "due_moved", event.data.recommendation_id, event.data.institution_id, now=utc_now()
        )


@subscriptions.on(ConfirmationAsked)
def confirmation_asked(session: Session, event: Received[ConfirmationAsked]) -> None:
    notices.tell_complainant(session, event.data.complaint_id, now=utc_now(), unless_told_within=ALWAYS)


@subscriptions.on(EscalationShown)
def escalation_shown(session: Session, event: Received[EscalationShown]) -> None:
    """The mail says that the portal has a notice: it goes once the portal has it, and not when the office took the step."""
    about, body = event.data.recommendation_id, event.data.institution_id
    notices.tell_institution(session, "obligation_escalated", about, body, now=utc_now())


def _clock_spoke(session: Session, template: str, clock: ClockSpoke) -> None:
    notices.tell_institution(session, template, clock.recommendation_id, clock.institution_id, now=utc_now())


@subscriptions.on(ExtensionDecided)
def extension_decided(session: Session, event: Received[ExtensionDecided]) -> None:
    notices.tell_institution(
        session,
        "extension_decided",
        event.data.recommendation_id,
        event.data.institution_id,
        now=utc_now(),
        unless_told_within=ALWAYS,
    )


@subscriptions.on(ReplyReceived)
def reply_received(session: Session, event: Received[ReplyReceived]) -> None:
    notices.tell_institution(
        session,
        "reply_receipt",
        event.data.recommendation_id,
        event.data.institution_id,
        now=utc_now(),
        unless_told_within=ALWAYS,
    )


@subscriptions.on(ContactsDue)
def contacts_due(session: Session, event: Received[ContactsDue]) -> None:
    body = event.data.institution_id
    notices.tell_institution(session, "confirm_contacts", body, body, now=utc_now(), about="institution")


@subscriptions.on(SecondFactorRemoved)
def second_factor_removed(session: Session, event: Received[SecondFactorRemoved]) -> None:
    body = event.data.institution_id
    notices.tell_institution(
        session, "second_factor_removed", body, body, now=utc_now(), unless_told_within=ALWAYS, about="institution"
    )


@subscriptions.on(PasswordGiven)
def password_given(session: Session, event: Received[PasswordGiven]) -> None:
    body = event.data.institution_id
    notices.tell_institution(
        session, "password_given", body, body, now=utc_now(), unless_told_within=ALWAYS, about="institution"
    )


@subscriptions.on(FileRefused)
def file_refused(session: Session, event: Received[FileRefused]) -> None:
    body, act = event.data.institution_id, event.data.recommendation_id
    notices.tell_institution(
        session, "file_refused", act or body, body, now=utc_now(), unless_told_within=ALWAYS,
        about="recommendation" if act else "institution",
    )  # fmt: skip


@subscriptions.on(DutyCalled)
def duty_called(session: Session, event: Received[DutyCalled]) -> None:
    told = event.data
    notices.call_staff(session, CALL, told.staff_id, told.contact, told.ways, cause=event.id, now=utc_now())


@subscriptions.on(RescueAsked)
def rescue_asked(session: Session, event: Received[RescueAsked]) -> None:
    told = event.data
    notices.call_staff(session, "rescue_asked", told.staff_id, told.contact, told.ways, cause=event.id, now=utc_now())


@subscriptions.on(SessionEnded)
def session_ended(session: Session, event: Received[SessionEnded]) -> None:
    record_end(session, event)


@subscriptions.on(StaffChanged)
def staff_changed(session: Session, event: Received[StaffChanged]) -> None:
    record_staff_change(session, event)


@subscriptions.on(InstitutionChanged)
def institution_changed(session: Session, event: Received[InstitutionChanged]) -> None:
    record_institution_change(session, event)
