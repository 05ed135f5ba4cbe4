"""Texts that are to be compared with the sealed files."""

from datetime import datetime

from services.notifications.issues import actions
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()
ISSUES = service("notifications")


@timers.every(seconds=5)
def compare_issues(platform: Platform, now: datetime) -> None:
    """Have what is drafted, and why something was withdrawn, compared with the sealed files."""
    with platform.database.transaction() as session:
        actions.compare(session, platform.documents, now=now)


@timers.every(seconds=5)
def release_issues(platform: Platform, now: datetime) -> None:
    """What is approved is out once it was compared a last time."""
    with platform.database.transaction() as session:
        actions.release(ISSUES, session, platform.documents, now=now)
