"""What a body says: a reply, a request for more time, a report of progress. Each is kept whole; only the facts move."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import clocks, deliveries, escalations, standings, steps
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import (
    REPLIES,
    ItemReply,
    Notice,
    Position,
    apply_claim,
    apply_notice,
    apply_reply,
    stops_clock,
)
from services.cases.domain.standing import REFUSALS, YES
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Claim, ExtensionRequest, Obligation, Reply, ReplyItem
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import ExtensionRequested, ProgressReported, RepliedItem, ReplyReceived
from shared.principal import Principal, service

#: Who moves a case on once its last answer is in, also where that one came on paper.
PARTNERS = service("partners")


def receive(by: Principal, session: Session, event: ReplyReceived, *, now: datetime) -> None:
    """A reply from the portal, late or not, first or amended. Raises `UnknownItemError` for an item that this body does not owe."""
    reply = Reply(
        id=event.reply_id,
        recommendation_id=event.recommendation_id,
        institution_id=event.institution_id,
        dispatch_id=event.dispatch_id,
        version=event.version,
        channel=event.channel,
        received_at=event.received_at,
        recorded_at=now,
        document=event.reply,
    )
    take(by, session, reply, event.items)


def take(by: Principal, session: Session, reply: Reply, items: Sequence[RepliedItem]) -> None:
    """The step that a reply from the portal and a letter on paper have in common: it is kept, and the facts move.

    Raises `UnknownItemError` for an item that this body does not owe.
    """
    act, case = deliveries.hold_act(session, reply.recommendation_id)
    by_item = _by_item(session, act.id, reply.institution_id)
    deliveries.prove(by, session, list(by_item.values()), local_date(reply.received_at), now=reply.recorded_at)
    reply.version = max(reply.version, latest_version(session, act.id, reply.institution_id) + 1)
    session.add(reply)
    session.flush()
    for item in items:
        owed = _owed(by_item, item.item_id)
        before, done = _news_of(owed), _says_done(owed)
        _apply(by, session, owed, reply, item)
        if _news_of(owed) != before:
            _tell(session, case, owed, now=reply.recorded_at, undone=done and not _says_done(owed))
    details = {"act": act.id, "institution": reply.institution_id, "version": reply.version}
    # Of paper only the day is known: the line says when it was recorded, and the day besides.
    paper = reply.channel == "paper"
    said = {**details, "on": local_date(reply.received_at).isoformat()} if paper else details
    at = reply.recorded_at if paper else reply.received_at
    note(session, case.id, at, by.name, "reply.received", reply=reply.id, **said)
    audit.record(session, by, "reply.received", "recommendation", act.id, reply=str(reply.id))
    steps.go_on(PARTNERS, session, case, now=reply.recorded_at)


def ask_for_time(by: Principal, session: Session, event: ExtensionRequested, *, now: datetime) -> None:
    """A body asks for more time: noted, shown to the officer, and the clock runs on."""
    act, case = deliveries.hold_act(session, event.recommendation_id)
    request = ExtensionRequest(
        id=event.request_id,
        recommendation_id=act.id,
        institution_id=event.institution_id,
        until=event.until,
        document=event.reasons,
        requested_at=now,
    )
    session.add(request)
    owed = deliveries.obligations_of(session, act.id, request.institution_id)
    deliveries.prove(by, session, owed, local_date(now), now=now)
    for obligation in owed:
        obligation.write_facts(apply_notice(obligation.facts, Notice.EXTENSION_REQUEST))
    details = {"act": act.id, "institution": request.institution_id, "until": request.until}
    note(session, case.id, now, by.name, "extension.requested", request=request.id, **details)
    audit.record(session, by, "extension.requested", "recommendation", act.id, request=str(request.id))


def report_progress(by: Principal, session: Session, event: ProgressReported, *, now: datetime) -> None:
    """What a body claims after its reply; what the office found stays as it is. Whoever complained is told what is news to them."""
    act, case = deliveries.hold_act(session, event.recommendation_id)
    by_item = _by_item(session, act.id, event.institution_id)
    for item in event.items:
        obligation = _owed(by_item, item.item_id)
        facts, before, done = obligation.facts, _news_of(obligation), _says_done(obligation)
        on, by_then = local_date(event.at), obligation.day_counted
        again = by_then is None and _promised_before(session, obligation)
        reach = data.promise_reach(obligation.issued_on)
        claimed = Claimed(item.claimed)
        obligation.write_facts(apply_claim(facts, claimed, item.promised_date, on, by_then, again=again, reach=reach))
        obligation.spoke = True
        session.add(
            Claim(
                report_id=event.report_id,
                obligation_id=obligation.id,
                claimed=item.claimed,
                promised_date=item.promised_date,
                moved=_moved(obligation, item.promised_date),
                evidence=list(item.evidence),
                document=event.report,
                at=event.at,
            )
        )
        if _news_of(obligation) != before and obligation.reply not in REFUSALS:
            standings.tell_reported(session, case, obligation, now=now, undone=done and not _says_done(obligation))
    details = {"act": act.id, "institution": event.institution_id}
    note(session, case.id, event.at, by.name, "progress.reported", report=event.report_id, **details)
    audit.record(session, by, "progress.reported", "recommendation", act.id, report=str(event.report_id))


def latest_version(session: Session, act_id: UUID, institution_id: UUID) -> int:
    """The number of a body's last reply to an act, whichever way it came; 0 for none."""
    statement = select(func.max(Reply.version)).where(
        Reply.recommendation_id == act_id, Reply.institution_id == institution_id
    )
    return session.execute(statement).scalar() or 0


