"""Where every obligation stood at the end of a past day, as far as that is known on another, in SQL: made of dated facts (ledger,
replies, assessments, deliveries), not of the columns that hold the present. The rule is the domain's (history.py and two_times.py
there); a test holds the two to the same figures.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    TextClause,
    Uuid,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, distinct_on
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.by_when import by_when
from services.cases.domain.clock import course
from services.cases.domain.kinds import Expects
from services.cases.domain.ledger import Entry, Stretch, calendar_of, joined, of_letter, running_days, unasked
from services.cases.domain.obligations import ARRIVED, SUBSTANTIVE, Assessed, Delivery
from services.cases.domain.obligations import Reply as Word
from services.cases.domain.standing import REFUSALS
from services.cases.domain.timeliness import ZONE, first_instant_late
from services.cases.models.answers import Claim, Reply, ReplyItem
from services.cases.models.clock_entries import CALENDAR, ClockEntry, DeliveryRecord
from services.cases.models.elsewhere import CaseHold, meets
from services.cases.models.follow_up import AssessmentRecord
from services.cases.models.obligations import Obligation
from services.cases.queries.reported import first_claimed
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import spells

_SATURDAY = 6
#: Of rows that say only that it arrived.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SUBSTANTIVE = [word.value for word in SUBSTANTIVE]


@dataclass(frozen=True)
class _Ends:
    """The days of a question, and the first instants after them."""

    asked: Asked

    @property
    def on(self) -> datetime:
        return first_instant_late(self.asked.on)

    @property
    def known(self) -> datetime:
        return first_instant_late(self.asked.known)


def standing_on(session: Session, asked: Asked, condition: ColumnElement[bool] | None = None) -> Subquery:
    """The obligations that meet `condition` and counted at the end of that day, as counts.present has them for today.

    The dates of a clock are worked out anew only where its ledger went on since, or its first answer was another: elsewhere they are as
    they were.
    """
    ends = _Ends(asked)
    fell_later = or_(Obligation.fell_on.is_(None), Obligation.fell_on > asked.on)
    entered = and_(Obligation.issued_on <= asked.on, Obligation.created_at < ends.known)
    obligations = select(Obligation).where(Obligation.counts, entered, fell_later)
    kept = (obligations if condition is None else obligations.where(condition)).cte("owed")
    last, first, assessed = _said(kept, ends), _first_answer(kept, ends), _assessed(kept, ends)
    promised, believed = _promised(kept, ends), _believed(kept, ends)
    claimed = first_claimed(kept, _heard(ends), ends.on)
    earlier = _earlier_dates(session, kept, first, believed, ends)
    stood = _moved(
        _by_when_moved(session, kept, promised, ends, {UUID(one["id"]): one["reply_due"] for one in earlier})
    )
    clock = _clocks(earlier)
    moved, arrived = clock.c.id.is_not(None), _had_arrived(kept, believed, ends)
    took = case((moved, clock.c.days), else_=kept.c.days_to_answer)
    reply_due = case((moved, clock.c.reply_due), else_=kept.c.reply_due)
    # The day of an item, and any of a debate, does not precede the last one for the reply; where there is no such day, it stands.
    floor = case((or_(promised.c.day.is_(None), kept.c.expects == Expects.DEBATE), reply_due))
    named = func.coalesce(promised.c.day, kept.c.item_due)
    by = case((named.is_not(None), func.greatest(named, floor)))
    # Named by the body, and not what a term made of it.
    own = promised.c.own_on.is_not(None) & func.coalesce(promised.c.day >= floor, True)
    return (
        select(
            kept.c.id,
            kept.c.institution_id,
            kept.c.case_id,
            kept.c.created_at,
            literal(ends.known).label("known_until"),
            kept.c.recommendation_id,
            kept.c.item_id,
            case((arrived, Delivery.DELIVERED.value), else_=Delivery.QUEUED.value).label("delivery"),
            # What counted as delivered was recorded on its day, as a delivery is.
            null().cast(Date).label("deemed_on"),
            func.coalesce(last.c.word, Word.NONE.value).label("reply"),
            func.coalesce(assessed.c.word, Assessed.NOT_ASSESSED.value).label("assessed"),
            assessed.c.unassessable,
            claimed.c.day.label("claimed_on"),
            spells.held(kept, asked, ends.on, ends.known).label("held_since"),
            spells.moot(kept, asked, ends.on).label("moot_on"),
            spells.asked_again(kept, asked, ends.known).label("asked_again_on"),
            case((stood.c.id.is_not(None), stood.c.day), else_=by).label("implementation_due"),
            case((stood.c.id.is_not(None), stood.c.own), else_=own).label("by_own_word"),
            reply_due.label("reply_due"),
            first.c.received_on.label("answered_on"),
            case((first.c.received_on.is_not(None), took)).label("days_to_answer"),
        )
        .select_from(kept)
        .outerjoin(last, last.c.id == kept.c.id)
        .outerjoin(first, first.c.id == kept.c.id)
        .outerjoin(assessed, assessed.c.id == kept.c.id)
        .outerjoin(promised, promised.c.id == kept.c.id)
        .outerjoin(believed, believed.c.id == kept.c.id)
        .outerjoin(claimed, claimed.c.id == kept.c.id)
        .outerjoin(stood, stood.c.id == kept.c.id)
        .outerjoin(clock, clock.c.id == kept.c.id)
        .subquery("standing")
    )


def _replies(kept: CTE, ends: _Ends, *columns: Any) -> Any:
    return (
        select(kept.c.id, *columns)
        .join(ReplyItem, ReplyItem.obligation_id == kept.c.id)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(_heard(ends))
        .ext(distinct_on(kept.c.id))
    )


def _heard(ends: _Ends) -> ColumnElement[bool]:
    return and_(Reply.received_at < ends.on, Reply.recorded_at < ends.known)


def _said(kept: CTE, ends: _Ends) -> Subquery:
    """The latest answer; where there is none yet, the latest word that is no answer."""
    answers = ReplyItem.word.in_(_SUBSTANTIVE)
    replies = _replies(kept, ends, ReplyItem.word)
    latest = Reply.received_at.desc(), Reply.recorded_at.desc(), Reply.id.desc()
    latest_word: Subquery = replies.order_by(kept.c.id, answers.desc(), *latest).subquery("said")
    return latest_word


def _first_answer(kept: CTE, ends: _Ends) -> Subquery:
    """The day on which the first answer came."""
    received_on = _local_day(Reply.received_at).label("received_on")
    answers = _replies(kept, ends, received_on).where(ReplyItem.word.in_(_SUBSTANTIVE))
    first: Subquery = answers.order_by(kept.c.id, Reply.received_at, Reply.id).subquery("answer")
    return first


def _assessed(kept: CTE, ends: _Ends) -> Subquery:
    """What was entered last. "Implemented" speaks of the day on which it was done, any other finding of that of the finding."""
    done_on = case((AssessmentRecord.word == Assessed.IMPLEMENTED.value, AssessmentRecord.on))
    since = func.coalesce(done_on, _local_day(AssessmentRecord.at))
    words = AssessmentRecord.word.in_([word.value for word in Assessed])
    return (
        select(kept.c.id, AssessmentRecord.word, AssessmentRecord.unassessable)
        .join(AssessmentRecord, AssessmentRecord.obligation_id == kept.c.id)
        .where(since <= ends.asked.on, AssessmentRecord.at < ends.known, words)
        .ext(distinct_on(kept.c.id))
        .order_by(kept.c.id, AssessmentRecord.at.desc(), AssessmentRecord.id.desc())
        .subquery("found")
    )


def _local_day(at: Any) -> ColumnElement[date]:
    return cast(func.timezone(ZONE, at), Date)


def _believed(kept: CTE, ends: _Ends) -> Subquery:
    """What was believed last of the delivery. `told_on`: the day of it that somebody told."""
    told = case((DeliveryRecord.delivery.in_([str(word) for word in ARRIVED]), DeliveryRecord.delivered_on))
    return (
        select(kept.c.id, DeliveryRecord.delivered_on, DeliveryRecord.sent_on, told.label("told_on"))
        .join(DeliveryRecord, DeliveryRecord.obligation_id == kept.c.id)
        .where(DeliveryRecord.at < ends.known)
        .ext(distinct_on(kept.c.id))
        .order_by(kept.c.id, DeliveryRecord.number.desc())
        .subquery("believed")
    )


def _had_arrived(kept: CTE, believed: Subquery, ends: _Ends) -> ColumnElement[bool]:
    """Whether it was known that the body had the letter. Of a row without records the columns say it."""
    known = func.coalesce(kept.c.delivery_known_at, _LONG_AGO) < ends.known
    there = and_(kept.c.delivery.in_([str(word) for word in ARRIVED]), known)
    told = func.coalesce(kept.c.delivered_on, kept.c.issued_on) <= ends.asked.on
    recorded = func.coalesce(believed.c.delivered_on <= ends.asked.on, False)
    return case((believed.c.id.is_not(None), recorded), else_=and_(there, told))


def _promised(kept: CTE, ends: _Ends) -> CTE:
    """The day by which it was to be done, as it was named last: by the body in a reply or a report, or by the office, where that gave more
    time than the body's own day (named on `own_on`; a refusal takes it back) or that of the item.
    """
    at, recorded, day = Reply.received_at.label("at"), Reply.recorded_at.label("recorded"), ReplyItem.promised_date
    replied = (
        select(ReplyItem.obligation_id, at, recorded, day.label("day"))
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(_heard(ends), ReplyItem.moved)
    )
    claimed, noted = (
        select(table.obligation_id, table.at, table.at.label("recorded"), table.promised_date.label("day"))
        for table in (Claim, AssessmentRecord)
    )
    named = replied.union_all(claimed.where(Claim.at < ends.on, Claim.moved))
    own, refused = _last_named(kept, named.subquery("named"), "own"), _last_refused(kept, ends)
    back = func.coalesce(tuple_(refused.c.at, refused.c.recorded) >= tuple_(own.c.at, own.c.recorded), False)
    own_day, own_at = case((~back, own.c.day)), case((~back, own.c.at))
    gave = _last_named(kept, noted.where(AssessmentRecord.at < ends.on).subquery("noted"), "gave")
    longer = and_(gave.c.day > func.coalesce(own_day, kept.c.item_due), func.coalesce(gave.c.at >= own.c.at, True))
    # The planner believes that next to nothing is kept, and would go through what was said anew for each obligation.
    return (
        select(
            kept.c.id,
            case((longer, gave.c.day), else_=own_day).label("day"),
            _local_day(own_at).label("own_on"),
            _local_day(case((longer, gave.c.at), else_=own_at)).label("named_on"),
        )
        .outerjoin(own, own.c.id == kept.c.id)
        .outerjoin(gave, gave.c.id == kept.c.id)
        .outerjoin(refused, refused.c.id == kept.c.id)
        .where(or_(longer, own_day.is_not(None)))
        .cte("promised")
        .prefix_with("MATERIALIZED")
    )


def _last_named(kept: CTE, said: Subquery, name: str) -> Subquery:
    return (
        select(kept.c.id, said.c.day, said.c.at, said.c.recorded)
        .join(said, said.c.obligation_id == kept.c.id)
        .where(said.c.day.is_not(None))
        .ext(distinct_on(kept.c.id))
        .order_by(kept.c.id, said.c.at.desc(), said.c.recorded.desc())
        .subquery(name)
    )


def _last_refused(kept: CTE, ends: _Ends) -> Subquery:
    refusals = _replies(kept, ends, Reply.received_at.label("at"), Reply.recorded_at.label("recorded"))
    refusals = refusals.where(ReplyItem.word.in_([word.value for word in REFUSALS]))
    order = kept.c.id, Reply.received_at.desc(), Reply.recorded_at.desc()
    last: Subquery = refusals.order_by(*order).subquery("refused")
    return last


def _by_when_moved(
    session: Session, kept: CTE, promised: CTE, ends: _Ends, earlier: dict[UUID, str | None]
) -> list[dict[str, Any]]:
    """By when it was to be done, of what a court or a prosecutor had meanwhile, or whose day may be a day off. `earlier`: the
    last days for the reply, where they were other ones than now.
    """
    known = CaseHold.since <= ends.asked.on, CaseHold.recorded_at < ends.known
    ended = case((CaseHold.ended_at < ends.on, CaseHold.ended_on)).label("ended_on")
    of_term = (kept.c.expects == Expects.DEBATE).label("of_term")
    named = promised.c.day, promised.c.named_on, promised.c.own_on, kept.c.item_due, kept.c.issued_on
    rows = (
        select(kept.c.id, kept.c.reply_due, *named, of_term, CaseHold.since, ended)
        .select_from(kept)
        .outerjoin(CaseHold, and_(CaseHold.case_id == kept.c.case_id, meets(kept.c.created_at), *known))
        .outerjoin(promised, promised.c.id == kept.c.id)
        .where(
            or_(
                CaseHold.id.is_not(None),
                _was_asked_again(kept),
                _may_be_off(func.coalesce(promised.c.day, kept.c.item_due), ends),
            )
        )
    )
    holds: dict[UUID, list[Stretch]] = defaultdict(list)
    days = {}
    for row in session.execute(rows):
        holds[row.id] += [(row.since, row.ended_on)] if row.since else []
        days[row.id] = row
    decrees = _entered(session, kept, ends, text(CALENDAR))
    askings = _entered(session, kept, ends, ClockEntry.since.is_not(None))
    free = {key: joined([*holds[key], *unasked(askings[key], reply=False)]) for key in days}
    return [_day_for(row, free[row.id], decrees[row.id], earlier) for row in days.values()]


def _was_asked_again(kept: CTE) -> ColumnElement[bool]:
    return exists().where(ClockEntry.obligation_id == kept.c.id, ClockEntry.since.is_not(None))


def _entered(
    session: Session, kept: CTE, ends: _Ends, kind: ColumnElement[bool] | TextClause
) -> dict[UUID, list[Entry]]:
    """The entries of that `kind`, such as changes of the calendar, that were made by then, by obligation."""
    known = ClockEntry.recorded_at < ends.known, ClockEntry.effective <= ends.asked.on
    entered = select(ClockEntry).join(kept, kept.c.id == ClockEntry.obligation_id)
    made: dict[UUID, list[Entry]] = defaultdict(list)
    for row in session.execute(entered.where(kind, *known)).scalars():
        made[row.obligation_id].append(row.as_entry())
    return made


def _may_be_off(day: ColumnElement[date], ends: _Ends) -> ColumnElement[bool]:
    """Weekends and whatever is or was a holiday, as one value of the statement; which of them are days off its calendar says."""
    weekend = func.extract("isodow", day) >= _SATURDAY
    days = cast(list(data.holidays_until(ends.asked.on.year + data.YEARS_AFTER)), ARRAY(Date))
    return or_(weekend, day == func.any(days))


def _day_for(
    row: Any, holds: Sequence[Stretch], decrees: list[Entry], earlier: dict[UUID, str | None]
) -> dict[str, Any]:
    calendar, told = calendar_of(decrees, data.calendar_of(row.issued_on)), earlier.get(row.id)
    due = row.reply_due if row.id not in earlier else date.fromisoformat(told) if told else None
    found = by_when(row.day, row.named_on, row.item_due, row.issued_on, holds, calendar, due, of_term=row.of_term)
    own = found is not None and row.own_on is not None and not found.by_reply
    return {"id": str(row.id), "day": found.day.isoformat() if found and found.day else None, "own": own}


def _moved(rows: list[dict[str, Any]]) -> Any:
    days = func.jsonb_to_recordset(cast(rows, JSONB))
    return days.table_valued(
        column("id", Uuid), column("day", Date), column("own", Boolean), name="stood"
    ).render_derived(with_types=True)


def _earlier_dates(
    session: Session, kept: CTE, first: Subquery, believed: Subquery, ends: _Ends
) -> list[dict[str, Any]]:
    """What the clocks showed whose ledgers went on, by an entry that was recorded later or takes effect later, or whose first answer
    was not yet known, or is another by now, or whose letter was believed to have left or arrived on other days than now: a letter that
    came back empties those days and enters nothing.
    """
    later = or_(ClockEntry.recorded_at >= ends.known, ClockEntry.effective > ends.asked.on)
    went_on = exists().where(ClockEntry.obligation_id == kept.c.id, later)
    ledger = exists().where(ClockEntry.obligation_id == kept.c.id)
    letter = _as_believed(kept, believed)
    moved_since = [day.is_distinct_from(kept.c[name]) for name, day in letter.items()]
    other = and_(ledger, or_(first.c.received_on.is_distinct_from(kept.c.answered_on), *moved_since))
    days = (day.label(name) for name, day in letter.items())
    statement = (
        select(kept.c.id, kept.c.term, kept.c.issued_on, first.c.received_on, *days)
        .select_from(kept)
        .outerjoin(first, first.c.id == kept.c.id)
        .outerjoin(believed, believed.c.id == kept.c.id)
        .where(kept.c.term.is_not(None), or_(went_on, other))
    )
    moved = {row.id: row for row in session.execute(statement)}
    ledgers: dict[UUID, list[ClockEntry]] = defaultdict(list)
    entries = select(ClockEntry).where(ClockEntry.obligation_id.in_(moved), ~later).order_by(ClockEntry.number)
    for entry in session.execute(entries).scalars():
        ledgers[entry.obligation_id].append(entry)
    return [_dates(row, ledgers[row.id]) for row in moved.values()]


def _as_believed(kept: CTE, believed: Subquery) -> dict[str, ColumnElement[date]]:
    """On which days the letter left and arrived, as its clock counts them. Of a row without records the columns say it."""
    recorded = believed.c.id.is_not(None)
    return {
        "sent_on": case((recorded, believed.c.sent_on), else_=kept.c.sent_on),
        "delivered_on": case((recorded, believed.c.told_on), else_=kept.c.delivered_on),
    }


def _dates(obligation: Any, ledger: list[ClockEntry]) -> dict[str, Any]:
    entries, answered = [row.as_entry() for row in ledger], obligation.received_on
    entries = of_letter(entries, obligation.sent_on, obligation.delivered_on)
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    shown = course(entries, data.calendar_of(obligation.issued_on), term, answered).due
    days = running_days(entries, shown.start, answered) if shown.start and answered else None
    return {"id": str(obligation.id), "reply_due": shown.day and shown.day.isoformat(), "days": days}


def _clocks(rows: list[dict[str, Any]]) -> Any:
    columns = (column("id", Uuid), column("reply_due", Date), column("days", Integer))
    return func.jsonb_to_recordset(cast(rows, JSONB)).table_valued(*columns).render_derived(with_types=True)
