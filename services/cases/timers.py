"""Work of cases that is due by the clock."""

from datetime import datetime

from services.cases.actions import figures, silences
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=15)
def announce_overdue(platform: Platform, now: datetime) -> None:
    """Tell the other services of each last day that passed, once, from the first instant after it."""
    while True:
        with platform.database.transaction() as session:
            if silences.announce(session, now) < silences.BATCH:
                return


@timers.every(seconds=300)
def draft_rungs(platform: Platform, now: datetime) -> None:
    """Put each rung that is due before its officer; a person sends it."""
    after = None
    while True:
        with platform.database.transaction() as session:
            after = silences.draft_rungs(session, now, after)
        if after is None:
            return


@timers.every(seconds=3600)
def enter_decrees(platform: Platform, now: datetime) -> None:
    """Move the clocks that a newly decreed day off touches."""
    while True:
        with platform.database.transaction() as session:
            if silences.enter_decrees(session, now) == 0:
                return


@timers.every(seconds=30)
def count_late(platform: Platform, now: datetime) -> None:
    """Obligations past their term, by class of body, for the alert."""
    with platform.database.transaction() as session:
        silences.report_late(session, now)


@timers.every(seconds=60)
def count_figures(platform: Platform, now: datetime) -> None:
    """Count the published figures ahead, where there are very many obligations."""
    with platform.database.transaction() as session:
        figures.renew(session, now)
