"""Work of the duty that is due by the clock."""

from datetime import datetime

from services.cases.duty.actions import calls, roster
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=2)
def call_duty(platform: Platform, now: datetime) -> None:
    """Call whoever is next about each complaint that cannot wait and that nobody has looked at."""
    more = True
    while more:
        with platform.database.transaction() as session:
            more = calls.call_due(service("cases"), session, now=now)


@timers.every(seconds=3600)
def forget_former_contacts(platform: Platform, now: datetime) -> None:
    """Destroy the addresses at which nobody is warned any more."""
    with platform.database.transaction() as session:
        roster.forget_former(session, platform.documents, now=now)
