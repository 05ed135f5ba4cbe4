"""Acts that wait for the decision whether the public may see them, as a list."""

from dataclasses import dataclass
from typing import Annotated, Literal

from shared.lists import Filter, Listing


@dataclass(frozen=True, kw_only=True)
class AwaitingListing(Listing):
    """Issued acts on whose publication nobody has decided, oldest first."""


@dataclass(frozen=True, kw_only=True)
class AwaitingActs(AwaitingListing):
    """The same as the API asks for it among all acts. `awaiting`: what they wait for."""

    awaiting: Annotated[Literal["publication"], Filter(None)]
