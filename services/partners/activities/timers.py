"""The words of activities that are to be compared with the sealed files."""

from datetime import datetime

from services.partners.activities.actions import comparing
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()
SELF = service("partners")


@timers.every(seconds=5)
def compare_activities(platform: Platform, now: datetime) -> None:
    """Have what was written compared, and hide what was announced before that and names somebody."""
    with platform.database.transaction() as session:
        comparing.compare(SELF, session, platform.documents, now=now)
