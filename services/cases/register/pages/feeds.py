"""Which Atom feed tells of the same acts as a list of the register."""

from services.cases.register.lists import PublicActListing
from shared.words import language


def feed_of(asked: PublicActListing) -> str:
    """Its address: that of the same right or body; of what else the list may be narrowed to there is the feed of all."""
    root = f"/notifications/feeds/{language()}"
    if asked.cluster is not None:
        return f"{root}/clusters/{asked.cluster}/acts.atom"
    return f"{root}/bodies/{asked.institution}/acts.atom" if asked.institution is not None else f"{root}/acts.atom"
