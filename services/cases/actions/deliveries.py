"""What partners tells of the copies on their way: posted, delivered, opened, acknowledged, failed; and of mails about them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import (
    asked_again,
    clocks,
    escalations,
    following,
    letters_on_their_way,
    moots,
    publications,
    scans,
    unmade,
)
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import (
    ARRIVED,
    Delivery,
    Reply,
    after_delivery,
    apply_delivery,
    deem_delivered,
    has_arrived,
    way_after,
)
from services.cases.domain.replies import Notice, apply_notice
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import (
    ActAddressee,
    Case,
    DeliveryRecord,
    DeliveryTry,
    Obligation,
    Recommendation,
    RungLetter,
)
from services.cases.models.acts import WITH_RECEIPT
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    DispatchPosted,
    LinkMoved,
)
from shared.events.documents.partners import PostRecord
from shared.principal import Principal

Report = DispatchDelivered | DispatchOpened | DispatchAcknowledged | DispatchFailed | DispatchPosted
_REPORTED: dict[type[Report], Delivery] = {
    DispatchDelivered: Delivery.DELIVERED,
    DispatchOpened: Delivery.OPENED,
    DispatchAcknowledged: Delivery.ACKNOWLEDGED,
    DispatchFailed: Delivery.FAILED,
}
_POSTED = {"to_post": Delivery.TO_POST, "sent": Delivery.SENT, "returned": Delivery.FAILED}
#: Steps of a copy that are kept as they were told.
TRIES = frozenset({"sent", "returned", "delivered", "failed"})
BATCH = 200
_STAMPS = {
    Delivery.DELIVERED: "delivered_at",
    Delivery.OPENED: "opened_at",
    Delivery.ACKNOWLEDGED: "acknowledged_at",
}


def report(by: Principal, session: Session, event: Report, *, now: datetime, written: PostRecord | None = None) -> None:
    """One fact about one copy. Reports come by several channels, late and out of order; the furthest is kept.

    `written`: what the office wrote down of a letter on paper; its proof is kept with the act.
    """
    act, _case = hold_act(session, event.recommendation_id)
    if isinstance(event, DispatchDelivered | DispatchPosted) and event.letter is not None:
        _report_letter(by, session, act, event, now)
        return
    reported, day, body = _reported(event), _day(event), event.institution_id
    addressee = session.get_one(ActAddressee, (act.id, body), with_for_update=True)
    if reported is Delivery.DELIVERED:
        addressee.receipt_told_on = None
    if addressee.is_stopped and (reported is Delivery.TO_POST or isinstance(event, DispatchFailed)):
        # Told before it was known that nobody brings it any more.
        return
    if reported is Delivery.DELIVERED and _stands(addressee):
        _note_second(by, session, act, event, written, now)
        return
    owed = obligations_of(session, act.id, body)
    unmade.of_copy(by, session, event, act, addressee, owed, now=now)
    # Who answered has it, whatever the post says afterwards.
    if reported in ARRIVED or all(one.reply == Reply.NONE for one in owed):
        _note_copy(addressee, event, reported, day, written)
        _keep_try(session, addressee, event, day, written, now)
        for obligation in owed:
            _note_owed(by, session, obligation, reported, day, now, way=addressee.channel)
    if written is not None and written.proof is not None:
        addressee.proof_id = scans.keep_slip(session, act.id, written, written.proof, now)
    publications.renew(session, act, now=now)
    _note_story(by, session, act, event, day, now)


def _report_letter(
    by: Principal, session: Session, act: Recommendation, event: DispatchDelivered | DispatchPosted, now: datetime
) -> None:
    """Of a letter about the act: a reminder, or another."""
    reported, day, code = _reported(event), _day(event), _code(event)
    unmade.of_letter(session, event)
    _report_reminder(session, act, event, reported, day)
    letters_on_their_way.note(by, session, event.letter, reported, day, now=now)
    details = {"act": act.id, "institution": event.institution_id, "channel": _channel(event)}
    note(session, act.case_id, now, by.name, code, reason=_failure(event), **details, letter=event.letter)
    audit.record(
        session, by, code, "recommendation", act.id, institution=str(event.institution_id), letter=event.letter
    )


def _note_story(by: Principal, session: Session, act: Recommendation, event: Report, day: date, now: datetime) -> None:
    """Of paper only the day is known: the line says when it was recorded, and the day besides."""
    code, body = _code(event), event.institution_id
    details = {"act": act.id, "institution": body, "channel": _channel(event)}
    paper = isinstance(event, DispatchDelivered) and event.channel == "paper"
    said = {**details, "on": day.isoformat()} if paper else details
    note(session, act.case_id, now if paper else event.at, by.name, code, reason=_failure(event), **said)
    audit.record(session, by, code, "recommendation", act.id, institution=str(body))


def _stands(addressee: ActAddressee) -> bool:
    """Whether its delivery was told and has not been taken back. An answer that proved one is no word of a day of delivery."""
    return addressee.delivered_at is not None and addressee.delivery in ARRIVED


def _note_second(
    by: Principal, session: Session, act: Recommendation, event: Report, written: PostRecord | None, now: datetime
) -> None:
    """A letter arrives once: what is told of a second delivery, such as on paper of one that came by wire, stands in the history with
    its proof and moves no clock. Who has the power to corrects a clock, with the reason.
    """
    body = event.institution_id
    details = {"act": act.id, "institution": body, "channel": _channel(event)}
    note(session, act.case_id, event.at, by.name, "dispatch.delivered_again", **details)
    audit.record(session, by, "dispatch.delivered_again", "recommendation", act.id, institution=str(body))
    if written is not None and written.proof is not None:
        scans.keep_slip(session, act.id, written, written.proof, now)


def follow_link(by: Principal, session: Session, event: LinkMoved, *, now: datetime) -> None:
    """How far a one-time link came. It moves no clock: what delivers is that it was opened, which is told besides. Its id in the history is
    the proof of who opened the letter.
    """
    act, _case = hold_act(session, event.recommendation_id)
    if event.letter is None:
        addressee = session.get_one(ActAddressee, (act.id, event.institution_id), with_for_update=True)
        addressee.link_step, addressee.link_on = event.step, local_date(event.at)
        addressee.link_until = event.valid_until
    elif event.step == "sent":
        _leave_by_link(by, session, act, event, now)
    details = {"act": act.id, "institution": event.institution_id, "channel": "link", "link_id": event.link_id}
    note(session, act.case_id, now, by.name, f"link.{event.step}", **details)
    audit.record(
        session, by, f"link.{event.step}", "recommendation", act.id, institution=str(event.institution_id),
        link=str(event.link_id),
    )  # fmt: skip


def _leave_by_link(by: Principal, session: Session, act: Recommendation, event: LinkMoved, now: datetime) -> None:
    """A reminder was mailed as a link: it has left, and is with nobody before that was opened."""
    letters_on_their_way.note(by, session, event.letter, Delivery.SENT, local_date(event.at), now=now)
    for letter in _rung_letters(session, act, event):
        if letter.state == "sent":
            letter.left_on = letter.left_on or local_date(event.at)


def prove(by: Principal, session: Session, obligations: Sequence[Obligation], day: date, *, now: datetime) -> None:
    """A step of others: who answered on that day had the letter, of which nobody told so far. A day of delivery that is told later and
    lies before it takes its place. Nor does who answered wait for a letter that asks again.
    """
    asked_again.hear(by, session, obligations, day, now=now)
    unproved = [one for one in obligations if one.delivered_on is None]
    for obligation in unproved:
        _note_owed(by, session, obligation, Delivery.DELIVERED, day, now)
    for key in {(one.recommendation_id, one.institution_id) for one in unproved}:
        addressee = session.get_one(ActAddressee, key, with_for_update=True)
        if addressee.delivered_at is None:
            # It waits in no post book any more, also where nobody recorded that it had left.
            following.tell_stopped(session, *key, why="answered", on=day)
        addressee.delivery = after_delivery(Delivery(addressee.delivery), Delivery.DELIVERED).value
        addressee.delivered_on, addressee.failure = addressee.delivered_on or day, None
        publications.renew(session, session.get_one(Recommendation, addressee.recommendation_id), now=now)


def deem(by: Principal, session: Session, *, now: datetime) -> int:
    """Letters that were sent by registered post count as delivered from the day that their term says, where nobody told the true day; returns how many
    obligations. What came back before or comes back after is not delivered.
    """
    today = local_date(now)
    waiting = (
        select(Obligation)
        .where(Obligation.delivery == Delivery.SENT, Obligation.deemed_on.is_(None), Obligation.started_on <= today)
        .where(Obligation.term.in_(data.deeming_terms()), Obligation.fell_on.is_(None), ~_was_carried())
        .order_by(Obligation.started_on, Obligation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    found = list(session.execute(waiting).scalars())
    for obligation in found:
        day = obligation.started_on or today
        obligation.write_facts(deem_delivered(obligation.facts, day))
        keep_record(session, obligation, day, now)
        details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "on": day.isoformat()}
        note(session, obligation.case_id, now, by.name, "dispatch.deemed", obligation=obligation.id, **details)
        audit.record(session, by, "dispatch.deemed", "obligation", obligation.id, on=day.isoformat())
    return len(found)


def keep_record(session: Session, obligation: Obligation, day: date | None, now: datetime) -> None:
    """A step of others: what the office believes of the delivery from now on. `day`: on which it arrived or counts as delivered."""
    record = DeliveryRecord(obligation_id=obligation.id, delivery=obligation.delivery, at=now)
    record.delivered_on, record.sent_on = day, obligation.sent_on
    session.add(record)


def _was_carried() -> ColumnElement[bool]:
    """Whether the copy of an obligation left by hand or courier."""
    return exists().where(
        ActAddressee.recommendation_id == Obligation.recommendation_id,
        ActAddressee.institution_id == Obligation.institution_id,
        ActAddressee.channel.in_(WITH_RECEIPT),
    )


def _reported(event: Report) -> Delivery:
    return _POSTED[event.step] if isinstance(event, DispatchPosted) else _REPORTED[type(event)]


def _code(event: Report) -> str:
    return f"dispatch.{event.step if isinstance(event, DispatchPosted) else _reported(event)}"


def _day(event: Report) -> date:
    day = event.day if isinstance(event, DispatchPosted) else None
    return day or local_date(event.at)


def _failure(event: Report) -> str | None:
    if isinstance(event, DispatchPosted):
        return f"returned_{event.reason}" if event.step == "returned" else None
    return event.reason if isinstance(event, DispatchFailed) else None


def _channel(event: Report) -> str | None:
    """By which way; of paper how it was carried."""
    if isinstance(event, DispatchFailed):
        return None
    if isinstance(event, DispatchPosted):
        return event.way
    return (event.way if isinstance(event, DispatchDelivered) else None) or event.channel


def _note_copy(
    addressee: ActAddressee, event: Report, reported: Delivery, day: date, written: PostRecord | None
) -> None:
    before = Delivery(addressee.delivery)
    known = addressee.delivery = after_delivery(before, reported).value
    if known in ARRIVED and reported not in ARRIVED:
        return
    addressee.channel = way_after(before, addressee.channel, reported, _channel(event))
    addressee.failure = _failure(event)
    if reported not in ARRIVED:
        sent = reported is Delivery.SENT
        addressee.sent_on, addressee.delivered_on = day if sent else None, None
        addressee.tracking = written.tracking if sent and written else None
        addressee.delivered_at = None
    elif addressee.delivered_on is None or (reported is Delivery.DELIVERED and day < addressee.delivered_on):
        addressee.delivered_on = day
    stamp = _STAMPS.get(reported)
    if stamp is not None and getattr(addressee, stamp) is None:
        setattr(addressee, stamp, event.at)


def _keep_try(
    session: Session, addressee: ActAddressee, event: Report, day: date, written: PostRecord | None, now: datetime
) -> None:
    """What the next try of a letter that came back would take the place of. That it lies in the post book is none."""
    step = event.step if isinstance(event, DispatchPosted) else _reported(event).value
    if step not in TRIES:
        return
    kept = DeliveryTry(recommendation_id=addressee.recommendation_id, institution_id=addressee.institution_id, at=now)
    kept.step, kept.way, kept.day, kept.reason = step, _channel(event), day, _failure(event)
    kept.tracking = written.tracking if written else None
    session.add(kept)


def _note_owed(
    by: Principal,
    session: Session,
    obligation: Obligation,
    reported: Delivery,
    day: date,
    now: datetime,
    *,
    way: str | None = None,
) -> None:
    before = obligation.facts
    obligation.write_facts(apply_delivery(before, reported))
    if reported is Delivery.ACKNOWLEDGED:
        obligation.write_facts(apply_notice(obligation.facts, Notice.ACKNOWLEDGEMENT))
    if reported in ARRIVED:
        first = obligation.delivered_on is None
        obligation.delivered_on = min(obligation.delivered_on or day, day)
        obligation.delivery_known_at = obligation.delivery_known_at or now
        if first or reported is Delivery.DELIVERED:
            clocks.start(by, session, obligation, StartEvent.DELIVERED, day, now=now)
        if reported is Delivery.OPENED:
            clocks.start(by, session, obligation, StartEvent.FETCHED, day, now=now)
            asked_again.hear(by, session, [obligation], day, now=now)
    elif not has_arrived(obligation.facts):
        _hold_back(by, session, obligation, reported, day, now, way)
    keep_record(session, obligation, obligation.delivered_on, now)
    drop = escalations.drop_unwarranted if has_arrived(obligation.facts) else escalations.drop_drafts
    drop(session, obligation, now=now)
    moots.follow_days(by, session, obligation, now=now)


def _hold_back(
    by: Principal,
    session: Session,
    obligation: Obligation,
    reported: Delivery,
    day: date,
    now: datetime,
    way: str | None,
) -> None:
    """The letter is on its way, or nowhere: what was counted from an earlier sending or delivery is counted no more. Days for the post
    are left to registered post alone: who carries a letter brings its receipt back.
    """
    counted = obligation.sent_on or obligation.delivered_on
    begins = reported is Delivery.SENT and (way not in WITH_RECEIPT or clocks.begins_by_sending(obligation))
    obligation.sent_on = day if begins else None
    obligation.delivered_on = obligation.delivery_known_at = None
    if begins:
        clocks.start(by, session, obligation, StartEvent.DISPATCHED, day, now=now)
    elif counted is not None and obligation.term is not None:
        clocks.renew(session, obligation, EntryKind.CORRECTED, now=now)


def _report_reminder(
    session: Session,
    act: Recommendation,
    event: DispatchDelivered | DispatchPosted,
    reported: Delivery,
    day: date,
) -> None:
    """A reminder left, arrived or came back. Days for the post are left to registered post alone, as for the act itself."""
    for letter in _rung_letters(session, act, event):
        letter.delivery = after_delivery(Delivery(letter.delivery), reported).value
        if reported in {Delivery.SENT, Delivery.DELIVERED}:
            letter.left_on = letter.left_on or day
            if isinstance(event, DispatchPosted) and event.way not in WITH_RECEIPT:
                letter.posted_on = day
            if reported is Delivery.DELIVERED:
                letter.delivered_on = letter.delivered_on or day
            # It had left before it could be taken back.
            letter.state, letter.withdrawn_at = "sent", None
        elif Delivery(letter.delivery) not in ARRIVED:
            letter.left_on = letter.posted_on = letter.delivered_on = None


def _rung_letters(
    session: Session, act: Recommendation, event: DispatchDelivered | DispatchPosted | LinkMoved
) -> list[RungLetter]:
    letters = select(RungLetter).where(
        RungLetter.recommendation_id == act.id,
        RungLetter.institution_id == event.institution_id,
        RungLetter.document == event.letter,
        RungLetter.state.in_(("sent", "withdrawn")),
    )
    return list(session.execute(letters.with_for_update()).scalars())


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
