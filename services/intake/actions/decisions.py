"""Deciding what becomes of a complaint."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import looks, progress
from services.intake.actions.comparing import check_summary
from services.intake.data import wording
from services.intake.domain.decisions import (
    ADMISSIBLE,
    AUTHORITIES,
    ENDED,
    JOINED,
    REDIRECTED,
    Decision,
    check,
    check_anonymous,
    check_joined,
)
from services.intake.domain.terms import REDIRECT_CHECK, last_day, local_day, term_on
from services.intake.models import Complaint, DataKey, DecisionRecord, ErasedError, Message, Vault
from services.intake.queries import lookup, walls, work
from services.intake.schemas.decisions import NewDecision
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplaintDecided, InformationWanted
from shared.events.documents.intake import NeutralSummary
from shared.messaging.outbox import publish
from shared.principal import Principal, service
from shared.rules import ContentViolation, NotFound, RuleViolation


def decide(
    by: Principal,
    session: Session,
    vault: Vault,
    documents: Documents,
    complaint_id: UUID,
    new: NewDecision,
    *,
    now: datetime,
) -> Complaint:
    """Decide once, and tell the complainant in plain words; whoever is joined to it and has no case is told the same.

    Raises `RuleViolation` (409) if it is decided or erased, if nobody has read it, or anonymous where the policy does not admit that;
    `ContentViolation` (422) for what the decision lacks, for bodies and complaints that cannot be named, and for a summary
    that names someone, or may without a reason.
    """
    decision = _whole(by, session, new, complaint_id)
    complaint = work.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    if complaint.outcome:
        raise RuleViolation("it is decided", code="already_decided", legal=("reopening",))
    looks.require_read(complaint)
    today = local_day(now)
    check(decision, data.outcomes()[decision.outcome]["needs"], data.grounds_on(today))
    policy = data.policy("anonymous_complaints", today)
    check_anonymous(decision, tip=complaint.is_tip, in_case=complaint.case_id is not None, policy=policy)
    main = _check_named(session, complaint, decision)
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if decision.summary:
        compared = (decision.summary, decision.bodies)
        check_summary(by, session, vault, key, complaint, *compared, names_reason=new.names_reason)
        complaint.summary_document = documents.keep(NeutralSummary(summary=decision.summary, language=new.language))
    looks.decided(session, complaint, now=now)
    set_urgency(key, complaint, new.urgency, new.urgency_reason)
    settle(by, session, key, complaint, decision, now=now)
    if decision.ask_authority:
        _ask_for_information(session, complaint, decision, decision.ask_authority)
    if main is not None:
        _follow(session, complaint, main, now)
    elif decision.outcome != ADMISSIBLE:
        for joined in _joined(session, complaint):
            own_key = vault.open(joined.id, joined.key_wrapped, joined.kek_id)
            own = replace(decision, summary=None, ask_authority=None)
            looks.decided(session, joined, now=now)
            settle(by, session, own_key, joined, own, now=now)
    return complaint


def settle(
    by: Principal, session: Session, key: DataKey, complaint: Complaint, decision: Decision, *, now: datetime
) -> None:
    """Write a decision that was checked, for good; tell the complainant and the other services."""
    changes = audit.watched(complaint, "status", "outcome", "ground", "joined_to")
    _note(by, complaint, decision, now)
    session.add(record_of(complaint, authority=decision.ask_authority))
    session.add(_told(session, key, complaint, decision, now))
    _tell_services(session, complaint, decision)
    audit.record(
        session, by, "complaint.decided", "complaint", complaint.id, outcome=decision.outcome,
        ground=decision.ground or "", changes=changes(),
    )  # fmt: skip


def record_of(complaint: Complaint, *, authority: UUID | None = None) -> DecisionRecord:
    """The decision that a complaint has now, as it is kept."""
    if complaint.decided_at is None or complaint.decided_by is None or complaint.outcome is None:
        raise AssertionError("a decision has a day, a person and an outcome")
    return DecisionRecord(
        complaint_id=complaint.id,
        at=complaint.decided_at,
        by=complaint.decided_by,
        outcome=complaint.outcome,
        ground=complaint.ground,
        rights=list(complaint.rights),
        bodies=list(complaint.decided_bodies),
        summary_document=complaint.summary_document,
        joined_to=complaint.joined_to,
        redirect_to=complaint.redirect_to,
        authority=authority,
    )


def _whole(by: Principal, session: Session, new: NewDecision, complaint_id: UUID) -> Decision:
    """What was decided, with the ground that holds where none is named, and joined to the main complaint of the one that is named.

    Locks both of two that are joined, in the order in which events lock them.
    """
    joined_to = new.joined_to
    if joined_to is not None:
        joined_to = _main_of(by, session, joined_to)
        lookup.locked_all(session, {complaint_id, joined_to})
    return Decision(
        outcome=new.outcome,
        ground=new.ground or data.outcomes()[new.outcome].get("if_no_ground"),
        summary=new.summary,
        rights=new.rights,
        bodies=new.bodies,
        joined_to=joined_to,
        redirect_to=new.redirect_to,
        ask_authority=new.ask_authority,
    )


def _main_of(by: Principal, session: Session, complaint_id: UUID) -> UUID:
    try:
        named = walls.complaint(session, complaint_id, by.person)
        while named.outcome == JOINED and named.joined_to is not None:
            named = walls.complaint(session, named.joined_to, by.person)
    except NotFound:
        raise ContentViolation("no such complaint", code="complaint_unknown", field="joined_to") from None
    return named.id


def _check_named(session: Session, complaint: Complaint, decision: Decision) -> Complaint | None:
    """What the decision names must be there. Gives the complaint that it is joined to."""
    lookup.require_known(session, [(f"bodies.{index}", body) for index, body in enumerate(decision.bodies)])
    if decision.redirect_to:
        lookup.require_active(session, decision.redirect_to, "redirect_to")
    if decision.ask_authority:
        authority = lookup.require_active(session, decision.ask_authority, "ask_authority")
        if authority.institution_class not in AUTHORITIES:
            raise ContentViolation("neither a court nor a prosecutor", code="no_authority", field="ask_authority")
    if decision.joined_to is None:
        return None
    check_joined(complaint.id, main_id=decision.joined_to)
    main = session.get(Complaint, decision.joined_to, populate_existing=True)
    if main is None or main.erased_at:
        raise ContentViolation("no such complaint", code="complaint_unknown", field="joined_to")
    if main.status in ENDED:
        raise ContentViolation("the office has ended its work on that one", code="joined_to_ended", field="joined_to")
    return main


def _follow(session: Session, complaint: Complaint, main: Complaint, now: datetime) -> None:
    """Who is joined goes with the main complaint: into its case, if there is one, and so do those joined to who is joined."""
    session.execute(update(Complaint).where(Complaint.joined_to == complaint.id).values(joined_to=main.id))
    session.flush()
    if main.case_id is not None and main.case_number is not None:
        # A moment later, so that it is read after the decision.
        then = now + timedelta(microseconds=1)
        progress.enter_case(service("cases"), session, _joined(session, main), main.case_id, main.case_number, now=then)


def _joined(session: Session, main: Complaint) -> list[Complaint]:
    """Who waits with a complaint for what becomes of it."""
    waiting = select(Complaint).where(
        Complaint.joined_to == main.id, Complaint.status == JOINED, Complaint.erased_at.is_(None)
    )
    return list(session.execute(waiting.order_by(Complaint.id).with_for_update()).scalars())


def set_urgency(key: DataKey, complaint: Complaint, urgency: str | None, reason: str | None) -> None:
    if urgency is None or urgency == complaint.urgency:
        return
    ranks = {level: entry["rank"] for level, entry in data.urgency_levels().items()}
    if ranks[urgency] < ranks[complaint.urgency] and not reason:
        raise ContentViolation("lowering it needs a reason", code="missing", field="urgency_reason")
    complaint.urgency = urgency
    if reason:
        complaint.urgency_reason_sealed = key.seal(reason, "complaint.urgency_reason_sealed", complaint.id)


def _note(by: Principal, complaint: Complaint, decision: Decision, now: datetime) -> None:
    complaint.outcome, complaint.ground = decision.outcome, decision.ground
    complaint.rights = list(decision.rights)
    complaint.decided_bodies = [str(body) for body in decision.bodies]
    complaint.redirect_to = decision.redirect_to
    # Who was joined and is decided with the main complaint stays joined to it.
    complaint.joined_to = decision.joined_to or complaint.joined_to
    complaint.decided_at, complaint.decided_by = now, by.person
    if complaint.status in ("received", JOINED):
        complaint.status = decision.outcome
    if decision.outcome == REDIRECTED:
        today = local_day(now)
        complaint.redirect_check_on = last_day(term_on(data.terms(), REDIRECT_CHECK, today), today)


def _told(session: Session, key: DataKey, complaint: Complaint, decision: Decision, now: datetime) -> Message:
    """The message in both languages, in the words of today: what a person was told must not change with the data."""
    body = lookup.institutions(session, [decision.redirect_to] if decision.redirect_to else [])
    texts = {
        language: wording.decision_text(
            decision.outcome,
            decision.ground,
            next((found.name(language) for found in body.values()), None),
            language,
            by_child=complaint.by_child,
        )
        for language in wording.LANGUAGES
    }
    return decision_message(key, complaint.id, texts, now)


def decision_message(key: DataKey, complaint_id: UUID, texts: dict[str, str], now: datetime) -> Message:
    message_id = uuid4()
    sealed = key.seal_json(texts, "message.text_sealed", message_id)
    return Message(
        id=message_id, complaint_id=complaint_id, at=now, sender="office", kind="decision", text_sealed=sealed
    )


def _tell_services(session: Session, complaint: Complaint, decision: Decision) -> None:
    publish(
        session,
        ComplaintDecided(
            complaint_id=complaint.id,
            reference=complaint.reference,
            outcome=decision.outcome,
            ground=decision.ground,
            summary=complaint.summary_document if decision.summary else None,
            rights=tuple(decision.rights),
            bodies=tuple(decision.bodies),
            life_area=complaint.life_area,
            municipality=complaint.municipality,
            urgency=complaint.urgency,
            by_child=complaint.by_child,
            conflict_with_guardian=complaint.conflict_with_guardian,
            joined_to=decision.joined_to,
            redirect_to=decision.redirect_to,
        ),
        complaint.id,
    )


def _ask_for_information(session: Session, complaint: Complaint, decision: Decision, authority: UUID) -> None:
    publish(
        session,
        InformationWanted(
            complaint_id=complaint.id,
            reference=complaint.reference,
            summary=complaint.summary_document or "",
            authority=authority,
            elsewhere=decision.ground or "",
            rights=tuple(decision.rights),
            life_area=complaint.life_area,
            municipality=complaint.municipality,
            urgency=complaint.urgency,
        ),
        complaint.id,
    )
