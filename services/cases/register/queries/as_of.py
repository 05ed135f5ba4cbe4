"""Where every obligation stood at the end of a past day, in SQL: made of dated facts (ledger, replies, assessments), not of
the columns that hold the present. The rule is the domain's (history.py there); a test holds the two to the same figures.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Subquery,
    Uuid,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.clock import course
from services.cases.domain.obligations import ARRIVED, SUBSTANTIVE, Assessed, Delivery
from services.cases.domain.obligations import Reply as Word
from services.cases.domain.timeliness import ZONE, first_instant_late
from services.cases.models.answers import Claim, Reply, ReplyItem
from services.cases.models.elsewhere import CaseHold
from services.cases.models.follow_up import AssessmentRecord
from services.cases.models.obligations import ClockEntry, Obligation

#: Of rows that say only that it arrived.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SUBSTANTIVE = [word.value for word in SUBSTANTIVE]


def standing_on(session: Session, day: date, condition: ColumnElement[bool] | None = None) -> Subquery:
    """The obligations that meet `condition` and counted at the end of that day, as counts.present has them for today.

    The dates of a clock are worked out anew only where its ledger went on after that day: elsewhere they are as they were.
    """
    end = first_instant_late(day)
    obligations = select(Obligation).where(
        Obligation.counts, Obligation.issued_on <= day, or_(Obligation.fell_on.is_(None), Obligation.fell_on > day)
    )
    kept = (obligations if condition is None else obligations.where(condition)).cte("owed")
    last, first, assessed = _said(kept, end), _first_answer(kept, end), _assessed(kept, end)
    promised = _promised(kept, end)
    clock = _clocks(_earlier_dates(session, kept, first, end))
    moved = clock.c.id.is_not(None)
    return (
        select(
            kept.c.institution_id,
            kept.c.recommendation_id,
            kept.c.item_id,
            case((_had_arrived(kept, end), Delivery.DELIVERED.value), else_=Delivery.QUEUED.value).label("delivery"),
            func.coalesce(last.c.word, Word.NONE.value).label("reply"),
            func.coalesce(assessed.c.word, Assessed.NOT_ASSESSED.value).label("assessed"),
            assessed.c.unassessable,
            promised.c.day.label("promised_date"),
            _held(kept, end).label("held_since"),
            kept.c.item_due,
            case((moved, clock.c.started_on), else_=kept.c.started_on).label("started_on"),
            case((moved, clock.c.reply_due), else_=kept.c.reply_due).label("reply_due"),
            first.c.received_on.label("answered_on"),
        )
        .select_from(kept)
        .outerjoin(last, last.c.id == kept.c.id)
        .outerjoin(first, first.c.id == kept.c.id)
        .outerjoin(assessed, assessed.c.id == kept.c.id)
        .outerjoin(promised, promised.c.id == kept.c.id)
        .outerjoin(clock, clock.c.id == kept.c.id)
        .subquery("standing")
    )


def _replies(kept: CTE, end: datetime, *columns: Any) -> Any:
    return (
        select(kept.c.id, *columns)
        .join(ReplyItem, ReplyItem.obligation_id == kept.c.id)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(Reply.recorded_at < end)
        .ext(distinct_on(kept.c.id))
    )


def _said(kept: CTE, end: datetime) -> Subquery:
    """The latest answer; where there is none yet, the latest word that is no answer."""
    answers = ReplyItem.word.in_(_SUBSTANTIVE)
    replies = _replies(kept, end, ReplyItem.word)
    latest = Reply.received_at.desc(), Reply.recorded_at.desc(), Reply.id.desc()
    latest_word: Subquery = replies.order_by(kept.c.id, answers.desc(), *latest).subquery("said")
    return latest_word


def _first_answer(kept: CTE, end: datetime) -> Subquery:
    """The day on which the first answer came."""
    received_on = cast(func.timezone(ZONE, Reply.received_at), Date).label("received_on")
    answers = _replies(kept, end, received_on).where(ReplyItem.word.in_(_SUBSTANTIVE))
    first: Subquery = answers.order_by(kept.c.id, Reply.received_at, Reply.id).subquery("answer")
    return first


def _assessed(kept: CTE, end: datetime) -> Subquery:
    return (
        select(kept.c.id, AssessmentRecord.word, AssessmentRecord.unassessable)
        .join(AssessmentRecord, AssessmentRecord.obligation_id == kept.c.id)
        .where(AssessmentRecord.at < end, AssessmentRecord.word.in_([word.value for word in Assessed]))
        .ext(distinct_on(kept.c.id))
        .order_by(kept.c.id, AssessmentRecord.at.desc(), AssessmentRecord.id.desc())
        .subquery("found")
    )


def _had_arrived(kept: CTE, end: datetime) -> ColumnElement[bool]:
    """Whether it was known by then that the body has the letter: a delivery that was recorded later was not."""
    known = func.coalesce(kept.c.delivery_known_at, _LONG_AGO)
    return and_(kept.c.delivery.in_([str(word) for word in ARRIVED]), known < end)


def _held(kept: CTE, end: datetime) -> Any:
    """Since when a court or a prosecutor had the matter, at that instant."""
    then = CaseHold.recorded_at < end, or_(CaseHold.ended_at.is_(None), CaseHold.ended_at >= end)
    of_case = CaseHold.case_id == kept.c.case_id, CaseHold.recorded_at > kept.c.created_at
    return select(func.max(CaseHold.since)).where(*then, *of_case).scalar_subquery()


def _promised(kept: CTE, end: datetime) -> Subquery:
    """The day by which it was to be done, as it was named last: by the body in a reply or a report, or by the office."""
    replied = (
        select(ReplyItem.obligation_id, Reply.received_at.label("at"), ReplyItem.promised_date.label("day"))
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(Reply.recorded_at < end)
    )
    claimed = select(Claim.obligation_id, Claim.at, Claim.promised_date).where(Claim.at < end)
    noted = select(AssessmentRecord.obligation_id, AssessmentRecord.at, AssessmentRecord.promised_date)
    said = replied.union_all(claimed, noted.where(AssessmentRecord.at < end)).subquery("named")
    return (
        select(kept.c.id, said.c.day)
        .join(said, said.c.obligation_id == kept.c.id)
        .where(said.c.day.is_not(None))
        .ext(distinct_on(kept.c.id))
        .order_by(kept.c.id, said.c.at.desc())
        .subquery("promised")
    )


def _earlier_dates(session: Session, kept: CTE, first: Subquery, end: datetime) -> list[dict[str, str | None]]:
    """What the clocks showed at `end` whose ledgers went on later."""
    went_on = exists().where(ClockEntry.obligation_id == kept.c.id, ClockEntry.recorded_at >= end)
    columns = kept.c.id, kept.c.term, kept.c.issued_on, first.c.received_on
    statement = select(*columns).select_from(kept).outerjoin(first, first.c.id == kept.c.id).where(went_on)
    moved = {row.id: row for row in session.execute(statement)}
    ledgers: dict[UUID, list[ClockEntry]] = defaultdict(list)
    entries = select(ClockEntry).where(ClockEntry.obligation_id.in_(moved), ClockEntry.recorded_at < end)
    for entry in session.execute(entries.order_by(ClockEntry.number)).scalars():
        ledgers[entry.obligation_id].append(entry)
    return [_dates(row, ledgers[row.id]) for row in moved.values()]


def _dates(obligation: Any, ledger: list[ClockEntry]) -> dict[str, str | None]:
    entries = [row.as_entry() for row in ledger]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    shown = course(entries, data.calendar_of(obligation.issued_on), term, obligation.received_on).due
    dates = {"started_on": shown.start, "reply_due": shown.day}
    return {"id": str(obligation.id), **{name: day.isoformat() if day else None for name, day in dates.items()}}


def _clocks(rows: list[dict[str, str | None]]) -> Any:
    columns = (column("id", Uuid), column("started_on", Date), column("reply_due", Date))
    return func.jsonb_to_recordset(cast(rows, JSONB)).table_valued(*columns).render_derived(with_types=True)
