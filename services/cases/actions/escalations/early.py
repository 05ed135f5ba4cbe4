"""Rungs that went further for a silence, of which it becomes known that it was none: a proof of delivery, a day or a pause moved the term,
and its last day had not come; and what rests on such a one. What left stays what it was, and is no step; the office is told, so that it can write to whoever read it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import paper_notices, tasks
from services.cases.actions.escalations import drafting
from services.cases.data.acts import task_words
from services.cases.domain import clock
from services.cases.domain.ledger import EntryKind, of_letter
from services.cases.domain.obligations import ARRIVED
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, EarlyRung, EarlyRungLetter, Escalation, Obligation, Recommendation, ToldLetter
from services.cases.queries.situations import every_entry, found_on, ledger_of, stands
from shared import audit
from shared.clock_words import day_words
from shared.documents import Documents
from shared.principal import Principal

BATCH = 50


def mark(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others, of whatever changes what is known of a delivery or a day: mark the rungs that were sent for the silence on it before
    its term was over, and those that rest on none that counts, and take the mark away where that is not so.
    """
    for rung in _resting_on(session, obligation):
        itself = rung.override_reason is None and _was_early(session, rung)
        early = itself or (rung.override_reason is None and _is_unfounded(session, rung))
        known = session.get(EarlyRung, rung.id)
        if early and known is None:
            # What rests on a step that does not count was no word about a term: what its letter says wrongly the task names, and a person writes it.
            session.add(EarlyRung(escalation_id=rung.id, known_on=local_date(now), by_hand=not itself))
            drafting.open_again(session, rung)
        elif known is not None and not early:
            _take_back_letter(session, known, now)
            session.delete(known)
            drafting.use_up(session, rung)
    session.flush()


