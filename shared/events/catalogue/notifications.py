"""What notifications tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.texts import TextTold
from shared.events.catalogue.trails import HeadSeen, HeadTold
from shared.events.envelope import Code, Event


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(Event):
    """A mail or SMS was taken by the next server. This never means that a person has read it."""

    type: ClassVar[str] = "notifications.message.delivered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "partners")

    message_id: UUID
    template: Annotated[str, Code(listed_in="notifications/data/templates.yaml")]
    channel: Annotated[str, Code("email", "sms")]
    about: Annotated[str, Code("complaint", "recommendation")]
    about_id: UUID
    institution_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """A mail or SMS could not be delivered and will not be tried again. `message_id` of a mail with a one-time link is that of the link."""

    type: ClassVar[str] = "notifications.message.failed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "partners")

    message_id: UUID
    template: Annotated[str, Code(listed_in="notifications/data/templates.yaml")]
    channel: Annotated[str, Code("email", "sms")]
    about: Annotated[str, Code("complaint", "recommendation")]
    about_id: UUID
    institution_id: UUID | None = None
    reason: Annotated[str, Code("refused", "gave_up", "no_address")]


@dataclass(frozen=True, kw_only=True)
class NotificationsAuditHeaded(HeadTold):
    """The audit trail of notifications goes so far; told each hour and every 1,000 entries. Subject: the trail."""

    type: ClassVar[str] = "notifications.audit.headed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "partners")


@dataclass(frozen=True, kw_only=True)
class NotificationsAuditWitnessed(HeadSeen):
    """Notifications heard a head of another service's audit trail and looked whether that trail had only grown. Subject: the trail."""

    type: ClassVar[str] = "notifications.audit.witnessed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "cases", "partners")


@dataclass(frozen=True, kw_only=True)
class SessionUsedInNotifications(Event):
    """A staff session was used here, last at `seen_at`: told once in five minutes. Subject: the session."""

    type: ClassVar[str] = "notifications.session.used.v1"
    consumers: ClassVar[tuple[str, ...]] = ("cases",)

    session_id: UUID
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class TextOffered(TextTold):
    """What the office is to publish waits to be compared with the sealed files; `text` is a document. Subject: what it is the text of."""

    type: ClassVar[str] = "notifications.text.offered.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake",)
