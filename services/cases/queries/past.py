"""The figures of one body as they stood on a past day: asked again next year, they are the same.

They are made of dated facts (ledger, replies, assessments), not of the columns that hold the present.
"""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import compliance
from services.cases.domain.clock_history import dates_over_time
from services.cases.domain.compliance import Figures
from services.cases.domain.history import History, Replied, row_on
from services.cases.domain.obligations import Assessed
from services.cases.domain.obligations import Reply as Word
from services.cases.domain.timeliness import local_date
from services.cases.models import AssessmentRecord, ClockEntry, Obligation, Reply, ReplyItem

_FINDINGS = frozenset(word.value for word in Assessed)


def figures_on(session: Session, institution_id: UUID, day: date) -> Figures:
    """What would have been published about one body at the end of that day."""
    owed = list(session.execute(select(Obligation).where(Obligation.institution_id == institution_id)).scalars())
    ids = [one.id for one in owed]
    ledgers = _by_obligation(session.execute(select(ClockEntry).where(ClockEntry.obligation_id.in_(ids))).scalars())
    found = _by_obligation(
        session.execute(select(AssessmentRecord).where(AssessmentRecord.obligation_id.in_(ids))).scalars()
    )
    replies = _replies(session, ids)
    histories = (_history(one, ledgers[one.id], replies[one.id], found[one.id]) for one in owed)
    rows = [row for history in histories if (row := row_on(history, day)) is not None]
    return compliance.figures([row for row in rows if row.counts], today=day)


def _history(
    obligation: Obligation, ledger: list[ClockEntry], replies: list[Replied], found: list[AssessmentRecord]
) -> History:
    return History(
        act_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        counts=obligation.counts,
        issued_on=obligation.issued_on,
        fell_on=obligation.fell_on,
        dues=_dues(obligation, ledger),
        replies=replies,
        assessments=[(local_date(one.at), Assessed(one.word)) for one in found if one.word in _FINDINGS],
    )


def _dues(obligation: Obligation, ledger: list[ClockEntry]) -> list[tuple[date, date | None, date | None]]:
    if obligation.term is None:
        return []
    entries = [row.as_entry() for row in ledger]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    shown = dates_over_time(entries, data.calendar_of(obligation.issued_on), term)
    return [(local_date(one.recorded_at), one.due.start, one.due.day) for one in shown]


def _replies(session: Session, ids: list[UUID]) -> dict[UUID, list[Replied]]:
    statement = (
        select(ReplyItem.obligation_id, ReplyItem.word, Reply.recorded_at, Reply.received_at)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(ReplyItem.obligation_id.in_(ids))
    )
    found: dict[UUID, list[Replied]] = defaultdict(list)
    for obligation_id, word, recorded_at, received_at in session.execute(statement):
        found[obligation_id].append(Replied(local_date(recorded_at), Word(word), local_date(received_at)))
    return found


def _by_obligation(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.obligation_id].append(row)
    return found
