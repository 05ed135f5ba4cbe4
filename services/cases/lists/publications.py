"""Acts that wait for the decision whether the public may see them, as a list."""

from dataclasses import dataclass

from shared.lists import Listing


@dataclass(frozen=True, kw_only=True)
class AwaitingListing(Listing):
    """Issued acts on whose publication nobody has decided, oldest first."""
