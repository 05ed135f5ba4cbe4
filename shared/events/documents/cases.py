"""The documents that events of cases name."""

from dataclasses import dataclass

from shared.edges import Document


@dataclass(frozen=True, kw_only=True)
class MailboxMessage(Document):
    """What the office writes to a complainant, for the mailbox in intake."""

    text: str
    language: str
