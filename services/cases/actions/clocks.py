"""The ledger of a clock: what is added to it, the dates that follow, and of which of them the body was told.

No clock begins with the issue: its first entry is a recorded sending or a delivery. A date that was told moves only with an event
that says so, with its cause and the date before. Where the term counts a letter that was sent as delivered after some days, that
date is the office's and is told to nobody.

All of these are steps of other actions (deliveries, replies, entries, extensions, clock_changes), which lock the case,
write the history and note who acted.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import clock
from services.cases.domain.clock import Course, DueReason
from services.cases.domain.explanation import lines, segments
from services.cases.domain.ledger import (
    DECREED,
    OF_UNASKED,
    ClockState,
    Entry,
    EntryKind,
    closed_on,
    first_start,
    held_since,
    running_days,
    state_on,
    unasked_before,
)
from services.cases.domain.obligations import Way
from services.cases.domain.terms import StartEvent
from services.cases.domain.timeliness import local_date
from services.cases.models import ClockEntry, DueNotice, Obligation
from services.cases.queries.situations import ledger_of
from shared.events.catalogue import ClockLine, ClockTakenBack, ClockTerm, DeliveryCorrected, FreeDays, ObligationClocked
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import filled

#: A ledger with more lines than this is explained on the office's page alone: an event is small.
MOST_LINES = 60


class Details(TypedDict, total=False):
    """What entries of some kinds have: see `ClockEntry`."""

    event: StartEvent | None
    until: date | None
    request_id: UUID | None
    reason: str | None
    name: str | None
    scan_id: UUID | None
    ground: str | None
    letter: str | None
    corrects: UUID | None
    decided_on: date | None
    since: date | None
    reply_stood: bool


def record(
    by: Principal,
    session: Session,
    obligation: Obligation,
    kind: EntryKind,
    effective: date,
    *,
    now: datetime,
    **details: Unpack[Details],
) -> None:
    """Add an entry and leave what follows to `renew`, or, of a change of the calendar that meets the measure alone, to who writes its day."""
    event = details.get("event")
    if kind is EntryKind.REOPENED and obligation.answered_on is None:
        ended = unasked_before((row.as_entry() for row in ledger_of(session, obligation.id)), effective)
        details |= {"since": ended, "reply_stood": ended is not None}
    session.add(
        ClockEntry(
            obligation_id=obligation.id,
            kind=kind.value,
            effective=effective,
            recorded_at=now,
            by=by.name,
            **details | {"event": event.value if event else None},
        )
    )
    if kind in DECREED:
        session.flush()
        session.expire(obligation, ["decrees"])
    elif kind in OF_UNASKED:
        session.flush()
        session.expire(obligation, ["askings"])


def append(
    by: Principal,
    session: Session,
    obligation: Obligation,
    kind: EntryKind,
    effective: date,
    *,
    now: datetime,
    **details: Unpack[Details],
) -> bool:
    """Add an entry and renew what follows from the ledger; returns whether the last day is another one now.

    A kind of act without a term has no clock.
    """
    if obligation.term is None:
        return False
    record(by, session, obligation, kind, effective, now=now, **details)
    return renew(session, obligation, kind, now=now)


def end(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """Nothing is asked any more: the act fell, it was overtaken, or a court decides it. An answer, or an officer, may have ended it before."""
    if is_open(session, obligation):
        append(by, session, obligation, EntryKind.CLOSED, local_date(now), now=now)


def open_for_answer(by: Principal, session: Session, obligation: Obligation, on: date, *, now: datetime) -> None:
    """Before an answer of that day ends its clock: one that the office had ended goes on for it, so that nobody answered late for days on which nothing
    was asked.
    """
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    if obligation.term is not None and (ended := closed_on(entries)) is not None and ended < on:
        nothing_since = ended + timedelta(days=1)
        record(by, session, obligation, EntryKind.REOPENED, on, now=now, since=nothing_since, reply_stood=True)


def press_again(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """Before a body is asked again of which the office had turned to another: the days in between gave it none for the measure."""
    turned, today = obligation.turned_on, local_date(now)
    if turned is not None and turned < today:
        record(by, session, obligation, EntryKind.OWED_AGAIN, today, since=turned + timedelta(days=1), now=now)


def check_not_held(obligation: Obligation) -> None:
    """No day of a clock is moved while a court or a prosecutor has the matter, or a letter that asks again is on its way, by whichever door.
    Raises `RuleViolation`.
    """
    if obligation.held_since is not None:
        raise RuleViolation("a court or a prosecutor has the matter", code="clock.held", legal=("resume",))
    if obligation.asked_again_on is not None and obligation.answered_on is None and obligation.reply_due is None:
        raise RuleViolation("the letter that asks again has not arrived", code="clock.asked_again")


def is_open(session: Session, obligation: Obligation) -> bool:
    """Whether a reply is asked for by a day, now or once its clock goes on: also of a measure that the office found taken before."""
    unanswered = obligation.term is not None and obligation.answered_on is None
    return unanswered and _state(session, obligation) is not ClockState.CLOSED


def go_on(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """It is asked for again: the days that were left when `end` ended the clock go on. An officer's ending has a reason, and stands; so does what is over
    at its root (moots).
    """
    if obligation.moot_on is not None:
        return
    _tell_measure_anew(obligation)
    rows = ledger_of(session, obligation.id)
    ended = [row for row in rows if row.kind == EntryKind.CLOSED]
    if (
        obligation.answered_on is None
        and ended
        and not ended[-1].reason
        and _state(session, obligation) is ClockState.CLOSED
    ):
        append(by, session, obligation, EntryKind.REOPENED, local_date(now), now=now)
        hold_too(by, session, obligation, now=now)


def hold_too(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: owed, or asked for again, while a court or a prosecutor has the matter, it stands like the rest: what is new from its
    beginning.
    """
    since = next((since for since, end in obligation.stretches if end is None), None)
    if since is None:
        return
    obligation.held_since = since
    obligation.write_facts(obligation.facts)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    if held_since(entries) is None:
        append(by, session, obligation, EntryKind.HELD, local_date(now) if entries else since, now=now)


