"""How this installation lets letters out."""

from dataclasses import dataclass
from datetime import date

from services.cases.data.confirmed import Rests, unconfirmed
from services.cases.domain.versions import check_confirmed
from shared.settings import Settings


@dataclass(frozen=True)
class Outgoing:
    """`address`: where the platform stands, for the ways to reply that a letter names; `confirmed_only`: no letter leaves
    that says or rests on what the office has not confirmed.
    """

    address: str = ""
    confirmed_only: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Outgoing":
        return cls(settings.public_url, settings.confirmed_law_only)

    def check_law(self, letter: Rests, day: date) -> None:
        """Refuses (law.unconfirmed) a letter that says or rests on something unconfirmed, where the office lets none such out."""
        if self.confirmed_only:
            check_confirmed(unconfirmed(letter, day))


#: For work that is not of a door: a letter then names no address.
UNKNOWN = Outgoing()
