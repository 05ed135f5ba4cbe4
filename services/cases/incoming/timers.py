"""Work of the incoming letters that is due by the clock."""

from datetime import datetime

from services.cases.incoming.actions import clocks
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

CASES = service("cases")
timers = Timers()


@timers.every(seconds=3600)
def enter_decrees_on_incoming(platform: Platform, now: datetime) -> None:
    """Move the clocks of the office that a newly decreed day off touches, or one that was taken back."""
    while True:
        with platform.database.transaction() as session:
            if clocks.enter_calendar(CASES, session, now=now) == 0:
                return


@timers.every(seconds=3600)
def enter_terms_on_incoming(platform: Platform, now: datetime) -> None:
    """Move the clocks of the office that a new version of a term governs although they began before it."""
    while True:
        with platform.database.transaction() as session:
            if clocks.enter_terms(CASES, session, now=now) == 0:
                return
