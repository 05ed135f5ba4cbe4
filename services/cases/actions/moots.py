"""An obligation of a step stands and falls with what it presses for: once that was settled at its root, withdrawn or superseded, or it proves to have been
sent before its time, nothing is asked on it any more, and it is neither silent nor late from that day on. What it was before stays told. All of these are steps of others.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from services.cases.actions import asking, clocks, escalations, tasks
from services.cases.data.acts import task_words
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import SETTLED, Assessed
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Escalation, MootSpell, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries.earlier_matters import later_of, over_at, why_over
from shared import audit
from shared.documents import Documents
from shared.principal import Principal

BATCH = 50


def follow(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """Whenever something is settled, withdrawn or opened again: what presses for it follows, and so does it itself."""
    session.flush()
    for one in (obligation, *later_of(session, obligation)):
        if one.fell_on is None:
            _follow_one(by, session, one, over_at(session, one), now)
        escalations.drop_unwarranted(session, one, now=now)
        escalations.withdraw_untrue(session, one, now=now)


def follow_days(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """Whenever what is known of its delivery or its days changes: a reminder that would not be true is taken back, and what was sent before its time
    presses nobody any more.
    """
    escalations.withdraw_untrue(session, obligation, now=now)
    session.flush()
    for one in later_of(session, obligation):
        if one.fell_on is None:
            _follow_one(by, session, one, over_at(session, one), now)
            escalations.drop_unwarranted(session, one, now=now)


def _follow_one(by: Principal, session: Session, one: Obligation, root: Obligation | None, now: datetime) -> None:
    if root is not None and one.moot_on is None:
        _begin(by, session, one, root, now)
    elif root is None and one.moot_on is not None:
        _end(by, session, one, now)
    if one.moot_on is not None:
        # Also where the finding on it was taken back meanwhile.
        one.closed_on = one.closed_on or local_date(now)
        clocks.end(by, session, one, now=now)


def _begin(by: Principal, session: Session, one: Obligation, root: Obligation, now: datetime) -> None:
    today = local_date(now)
    cause = why_over(session, root)
    spell = MootSpell(obligation_id=one.id, root_id=root.id, cause=cause, since=today, recorded_at=now, by=by.name)
    spell.stood, spell.due = one.state_on(today).value, one.reply_due
    # Whoever sent it is told of that in words of its own (escalations.tell_early).
    spell.told = cause == "early"
    session.add(spell)
    one.moot_on = today
    escalations.drop_drafts(session, one, now=now)
    _trace(by, session, one, "obligation.moot", now, cause)


def _end(by: Principal, session: Session, one: Obligation, now: datetime) -> None:
    open_spell = select(MootSpell).where(MootSpell.obligation_id == one.id, MootSpell.ended_at.is_(None))
    spell = session.execute(open_spell.with_for_update()).scalar_one()
    today = local_date(now)
    spell.ended_on, spell.ended_at = today, now
    if spell.since < today:
        nothing_since = spell.since + timedelta(days=1)
        clocks.record(by, session, one, EntryKind.OWED_AGAIN, today, since=nothing_since, now=now)
    one.moot_on = None
    found = Assessed(one.assessed)
    if found not in SETTLED and not (found is Assessed.NOT and not one.is_pressed):
        one.closed_on = None
    if one.closed_on is None:
        asking.ask_still(by, session, one, now=now)
    if found is not Assessed.OVERTAKEN:
        clocks.go_on(by, session, one, now=now)
    one.write_facts(one.facts)
    _trace(by, session, one, "obligation.owed_again", now)


def _trace(
    by: Principal, session: Session, one: Obligation, code: str, now: datetime, cause: str | None = None
) -> None:
    # That it is to be done by a day is told by the clock, which has none any more, or has it again.
    one.write_facts(one.facts)
    details = {"act": one.recommendation_id, "institution": one.institution_id, "word": cause}
    note(session, one.case_id, now, by.name, code, obligation=one.id, **details)
    audit.record(session, by, code, "obligation", one.id, word=cause)
    session.flush()


def enter_unmarked(by: Principal, session: Session, *, now: datetime) -> int:
    """What was over at its root before that was entered: from today on nothing is asked on it, and what is told of the days before stays. How many."""
    earlier = aliased(Obligation)
    settled = or_(
        earlier.assessed.in_([word.value for word in SETTLED]),
        earlier.fell_on.is_not(None),
        earlier.moot_on.is_not(None),
    )
    rows = (
        select(Obligation)
        .join(Escalation, Escalation.act_id == Obligation.recommendation_id)
        .join(earlier, earlier.id == Escalation.obligation_id)
        .where(Obligation.moot_on.is_(None), Obligation.fell_on.is_(None), Obligation.closed_on.is_(None), settled)
        .order_by(Obligation.case_id, Obligation.id)
    )
    over = 0
    for one in session.execute(rows).scalars().unique().all():
        session.get_one(Case, one.case_id, with_for_update=True)
        session.refresh(one, with_for_update=True)
        if one.moot_on is None and over_at(session, one) is not None:
            follow(by, session, one, now=now)
            over += 1
    return over


def tell(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Put before whose case it is each act on which nothing is asked any more, once: they withdraw it, or say in the file why it stays. How many
    obligations were looked at.
    """
    untold = select(MootSpell).where(~MootSpell.told, MootSpell.ended_at.is_(None)).order_by(MootSpell.recorded_at)
    found = session.execute(untold.limit(BATCH).with_for_update(skip_locked=True)).scalars().all()
    told: set[UUID] = set()
    for spell in found:
        spell.told, one = True, session.get_one(Obligation, spell.obligation_id)
        if one.fell_on is None and one.recommendation_id not in told and not _asks(session, one.recommendation_id):
            told.add(one.recommendation_id)
            _put(by, session, documents, spell, one, now)
    return len(found)


def _asks(session: Session, act_id: UUID) -> bool:
    """Whether something is still asked on that act."""
    asked = select(Obligation.id).where(Obligation.recommendation_id == act_id, Obligation.moot_on.is_(None))
    return session.execute(asked.limit(1)).scalar() is not None


def _put(
    by: Principal, session: Session, documents: Documents, spell: MootSpell, one: Obligation, now: datetime
) -> None:
    act, case = session.get_one(Recommendation, one.recommendation_id), session.get_one(Case, one.case_id)
    root = session.get_one(Recommendation, session.get_one(Obligation, spell.root_id).recommendation_id)
    words = task_words(f"moot_{spell.cause}", local_date(now)).format(number=act.number, root=root.number)
    asked_by = case.officer_id or act.issued_by
    if asked_by is None:
        raise AssertionError("what is owed was issued by somebody")
    tasks.put(by, session, documents, case.id, words, case.officer_id, now=now, asked_by=asked_by)
