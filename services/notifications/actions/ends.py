"""How a message fails for good, with the event that says so. Shared by the two files beside it; commits nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.notifications.models import Message
from shared.events.catalogue import MessageFailed
from shared.messaging.outbox import publish
from shared.typed import filled

OPEN = ("waiting", "sending")


def give_up(session: Session, message: Message, reason: str, code: str, *, now: datetime) -> None:
    """End `message` as failed. `reason` is the event's: refused, gave_up or no_address; `code` says more, for staff."""
    message.state = "failed"
    message.last_error = code
    message.finished_at = now
    # A contact that nobody could read has not told its channel either; mail is the one that most choose.
    if is_told(message):
        channel = message.channel or "email"
        publish(
            session, filled(MessageFailed, message, message_id=message.id, channel=channel, reason=reason), message.id
        )


def is_told(message: Message) -> bool:
    """Whether an event says what became of it. Of one about a body's own contacts, or that called somebody of the office, nobody
    keeps a record to note it in.
    """
    return message.about not in ("institution", "staff")