def _state(session: Session, obligation: Obligation) -> ClockState:
    return state_on([row.as_entry() for row in ledger_of(session, obligation.id)], date.max)


def renew(session: Session, obligation: Obligation, cause: EntryKind, *, now: datetime) -> bool:
    """Count anew, and tell the body if its last day is another one than it knows; returns whether the day has moved.

    A clock that an officer ended has no last day any more; one that an answer ended keeps the day by which it was due.
    """
    session.flush()
    _tell_measure_anew(obligation)
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    term = data.term_of_clock(obligation.term or "", obligation.issued_on, entries)
    course = clock.course(entries, data.calendar_of(obligation.issued_on), term, obligation.answered_on)
    before = obligation.reply_due
    obligation.reply_due, obligation.started_on = course.due.day, course.due.start
    obligation.clock_stands = course.due.reason is DueReason.PAUSED and course.answered_on is None
    obligation.days_to_answer = _days_to_answer(entries, course)
    obligation.clock_closed_on = course.closed_on
    # The day of an item does not precede the last one for the reply.
    obligation.write_facts(obligation.facts)
    answered = obligation.answered_on is not None and state_on(entries, date.max) is ClockState.CLOSED
    if first_start(entries, term.start_event) is not None:
        _tell(session, obligation, course, cause, now, answered=answered)
    return obligation.reply_due != before


def _tell_measure_anew(obligation: Obligation) -> None:
    """Days on which nothing was asked are no delay of a measure whose day had passed and stays: its body learns them with that day, the next time
    that one is told.
    """
    if obligation.askings and obligation.implementation_due is not None:
        obligation.told_by_when = None


