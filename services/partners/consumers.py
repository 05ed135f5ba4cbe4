"""What partners hears. What the clocks and the office say of an act is kept for the body that it concerns."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.actions import dispatches, figures, holds, notices, stopping, turning, visits, walls
from services.partners.actions.dues import CLOCKED, DATED, DELIVERY
from services.partners.actions.notices import Statement
from services.partners.domain.post_book import UNTRUE
from services.partners.queries.letters import CLARIFICATION, CLARIFIED, DECIDED, MORE_TIME
from services.partners.schemas.dispatches import ClockLineAnswer, ClockTakenBackAnswer, ClockTermAnswer, ExplainedAnswer
from shared.audit import heads
from shared.clock import utc_now
from shared.events.catalogue import (
    CaseAssigned,
    CaseWalled,
    ClockSpoke,
    ComplaintHandedOver,
    DecisionDropped,
    DecisionWritten,
    DeliveryCorrected,
    ExtensionDecided,
    FiguresWanted,
    FreeDays,
    HandoverWalled,
    IdentityReleased,
    LetterStopped,
    MatterHeld,
    MessageDelivered,
    MessageFailed,
    ObligationAssessed,
    ObligationClarified,
    ObligationClocked,
    ObligationDated,
    ObligationDueSoon,
    ObligationEscalated,
    ObligationOverdue,
    ObligationReminded,
    ObligationReopened,
    ObligationTurned,
    ObligationUpheld,
    RecommendationIssued,
    RecommendationWithdrawn,
    ReminderWithdrawn,
    SessionEnded,
    StaffChanged,
    StepUntrue,
    VisitConcluded,
)
from shared.events.envelope import Received
from shared.messaging.subscriptions import Subscriptions
from shared.principal import service
from shared.staff import record_staff_change
from shared.staff_sessions import record_end
from shared.typed import dump, filled

subscriptions = Subscriptions("partners")
heads.listen(subscriptions)
CASES, INTAKE, NOTIFICATIONS = service("cases"), service("intake"), service("notifications")
#: Why a mail did not arrive where there is an address.
BOUNCES = ("refused", "gave_up")


@subscriptions.on(RecommendationIssued)
def send(session: Session, event: Received[RecommendationIssued]) -> None:
    dispatches.send(CASES, session, event.data, issued_at=event.time, now=utc_now())


@subscriptions.on(FiguresWanted)
def want_figures(session: Session, event: Received[FiguresWanted]) -> None:
    figures.want(CASES, session, event.data)


@subscriptions.on(ComplaintHandedOver)
def hand_over(session: Session, event: Received[ComplaintHandedOver]) -> None:
    dispatches.hand_over(INTAKE, session, event.data, issued_at=event.time, now=utc_now())


@subscriptions.on(CaseWalled)
def raise_walls(session: Session, event: Received[CaseWalled]) -> None:
    walls.raise_walls(CASES, session, event.data)


@subscriptions.on(CaseAssigned)
def note_who_works_on_a_case(session: Session, event: Received[CaseAssigned]) -> None:
    walls.note_workers(CASES, session, event.data)


@subscriptions.on(HandoverWalled)
def raise_walls_of_handed(session: Session, event: Received[HandoverWalled]) -> None:
    walls.raise_walls_of_handed(INTAKE, session, event.data)


@subscriptions.on(MatterHeld)
def hold(session: Session, event: Received[MatterHeld]) -> None:
    holds.hear(CASES, session, event.data, now=utc_now())


@subscriptions.on(LetterStopped)
def stop_letter(session: Session, event: Received[LetterStopped]) -> None:
    stopping.hear(CASES, session, event, now=utc_now())


@subscriptions.on(RecommendationWithdrawn)
def withdraw(session: Session, event: Received[RecommendationWithdrawn]) -> None:
    notices.withdraw(CASES, session, event.data, event.id, now=event.time)


@subscriptions.on(DecisionWritten)
def bring_decision(session: Session, event: Received[DecisionWritten]) -> None:
    told = event.data
    notices.bring(session, told.recommendation_id, told.institution_id, told.letter, told.what, now=event.time)


@subscriptions.on(DecisionDropped)
def drop_decision(session: Session, event: Received[DecisionDropped]) -> None:
    told = event.data
    notices.take_reminder_back(CASES, session, told.recommendation_id, told.institution_id, told.letter, now=event.time)


@subscriptions.on(StepUntrue)
def tell_untrue(session: Session, event: Received[StepUntrue]) -> None:
    """Goes the way of a reminder, and stands where that does."""
    statement = _statement(event, UNTRUE, event.data, {"letter": event.data.letter, "rung": UNTRUE})
    notices.remind(session, statement, event.data.letter, UNTRUE)


@subscriptions.on(ObligationReminded)
def remind(session: Session, event: Received[ObligationReminded]) -> None:
    told, clock = event.data, event.data.clock
    of_reply, of_measure = told.ground in (None, "silence", "running"), told.ground in ("broken_promise", "day_passed")
    due = _iso(clock.due) if of_reply or of_measure else None
    said = {"rung": told.rung, "letter": told.letter, "ground": told.ground, "due": due}
    codes = {name: code for name, code in said.items() if code}
    by_when = clock.due if of_reply else None
    statement = _statement(event, "reminded", clock, codes, item_id=clock.item_id, due=by_when)
    notices.remind(session, statement, told.letter, told.rung)


@subscriptions.on(ReminderWithdrawn)
def take_reminder_back(session: Session, event: Received[ReminderWithdrawn]) -> None:
    told = event.data
    notices.take_reminder_back(CASES, session, told.recommendation_id, told.institution_id, told.letter, now=event.time)


@subscriptions.on(ObligationClarified)
def clarify(session: Session, event: Received[ObligationClarified]) -> None:
    """The office's answer goes the way of a reminder: by wire, by a link, or on paper."""
    details = {"letter": event.data.letter, "rung": CLARIFICATION}
    statement = _statement(event, CLARIFIED, event.data, details, item_id=event.data.item_id)
    notices.remind(session, statement, event.data.letter, CLARIFICATION)


