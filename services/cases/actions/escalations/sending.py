"""A person sends a rung, or takes the lawful way that replaces it; or writes a reminder anew that was sent and lay too long before it left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import publications
from services.cases.actions.escalations import acts, basis, drafting, letters, reminder_paper, reports
from services.cases.actions.escalations.drafting import Override
from services.cases.actions.escalations.matter import ALSO, covered_by, open_offer
from services.cases.actions.escalations.records import record, take_back
from services.cases.actions.escalations.texts import days_to_answer
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.data.confirmed import Rests
from services.cases.domain.escalation import Offer, Situation, check_rung, offers
from services.cases.domain.ladder import REMINDERS, Alternative, Ladder, RungKey, lawful_alternatives
from services.cases.domain.timeliness import local_date
from services.cases.models import Escalation, Obligation, Recommendation, RungLetter
from services.cases.models.cases import note
from services.cases.queries.situations import open_ways, situation_of
from services.cases.queries.visibility import LEADING, find_case, find_obligation, find_published
from services.cases.schemas.acts import PublicationBody
from services.cases.schemas.rungs import EscalationBody, TakenRung
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotAllowed, NotFound, RuleViolation
from shared.typed import filled

#: What a rung that is drafted has not yet.
_NOT_SENT: dict[str, object] = {"id": None, "on": None, "term_due": None, "by": None, "left_out": ()}


def send(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    wanted: EscalationBody,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> TakenRung:
    """Send a rung about all items on which the body has come to it, or the lawful alternative where it has no superior.

    A reminder leaves with the words that were `seen`; without that it is drafted, to be read. A rung that is an act of its own is drafted if
    it was not yet, or if what its draft tells is not so any more; its approval and issue send it. Raises `RuleViolation`
    (409): not due, out of order, never for such a body, no superior (legal = the alternatives).
    """
    obligation = _find(by, session, obligation_id, wanted.rung)
    today = local_date(now)
    override = _override(by, session, obligation, wanted)
    situation = situation_of(session, obligation, today)
    offer = checked(session, obligation, wanted.rung, situation, wanted.alternative, override)
    check_sender(by, offer)
    letter = _letter(session, documents, obligation, offer, override, now=now)
    way = data.alternative_on(wanted.alternative, today)
    if (way.act if way else offer.rung.act) is not None:
        left_out = _drafted_anew(by, session, documents, letter, way, now=now)
        taken = _as_act(session, documents, letter, obligation, offer, way, now, wanted.to)
        return replace(taken, left_out=tuple(left_out))
    if letter.document is not None and wanted.seen is None:
        # Nothing leaves that nobody has read.
        return filled(TakenRung, letter, act=None, letter=letter.id, state="drafted", **_NOT_SENT)
    reason = wanted.reason.strip() or None
    if wanted.alternative is None:
        _prepare(by, session, documents, letter, wanted.seen or "", reason or letter.rung, outgoing, now=now)
        letters.require_compared(by, session, documents, letter, wanted.names_reason, now=now)
    sent = record(by, session, letter, now=now, reason=reason, alternative=wanted.alternative)
    mine = next(one for one in sent if one.obligation_id == obligation.id)
    drafting.drop_others(session, letter, now=now)
    return filled(TakenRung, mine, act=mine.act_id, letter=letter.id, state="sent", left_out=())


def check_sender(by: Principal, offer: Offer) -> None:
    if not by.roles & ALSO.get(offer.rung.sent_by, set()):
        raise NotAllowed(f"sent by: {offer.rung.sent_by}")


def _find(by: Principal, session: Session, obligation_id: UUID, rung: RungKey) -> Obligation:
    """The obligation, with its case locked; for the publisher too, who works on no case, where it is to be published."""
    if rung is not RungKey.PUBLICATION or "publisher" not in by.roles or by.roles & LEADING:
        return find_obligation(session, obligation_id, by, lock=True)[0]
    act_id = session.execute(select(Obligation.recommendation_id).where(Obligation.id == obligation_id)).scalar()
    if act_id is None:
        raise NotFound
    find_published(session, act_id, by)
    return session.get_one(Obligation, obligation_id, with_for_update=True)


def checked(
    session: Session,
    obligation: Obligation,
    rung: RungKey,
    situation: Situation,
    alternative: str | None,
    override: Override,
) -> Offer:
    """The rung, or the lawful `alternative` in its place, if it may be sent today; also a step of the issue of its act."""
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    ways = open_ways(session, obligation.institution_id, situation.today)
    if alternative is None:
        return check_rung(ladder, rung, situation, ways, override_reason=override.reason)
    return _alternative(ladder, rung, situation, alternative, ways)


def _alternative(
    ladder: Ladder | None, rung: RungKey, situation: Situation, alternative: str, ways: Sequence[Alternative]
) -> Offer:
    """The rung as taken by another lawful way. Only where there is no superior, and only one that is named for such a body."""
    open_now = offers(ladder, situation, ways)
    offer = next((one for one in open_now if one.rung.key is rung and one.no_superior), None)
    if offer is None:
        # Asks the rule itself, so that the refusal says what is open; where the rung may be sent, no alternative is needed.
        check_rung(ladder, rung, situation, ways)
        raise RuleViolation("the body has a superior", code="ladder.alternative_not_needed", legal=(rung.value,))
    legal = lawful_alternatives(offer.rung, situation.body_class, ways, situation.today)
    if alternative not in legal:
        raise RuleViolation("not lawful for such a body", code="ladder.alternative_not_lawful", legal=legal)
    if offer.on > situation.today:
        raise RuleViolation(f"an earlier term runs; it may be sent from {offer.on}", code="ladder.term_runs")
    return offer


def _letter(
    session: Session, documents: Documents, obligation: Obligation, offer: Offer, override: Override, *, now: datetime
) -> RungLetter:
    """The letter that waits, if it is about this item too and all of it still holds; else one written now."""
    letter = drafting.waiting(session, obligation, offer.rung.key)
    if letter is not None:
        covered = {one.id for one in covered_by(session, letter)}
        if obligation.id in covered and drafting.still_holds(session, letter, local_date(now)):
            return letter
        drafting.drop(session, letter, now=now)
    return drafting.write(session, documents, obligation, offer, override, now=now)


def _override(by: Principal, session: Session, obligation: Obligation, wanted: EscalationBody) -> Override:
    """The commissioner's reason, given now, or when the letter that waits was drafted."""
    if why := wanted.override_reason.strip():
        if "commissioner" not in by.roles:
            raise NotAllowed("only the commissioner overrides the order")
        return Override(why, by.id)
    letter = drafting.waiting(session, obligation, wanted.rung)
    return Override(letter.override_reason or "", letter.override_by) if letter is not None else Override()


