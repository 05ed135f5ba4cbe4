"""Whom somebody else names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """Whom a provider of OpenID Connect knows: `subject` is theirs for ever at this `issuer`. `second_factor`: they showed one there just now."""

    issuer: str
    subject: str
    second_factor: bool
