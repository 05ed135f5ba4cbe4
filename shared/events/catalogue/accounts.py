"""What cases tells of the accounts of staff and of their log-ins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from shared.events.catalogue.codes import StaffRole
from shared.events.envelope import Code, DocumentName, Event


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """A staff account's roles or state changed. Sessions that began before `sessions_valid_from` are over."""

    type: ClassVar[str] = "cases.staff.changed.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "partners", "notifications")

    staff_id: UUID
    roles: tuple[StaffRole, ...]
    active: bool
    sessions_valid_from: datetime


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A staff session is over before its `ends_at`: by log-out, by its owner from elsewhere, or unused too long. Subject: it."""

    type: ClassVar[str] = "cases.session.ended.v1"
    consumers: ClassVar[tuple[str, ...]] = ("intake", "partners", "notifications")

    session_id: UUID
    staff_id: UUID
    began_at: datetime
    ends_at: datetime
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class RescueAsked(Event):
    """Somebody asked to give an account of the office another password or to take its second factor away: one person who can stop it is
    told, by these ways, at what `contact` names. Subject: the rescue.
    """

    type: ClassVar[str] = "cases.rescue.asked.v1"
    consumers: ClassVar[tuple[str, ...]] = ("notifications",)

    rescue_id: UUID
    staff_id: UUID
    contact: DocumentName
    ways: tuple[Annotated[str, Code("email", "sms")], ...]
