"""Work of commitments that is due by the clock."""

from datetime import datetime

from services.cases.commitments.actions import looks
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=60)
def offer_commitments(platform: Platform, now: datetime) -> None:
    """Have what anybody reads of commitments compared again with the sealed files, once a day where anything arrived."""
    with platform.database.transaction() as session:
        looks.offer_anew(session, platform.documents, now=now)
