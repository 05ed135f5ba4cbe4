"""What intake listens to. Each handler may run twice."""

import json

from sqlalchemy.orm import Session

from services.intake.actions import (
    assignments,
    comparing,
    confirmations,
    exclusions,
    handovers,
    progress,
    public_words,
    releases,
)
from services.intake.models import Vault
from shared.audit import heads
from shared.directory import record_institution_change
from shared.events.catalogue import (
    ActivityTextOffered,
    CaseAssigned,
    CaseClosed,
    CaseExclusionChanged,
    CaseMoved,
    CaseOpened,
    ComplainantInformed,
    ConfirmationAsked,
    ConfirmationEnded,
    DraftOffered,
    HandoverMoved,
    InstitutionChanged,
    MessageDelivered,
    MessageFailed,
    ObligationAnswered,
    ObligationAssessed,
    ObligationStood,
    PublicActChanged,
    RecommendationIssued,
    RecommendationWithdrawn,
    SessionEnded,
    StaffChanged,
    TextOffered,
)
from shared.events.documents.cases import OfferedText
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.principal import service
from shared.staff import record_staff_change
from shared.staff_sessions import record_end
from shared.typed import load

subscriptions = Subscriptions("intake")
heads.listen(subscriptions)

CASES, NOTIFICATIONS, PARTNERS = service("cases"), service("notifications"), service("partners")


@subscriptions.on(CaseOpened)
def tell_that_a_case_began(session: Session, event: Received[CaseOpened]) -> None:
    progress.case_opened(CASES, session, event.data, now=event.time)


@subscriptions.on(CaseMoved)
def tell_how_far_a_case_came(session: Session, event: Received[CaseMoved]) -> None:
    progress.case_moved(CASES, session, event.data, cause=event.id, now=event.time)


@subscriptions.on(CaseClosed)
def tell_that_a_case_ended(session: Session, event: Received[CaseClosed]) -> None:
    progress.case_closed(CASES, session, event.data, cause=event.id, now=event.time)


@subscriptions.on(ComplainantInformed)
def put_into_the_mailbox(session: Session, event: Received[ComplainantInformed]) -> None:
    progress.complainant_informed(session, event.data, cause=event.id, now=event.time)


@subscriptions.on(RecommendationIssued)
def tell_that_bodies_were_asked(session: Session, event: Received[RecommendationIssued]) -> None:
    progress.act_sent(session, event.data, cause=event.id, now=event.time)
    releases.note_letters(session, event.data, now=event.time)


@subscriptions.on(RecommendationWithdrawn)
def tell_that_a_letter_counts_no_more(session: Session, event: Received[RecommendationWithdrawn]) -> None:
    progress.act_fell(session, event.data, cause=event.id, now=event.time)


@subscriptions.on(ObligationAssessed)
def tell_what_became_of_it(session: Session, event: Received[ObligationAssessed]) -> None:
    progress.assessed(session, event.data, cause=event.id, now=event.time)


@subscriptions.on(ObligationAnswered)
def tell_what_a_body_said(session: Session, event: Received[ObligationAnswered]) -> None:
    progress.answered(session, event.data, cause=event.id, now=event.time)


@subscriptions.on(ObligationStood)
def tell_where_it_stands(session: Session, event: Received[ObligationStood]) -> None:
    progress.stood(session, event.data, cause=event.id, now=event.time)


@subscriptions.on(PublicActChanged)
def keep_what_the_public_reads(session: Session, event: Received[PublicActChanged]) -> None:
    public_words.heed(session, event.data)


@subscriptions.on(ConfirmationAsked)
def ask_whether_it_was_felt(session: Session, event: Received[ConfirmationAsked]) -> None:
    confirmations.ask(CASES, session, event.data, now=event.time)


@subscriptions.on(ConfirmationEnded)
def end_what_was_asked(session: Session, event: Received[ConfirmationEnded]) -> None:
    confirmations.end(CASES, session, event.data, now=event.time)


@subscriptions.on(CaseAssigned)
def note_who_works_on_a_case(session: Session, event: Received[CaseAssigned]) -> None:
    assignments.heed(CASES, session, event.data, now=event.time)


@subscriptions.on(CaseExclusionChanged)
def heed_the_wall_of_a_case(session: Session, event: Received[CaseExclusionChanged]) -> None:
    exclusions.heed_case(CASES, session, event.data, now=event.time)


@subscriptions.on(DraftOffered)
def compare_a_draft(session: Session, event: Received[DraftOffered]) -> None:
    text, *before = (
        load(OfferedText, json.loads(event.document(one))) for one in (event.data.text, *event.data.before)
    )
    comparing.answer_offer(session, Vault.carried_by(session), event.data, text, before)


@subscriptions.on(TextOffered)
def compare_a_text(session: Session, event: Received[TextOffered]) -> None:
    text = load(OfferedText, json.loads(event.document(event.data.text)))
    comparing.answer_text(session, Vault.carried_by(session), event.data, text)


@subscriptions.on(ActivityTextOffered)
def compare_an_activity(session: Session, event: Received[ActivityTextOffered]) -> None:
    text = load(OfferedText, json.loads(event.document(event.data.text)))
    comparing.answer_activity(session, Vault.carried_by(session), event.data, text)


@subscriptions.on(MessageDelivered)
def note_that_a_contact_works(session: Session, event: Received[MessageDelivered]) -> None:
    if event.data.about == "complaint":
        progress.note_contact(NOTIFICATIONS, session, event.data.about_id, failing=False)


@subscriptions.on(MessageFailed)
def note_that_a_contact_fails(session: Session, event: Received[MessageFailed]) -> None:
    if event.data.about == "complaint":
        progress.note_contact(NOTIFICATIONS, session, event.data.about_id, failing=True)


@subscriptions.on(HandoverMoved)
def note_how_far_it_came(session: Session, event: Received[HandoverMoved]) -> None:
    handovers.heed(PARTNERS, session, event.data)


@subscriptions.on(InstitutionChanged)
def copy_an_institution(session: Session, event: Received[InstitutionChanged]) -> None:
    record_institution_change(session, event)


@subscriptions.on(SessionEnded)
def session_ended(session: Session, event: Received[SessionEnded]) -> None:
    record_end(session, event)


@subscriptions.on(StaffChanged)
def copy_a_staff_account(session: Session, event: Received[StaffChanged]) -> None:
    record_staff_change(session, event)
