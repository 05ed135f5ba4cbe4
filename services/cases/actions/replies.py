"""What a body says: a reply, a request for more time, a report of progress. Each is kept whole; only the facts move."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, deliveries, escalations, steps
from services.cases.domain.case import Status, Step
from services.cases.domain.case_conditions import possible_steps
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
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Claim, ExtensionRequest, Obligation, Reply, ReplyItem
from services.cases.models.cases import note
from services.cases.queries.situations import facts_of
from shared import audit

ACTOR = "service:partners"


def receive(session: Session, told: Mapping[str, Any], at: datetime, actor: str = ACTOR) -> None:
    """A reply, late or not, first or amended. `told` is the event's data, or the same of a letter on paper.

    Raises `UnknownItemError` for an item that this body does not owe.
    """
    act, case = deliveries.hold_act(session, told["recommendation_id"])
    owed = _by_item(session, act.id, told["institution_id"])
    reply = Reply(
        id=told["reply_id"],
        recommendation_id=act.id,
        institution_id=told["institution_id"],
        dispatch_id=told["dispatch_id"],
        version=max(told["version"], latest_version(session, act.id, told["institution_id"]) + 1),
        channel=told["channel"],
        received_at=told["received_at"],
        recorded_at=at,
        document=told["reply"],
        scan_id=told.get("scan_id"),
    )
    session.add(reply)
    session.flush()
    for item in told["items"]:
        _apply(session, _owed(owed, item["item_id"]), reply, item, actor)
    details = {"act": act.id, "institution": reply.institution_id, "version": reply.version}
    note(session, case.id, reply.received_at, actor, "reply.received", reply=reply.id, **details)
    audit.record(session, actor, "reply.received", "recommendation", act.id, reply=str(reply.id))
    _follow(session, case)


def ask_for_time(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """A body asks for more time: noted, shown to the officer, and the clock runs on."""
    act, case = deliveries.hold_act(session, told["recommendation_id"])
    request = ExtensionRequest(
        id=told["request_id"],
        recommendation_id=act.id,
        institution_id=told["institution_id"],
        until=told["until"],
        document=told["reasons"],
        requested_at=at,
    )
    session.add(request)
    for obligation in deliveries.obligations_of(session, act.id, request.institution_id):
        obligation.write_facts(apply_notice(obligation.facts, Notice.EXTENSION_REQUEST))
    details = {"act": act.id, "institution": request.institution_id, "until": request.until}
    note(session, case.id, at, ACTOR, "extension.requested", request=request.id, **details)
    audit.record(session, ACTOR, "extension.requested", "recommendation", act.id, request=str(request.id))


def report_progress(session: Session, told: Mapping[str, Any], _at: datetime) -> None:
    """What a body claims after its reply; what the office found stays as it is."""
    act, case = deliveries.hold_act(session, told["recommendation_id"])
    owed = _by_item(session, act.id, told["institution_id"])
    for item in told["items"]:
        obligation = _owed(owed, item["item_id"])
        obligation.write_facts(apply_claim(obligation.facts, Claimed(item["claimed"]), item.get("promised_date")))
        session.add(
            Claim(
                report_id=told["report_id"],
                obligation_id=obligation.id,
                claimed=item["claimed"],
                promised_date=item.get("promised_date"),
                evidence=item["evidence"],
                document=told["report"],
                at=told["at"],
            )
        )
    details = {"act": act.id, "institution": told["institution_id"]}
    note(session, case.id, told["at"], ACTOR, "progress.reported", report=told["report_id"], **details)
    audit.record(session, ACTOR, "progress.reported", "recommendation", act.id, report=str(told["report_id"]))


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


def _apply(session: Session, obligation: Obligation, reply: Reply, item: Mapping[str, Any], actor: str) -> None:
    received_on = local_date(reply.received_at)
    said = ItemReply(
        position=Position(item["position"]),
        received_on=received_on,
        reasons=item["has_reasons"],
        claimed=Claimed(item["claimed"]) if item.get("claimed") else None,
        promised_date=item.get("promised_date"),
    )
    before, overtaken = obligation.facts, _overtaken(session, obligation, reply)
    after = apply_reply(before, said, overtaken=overtaken)
    obligation.write_facts(after)
    if not overtaken:
        obligation.insufficient_on = None
    session.add(
        ReplyItem(
            reply_id=reply.id,
            obligation_id=obligation.id,
            position=said.position.value,
            word=REPLIES[said.position, said.reasons].value,
            has_reasons=said.reasons,
            claimed=item.get("claimed"),
            promised_date=said.promised_date,
            competent_institution=item.get("competent_institution"),
            evidence=item["evidence"],
        )
    )
    if stops_clock(after.reply):
        escalations.drop_drafts(session, obligation)
    if after.answered_on != before.answered_on:
        clocks.append(session, obligation, EntryKind.CLOSED, received_on, reply.recorded_at, actor)


def _overtaken(session: Session, obligation: Obligation, reply: Reply) -> bool:
    """Whether a reply that was received after this one is known: a letter may be entered long after it came."""
    later = select(Reply.id).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    later = later.where(ReplyItem.obligation_id == obligation.id, Reply.received_at > reply.received_at)
    return session.execute(later.limit(1)).scalar() is not None


def _follow(session: Session, case: Case) -> None:
    """Once nothing more is awaited, the case goes on to see whether the words are kept."""
    session.flush()
    facts = facts_of(session, case)
    if Status(case.status) is Status.PENDING_REPLY and Step.MONITOR in possible_steps(Status(case.status), facts):
        steps.move(session, case, Step.MONITOR, facts, ACTOR)