@subscriptions.on(ObligationDueSoon)
def tell_due_soon(session: Session, event: Received[ObligationDueSoon]) -> None:
    notices.take_notice(session, _of_clock(event, "due_soon", event.data.clock, {}))


@subscriptions.on(ObligationOverdue)
def tell_overdue(session: Session, event: Received[ObligationOverdue]) -> None:
    # What is overdue may be the doing and not the answer: then the day is not that of the reply.
    due = event.data.clock.due if event.data.what == "reply" else None
    notices.take_notice(session, _of_clock(event, "overdue", event.data.clock, {"what": event.data.what}, due=due))


@subscriptions.on(ObligationClocked)
def move_due(session: Session, event: Received[ObligationClocked]) -> None:
    details: dict[str, object] = {
        "reply_due": _iso(event.data.due),
        "previous": _iso(event.data.previous),
        "cause": event.data.cause,
        "answered_on": _iso(event.data.answered_on),
    }
    if explained := explained_of(event.data):
        details["explained"] = dump(explained)
    details |= _free(event.data.free)
    notices.take_notice(session, _statement(event, CLOCKED, event.data, details, item_id=event.data.item_id))


@subscriptions.on(ObligationDated)
def move_day(session: Session, event: Received[ObligationDated]) -> None:
    details = {"by": _iso(event.data.by), "why": event.data.why, **_free(event.data.free)}
    notices.take_notice(session, _statement(event, DATED, event.data, details, item_id=event.data.item_id))


@subscriptions.on(ObligationEscalated)
def tell_escalated(session: Session, event: Received[ObligationEscalated]) -> None:
    told, clock = event.data, event.data.clock
    # Without a day: the last one for the body's own reply says nothing of this step.
    codes = {"rung": told.rung, **({"way": told.way} if told.way else {})}
    statement = _statement(event, turning.ESCALATED, clock, codes, item_id=clock.item_id)
    notices.escalate(session, statement, act=told.act, to=told.to)


@subscriptions.on(ExtensionDecided)
def decide_extension(session: Session, event: Received[ExtensionDecided]) -> None:
    places = notices.places_of(session, event.data.institution_id, event.data.recommendation_id, event.data.items or ())
    told = event.data
    more = {"places": places, "letter": told.letter, "rung": told.letter and MORE_TIME, "corrected": told.corrected}
    more |= {"given": _iso(told.given), "taken_back_on": _iso(told.taken_back_on)}
    details = {"granted": told.granted, "until": _iso(told.until), **{key: one for key, one in more.items() if one}}
    statement = _statement(event, DECIDED, told, details, due=told.until if told.granted else None)
    notices.decide_extension(CASES, session, told, statement)


@subscriptions.on(ObligationAssessed)
def tell_assessed(session: Session, event: Received[ObligationAssessed]) -> None:
    details = {
        "assessment": event.data.assessment,
        "assessed_on": _iso(event.data.assessed_on),
        "next_check": _iso(event.data.next_check),
        **({"outcome": event.data.outcome} if event.data.outcome else {}),
    }
    notices.take_notice(session, _statement(event, "assessed", event.data, details, item_id=event.data.item_id))


@subscriptions.on(ObligationReopened)
def tell_reopened(session: Session, event: Received[ObligationReopened]) -> None:
    details = {"reopened_on": _iso(event.data.reopened_on)}
    notices.take_notice(session, _statement(event, "reopened", event.data, details, item_id=event.data.item_id))


