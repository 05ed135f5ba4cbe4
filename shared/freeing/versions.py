"""Two versions of one subject, as a restored database leaves them: what its publisher has now, and what this service took before.

What this service did by events that the publisher lost cannot be undone by a machine. Taking the publisher's version means that the
subject goes on behind what both have, and that the publisher's other events are handled; a person sees to what was done before.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import audit
from shared.events.envelope import Place
from shared.freeing.moves import ask_for, parked_of
from shared.messaging import chains
from shared.messaging.accounts.sums import HOUR, first_hour, id_at
from shared.messaging.accounts.tables import SubjectTold, ToldRow, UnaccountedEvent
from shared.messaging.inbox import set_position
from shared.messaging.kept import HeldEvent, InboxRow, StaleEvent, WantedEvent
from shared.rules import RuleViolation


def told_of(session: Session, stream: str, subject: UUID) -> Sequence[ToldRow]:
    """What the publisher said that it has of a subject, in the order of its places."""
    rows = select(ToldRow).where(ToldRow.stream == stream, ToldRow.subject == subject)
    return session.execute(rows.order_by(ToldRow.epoch, ToldRow.sequence)).scalars().all()


def taken_of(session: Session, stream: str, subject: UUID) -> Sequence[InboxRow]:
    """What this service has stored of a subject, in the same order."""
    rows = select(InboxRow).where(InboxRow.stream == stream, InboxRow.subject == subject)
    return session.execute(rows.order_by(InboxRow.epoch, InboxRow.sequence, InboxRow.message_id)).scalars().all()


def take_theirs(
    session: Session, service: str, stream: str, subject: UUID, by: str, reason: str, *, now: datetime
) -> int:
    """Give up what only we have of a subject and take what its publisher has; returns how many events were asked for.

    Raises `RuleViolation` without the publisher's whole answer: what it did not tell would be given up.
    """
    refuse_without_answer(session, stream, subject)
    chains.last(session, stream, subject)
    theirs = told_of(session, stream, subject)
    ours = {row.message_id: row for row in taken_of(session, stream, subject)}
    _clear(session, stream, subject, by, now)
    lost = _undo_alien(session, ours, {row.message_id for row in theirs}, oldest=id_at(first_hour(now) * HOUR))
    common = [row for row in theirs if _is_same(row, ours.get(row.message_id))]
    reached: Place = (common[-1].epoch, common[-1].sequence) if common else chains.NONE
    wanted = [row for row in theirs if row not in common]
    _make_room(session, wanted, reached, by, now)
    set_position(session, stream, subject, reached)
    settle(session, stream, subject, by, reason)
    if wanted:
        ask_for(session, service, stream, [row.message_id for row in wanted], now=now)
    audit.record(
        session, by, "subject.theirs_taken", "subject", f"{stream}/{subject}", reason=reason,
        given_up=sorted(map(str, lost)), asked=len(wanted),
    )  # fmt: skip
    return len(wanted)


def keep_ours(session: Session, stream: str, subject: UUID, by: str, reason: str) -> int:
    """Somebody has seen to what differs: it counts no more; returns how many events. Raises `RuleViolation` if nothing differs."""
    if not reason.strip():
        raise RuleViolation("keeping ours needs a reason", code="reason_missing")
    settled = settle(session, stream, subject, by, reason)
    if not settled:
        raise RuleViolation("nothing of this subject differs", code="subject_not_forked")
    audit.record(session, by, "subject.ours_kept", "subject", f"{stream}/{subject}", reason=reason, events=settled)
    return settled


def differing(session: Session, stream: str, subject: UUID) -> int:
    """How many events of a subject only we have, or have with another text, and nobody has decided about."""
    mine = select(InboxRow.message_id).where(InboxRow.stream == stream, InboxRow.subject == subject)
    differ = UnaccountedEvent.message_id.in_(mine), UnaccountedEvent.kind != "missing"
    count = select(func.count()).select_from(UnaccountedEvent)
    return session.execute(count.where(*differ, UnaccountedEvent.settled_by.is_(None))).scalar_one()


def settle(session: Session, stream: str, subject: UUID, by: str, reason: str) -> int:
    """Note that a person has decided about all that differs of a subject."""
    said = {"settled_by": by, "settled_reason": reason}
    mine = select(InboxRow.message_id).where(InboxRow.stream == stream, InboxRow.subject == subject)
    open_ones = UnaccountedEvent.kind != "missing", UnaccountedEvent.settled_by.is_(None)
    differ = UnaccountedEvent.message_id.in_(mine), *open_ones
    aside = StaleEvent.stream == stream, StaleEvent.subject == subject, StaleEvent.settled_by.is_(None)
    of_tables = (update(UnaccountedEvent).where(*differ), update(StaleEvent).where(*aside))
    return sum(session.execute(each.values(said)).rowcount for each in of_tables)  # type: ignore[attr-defined]  # the result of an UPDATE has a rowcount, which the stubs leave out


def refuse_without_answer(session: Session, stream: str, subject: UUID) -> None:
    """Raise `RuleViolation` unless the publisher told all that it has of a subject since it was last asked."""
    told = session.get(SubjectTold, (stream, subject))
    if told is None or told.told_at is None or told.told_at < told.asked_at:
        raise RuleViolation("ask its publisher first what it has", code="subject_not_told")
    if not told.complete:
        raise RuleViolation("its publisher has more of it than one answer holds", code="subject_too_long")


def _clear(session: Session, stream: str, subject: UUID, by: str, now: datetime) -> None:
    """What waits of the subject comes again, if its publisher has it."""
    held = select(HeldEvent.message_id).where(HeldEvent.stream == stream, HeldEvent.subject == subject)
    waiting = {one.message_id for one in parked_of(session, stream, subject)} | set(session.execute(held).scalars())
    for parked in parked_of(session, stream, subject):
        parked.resolution, parked.resolved_by, parked.resolved_at = "replaced", by, now
    session.execute(delete(HeldEvent).where(HeldEvent.stream == stream, HeldEvent.subject == subject))
    session.execute(
        delete(InboxRow).where(
            InboxRow.message_id.in_([one for one in waiting if one]), InboxRow.outcome.in_(("held", "parked"))
        )
    )


def _undo_alien(session: Session, ours: Mapping[UUID, InboxRow], theirs: set[UUID], *, oldest: UUID) -> list[UUID]:
    """Ours that the publisher has not. What is older than accounts go may have left its log by age."""
    alien = [one for one, row in ours.items() if one not in theirs and one >= oldest and row.outcome in chains.PASSED]
    session.execute(update(InboxRow).where(InboxRow.message_id.in_(alien)).values(outcome=chains.UNDONE))
    return alien


def _is_same(theirs: ToldRow, ours: InboxRow | None) -> bool:
    return (
        ours is not None
        and ours.outcome in chains.PASSED
        and (ours.epoch, ours.sequence, ours.digest) == (theirs.epoch, theirs.sequence, theirs.digest)
    )


def _make_room(session: Session, wanted: Sequence[ToldRow], reached: Place, by: str, now: datetime) -> None:
    """What was stored with another text is forgotten, so that it can come; what stands before `reached` is wanted out of its turn."""
    ids = [row.message_id for row in wanted]
    session.execute(delete(InboxRow).where(InboxRow.message_id.in_(ids)))
    early = [row.message_id for row in wanted if (row.epoch, row.sequence) < reached]
    if early:
        rows = [{"message_id": one, "wanted_by": by, "wanted_at": now} for one in early]
        session.execute(upsert(WantedEvent).values(rows).on_conflict_do_nothing())
