"""A rung that was sent after its own term was over, and rests on rungs before it that prove to have been sent before theirs: it is no step
either, since the body was not reminded of a silence.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import tasks
from services.cases.data.acts import task_words
from services.cases.domain import clock
from services.cases.domain.ledger import of_letter
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, EarlyRung, Escalation, Obligation, Recommendation
from services.cases.queries.situations import every_entry, stands
from shared.clock_words import day_words
from shared.documents import Documents
from shared.principal import Principal


def lost(session: Session, rung: Escalation) -> Sequence[Escalation]:
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


def put_before(
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
