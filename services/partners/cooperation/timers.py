"""Names that are to be compared with the sealed files."""

from datetime import datetime

from services.partners.cooperation.actions import comparing
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=5)
def compare_actors(platform: Platform, now: datetime) -> None:
    """Have the names of actors compared that anybody is to read."""
    with platform.database.transaction() as session:
        comparing.compare(session, platform.documents, now=now)