def tell(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Put before who sent such a rung, and whose case it is, that it was sent too early; once. Returns how many."""
    rows = select(EarlyRung).where(~EarlyRung.told).order_by(EarlyRung.escalation_id).limit(BATCH)
    found = session.execute(rows.with_for_update(skip_locked=True)).scalars().all()
    told: set[tuple[object, ...]] = set()
    for early in found:
        early.told, rung = True, session.get_one(Escalation, early.escalation_id)
        obligation = session.get_one(Obligation, rung.obligation_id)
        # One letter speaks of several items.
        letter = (rung.letter_id, rung.act_id, rung.on)
        if letter not in told:
            told.add(letter)
            if _was_early(session, rung) or not (before := _lost(session, rung)):
                _put(by, session, documents, rung, obligation, now)
            else:
                _put_unfounded(by, session, documents, rung, before, now=now)
        audit.record(session, by, "rung.sent_early", "obligation", obligation.id, rung=rung.rung)
    return len(found)


def _put(
    by: Principal, session: Session, documents: Documents, rung: Escalation, obligation: Obligation, now: datetime
) -> None:
    case = session.get_one(Case, obligation.case_id)
    act = session.get_one(Recommendation, rung.act_id or obligation.recommendation_id)
    ran = ran_at(session, rung)
    key = "rung_early" if ran.reply_due is not None else "rung_early_undelivered"
    due = day_words(ran.reply_due, "sq") if ran.reply_due is not None else ""
    words = task_words(key, local_date(now)).format(number=act.number, day=day_words(rung.on, "sq"), due=due)
    people = [str(rung.by), *([str(case.officer_id)] if case.officer_id else [])]
    tasks.put_before(by, session, documents, case.id, words, people, now=now)


def _take_back_letter(session: Session, known: EarlyRung, now: datetime) -> None:
    """That the step was untrue is told to nobody any more, where that has not left; of what has left nothing is known here then."""
    session.flush()
    rows = select(EarlyRungLetter.letter_id).where(EarlyRungLetter.escalation_id == known.escalation_id)
    letters = {*session.execute(rows).scalars(), *([known.letter_id] if known.letter_id else [])}
    session.execute(delete(EarlyRungLetter).where(EarlyRungLetter.escalation_id == known.escalation_id))
    for written in (session.get_one(ToldLetter, one) for one in sorted(letters, key=str)):
        if written.waits:
            paper_notices.drop(session, written, now=now)
            # Of the other items of the same step another letter tells.
            session.execute(delete(EarlyRungLetter).where(EarlyRungLetter.letter_id == written.id))
            untold = update(EarlyRung).where(EarlyRung.letter_id == written.id)
            session.execute(untold.values(letter_id=None))


def ran_at(session: Session, rung: Escalation) -> Obligation:
    """A step of others: what was owed whose term still ran when the rung was sent, as is known now."""
    obligation = session.get_one(Obligation, rung.obligation_id)
    return next((one for one in _relied_on(session, rung) if _ran(session, one, rung)), obligation)


def _was_early(session: Session, rung: Escalation) -> bool:
    return any(_ran(session, one, rung) for one in _relied_on(session, rung))


def _is_unfounded(session: Session, rung: Escalation) -> bool:
    """Whether it rests on rungs that do not count any more; not where the body had been heard or found by then, which needs no reminder."""
    obligation = session.get_one(Obligation, rung.obligation_id)
    return not _is_heard(session, obligation, rung) and bool(_lost(session, rung))


def _is_heard(session: Session, one: Obligation, rung: Escalation) -> bool:
    found = found_on(session, one)
    answered = one.answered_on is not None and one.answered_on <= rung.on
    return answered or (found is not None and found <= rung.on)


def _resting_on(session: Session, obligation: Obligation) -> Iterator[Escalation]:
    """The rungs about it, and those that came after an act to which it belongs was sent as a rung."""
    rows = select(Escalation).where(Escalation.obligation_id == obligation.id, stands())
    yield from session.execute(rows.order_by(Escalation.at)).scalars().all()
    before = select(Escalation).where(
        Escalation.act_id == obligation.recommendation_id, Escalation.to == obligation.institution_id, stands()
    )
    for notice in session.execute(before).scalars().all():
        after = select(Escalation).where(
            Escalation.obligation_id == notice.obligation_id, Escalation.at > notice.at, stands()
        )
        yield from session.execute(after.order_by(Escalation.at)).scalars().all()


def _relied_on(session: Session, rung: Escalation) -> Iterator[Obligation]:
    """Whose silence went before it: the body's own, and of each whom a rung before it turned to."""
    yield session.get_one(Obligation, rung.obligation_id)
    before = select(Escalation).where(
        Escalation.obligation_id == rung.obligation_id,
        Escalation.at < rung.at,
        Escalation.act_id.is_not(None),
        stands(),
    )
    for notice in session.execute(before).scalars().all():
        owed = select(Obligation).where(
            Obligation.recommendation_id == notice.act_id, Obligation.institution_id == notice.to
        )
        yield from session.execute(owed.order_by(Obligation.id)).scalars()


def _ran(session: Session, one: Obligation, rung: Escalation) -> bool:
    """Whether its term still ran when the rung was sent, as is known now; time that the office gave later counts for nothing, and nor does
    what it had heard or found by then.
    """
    if one.term is None or _is_heard(session, one, rung):
        return False
    if one.delivery not in ARRIVED and one.deemed_on is None:
        return True
    entries = [row.as_entry() for row in ledger_of(session, one.id)]
    of_then = [
        entry
        for entry in entries
        if entry.recorded_at <= rung.at or (entry.effective <= rung.on and entry.kind is not EntryKind.EXTENDED)
    ]
    term = data.term_of_clock(one.term, one.issued_on, of_then)
    due = clock.course(of_then, data.calendar_of(one.issued_on), term).due
    # Its letter arrived later: what was sent before that belongs to no term.
    return due.start is None or (due.day is not None and due.day >= rung.on)


def _lost(session: Session, rung: Escalation) -> Sequence[Escalation]:
    """The rungs before this one on which it rests and none of which counts any more, in their order; of each kind that was sent and of which one
    counts none. What the commissioner sent out of its order rests on nothing.
    """
    session.flush()
    obligation = session.get_one(Obligation, rung.obligation_id)
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    order = [one.key.value for one in ladder.rungs] if ladder is not None else []
    below = order[: order.index(rung.rung)] if rung.rung in order and rung.override_reason is None else []
    rows = select(Escalation).where(
        Escalation.obligation_id == rung.obligation_id,
        Escalation.at < rung.at,
        Escalation.rung.in_(below),
        stands(),
    )
    before = session.execute(rows.order_by(Escalation.at)).scalars().all()
    early = set(
        session.execute(
            select(EarlyRung.escalation_id).where(EarlyRung.escalation_id.in_([one.id for one in before]))
        ).scalars()
    )
    counted = {one.rung for one in before if one.id not in early}
    return [one for one in before if one.rung not in counted]


def _put_unfounded(
    by: Principal,
    session: Session,
    documents: Documents,
    rung: Escalation,
    before: Sequence[Escalation],
    *,
    now: datetime,
) -> None:
    """A step of telling: whoever sent it, and whose case it is, read what its letter says that is not so: of which rungs it tells (`before`,
    those that are lost), and which last day.
    """
    obligation = session.get_one(Obligation, rung.obligation_id)
    case = session.get_one(Case, obligation.case_id)
    act = session.get_one(Recommendation, rung.act_id or obligation.recommendation_id)
    said, due = _due_then(session, obligation, rung), obligation.reply_due
    about = {"number": act.number, "day": day_words(rung.on, "sq"), "before": _days(before)}
    key = "rung_unfounded"
    if said is not None and due is not None and said != due:
        key, about = "rung_unfounded_day", {**about, "said": day_words(said, "sq"), "due": day_words(due, "sq")}
    words = task_words(key, local_date(now)).format(**about)
    people = [str(rung.by), *([str(case.officer_id)] if case.officer_id else [])]
    tasks.put_before(by, session, documents, case.id, words, people, now=now)


def _days(rungs: Sequence[Escalation]) -> str:
    *first, last = [day_words(one.on, "sq") for one in rungs]
    return f"{', '.join(first)} dhe {last}" if first else last


def _due_then(session: Session, obligation: Obligation, rung: Escalation) -> date | None:
    """The last day for the reply as it was known when the rung was sent, which its letter says."""
    if obligation.term is None:
        return None
    known = [row.as_entry() for row in every_entry(session, obligation.id) if row.recorded_at <= rung.at]
    # As it stood then: of what was known of its way by that day the newest.
    days = {one.event: one.effective for one in known if one.event is not None}
    counted = of_letter(known, days.get(StartEvent.DISPATCHED), days.get(StartEvent.DELIVERED))
    term = data.term_of_clock(obligation.term, obligation.issued_on, counted)
    return clock.course(counted, data.calendar_of(obligation.issued_on), term).due.day
