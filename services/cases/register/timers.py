"""Work of the register that is due by the clock."""

from datetime import datetime

from services.cases.register import actions
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=60)
def count_figures(platform: Platform, now: datetime) -> None:
    """Count the published figures ahead, where there are very many obligations."""
    with platform.database.transaction() as session:
        actions.renew(session, now)


@timers.every(seconds=3600)
def keep_figures(platform: Platform, now: datetime) -> None:
    """Keep the figures as they stood at the end of the last month, once."""
    with platform.database.transaction() as session:
        actions.keep(session, now)


@timers.every(seconds=3600)
def keep_children(platform: Platform, now: datetime) -> None:
    """Count the children of a year once, on the day of the next that is named for it."""
    with platform.database.transaction() as session:
        actions.keep_children(session, now)


@timers.every(seconds=60)
def join_turns(platform: Platform, now: datetime) -> None:
    """Keep short what says whether the published figures are the same still."""
    del now
    with platform.database.transaction() as session:
        actions.join_turns(session)
