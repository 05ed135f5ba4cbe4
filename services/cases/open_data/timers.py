"""Work of open data that is due by the clock."""

from datetime import datetime

from services.cases.open_data import actions, data
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=3600)
def keep_tables(platform: Platform, now: datetime) -> None:
    """Keep the tables of open data as known at the end of the last month, each once."""
    for keep in (actions.keep_compliance, actions.keep_children, actions.keep_places):
        with platform.database.transaction() as session:
            keep(session, now)
    for key in data.open_indicators():
        with platform.database.transaction() as session:
            actions.keep_indicator(session, key, now)
