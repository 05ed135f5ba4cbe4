"""The letter of a rung: written when it is due, and dropped when its reason is gone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import acts, basis, letters
from services.cases.actions.escalations.matter import (
    covered_by,
    matter_about,
    open_offer,
    siblings,
    turned_to,
    why_closed,
)
from services.cases.actions.escalations.own_words import Own
from services.cases.domain.escalation import Offer, offers, used_up
from services.cases.domain.ladder import REMINDERS, Alternative, Rung, RungKey
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Escalation, Obligation, Recommendation, RungDraft, RungLetter
from services.cases.models.cases import note
from services.cases.queries.earlier_letters import has_own_words, written_before
from services.cases.queries.situations import open_ways, situation_of, stands
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


@dataclass(frozen=True)
class Override:
    """The commissioner's written reason to send a rung out of its order, and who wrote it."""

    reason: str = ""
    by: UUID | None = None


NO_OVERRIDE = Override()


def draft_due(by: Principal, session: Session, documents: Documents, obligation: Obligation, *, now: datetime) -> int:
    """Put the rungs that are due today before the office, once; returns how many letters were drafted. The case is locked."""
    today = local_date(now)
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    ways, drafted = open_ways(session, obligation.institution_id, today), 0
    situation = situation_of(session, obligation, today)
    if used_up(ladder, situation, ways):
        end_used_up(by, session, obligation, now=now)
    for offer in offers(ladder, situation, ways):
        if offer.on > today or waiting(session, obligation, offer.rung.key) is not None:
            continue
        letter = write(session, documents, obligation, offer, now=now)
        if offer.rung.act is not None and not offer.no_superior:
            _try_act(by, session, documents, letter, obligation, offer, now)
        drafted += 1
    return drafted


def end_used_up(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """All that was left was to publish what the public reads already."""
    obligation.ladder_ended_on = local_date(now)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id}
    note(session, obligation.case_id, now, by.name, "ladder.used_up", obligation=obligation.id, **details)
    audit.record(session, by, "ladder.used_up", "obligation", obligation.id)


def drop_public(by: Principal, session: Session, *, now: datetime) -> None:
    """A publication that waits to be sent is not, once the act was shown to the public by a decision of its own."""
    shown = Recommendation.published & (Recommendation.shown_from <= local_date(now))
    rows = (
        select(RungLetter)
        .join(Recommendation, Recommendation.id == RungLetter.recommendation_id)
        .where(RungLetter.rung == RungKey.PUBLICATION.value, RungLetter.state == "waiting", shown)
        .order_by(RungLetter.case_id, RungLetter.id)
    )
    for letter in session.execute(rows).scalars().all():
        session.get_one(Case, letter.case_id, with_for_update=True)
        session.refresh(letter, with_for_update=True)
        if letter.state == "waiting":
            for obligation in covered_by(session, letter):
                end_used_up(by, session, obligation, now=now)
            drop(session, letter, now=now)


def write(
    session: Session,
    documents: Documents,
    obligation: Obligation,
    offer: Offer,
    override: Override = NO_OVERRIDE,
    *,
    now: datetime,
) -> RungLetter:
    """A letter for all of the body's items of this act on which the rung is open today. What a person wrote in the one that it is drafted in place
    of, it takes over: as words that rest on what was so then.
    """
    today, key = local_date(now), offer.rung.key
    open_at = {
        one.id: open_offer(session, one, key, today, override_reason=override.reason)
        for one in siblings(session, obligation)
    }
    covered = {one: at for one, at in open_at.items() if at is not None and at.no_superior == offer.no_superior}
    letter = RungLetter(
        case_id=obligation.case_id,
        recommendation_id=obligation.recommendation_id,
        institution_id=obligation.institution_id,
        rung=key.value,
        due_on=min(at.on for at in covered.values()),
        no_superior=offer.no_superior,
        superiors=[],
        override_reason=override.reason or None,
        override_by=override.by,
        drafted_at=now,
    )
    session.add(letter)
    session.flush()
    for one, at in covered.items():
        line = session.get(RungDraft, (one, key.value)) or RungDraft(obligation_id=one, rung=key.value)
        session.add(line)
        line.letter_id, line.state, line.due_on, line.no_superior = letter.id, "waiting", at.on, at.no_superior
        line.drafted_at = now
    session.flush()
    if key in REMINDERS:
        before = written_before(session, letter)
        if before is not None:
            letter.document, letter.edited_by, letter.basis = before.document, before.edited_by, before.basis
        write_text(session, documents, letter, today)
        letters.offer(session, documents, letter, now=now)
    return letter


def write_text(session: Session, documents: Documents, letter: RungLetter, today: date) -> None:
    """The words of a reminder as of today; a person's own words stay."""
    if letter.edited_by is None:
        letter.document = documents.keep(basis.words_today(session, documents, letter, today))


