"""Log-in and the people of the office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from shared.edges import Answer, Body, Query
from shared.events.catalogue import STAFF_ROLES
from shared.fields import Text


class Password(fields.String):
    """As it was typed: neither trimmed nor normalised, but text that can be hashed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed: str = super()._deserialize(value, attr, data, **options)
        try:
            typed.encode()
        except UnicodeEncodeError as error:
            raise ValidationError("Not a valid text.") from error
        return typed


@dataclass(frozen=True, kw_only=True)
class LogInBody(Body):
    """Lengths are limited before a password is hashed: hashing is slow on purpose."""

    username: Annotated[str, Text(200)]
    password: Annotated[str, Password(validate=validate.Length(min=1, max=200), load_only=True)]
    #: Of the app or of the paper, where the account has a second factor.
    code: Annotated[str | None, Text(20)] = None


@dataclass(frozen=True, kw_only=True)
class ProofBody(Body):
    """A code of the app or of the paper."""

    code: Annotated[str, Text(20)]


@dataclass(frozen=True, kw_only=True)
class SessionAnswer(Answer):
    """A bearer token, and until when it counts."""

    token: str
    session_id: UUID
    expires_at: datetime
    staff_id: UUID
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OwnSession(Answer):
    """One of one's own log-ins that counts now. `seen_at` is right to a few minutes; `device` is a browser and a system, by code."""

    id: UUID
    device: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    current: bool


@dataclass(frozen=True, kw_only=True)
class OwnSessions(Answer):
    items: tuple[OwnSession, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class EndedAnswer(Answer):
    """How many sessions were ended."""

    ended: int


@dataclass(frozen=True, kw_only=True)
class StaffQuery(Query):
    role: Annotated[str | None, validate.OneOf(STAFF_ROLES)] = None


@dataclass(frozen=True, kw_only=True)
class MemberAnswer(Answer):
    """Somebody who works here."""

    id: UUID
    username: str
    name: str
    roles: tuple[str, ...]
    active: bool


@dataclass(frozen=True, kw_only=True)
class MemberList(Answer):
    items: tuple[MemberAnswer, ...]
    next: str | None
