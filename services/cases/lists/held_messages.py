"""Messages of a case that wait to be compared, or for a reason, as a list."""

from dataclasses import dataclass

from shared.lists import Listing


@dataclass(frozen=True, kw_only=True)
class HeldListing(Listing):
    """What waits, longest waiting first."""
