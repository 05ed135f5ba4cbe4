"""What the publisher of a stuck subject has of it: asked over the accounts, told within seconds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared import audit
from shared.messaging.accounts import of_subject
from shared.rules import RuleViolation


def ask(session: Session, service: str, stream: str, subject: UUID, by: str, *, now: datetime) -> None:
    """Ask the publisher of `stream`. Raises `RuleViolation` if this service does not hear that stream."""
    if not of_subject.ask(session, service, stream, subject, now=now):
        raise RuleViolation("this service hears no such stream", code="stream_unknown")
    audit.record(session, by, "subject.asked", "subject", f"{stream}/{subject}")
