"""Whom somebody else names."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Named:
    """Whom a provider of OpenID Connect knows: `subject` is theirs for ever at this `issuer`. `second_factor`: when they showed one there,
    on the way that was asked for here.
    """

    issuer: str
    subject: str
    second_factor: datetime | None