@subscriptions.on(DeliveryCorrected)
def correct_delivery(session: Session, event: Received[DeliveryCorrected]) -> None:
    way = {"way": event.data.way} if event.data.way else {}
    details = {"delivered_on": _iso(event.data.delivered_on), **way}
    notices.take_notice(session, _statement(event, DELIVERY, event.data, details, item_id=event.data.item_id))


@subscriptions.on(ObligationUpheld)
def tell_upheld(session: Session, event: Received[ObligationUpheld]) -> None:
    details = {"said": event.data.said, "upheld_on": _iso(event.data.upheld_on)}
    notices.take_notice(session, _statement(event, "upheld", event.data, details, item_id=event.data.item_id))


@subscriptions.on(ObligationTurned)
def tell_turned(session: Session, event: Received[ObligationTurned]) -> None:
    details = {"said": event.data.said, "turned_on": _iso(event.data.turned_on)}
    notices.take_notice(session, _statement(event, "followed", event.data, details, item_id=event.data.item_id))


@subscriptions.on(IdentityReleased)
def keep_released(session: Session, event: Received[IdentityReleased]) -> None:
    details = {"data": list(event.data.data), "document": event.data.document}
    notices.take_notice(session, _statement(event, "identity_released", event.data, details))


@subscriptions.on(SessionEnded)
def session_ended(session: Session, event: Received[SessionEnded]) -> None:
    record_end(session, event)


@subscriptions.on(VisitConcluded)
def visit_concluded(session: Session, event: Received[VisitConcluded]) -> None:
    visits.note_visit(CASES, session, event.data)


@subscriptions.on(StaffChanged)
def change_staff(session: Session, event: Received[StaffChanged]) -> None:
    record_staff_change(session, event)


@subscriptions.on(MessageDelivered)
def note_mail(session: Session, event: Received[MessageDelivered]) -> None:
    if statement := _of_mail(event, "mail_delivered", {}):
        notices.take_notice(session, statement)


@subscriptions.on(MessageFailed)
def note_lost_mail(session: Session, event: Received[MessageFailed]) -> None:
    statement = _of_mail(event, "mail_failed", {"reason": event.data.reason})
    if statement is None:
        return
    if event.data.template == "letter_link":
        notices.note_lost_link(NOTIFICATIONS, session, statement, event.data.message_id)
    elif event.data.template == "document_waiting" and event.data.reason in BOUNCES:
        notices.note_bounce(session, statement)
    else:
        notices.take_notice(session, statement)


def _of_mail(
    event: Received[MessageDelivered] | Received[MessageFailed],
    kind: str,
    details: Mapping[str, object],
) -> Statement | None:
    about = event.data
    if about.about != "recommendation" or about.institution_id is None:
        return None
    return Statement(kind, about.about_id, about.institution_id, event.time, event.id, details=details)


def _of_clock(
    event: Received[Any], kind: str, clock: ClockSpoke, codes: dict[str, str], *, due: date | None = None
) -> Statement:
    return _statement(event, kind, clock, {"due": _iso(clock.due), **codes}, item_id=clock.item_id, due=due)


def _statement(
    event: Received[Any],
    kind: str,
    about: ClockSpoke
    | DeliveryCorrected
    | ExtensionDecided
    | IdentityReleased
    | ObligationAssessed
    | ObligationClarified
    | ObligationClocked
    | ObligationDated
    | ObligationReopened
    | ObligationTurned
    | ObligationUpheld
    | StepUntrue,
    details: Mapping[str, object],
    *,
    item_id: UUID | None = None,
    due: date | None = None,
) -> Statement:
    return Statement(
        kind, about.recommendation_id, about.institution_id, event.time, event.id, item_id=item_id, details=details,
        due=due,
    )  # fmt: skip


def explained_of(event: ObligationClocked) -> ExplainedAnswer | None:
    """Why the day is that one, or there is none, as it is kept and shown; None where it is not said."""
    if event.term is None:
        return None
    lines = tuple(
        filled(ClockLineAnswer, line, first=line.first.isoformat(), last=line.last.isoformat())
        for line in event.explanation or ()
    )
    ended = {name: _iso(getattr(event, name)) for name in ("closed_on", "answered_on", "held_since", "corrected_on")}
    days = vars(event.taken_back) if event.taken_back else {}
    taken_back = (
        filled(ClockTakenBackAnswer, SimpleNamespace(**{name: _iso(day) for name, day in days.items()}))
        if days
        else None
    )
    return ExplainedAnswer(term=filled(ClockTermAnswer, event.term), lines=lines, taken_back=taken_back, **ended)


def _free(days: Sequence[FreeDays] | None) -> dict[str, object]:
    """Nothing where it is not said: what was said before then stands."""
    return {} if days is None else {"free": [{"since": _iso(one.since), "until": _iso(one.until)} for one in days]}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
