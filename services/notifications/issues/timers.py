"""Texts that are to be compared with the sealed files."""

from datetime import datetime

from services.notifications.issues import actions
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=5)
def compare_issues(platform: Platform, now: datetime) -> None:
    """Have what is drafted, and why something was withdrawn, compared with the sealed files."""
    with platform.database.transaction() as session:
        actions.compare(session, platform.documents, now=now)
