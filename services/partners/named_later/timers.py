"""What anybody reads is compared with the files that came since."""

from datetime import datetime

from services.partners.named_later import actions
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=60)
def compare_announced(platform: Platform, now: datetime) -> None:
    """Each once a day."""
    while True:
        with platform.database.transaction() as session:
            if actions.compare(session, platform.documents, now=now) < actions.BATCH:
                return
