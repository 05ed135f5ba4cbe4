"""The clock of an obligation: its ledger, and what that comes to, explained day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.clock_words import clock_words, delay_words, fell_words
from services.cases.domain import clock as walk
from services.cases.domain.clock import Course, Due, DueReason
from services.cases.domain.clock_history import Dated, legal_entries
from services.cases.domain.explanation import Segment, segments
from services.cases.domain.ledger import EntryKind, state_on
from services.cases.domain.obligations import BY_WIRE
from services.cases.domain.terms import Term
from services.cases.domain.timeliness import Word, local_date, reply_timeliness
from services.cases.models import ActAddressee, ClockEntry, DueNotice, Obligation, Recommendation
from services.cases.queries import people
from services.cases.queries.clock_dates import dates_of
from services.cases.queries.situations import every_entry, ledger_of
from services.cases.queries.taken_back import as_if_told
from services.cases.queries.undelivered import tries_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.clocks import (
    ClockAnswer,
    DatedAnswer,
    DueAnswer,
    LedgerEntry,
    NoticeAnswer,
    SegmentAnswer,
    TermAnswer,
)
from shared import audit
from shared.clock_words import LANGUAGES
from shared.lateness import Delay, delay
from shared.principal import Principal
from shared.typed import filled

#: How an entry says that a person of the office made it.
STAFF = "staff:"


@dataclass(frozen=True)
class Clock:
    """A ledger and what it comes to; `every`: its entries with those that count no more. Without a term there is no clock, and everything
    else is empty. `delay`: by how much the answer is late, or was. `names`: of the people of the office who entered something, by `by` of the entry.
    `fell_at`: since when the act counts no more, by which there is no last day, whatever the ledger gives.
    """

    course: Course | None = None
    term_entry: Mapping[str, Any] | None = None
    ledger: Sequence[ClockEntry] = ()
    every: Sequence[ClockEntry] = ()
    dates: tuple[Dated, ...] = ()
    told: Sequence[DueNotice] = ()
    legal: tuple[EntryKind, ...] = ()
    delay: Delay | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    fell_at: datetime | None = None

    @property
    def term(self) -> Term | None:
        return self.course.term if self.course else None

    @property
    def due(self) -> Due | None:
        if self.course is None:
            return None
        due = self.course.due
        return due if self.fell_at is None else Due(None, DueReason.FELL, due.start)

    @property
    def segments(self) -> tuple[Segment, ...]:
        return segments(self.course.days) if self.course else ()

    @property
    def closed_on(self) -> date | None:
        return self.course.closed_on if self.course else None

    @property
    def ended_on(self) -> date | None:
        """The day on which an answer or the office ended it."""
        return self.course.answered_on or self.course.closed_on if self.course else None

    def answer(self) -> ClockAnswer:
        """The same for whoever reads it by the API."""
        return ClockAnswer(
            term=filled(TermAnswer, self.term) if self.term else None,
            due=filled(DueAnswer, self.due) if self.due else None,
            closed_on=self.closed_on,
            ended_on=self.ended_on,
            ledger=tuple(filled(LedgerEntry, entry, counts=entry in self.ledger) for entry in self.every),
            explanation=tuple(filled(SegmentAnswer, segment) for segment in self.segments),
            dates=tuple(filled(DatedAnswer, one, day=one.due.day, reason=one.due.reason) for one in self.dates),
            told=tuple(filled(NoticeAnswer, notice) for notice in self.told),
            words={language: self.words(language) for language in LANGUAGES},
        )

    def words(self, language: str) -> list[str]:
        """The term and its basis, why its last day is that day, and why what is late is late by so many; or why there is none any more."""
        said = clock_words(self.course, self.term_entry, language)
        if self.fell_at is not None:
            # What stands first is the term with its basis, which it had.
            return [*said[:2], fell_words(local_date(self.fell_at), language)]
        late = delay_words(self.delay, language) if self.delay else ""
        return [*said, *filter(None, [late])]


def clock(session: Session, obligation_id: UUID, principal: Principal, today: date) -> ClockAnswer:
    """The ledger of one obligation and its explanation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal, "obligation.read", "obligation", obligation.id)
    return clock_of(session, obligation, today).answer()


def clock_of(session: Session, obligation: Obligation, today: date) -> Clock:
    """Its ledger and what it comes to."""
    if obligation.term is None:
        return Clock()
    rows = ledger_of(session, obligation.id)
    entries = [row.as_entry() for row in rows]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    course = walk.course(entries, calendar, term, obligation.answered_on)
    entry = data.term_entry(course.term.key, course.term.valid_from or obligation.issued_on)
    dates = dates_of(session, obligation)
    state = state_on(entries, date.max)
    legal = legal_entries(as_if_told(session, obligation, today), state)
    every = every_entry(session, obligation.id)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    return Clock(
        course, entry, rows, every, dates, _told(session, obligation), legal, _delay(obligation, today),
        names=_names(session, every), fell_at=act.withdrawn_at,
    )  # fmt: skip


def days_left(session: Session, obligation: Obligation) -> int | None:
    """How many days its body has once the letter arrives that asks it again; None where its clock waits for none."""
    asked = obligation.asked_again_on is not None and obligation.answered_on is None
    if obligation.term is None or not asked:
        return None
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    return walk.days_left(entries, data.calendar_of(obligation.issued_on), term)


def _names(session: Session, entries: Sequence[ClockEntry]) -> dict[str, str]:
    people_of = (UUID(one.by.removeprefix(STAFF)) for one in entries if one.by.startswith(STAFF))
    return {f"{STAFF}{one}": name for one, name in people.names(session, people_of).items()}


def _delay(obligation: Obligation, today: date) -> Delay | None:
    due, until = obligation.reply_due, obligation.answered_on or today
    if due is None or reply_timeliness(obligation.facts, due, today).word is not Word.LATE:
        return None
    return delay(due, until, obligation.free_days(reply=True), by_office=bool(obligation.askings))


def _told(session: Session, obligation: Obligation) -> list[DueNotice]:
    """Of what its body could learn: one with the letter on paper reads no portal, and nobody wrote to it of a day. What it was told while
    it had the letter by wire stays told.
    """
    key = (obligation.recommendation_id, obligation.institution_id)
    addressee = session.get(ActAddressee, key)
    tries = tries_of(session, obligation.recommendation_id).get(obligation.institution_id, [])
    notices = select(DueNotice).where(DueNotice.obligation_id == obligation.id).order_by(DueNotice.number)

    def was_read(notice: DueNotice) -> bool:
        if addressee is not None and addressee.opened_at is not None and addressee.opened_at <= notice.at:
            return True
        before = [one.way for one in tries if one.way and one.at <= notice.at]
        return (before[-1] if before else (addressee.channel if addressee else None)) in BY_WIRE

    return [one for one in session.execute(notices).scalars() if was_read(one)]
