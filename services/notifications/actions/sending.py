"""The life of a message between waiting and its end. The sending itself happens outside of any transaction.

Claimed in one transaction, sent, its end noted in another: a process that dies in between leaves a claim that runs out, and
the message is sent again under the same Message-ID. It may so arrive twice; it is never lost.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.notifications.actions.ends import OPEN, give_up, is_told
from services.notifications.domain import CALL, GIVE_UP_AFTER, GIVE_UP_CALL_AFTER, next_try
from services.notifications.models import Complaint, Message
from shared import audit
from shared.directory import KnownInstitution
from shared.events.catalogue import MessageDelivered
from shared.messaging.outbox import publish
from shared.principal import service
from shared.typed import filled

#: Longer than any one sending can take: every step of an SMTP conversation has a time-out of its own.
LEASE = timedelta(minutes=3)
#: The directory refuses circles; this is for a copy of it in which an event is still missing.
MOST_SUCCESSIONS = 10


@dataclass(frozen=True)
class Claim:
    """A message that this process may send now, and what is needed to find its recipient."""

    message_id: UUID
    template: str
    recipient: str
    attempt: int
    tried_before: datetime | None
    language: str
    contact: str | None
    mailbox: str | None
    #: By which way somebody on call is called; of others it follows from the contact.
    channel: str | None = None
    #: The document that holds a one-time link, and the number of the letter that a mail tells of.
    link: str | None = None
    number: str | None = None
    #: False while the directory's record of the body has not arrived here.
    known: bool = True


def claim(session: Session, *, now: datetime) -> Claim | None:
    """Take the message that is due longest, or None; a call to somebody on call before all others, however many these are. A
    complainant's waits until the complaint is known here.
    """
    may_be_told = exists().where(
        Complaint.id == Message.about_id, Complaint.contact.is_not(None), Complaint.silenced.is_(False)
    )
    calls, others = Message.recipient == "staff", or_(Message.recipient == "institution", may_be_told)
    message = _due(session, calls, now) or _due(session, others, now)
    if message is None:
        return None
    tried_before = message.first_tried_at
    message.state = "sending"
    message.attempts += 1
    message.first_tried_at = tried_before or now
    message.next_try_at = now + LEASE
    if message.recipient == "complainant":
        return _to_complainant(session, message, tried_before)
    if message.recipient == "staff":
        return _to_staff(session, message, tried_before)
    return _to_institution(session, message, tried_before)


def _due(session: Session, whose: ColumnElement[bool], now: datetime) -> Message | None:
    due = and_(Message.state.in_(OPEN), Message.next_try_at <= now, whose)
    statement = select(Message).where(due).order_by(Message.next_try_at, Message.id).limit(1)
    return session.execute(statement.with_for_update(skip_locked=True)).scalar_one_or_none()


def _to_complainant(session: Session, message: Message, tried_before: datetime | None) -> Claim:
    complaint = session.get_one(Complaint, message.about_id)
    # The address is read after this commit: without the entry nobody sees it.
    audit.record(session, service("notifications"), "contact.used", "complaint", complaint.id, message=str(message.id))
    return Claim(
        message_id=message.id,
        template=message.template,
        recipient=message.recipient,
        attempt=message.attempts,
        tried_before=tried_before,
        language=complaint.language,
        contact=complaint.contact,
        mailbox=None,
    )


def _to_staff(session: Session, message: Message, tried_before: datetime | None) -> Claim:
    audit.record(session, service("notifications"), "contact.used", "staff", message.about_id, message=str(message.id))
    return Claim(
        message_id=message.id,
        template=message.template,
        recipient=message.recipient,
        attempt=message.attempts,
        tried_before=tried_before,
        language="sq",
        contact=message.contact,
        mailbox=None,
        channel=message.channel,
    )


def _to_institution(session: Session, message: Message, tried_before: datetime | None) -> Claim:
    institution = _receiver(session, message.institution_id)
    return Claim(
        message_id=message.id,
        template=message.template,
        recipient=message.recipient,
        attempt=message.attempts,
        tried_before=tried_before,
        language="en" if institution is not None and institution.languages[0] == "en" else "sq",
        contact=None,
        mailbox=institution.mailbox if institution else None,
        link=message.link,
        number=message.number,
        known=institution is not None,
    )


def _receiver(session: Session, addressed: UUID | None) -> KnownInstitution | None:
    """The body itself, or where it ended, whoever answers for its letters: nobody reads the mailbox of a body that is gone."""
    institution = session.get(KnownInstitution, addressed)
    for _ in range(MOST_SUCCESSIONS):
        after = [one.id for one in institution.successors if one.takes_letters] if institution else []
        heir = session.get(KnownInstitution, after[0]) if after else None
        if heir is None:
            break
        institution = heir
    return institution


def note_delivered(session: Session, claim: Claim, channel: str, *, now: datetime) -> None:
    """The next server has taken the message. Counts even when the claim had run out: it did leave."""
    message = _locked(session, claim)
    if message.state not in OPEN:
        return
    message.state = "delivered"
    message.channel = channel
    message.last_error = None
    message.finished_at = now
    if is_told(message):
        publish(session, filled(MessageDelivered, message, message_id=message.id, channel=channel), message.id)


def note_failed(session: Session, claim: Claim, channel: str | None, reason: str, code: str, *, now: datetime) -> None:
    """The message cannot be sent, whenever it is tried. `reason`: refused or no_address."""
    message = _locked(session, claim)
    if _still_ours(message, claim):
        message.channel = channel or message.channel
        give_up(session, message, reason, code, now=now)


def note_unavailable(session: Session, claim: Claim, channel: str | None, code: str, *, now: datetime) -> str:
    """It did not work this time. Returns what becomes of it: `retried`, or `gave_up` when it has been tried for days."""
    message = _locked(session, claim)
    if not _still_ours(message, claim):
        return "retried"
    message.channel = channel or message.channel
    patience = GIVE_UP_CALL_AFTER if message.template == CALL else GIVE_UP_AFTER
    at = next_try(message.id, message.attempts, message.first_tried_at or now, now, give_up_after=patience)
    if at is None:
        give_up(session, message, "gave_up" if claim.known else "no_address", code, now=now)
        return "gave_up"
    message.state = "waiting"
    message.next_try_at = at
    message.last_error = code
    return "retried"


def postpone(session: Session, claim: Claim, channel: str, until: datetime) -> None:
    """Outside of the hours that the complainant chose: this was no try."""
    message = _locked(session, claim)
    if _still_ours(message, claim):
        message.state = "waiting"
        message.channel = channel
        message.next_try_at = until
        message.attempts = claim.attempt - 1
        message.first_tried_at = claim.tried_before


def _locked(session: Session, claim: Claim) -> Message:
    statement = select(Message).where(Message.id == claim.message_id).with_for_update()
    return session.execute(statement).scalar_one()


def _still_ours(message: Message, claim: Claim) -> bool:
    return message.state == "sending" and message.attempts == claim.attempt
