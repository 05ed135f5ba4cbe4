"""What intake listens to. Each handler may run twice."""

from sqlalchemy.orm import Session

from services.intake.actions import confirmations, exclusions, progress, releases
from shared.directory import record_institution_change
from shared.events.catalogue import (
    CaseClosed,
    CaseExclusionChanged,
    CaseOpened,
    ComplainantInformed,
    ConfirmationAsked,
    InstitutionChanged,
    MessageDelivered,
    MessageFailed,
    ObligationAssessed,
    RecommendationIssued,
    StaffChanged,
)
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.staff import record_staff_change

subscriptions = Subscriptions("intake")


@subscriptions.on(CaseOpened)
def tell_that_a_case_began(session: Session, event: Received) -> None:
    progress.case_opened(session, event["complaints"], case_id=event["case_id"], number=event["number"], at=event.time)


@subscriptions.on(CaseClosed)
def tell_that_a_case_ended(session: Session, event: Received) -> None:
    progress.case_closed(
        session, event.id, event["complaints"], number=event["number"], outcome=event["outcome"], at=event.time
    )


@subscriptions.on(ComplainantInformed)
def put_into_the_mailbox(session: Session, event: Received) -> None:
    progress.complainant_informed(session, event.id, event["complaint_id"], document=event["message"], at=event.time)


@subscriptions.on(RecommendationIssued)
def tell_that_bodies_were_asked(session: Session, event: Received) -> None:
    bodies = len({addressee["institution_id"] for addressee in event["addressees"]})
    progress.act_sent(session, event.id, event["complaints"], kind=event["kind"], bodies=bodies, at=event.time)
    letter = {"recommendation_id": event["recommendation_id"], "number": event["number"], "kind": event["kind"]}
    addressed = [addressee["institution_id"] for addressee in event["addressees"]]
    releases.note_letters(session, event["complaints"], letter | {"at": event.time}, addressed)


@subscriptions.on(ObligationAssessed)
def tell_what_became_of_it(session: Session, event: Received) -> None:
    progress.assessed(
        session,
        event.id,
        event["complaints"],
        institution_id=event["institution_id"],
        assessment=event["assessment"],
        at=event.time,
    )


@subscriptions.on(ConfirmationAsked)
def ask_whether_it_was_felt(session: Session, event: Received) -> None:
    confirmations.ask(
        session,
        event["question_id"],
        event["complaint_id"],
        obligation_id=event["obligation_id"],
        institution_id=event["institution_id"],
        round_=event["round"],
        asked=event["asked"],
        at=event.time,
    )


@subscriptions.on(CaseExclusionChanged)
def heed_the_wall_of_a_case(session: Session, event: Received) -> None:
    exclusions.heed_case(
        session,
        event["case_id"],
        event["complaints"],
        event["staff_id"],
        excluded=event["excluded"],
        at=event.time,
    )


@subscriptions.on(MessageDelivered)
def note_that_a_contact_works(session: Session, event: Received) -> None:
    if event["about"] == "complaint":
        progress.note_contact(session, event["about_id"], failing=False)


@subscriptions.on(MessageFailed)
def note_that_a_contact_fails(session: Session, event: Received) -> None:
    if event["about"] == "complaint":
        progress.note_contact(session, event["about_id"], failing=True)


@subscriptions.on(InstitutionChanged)
def copy_an_institution(session: Session, event: Received) -> None:
    record_institution_change(session, event)


@subscriptions.on(StaffChanged)
def copy_a_staff_account(session: Session, event: Received) -> None:
    record_staff_change(session, event)