def _drafted_anew(
    by: Principal, session: Session, documents: Documents, letter: RungLetter, way: Alternative | None, *, now: datetime
) -> list[str]:
    """Another draft in the place of one that tells what is not so any more; what people had written in it and found no place."""
    another = way is not None and letter.alternative != way.key
    if another or not acts.is_open(session, letter.act_id):
        return []
    rests = basis.rests(session, documents, letter, local_date(now))
    if rests is None or rests.holds:
        return []
    if rests.was is not None and rests.was.letters:
        return reports.join_anew(by, session, documents, letter, now=now).left_out
    return drafting.draft_anew(session, documents, letter, now=now).left_out


def _as_act(
    session: Session,
    documents: Documents,
    letter: RungLetter,
    obligation: Obligation,
    offer: Offer,
    way: Alternative | None,
    now: datetime,
    to: UUID | None,
) -> TakenRung:
    if way is not None and letter.alternative != way.key:
        drafting.discard_act(session, letter, now=now)
    if not acts.is_open(session, letter.act_id):
        drafting.write_act(acts.DRAFTER, session, documents, letter, obligation, offer, to, way, now=now)
    return filled(TakenRung, letter, act=letter.act_id, letter=letter.id, state="drafted", **_NOT_SENT)


def _prepare(
    by: Principal,
    session: Session,
    documents: Documents,
    letter: RungLetter,
    seen: str,
    reason: str,
    outgoing: Outgoing,
    *,
    now: datetime,
) -> None:
    """What the rung does besides being recorded: a reminder leaves with the words that were read, an act is shown to the public."""
    if RungKey(letter.rung) in REMINDERS:
        act = session.get_one(Recommendation, letter.recommendation_id)
        outgoing.check_law(
            Rests(data.kind_on(act.kind, act.issued_on or local_date(now)), presses=True), local_date(now)
        )
        basis.require_seen(session, documents, letter, seen, local_date(now))
        drafting.write_text(session, documents, letter, local_date(now))
        owed = covered_by(session, letter)[0]
        letter.answer_days = days_to_answer(owed, RungKey(letter.rung))
        reminder_paper.put(by, session, documents, letter, outgoing.address, now=now)
    elif RungKey(letter.rung) is RungKey.PUBLICATION:
        act = session.get_one(Recommendation, letter.recommendation_id)
        if not act.published:
            decision = PublicationBody(decision="publish", reason=reason)
            publications.decide(by, session, act.id, decision, now=now)


