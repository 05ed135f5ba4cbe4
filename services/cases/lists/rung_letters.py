"""Letters of rungs that wait to be sent, as a list."""

from dataclasses import dataclass

from shared.lists import Listing


@dataclass(frozen=True, kw_only=True)
class RungLetterListing(Listing):
    """What is due to be sent, longest due first."""