def tell_corrected(session: Session, obligation: Obligation, day: date, way: Way | None = None) -> None:
    """A step of others: its body is told since when its letter counts as delivered, and by which `way` it came, where that was recorded wrongly."""
    event = DeliveryCorrected(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        delivered_on=day,
        way=way.value if way else None,
    )
    publish(session, event, obligation.id)


def _days_to_answer(entries: Sequence[Entry], course: Course) -> int | None:
    if course.due.start is None or course.answered_on is None:
        return None
    return running_days(entries, course.due.start, course.answered_on)


def start(
    by: Principal, session: Session, obligation: Obligation, event: StartEvent, day: date, *, now: datetime
) -> None:
    """A term begins by `event`; a second report of the same event does not begin it anew.

    A letter that goes by wire leaves when it arrives: by its delivery begins what a sending would have begun.
    """
    if obligation.term is None:
        return
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    known = first_start(entries, event, or_unnamed=False)
    if known is None or day < known:
        append(by, session, obligation, EntryKind.STARTED, day, now=now, event=event)
    elif obligation.started_on != known:
        # It was taken back, and is told again of the same day.
        renew(session, obligation, EntryKind.STARTED, now=now)
    if event is StartEvent.DELIVERED and begins_by_sending(obligation):
        obligation.sent_on = obligation.sent_on or day
        start(by, session, obligation, StartEvent.DISPATCHED, obligation.sent_on, now=now)


def begins_by_sending(obligation: Obligation) -> bool:
    """Whether its term runs from the sending itself, by whichever way, and not only where the delivery never becomes known."""
    if obligation.term is None:
        return False
    return data.term_on(obligation.term, obligation.issued_on).start_event is StartEvent.DISPATCHED


def _tell(
    session: Session, obligation: Obligation, course: Course, cause: EntryKind, now: datetime, *, answered: bool = False
) -> None:
    """`answered`: an answer ended the clock. Nothing is due any more, and `course` still says by when it was."""
    due = None if answered else course.due.day
    latest = select(DueNotice).where(DueNotice.obligation_id == obligation.id).order_by(DueNotice.number.desc())
    last = session.execute(latest.limit(1)).scalar_one_or_none()
    # An end is told also where nothing was due any more: the clock stood, or another letter proved to have come before the answer.
    is_end = cause is EntryKind.CLOSED and (answered or course.closed_on is not None)
    # A clock that stands, or was ended, from its beginning has no day to be told, but a reason.
    if last is None and course.held_since is not None:
        cause = EntryKind.HELD
    elif last is None and course.due.reason is DueReason.CLOSED:
        cause = EntryKind.CLOSED
    elif due == (last.due if last else None) and not is_end:
        return
    previous = (last.due or last.previous) if last else None
    session.add(DueNotice(obligation_id=obligation.id, cause=cause.value, due=due, previous=previous, at=now))
    event = ObligationClocked(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        cause=cause.value,
        due=due,
        previous=previous,
        free=tuple(FreeDays(since=since, until=until) for since, until in obligation.free_days(reply=True)),
    )
    publish(session, with_course(event, course), obligation.id)


def with_course(event: ObligationClocked, course: Course) -> ObligationClocked:
    """`event` with why it is that day, in codes, days and counts. The name of a holiday and the article of a law are texts, and
    stay here.
    """
    runs = lines(segments(course.days))
    if len(runs) > MOST_LINES:
        return event
    term = course.term
    explanation = tuple(filled(ClockLine, run, why=run.why.value, ends_off=run.ends_off or None) for run in runs)
    counted = ClockTerm(value=term.value, unit=term.unit.value, start_event=term.start_event.value)
    ended = replace(event, closed_on=course.closed_on, answered_on=course.answered_on, held_since=course.held_since)
    taken_back = filled(ClockTakenBack, course.taken_back) if course.taken_back else None
    told = replace(ended, corrected_on=course.corrected_on, taken_back=taken_back)
    return replace(told, term=counted, explanation=explanation)