class UnknownItemError(LookupError):
    """A body speaks of an item that it does not owe."""


def _by_item(session: Session, act_id: UUID, institution_id: UUID) -> dict[UUID, Obligation]:
    return {one.item_id: one for one in deliveries.obligations_of(session, act_id, institution_id)}


def _owed(owed: dict[UUID, Obligation], item_id: UUID) -> Obligation:
    if item_id not in owed:
        raise UnknownItemError
    return owed[item_id]


def _apply(by: Principal, session: Session, obligation: Obligation, reply: Reply, item: RepliedItem) -> None:
    received_on = local_date(reply.received_at)
    reply_item = ItemReply(
        position=Position(item.position),
        received_on=received_on,
        reasons=item.has_reasons,
        claimed=Claimed(item.claimed) if item.claimed else None,
        promised_date=item.promised_date,
    )
    before, overtaken = obligation.facts, _overtaken(session, obligation, reply)
    if not overtaken:
        # First: its day, which is gone once the office turned to another body, is there again for the new word.
        clocks.press_again(by, session, obligation, now=reply.recorded_at)
        obligation.insufficient_on = obligation.readdressed_on = obligation.refusal_left_on = None
    if not obligation.said_yes and REPLIES[reply_item.position, reply_item.reasons] in YES:
        # Its body reads anew by when it is to be done: it names no later day by itself any more.
        obligation.told_by_when = None
    by_then = obligation.day_counted
    again = by_then is None and _promised_before(session, obligation)
    reach = data.promise_reach(obligation.issued_on)
    after = apply_reply(before, reply_item, by_then, overtaken=overtaken, again=again, reach=reach)
    obligation.write_facts(after)
    obligation.spoke = obligation.spoke or reply_item.claimed is not None
    if not overtaken:
        obligation.question_id = reply.id if reply_item.position is Position.ASKS_CLARIFICATION else None
    session.add(
        ReplyItem(
            reply_id=reply.id,
            obligation_id=obligation.id,
            position=reply_item.position.value,
            word=REPLIES[reply_item.position, reply_item.reasons].value,
            has_reasons=reply_item.reasons,
            claimed=item.claimed,
            promised_date=reply_item.promised_date,
            moved=overtaken or _moved(obligation, reply_item.promised_date),
            competent_institution=item.competent_institution,
            evidence=list(item.evidence),
        )
    )
    if stops_clock(after.reply):
        escalations.drop_drafts(session, obligation, now=reply.recorded_at)
        escalations.withdraw_untrue(session, obligation, now=reply.recorded_at)
    if after.answered_on != before.answered_on:
        clocks.open_for_answer(by, session, obligation, received_on, now=reply.recorded_at)
        clocks.append(by, session, obligation, EntryKind.CLOSED, received_on, now=reply.recorded_at)


def _promised_before(session: Session, obligation: Obligation) -> bool:
    """Whether a day that its body named counted at any time."""
    named = (
        select(table.obligation_id).where(
            table.obligation_id == obligation.id, table.promised_date.is_not(None), table.moved
        )
        for table in (ReplyItem, Claim)
    )
    return session.execute(union_all(*named).limit(1)).scalar() is not None


def _moved(obligation: Obligation, promised_date: date | None) -> bool:
    """Whether the day that was just named counts."""
    counts = obligation.promised_date == promised_date and obligation.asked_date != promised_date
    return promised_date is None or counts


def _news_of(obligation: Obligation) -> tuple[object, ...]:
    """What of a reply whoever complained is told: a refusal by its word alone, else also what is claimed and promised."""
    if obligation.reply in REFUSALS:
        return (obligation.reply,)
    return obligation.reply, obligation.claimed, obligation.promised_date


def _says_done(obligation: Obligation) -> bool:
    return obligation.claimed == Claimed.IMPLEMENTED and obligation.reply in YES


def _tell(session: Session, case: Case, obligation: Obligation, *, now: datetime, undone: bool) -> None:
    if obligation.reply in REFUSALS:
        standings.tell(session, case, obligation, now=now, undone=undone)
    elif said := standings.said_of(obligation, now=now) or standings.said_late(obligation, now=now):
        standings.tell_answered(session, case, obligation, said, now=now, undone=undone)


def _overtaken(session: Session, obligation: Obligation, reply: Reply) -> bool:
    """Whether a reply that was received after this one is known: a letter may be entered long after it came."""
    later = select(Reply.id).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    later = later.where(ReplyItem.obligation_id == obligation.id, Reply.received_at > reply.received_at)
    return session.execute(later.limit(1)).scalar() is not None
