"""How this installation lets letters out."""

from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True)
class Outgoing:
    """`address`: where the platform stands, for the ways to reply that a letter names; `confirmed_only`: nothing is issued on law
    that the office's lawyers have not confirmed.
    """

    address: str = ""
    confirmed_only: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Outgoing":
        return cls(settings.public_url, settings.confirmed_law_only)


#: For work that is not of a door: a letter then names no address.
UNKNOWN = Outgoing()
