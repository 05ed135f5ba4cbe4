"""Work of the gaps that is due by the clock."""

from datetime import datetime

from services.cases.gaps.actions import patterns, register
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=3600)
def propose_patterns(platform: Platform, now: datetime) -> None:
    """Look for more cases about one body and one right than usual, and put them before a person. Whole days are counted, so
    that only the first turn after midnight finds something new.
    """
    with platform.database.transaction() as session:
        patterns.propose(service("cases"), session, now=now)


@timers.every(seconds=15)
def offer_gaps(platform: Platform, now: datetime) -> None:
    """Have the texts of gaps compared with the sealed files where a case behind one has another complaint by now."""
    with platform.database.transaction() as session:
        register.offer_anew(session, platform.documents, now=now)
