"""Rungs of the ladder: the system drafts each when it is due, and a person sends it."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import clock
from services.cases.domain.escalation import Offer, Situation, check_rung, offers
from services.cases.domain.ladder import REMINDERS, RungKey, lawful_alternatives
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import Term
from services.cases.domain.timeliness import local_date
from services.cases.models import Escalation, Obligation, Recommendation, RungDraft
from services.cases.models.cases import note
from services.cases.models.situations import situation_of
from services.cases.models.visibility import find_obligation
from shared import audit
from shared.access import Principal
from shared.directory import KnownInstitution
from shared.errors import Problem
from shared.events.catalogue import ObligationEscalated, ObligationReminded
from shared.messaging.outbox import publish
from shared.rules import ContentViolation, RuleViolation

#: Who may send what a role may send: whoever leads may do what those below may.
ALSO = {
    "case_officer": {"case_officer", "approver", "commissioner"},
    "approver": {"approver", "commissioner"},
    "commissioner": {"commissioner"},
    "publisher": {"publisher", "commissioner"},
}


def send(
    session: Session,
    obligation_id: UUID,
    rung: RungKey,
    by: Principal,
    *,
    reason: str = "",
    override_reason: str = "",
    alternative: str | None = None,
) -> Escalation:
    """Send a rung, or the lawful alternative where the body has no superior.

    Raises `RuleViolation` (409): not due, out of order, never for such a body, no superior (legal = the alternatives).
    """
    obligation, _case = find_obligation(session, obligation_id, by, lock=True)
    now = datetime.now(UTC)
    situation = situation_of(session, obligation, local_date(now))
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    if override_reason.strip() and "commissioner" not in by.roles:
        raise Problem(403, "not_allowed", detail="only the commissioner overrides the order")
    if alternative is not None:
        offer = _alternative(obligation, rung, situation, alternative)
    else:
        offer = check_rung(ladder, rung, situation, data.alternatives(), override_reason=override_reason)
    _check_sender(offer, by)
    sent = Escalation(
        obligation_id=obligation.id,
        rung=rung.value,
        on=situation.today,
        to=_turned_to(session, rung, situation) if alternative is None else None,
        alternative=alternative,
        term_due=_term_due(offer, situation.today, now),
        override_reason=override_reason.strip() or None,
        reason=reason.strip() or None,
        by=by.id,
        at=now,
    )
    session.add(sent)
    _settle_draft(session, obligation.id, rung)
    _announce(session, obligation, sent, situation)
    _trace(session, obligation, sent, by, now)
    return sent


def draft_due(session: Session, obligation: Obligation, now: datetime) -> int:
    """Put the rung that is due today before the officer, once; returns how many were drafted."""
    today = local_date(now)
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    open_now = offers(ladder, situation_of(session, obligation, today), data.alternatives())
    drafted = 0
    for offer in open_now:
        if offer.on > today:
            continue
        draft = session.get(RungDraft, (obligation.id, offer.rung.key.value))
        if draft is None:
            draft = RungDraft(obligation_id=obligation.id, rung=offer.rung.key.value)
            session.add(draft)
        draft.state, draft.due_on, draft.no_superior, draft.drafted_at = "waiting", offer.on, offer.no_superior, now
        drafted += 1
    return drafted


def drop_drafts(session: Session, obligation: Obligation) -> None:
    """What was drafted has lost its reason: an answer came, the date moved, or nothing more is expected."""
    waiting = update(RungDraft).where(RungDraft.obligation_id == obligation.id, RungDraft.state == "waiting")
    session.execute(waiting.values(state="dropped"))


def _alternative(obligation: Obligation, rung: RungKey, situation: Situation, alternative: str) -> Offer:
    """The rung as taken by another lawful way. Only where there is no superior, and only one that is named for such a body."""
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    open_now = offers(ladder, situation, data.alternatives())
    offer = next((one for one in open_now if one.rung.key is rung and one.no_superior), None)
    if offer is None:
        # Asks the rule itself, so that the refusal says what is open; where the rung may be sent, no alternative is needed.
        check_rung(ladder, rung, situation, data.alternatives())
        raise RuleViolation("the body has a superior", code="ladder.alternative_not_needed", legal=(rung.value,))
    legal = lawful_alternatives(offer.rung, situation.body_class, data.alternatives(), situation.today)
    if alternative not in legal:
        raise RuleViolation("not lawful for such a body", code="ladder.alternative_not_lawful", legal=legal)
    if offer.on > situation.today:
        raise RuleViolation(f"an earlier term runs; it may be sent from {offer.on}", code="ladder.term_runs")
    return offer


def _check_sender(offer: Offer, by: Principal) -> None:
    if not by.roles & ALSO.get(offer.rung.sent_by, set()):
        raise Problem(403, "not_allowed", detail=f"sent by: {offer.rung.sent_by}")


def _turned_to(session: Session, rung: RungKey, situation: Situation) -> UUID | None:
    """The body that the rung turns to. Of several superiors none is guessed."""
    if rung is not RungKey.HIERARCHICAL_SUPERIOR:
        return None
    known = [one for one in situation.superiors if session.get(KnownInstitution, UUID(str(one))) is not None]
    if len(known) != 1:
        raise ContentViolation("the superior is not one body", code="ladder.superior_unclear", field="rung")
    return UUID(str(known[0]))


def _term_due(offer: Offer, today: date, now: datetime) -> date | None:
    """The last day of the term that the rung opens: from its delivery, which is the day on which it is sent."""
    if offer.rung.opens_term is None:
        return None
    term: Term = data.term_on(offer.rung.opens_term, today)
    begun = Entry(id="sent", kind=EntryKind.STARTED, effective=today, recorded_at=now, event=term.start_event)
    return clock.due([begun], data.calendar_of(today), term).day


def _settle_draft(session: Session, obligation_id: UUID, rung: RungKey) -> None:
    draft = session.get(RungDraft, (obligation_id, rung.value))
    if draft is not None:
        draft.state = "sent"


def _announce(session: Session, obligation: Obligation, sent: Escalation, situation: Situation) -> None:
    act = session.get_one(Recommendation, obligation.recommendation_id)
    spoke = {
        "obligation_id": obligation.id,
        "recommendation_id": act.id,
        "number": act.number,
        "item_id": obligation.item_id,
        "institution_id": obligation.institution_id,
        "due": obligation.reply_due or situation.today,
    }
    if RungKey(sent.rung) in REMINDERS:
        publish(session, ObligationReminded, obligation.id, clock=spoke, rung=sent.rung)
    else:
        publish(session, ObligationEscalated, obligation.id, clock=spoke, rung=sent.rung, to=sent.to)


def _trace(session: Session, obligation: Obligation, sent: Escalation, by: Principal, now: datetime) -> None:
    code = "obligation.reminded" if RungKey(sent.rung) in REMINDERS else "obligation.escalated"
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "rung": sent.rung}
    note(
        session,
        obligation.case_id,
        now,
        by.name,
        code,
        obligation=obligation.id,
        to=sent.to,
        alternative=sent.alternative,
        **details,
    )
    audit.record(
        session, by.name, code, "obligation", obligation.id, rung=sent.rung, override=bool(sent.override_reason)
    )
    session.flush()