def write_act(
    by: Principal,
    session: Session,
    documents: Documents,
    letter: RungLetter,
    obligation: Obligation,
    offer: Offer,
    to: UUID | None = None,
    way: Alternative | None = None,
    *,
    now: datetime,
) -> Recommendation:
    """The draft act of a rung, or of the lawful `way` that was chosen in its place. Raises `ContentViolation` at `to` where several could
    be turned to and none was chosen.
    """
    bodies = turned_to(session, obligation, offer, local_date(now), way)
    if way is None:
        letter.superiors = [str(body.id) for body in bodies]
    chosen = [body for body in bodies if to in (None, body.id)]
    if not bodies:
        raise RuleViolation("there is nobody to turn to", code="ladder.nobody_to_turn_to")
    if len(chosen) != 1:
        raise ContentViolation("the superior is not one body", code="ladder.superior_unclear", field="to")
    letter.to, letter.alternative = chosen[0].id, way.key if way else None
    own = _written_before(session, documents, letter)
    return _draft_act(by, session, documents, letter, offer.rung, chosen[0], way, own, now=now)


def _written_before(session: Session, documents: Documents, letter: RungLetter) -> Own | None:
    """What people wrote in the draft in whose place this one comes; not where that went to somebody else, or told of other letters too."""
    before = written_before(session, letter)
    if before is None or (before.to, before.alternative) != (letter.to, letter.alternative):
        return None
    own = Own.of(session, documents, before)
    return own if not own.was.letters else None


def _draft_act(
    by: Principal,
    session: Session,
    documents: Documents,
    letter: RungLetter,
    rung: Rung,
    to: KnownInstitution,
    way: Alternative | None,
    own: Own | None = None,
    *,
    now: datetime,
) -> Recommendation:
    """`own`: what people wrote in the draft before it, laid over what is so now."""
    today, matter = local_date(now), matter_about(session, letter)
    body = acts.body_of(session, documents, matter, rung, to, way, today)
    stands = basis.of_body(session, matter, body, rung.key)
    case, authors = session.get_one(Case, letter.case_id), own.authors if own else ()
    written = own.over(body) if own else body
    act = acts.draft(by, session, documents, case, matter, rung, written, now=now, written_by=authors)
    letter.act_id, letter.blocked, letter.basis = act.id, None, documents.keep(stands)
    session.flush()
    return act


def draft_anew(session: Session, documents: Documents, letter: RungLetter, *, now: datetime) -> Own:
    """The act of a rung with what is so today, in the place of a draft that is not true any more; that one stays in the record. What people wrote
    in it is laid over the new one.
    """
    own = Own.of(session, documents, letter)
    to, way = session.get_one(KnownInstitution, letter.to), data.alternative_on(letter.alternative, local_date(now))
    rung = basis.rung_of(matter_about(session, letter), letter.rung)
    discard_act(session, letter, now=now)
    _draft_act(acts.DRAFTER, session, documents, letter, rung, to, way, own, now=now)
    return own


def waiting(session: Session, obligation: Obligation, rung: RungKey) -> RungLetter | None:
    """The letter of that rung to the body about the act that waits to be sent, whichever of its items it is about."""
    rows = select(RungLetter).where(
        RungLetter.recommendation_id == obligation.recommendation_id,
        RungLetter.institution_id == obligation.institution_id,
        RungLetter.rung == rung.value,
        RungLetter.state == "waiting",
    )
    return session.execute(rows).scalar_one_or_none()


def still_holds(session: Session, letter: RungLetter, today: date) -> bool:
    """Whether the rung is open today on every item that the letter speaks of."""
    rung, reason = RungKey(letter.rung), letter.override_reason or ""
    open_at = [open_offer(session, one, rung, today, override_reason=reason) for one in covered_by(session, letter)]
    return bool(open_at) and all(at is not None and at.no_superior == letter.no_superior for at in open_at)


