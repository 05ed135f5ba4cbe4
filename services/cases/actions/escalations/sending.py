"""A person sends a rung, or takes the lawful way that replaces it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import publications
from services.cases.actions.escalations import acts, drafting
from services.cases.actions.escalations.drafting import Override
from services.cases.actions.escalations.matter import ALSO
from services.cases.actions.escalations.records import record
from services.cases.domain.escalation import Offer, Situation, check_rung, offers
from services.cases.domain.ladder import REMINDERS, RungKey, lawful_alternatives
from services.cases.domain.timeliness import local_date
from services.cases.models import Obligation, Recommendation, RungLetter
from services.cases.queries.situations import situation_of
from services.cases.queries.visibility import LEADING, find_obligation, find_published
from shared.clock import utc_now
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotAllowed, NotFound, RuleViolation


@dataclass(frozen=True)
class Taken:
    """What became of the wish to send a rung: `sent`, or for an act of its own `drafted`, to be approved and issued."""

    state: str
    rung: str
    letter: RungLetter
    on: date | None = None
    to: UUID | None = None
    act_id: UUID | None = None
    alternative: str | None = None
    term_due: date | None = None
    override_reason: str | None = None
    by: UUID | None = None
    id: UUID | None = None


def send(
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    rung: RungKey,
    by: Principal,
    *,
    reason: str = "",
    override_reason: str = "",
    alternative: str | None = None,
    to: UUID | None = None,
) -> Taken:
    """Send a rung about all items on which the body has come to it, or the lawful alternative where it has no superior.

    A rung that is an act of its own is drafted if it was not yet; its approval and issue send it. Raises `RuleViolation`
    (409): not due, out of order, never for such a body, no superior (legal = the alternatives).
    """
    obligation = _find(session, obligation_id, rung, by)
    now = utc_now()
    today, override = local_date(now), Override(override_reason.strip(), by.id if override_reason.strip() else None)
    if override.reason and "commissioner" not in by.roles:
        raise NotAllowed("only the commissioner overrides the order")
    situation = situation_of(session, obligation, today)
    offer = _offer(obligation, rung, situation, alternative, override)
    check_sender(offer, by)
    letter = _letter(session, documents, obligation, offer, now, override)
    if offer.rung.act is not None and alternative is None:
        return _as_act(session, documents, letter, obligation, offer, today, to)
    if alternative is None:
        _prepare(session, documents, letter, by, reason, today)
    sent = record(session, letter, by, now, reason=reason.strip() or None, alternative=alternative)
    mine = next(one for one in sent if one.obligation_id == obligation.id)
    drafting.drop_others(session, letter, today)
    return Taken(
        "sent", rung.value, letter, mine.on, mine.to, None, alternative, mine.term_due, mine.override_reason, by.id, mine.id
    )  # fmt: skip


def check_sender(offer: Offer, by: Principal) -> None:
    if not by.roles & ALSO.get(offer.rung.sent_by, set()):
        raise NotAllowed(f"sent by: {offer.rung.sent_by}")


def _find(session: Session, obligation_id: UUID, rung: RungKey, by: Principal) -> Obligation:
    """The obligation, with its case locked; for the publisher too, who works on no case, where it is to be published."""
    if rung is not RungKey.PUBLICATION or "publisher" not in by.roles or by.roles & LEADING:
        return find_obligation(session, obligation_id, by, lock=True)[0]
    act_id = session.execute(select(Obligation.recommendation_id).where(Obligation.id == obligation_id)).scalar()
    if act_id is None:
        raise NotFound
    find_published(session, act_id, by)
    return session.get_one(Obligation, obligation_id, with_for_update=True)


def _offer(
    obligation: Obligation, rung: RungKey, situation: Situation, alternative: str | None, override: Override
) -> Offer:
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    if alternative is None:
        return check_rung(ladder, rung, situation, data.alternatives(), override_reason=override.reason)
    return _alternative(obligation, rung, situation, alternative)


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


def _letter(
    session: Session, documents: Documents, obligation: Obligation, offer: Offer, now: datetime, override: Override
) -> RungLetter:
    """The letter that waits, if it is about this item too and all of it still holds; else one written now."""
    letter = drafting.waiting(session, obligation, offer.rung.key)
    if letter is not None:
        covered = {one.id for one in drafting.covered_by(session, letter)}
        if obligation.id in covered and drafting.still_holds(session, letter, local_date(now)):
            return letter
        drafting.drop(session, letter)
    return drafting.write(session, documents, obligation, offer, now, override)


def _as_act(
    session: Session,
    documents: Documents,
    letter: RungLetter,
    obligation: Obligation,
    offer: Offer,
    today: date,
    to: UUID | None,
) -> Taken:
    if not acts.is_open(session, letter.act_id):
        drafting.write_act(session, documents, letter, obligation, offer, today, to)
    return Taken(
        "drafted", letter.rung, letter, to=letter.to, act_id=letter.act_id, override_reason=letter.override_reason
    )


def _prepare(
    session: Session, documents: Documents, letter: RungLetter, by: Principal, reason: str, today: date
) -> None:
    """What the rung does besides being recorded: a reminder gets its words of today, an act is shown to the public."""
    if RungKey(letter.rung) in REMINDERS:
        drafting.write_text(session, documents, letter, today)
    elif RungKey(letter.rung) is RungKey.PUBLICATION:
        act = session.get_one(Recommendation, letter.recommendation_id)
        if not act.published:
            publications.decide(session, act.id, publications.PUBLISH, reason.strip() or letter.rung, by)
