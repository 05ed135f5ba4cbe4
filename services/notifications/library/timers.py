"""Files that came while no verdict could be had."""

from datetime import datetime

from shared import metrics
from shared.files import taking
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()


@timers.every(seconds=60)
def clean_files(platform: Platform, now: datetime) -> None:
    """What was handed in while the scanner was away or a process was ended."""
    del now
    metrics.FILES_WAITING.labels("notifications").set(taking.settle(platform.documents, platform.settings))
