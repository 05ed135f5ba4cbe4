"""A rung that was sent: its row for each item, the event that tells of it, its trace."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import acts, drafting, early, texts
from services.cases.actions.escalations.matter import covered_by
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.obligations import Delivery
from services.cases.domain.standing import PRESSING, Ground, day_pressed
from services.cases.domain.timeliness import local_date
from services.cases.models import Escalation, Obligation, Recommendation, RungDraft, RungLetter
from services.cases.models.cases import note
from services.cases.queries.situations import situation_of
from shared import audit
from shared.events.catalogue import ClockSpoke, ObligationEscalated, ObligationReminded, ReminderWithdrawn
from shared.messaging.outbox import publish
from shared.principal import Principal


def record(
    by: Principal,
    session: Session,
    letter: RungLetter,
    *,
    now: datetime,
    reason: str | None = None,
    alternative: str | None = None,
    act: Recommendation | None = None,
) -> list[Escalation]:
    """A step of sending and of the issue: the rung is sent on every item that its letter speaks of. `act`: what it was issued
    as, whose term begins with its delivery.
    """
    sent = []
    for obligation in covered_by(session, letter):
        rung = Escalation(
            obligation_id=obligation.id,
            rung=letter.rung,
            on=local_date(now),
            to=letter.to if act is not None else None,
            alternative=alternative,
            override_reason=letter.override_reason,
            reason=reason,
            letter_id=letter.id,
            act_id=act.id if act is not None else None,
            by=by.id,
            at=now,
        )
        session.add(rung)
        session.get_one(RungDraft, (obligation.id, letter.rung)).state = "sent"
        ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
        if ladder is not None and ladder.rungs[-1].key.value == letter.rung:
            obligation.ladder_ended_on = local_date(now)
        _announce(session, obligation, rung, letter, local_date(now))
        _trace(by, session, obligation, rung, now)
        sent.append(rung)
    letter.state, letter.sent_at, letter.sent_by = "sent", now, by.id
    session.flush()
    return sent


def open_again(session: Session, act: Recommendation, *, now: datetime) -> None:
    """A step of others: an act that was withdrawn has used up no rung. The ladder goes on where it stood before it."""
    taken_back = select(Escalation).where(Escalation.act_id == act.id).order_by(Escalation.obligation_id)
    for rung in session.execute(taken_back).scalars().all():
        obligation = session.get_one(Obligation, rung.obligation_id, with_for_update=True)
        drafting.open_again(session, rung)
        drafting.drop_drafts(session, obligation, now=now)


def withdraw_untrue(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others, whenever what is known of a delivery, a day or an answer changes: a reminder that a person sent and that has not
    left yet, or that nobody has fetched by the link that was mailed, is taken back, for all items that it speaks of, when it would not be true
    any more. Its rung is open again; one that has left before its time is marked (`early`). What only waits (a hold, a second look at a receipt) takes none back.
    """
    waits = obligation.held_since is not None and obligation.closed_on is None
    if not waits and not _may_be_reminded(session, obligation, local_date(now)):
        _take_back_all(session, obligation, now)
    early.mark(session, obligation, now=now)
    drafting.drop_resting(session, obligation, now=now)


def _take_back_all(session: Session, obligation: Obligation, now: datetime) -> None:
    mine = select(Escalation.letter_id).where(Escalation.obligation_id == obligation.id)
    letters = select(RungLetter).where(
        RungLetter.id.in_(mine),
        RungLetter.state == "sent",
        # Mailed as a link and not opened: no body has it, and the link can still be made to open nothing.
        or_(RungLetter.left_on.is_(None), RungLetter.delivery == Delivery.QUEUED),
        RungLetter.alternative.is_(None),
        RungLetter.rung.in_([rung.value for rung in REMINDERS]),
    )
    for letter in session.execute(letters.with_for_update()).scalars().all():
        take_back(acts.DRAFTER, session, letter, now=now)


def _may_be_reminded(session: Session, obligation: Obligation, today: date) -> bool:
    situation = situation_of(session, obligation, today)
    if not situation.arrived or not situation.remindable or obligation.ground_on(today) not in PRESSING:
        return False
    return situation.ground is not Ground.SILENCE or (obligation.reply_due is not None and obligation.reply_due < today)


def take_back(by: Principal, session: Session, letter: RungLetter, *, now: datetime) -> None:
    """A step of others: a reminder that was sent and has not left is not, on every item that it speaks of, and whoever carries it is told."""
    letter.state, letter.withdrawn_at, letter.left_on = "withdrawn", now, None
    session.flush()
    rows = select(Escalation).where(Escalation.letter_id == letter.id).order_by(Escalation.obligation_id)
    for rung in session.execute(rows).scalars().all():
        about = session.get_one(Obligation, rung.obligation_id)
        draft = session.get(RungDraft, (about.id, rung.rung))
        if draft is not None and draft.letter_id == letter.id:
            draft.state = "dropped"
        event = ReminderWithdrawn(
            obligation_id=about.id,
            recommendation_id=about.recommendation_id,
            institution_id=about.institution_id,
            letter=str(letter.document),
        )
        publish(session, event, about.id)
        details = {"act": about.recommendation_id, "institution": about.institution_id, "rung": rung.rung}
        code = "obligation.reminder_withdrawn"
        note(session, about.case_id, now, by.name, code, obligation=about.id, **details)
        audit.record(session, by, code, "obligation", about.id, rung=rung.rung)
    session.flush()


def _announce(session: Session, obligation: Obligation, sent: Escalation, letter: RungLetter, today: date) -> None:
    act = session.get_one(Recommendation, obligation.recommendation_id)
    pressed = day_pressed(obligation.ground_on(today), due=obligation.reply_due, promised=obligation.implementation_due)
    spoke = spoke_of(act, obligation, pressed or today)
    if RungKey(sent.rung) in REMINDERS:
        ground = texts.grounds_of(obligation, today)
        reminded = ObligationReminded(clock=spoke, rung=sent.rung, letter=letter.document, ground=ground)
        publish(session, reminded, obligation.id)
    else:
        event = ObligationEscalated(clock=spoke, rung=sent.rung, to=sent.to, act=sent.act_id, way=sent.alternative)
        publish(session, event, obligation.id)


def spoke_of(act: Recommendation, obligation: Obligation, due: date) -> ClockSpoke:
    """Whatever is told of a clock: of which act and item, owed by whom, and what its last day is."""
    return ClockSpoke(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        due=due,
    )


def _trace(by: Principal, session: Session, obligation: Obligation, sent: Escalation, now: datetime) -> None:
    code = "obligation.reminded" if RungKey(sent.rung) in REMINDERS else "obligation.escalated"
    details: dict[str, UUID | str | None] = {
        "act": obligation.recommendation_id,
        "institution": obligation.institution_id,
        "rung": sent.rung,
        "to": sent.to,
        "alternative": sent.alternative,
        "by_act": sent.act_id,
    }
    note(session, obligation.case_id, now, by.name, code, obligation=obligation.id, **details)
    override = bool(sent.override_reason)
    audit.record(session, by, code, "obligation", obligation.id, rung=sent.rung, override=override)
