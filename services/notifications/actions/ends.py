"""How a message fails for good, with the event that says so. Shared by the two files beside it; commits nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.notifications.models import Message
from shared.events.catalogue import MessageFailed
from shared.messaging.outbox import publish

OPEN = ("waiting", "sending")


def give_up(session: Session, message: Message, reason: str, code: str, now: datetime) -> None:
    """End `message` as failed. `reason` is the event's: refused, gave_up or no_address; `code` says more, for staff."""
    message.state = "failed"
    message.last_error = code
    message.finished_at = now
    # A contact that nobody could read has not told its channel either; mail is the one that most choose.
    if is_told(message):
        publish(session, MessageFailed(**facts(message, message.channel or "email"), reason=reason), message.id)


def is_told(message: Message) -> bool:
    """Whether an event says what became of it. Of one about a body's own contacts nobody keeps a record to note it in."""
    return message.about != "institution"


def facts(message: Message, channel: str) -> dict[str, object]:
    """What both events say of a message."""
    return {
        "message_id": message.id,
        "template": message.template,
        "channel": channel,
        "about": message.about,
        "about_id": message.about_id,
        "institution_id": message.institution_id,
    }