def drop_drafts(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """What was drafted has lost its reason: an answer came, the date moved, or nothing more is asked of the body."""
    lines = select(RungDraft).where(RungDraft.obligation_id == obligation.id, RungDraft.state == "waiting")
    for line in session.execute(lines).scalars().all():
        line.state = "dropped"
        if line.letter_id is not None:
            drop(session, session.get_one(RungLetter, line.letter_id), now=now)


def drop_unwarranted(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """After a finding: what waits stays only if it may still be sent as it is; a finding that nothing was done takes no reason away,
    but says another, so that its letter is written anew when the rung is due.
    """
    lines = select(RungDraft.letter_id).where(RungDraft.obligation_id == obligation.id, RungDraft.state == "waiting")
    for letter_id in session.execute(lines).scalars().all():
        letter = session.get(RungLetter, letter_id) if letter_id else None
        if letter is None or not still_holds(session, letter, local_date(now)):
            drop_drafts(session, obligation, now=now)
            return


def drop_resting(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others, whenever what is known of a delivery or a day changes: `obligation` is what a body owes that was turned to as a rung. What
    waits to be sent further because it is silent does not wait once its letter came back or its term runs again, and says why.
    """
    session.flush()
    below = select(Escalation.obligation_id).where(
        Escalation.act_id == obligation.recommendation_id, Escalation.to == obligation.institution_id, stands()
    )
    rows = select(Obligation).where(Obligation.id.in_(below), Obligation.held_since.is_(None)).order_by(Obligation.id)
    for one in session.execute(rows).scalars().all():
        _drop_fallen(session, one, now)


def _drop_fallen(session: Session, obligation: Obligation, now: datetime) -> None:
    waiting = (
        select(RungLetter)
        .join(RungDraft, RungDraft.letter_id == RungLetter.id)
        .where(RungDraft.obligation_id == obligation.id, RungDraft.state == "waiting", RungLetter.state == "waiting")
        .order_by(RungLetter.id)
    )
    today = local_date(now)
    for letter in session.execute(waiting).scalars().all():
        if still_holds(session, letter, today):
            continue
        drop(session, letter, now=now)
        letter.blocked = why_closed(session, obligation, RungKey(letter.rung), today)
        details = {"act": letter.recommendation_id, "institution": letter.institution_id, "rung": letter.rung}
        note(session, letter.case_id, now, acts.DRAFTER.name, "rung.fell", **details)


def open_again(session: Session, rung: Escalation) -> None:
    """A rung that proved to be none, be it that its act was withdrawn or that it was sent before its time, is open again."""
    _mark(session, rung, "dropped")
    obligation = session.get_one(Obligation, rung.obligation_id)
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    last = ladder is not None and ladder.rungs[-1].key.value == rung.rung
    if last and obligation.ladder_ended_on == rung.on:
        obligation.ladder_ended_on = None


def use_up(session: Session, rung: Escalation) -> None:
    """The contrary, as far as nothing was drafted in its place."""
    _mark(session, rung, "sent")


def _mark(session: Session, rung: Escalation, state: str) -> None:
    draft = session.get(RungDraft, (rung.obligation_id, rung.rung))
    if draft is not None and draft.letter_id == rung.letter_id:
        draft.state = state


def drop_others(session: Session, sent: RungLetter, *, now: datetime) -> None:
    """With one rung sent, what waited for another may not be open any more."""
    rows = select(RungLetter).where(
        RungLetter.recommendation_id == sent.recommendation_id,
        RungLetter.institution_id == sent.institution_id,
        RungLetter.state == "waiting",
    )
    for letter in session.execute(rows).scalars().all():
        if not still_holds(session, letter, local_date(now)):
            drop(session, letter, now=now)


def drop(session: Session, letter: RungLetter, *, now: datetime) -> None:
    """The letter is not sent; its draft act is given up and stays in the record, and so does what a person wrote in it."""
    letter.state = "dropped"
    if has_own_words(session, letter):
        details = {"act": letter.recommendation_id, "institution": letter.institution_id, "rung": letter.rung}
        note(session, letter.case_id, now, acts.DRAFTER.name, "rung.set_aside", **details)
    for line in session.execute(select(RungDraft).where(RungDraft.letter_id == letter.id)).scalars():
        line.state = "dropped" if line.state == "waiting" else line.state
    discard_act(session, letter, now=now)


def discard_act(session: Session, letter: RungLetter, *, now: datetime) -> None:
    """Its draft act is given up; others that wait with the same act wait without one."""
    if acts.is_open(session, letter.act_id):
        act = session.get_one(Recommendation, letter.act_id)
        act.status = ActStatus.DISCARDED.value
        note(session, act.case_id, now, acts.DRAFTER.name, "act.discarded", act=act.id)
        audit.record(session, acts.DRAFTER, "act.discarded", "recommendation", act.id)
        same = select(RungLetter).where(RungLetter.act_id == act.id, RungLetter.state == "waiting")
        for other in session.execute(same).scalars():
            # One report told of several: the others are still to be reported, and a person sees why theirs is gone.
            other.act_id, other.blocked = None, "report.fell" if other.id != letter.id else other.blocked
    session.flush()


def _try_act(
    by: Principal,
    session: Session,
    documents: Documents,
    letter: RungLetter,
    obligation: Obligation,
    offer: Offer,
    now: datetime,
) -> None:
    """Where a rule forbids the act now, or several could be turned to, the letter waits for a person and says so."""
    try:
        with session.begin_nested():
            write_act(by, session, documents, letter, obligation, offer, now=now)
    except RuleViolation as error:
        letter.superiors = [str(body.id) for body in turned_to(session, obligation, offer, local_date(now))]
        letter.blocked = error.code
        session.flush()