def write_anew(by: Principal, session: Session, documents: Documents, letter_id: UUID, *, now: datetime) -> RungLetter:
    """Take a reminder back that has not left, and draft the same rung as of today in its place: that one waits to be read, is compared with the
    sealed files and sent as any other, with a place of its own in the protocol book. The old paper stays in the record.

    Raises `NotFound`, and `RuleViolation` (409) for one that is no reminder, was not sent or has left, is of today, or whose rung is not
    open any more.
    """
    case_id = session.execute(select(RungLetter.case_id).where(RungLetter.id == letter_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, by, lock=True)
    letter = session.get_one(RungLetter, letter_id, with_for_update=True)
    _check_lies(letter, now)
    rung, today = RungKey(letter.rung), local_date(now)
    override = Override(letter.override_reason or "", letter.override_by)
    spoken_of = select(Escalation.obligation_id).where(Escalation.letter_id == letter.id)
    rows = select(Obligation).where(Obligation.id.in_(spoken_of)).order_by(Obligation.id).with_for_update()
    covered = session.execute(rows).scalars().all()
    take_back(by, session, letter, now=now)
    about = next(
        (one for one in covered if open_offer(session, one, rung, today, override_reason=override.reason)), covered[0]
    )
    offer = checked(session, about, rung, situation_of(session, about, today), None, override)
    check_sender(by, offer)
    anew = _letter(session, documents, about, offer, override, now=now)
    details = {"act": letter.recommendation_id, "institution": letter.institution_id, "rung": letter.rung}
    note(session, case.id, now, by.name, "rung.written_anew", **details)
    audit.record(session, by, "rung.written_anew", "rung_letter", anew.id, rung=letter.rung, letter=str(letter.id))
    session.flush()
    return anew


def _check_lies(letter: RungLetter, now: datetime) -> None:
    if RungKey(letter.rung) not in REMINDERS:
        raise RuleViolation("the words of this rung are those of its act", code="ladder.letter_is_act")
    if letter.state != "sent" or letter.alternative is not None or letter.sent_at is None:
        raise RuleViolation("nobody sent it, or it stands no more", code="ladder.letter_not_sent")
    if letter.left_on is not None:
        raise RuleViolation("it has left", code="ladder.letter_left")
    if local_date(letter.sent_at) == local_date(now):
        raise RuleViolation("it was written today", code="ladder.letter_of_today")
