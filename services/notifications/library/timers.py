"""Files that came while no verdict could be had, and texts that are to be compared with the sealed files."""

from datetime import datetime

from services.notifications.library.actions import reading, versions
from shared import metrics
from shared.files import taking
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers

timers = Timers()
LIBRARY = service("notifications")


@timers.every(seconds=60)
def clean_files(platform: Platform, now: datetime) -> None:
    """What was handed in while the scanner was away or a process was ended."""
    del now
    metrics.FILES_WAITING.labels("notifications").set(taking.settle(platform.documents, platform.settings))


@timers.every(seconds=5)
def read_files(platform: Platform, now: datetime) -> None:
    """Read the words of files that came, so that they are compared. No transaction is open meanwhile."""
    for file in platform.database.run(reading.unread):
        words = reading.words_of(platform.documents, file)
        if words is not None:
            with platform.database.transaction() as session:
                reading.keep(session, platform.documents, file, words, now=now)


@timers.every(seconds=5)
def compare_publications(platform: Platform, now: datetime) -> None:
    """Have what is drafted, and why something was withdrawn, compared with the sealed files."""
    with platform.database.transaction() as session:
        versions.compare(session, platform.documents, now=now)


@timers.every(seconds=5)
def release_publications(platform: Platform, now: datetime) -> None:
    """Show what is approved and whose hour has come, once it was compared a last time."""
    with platform.database.transaction() as session:
        versions.release(LIBRARY, session, platform.documents, now=now)
