"""What loses events is asked for by one person, with a reason, and done when a second one agrees."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared import audit
from shared.events.envelope import Place
from shared.freeing import epochs, moves, versions
from shared.messaging import chains
from shared.messaging.inbox import Inbox
from shared.messaging.kept import SubjectStep
from shared.rules import RuleViolation


def ask_to_discard(session: Session, parked_id: UUID, by: str, reason: str, *, now: datetime) -> SubjectStep:
    """Ask for a second person to give a parked event up. Raises `RuleViolation` if it does not wait."""
    parked = moves.waiting(session, parked_id)
    return _ask(session, "discard", (parked.stream, parked.subject), by, reason, now, parked_id=parked_id)


def ask_to_skip(session: Session, stream: str, subject: UUID, by: str, reason: str, *, now: datetime) -> SubjectStep:
    """Ask for a second person to go on over what is missing. Raises `RuleViolation` if nothing of the subject waits."""
    if moves.over(session, stream, subject, chains.last(session, stream, subject)) is None:
        raise RuleViolation("nothing of this subject waits", code="subject_not_stuck")
    return _ask(session, "skip", (stream, subject), by, reason, now)


def ask_for_theirs(session: Session, stream: str, subject: UUID, by: str, reason: str, *, now: datetime) -> SubjectStep:
    """Ask for a second person to take the publisher's version. Raises `RuleViolation` if the publisher has not told it."""
    versions.refuse_without_answer(session, stream, subject)
    return _ask(session, "theirs", (stream, subject), by, reason, now)


def ask_for_epoch(session: Session, publisher: str, epoch: int, by: str, reason: str, *, now: datetime) -> SubjectStep:
    """Ask for a second person to take an announced epoch back. Raises `RuleViolation` unless a higher one was announced."""
    announced = epochs.refuse_unless_lower(session, publisher, epoch)
    return _ask(session, "epoch", (publisher, None), by, reason, now, at=(epoch, announced))


def agree(session: Session, inbox: Inbox, step_id: UUID, by: str, *, now: datetime) -> SubjectStep:
    """Do what was asked for. Raises `RuleViolation` for whoever asked, and where the subject stands elsewhere by now."""
    step = _open_step(session, step_id)
    if step.asked_by == by:
        raise RuleViolation("a second person must agree, not the one who asked", code="second_person_needed")
    if _moved_on(session, step):
        raise RuleViolation("the subject has moved on since: look again and ask anew", code="subject_moved_on")
    _decide(step, "done", by, now)
    audit.record(session, by, f"subject.{step.kind}_agreed", "subject_step", step.id, asked_by=step.asked_by)
    _do(session, inbox, step, f"{step.asked_by} + {by}", now)
    return step


def refuse(session: Session, step_id: UUID, by: str, *, now: datetime) -> SubjectStep:
    """Not to be done; whoever asked may say so too."""
    step = _open_step(session, step_id)
    _decide(step, "refused", by, now)
    audit.record(session, by, f"subject.{step.kind}_refused", "subject_step", step.id, asked_by=step.asked_by)
    return step


def open_steps(session: Session, limit: int = 200) -> Sequence[SubjectStep]:
    """What waits for a second person, oldest first."""
    rows = select(SubjectStep).where(SubjectStep.outcome.is_(None)).order_by(SubjectStep.asked_at).limit(limit)
    return session.execute(rows).scalars().all()


def steps_of(session: Session, stream: str, subject: UUID) -> Sequence[SubjectStep]:
    """All that was asked for and decided about one subject, newest first."""
    rows = select(SubjectStep).where(SubjectStep.stream == stream, SubjectStep.subject == subject)
    return session.execute(rows.order_by(SubjectStep.asked_at.desc())).scalars().all()


def _moved_on(session: Session, step: SubjectStep) -> bool:
    if step.kind == "epoch" and step.stream:
        return epochs.refuse_unless_lower(session, step.stream, step.epoch) != step.sequence
    return step.kind != "discard" and _stands(session, step.stream, step.subject) != (step.epoch, step.sequence)


def _do(session: Session, inbox: Inbox, step: SubjectStep, by: str, now: datetime) -> None:
    if step.kind == "discard" and step.parked_id:
        moves.discard(session, inbox, step.parked_id, by, step.reason)
    elif step.stream and step.kind == "epoch":
        epochs.take_back(session, inbox.service, step.stream, step.epoch, by, step.reason, now=now)
    elif step.stream and step.subject and step.kind == "skip":
        moves.skip(session, inbox, step.stream, step.subject, by, step.reason)
    elif step.stream and step.subject:
        versions.take_theirs(session, inbox.service, step.stream, step.subject, by, step.reason, now=now)


def _ask(
    session: Session,
    kind: str,
    about: tuple[str | None, UUID | None],
    by: str,
    reason: str,
    now: datetime,
    parked_id: UUID | None = None,
    at: Place | None = None,
) -> SubjectStep:
    if not reason.strip():
        raise RuleViolation("a reason is needed", code="reason_missing")
    stream, subject = about
    same = select(SubjectStep.id).filter_by(
        kind=kind, stream=stream, subject=subject, parked_id=parked_id, outcome=None
    )
    if session.execute(same.limit(1)).first():
        raise RuleViolation("this was asked for and waits for a second person", code="step_waits")
    epoch, sequence = at or _stands(session, stream, subject)
    step = SubjectStep(
        id=uuid4(), kind=kind, stream=stream, subject=subject, parked_id=parked_id, epoch=epoch, sequence=sequence,
        reason=reason, asked_by=by, asked_at=now,
    )  # fmt: skip
    session.add(step)
    session.flush()
    on = f"{stream}/{subject}" if subject else str(parked_id)
    audit.record(session, by, f"subject.{kind}_asked", "subject", on, reason=reason, step=str(step.id))
    return step


def _stands(session: Session, stream: str | None, subject: UUID | None) -> Place:
    return chains.last(session, stream, subject) if stream and subject else chains.NONE


def _open_step(session: Session, step_id: UUID) -> SubjectStep:
    step = session.get(SubjectStep, step_id, with_for_update=True)
    if step is None or step.outcome is not None:
        raise RuleViolation("no such step waits for a second person", code="step_unknown")
    return step


def _decide(step: SubjectStep, outcome: str, by: str, now: datetime) -> None:
    step.outcome, step.decided_by, step.decided_at = outcome, by, now
