"""Telling the hub of the feeds that changed, a little at a time: no mail waits for it longer than a second."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from services.notifications.outlets import actions
from services.notifications.outlets.clients import Hub, HubAwayError
from shared.clock import utc_now
from shared.platform import Platform
from shared.timers import Timers

log = logging.getLogger(__name__)
timers = Timers()
LONGEST_TURN = 0.5


@timers.every(seconds=5)
def tell_hub(platform: Platform, _now: datetime) -> None:
    """Of what changed while there is no hub nobody is told later."""
    settings = platform.settings
    if not settings.hub_url:
        with platform.database.transaction() as session:
            actions.forget_changes(session)
        return
    tell(platform, Hub(settings.hub_url, settings.waits.hub_answer), utc_now)


def tell(platform: Platform, hub: Hub, clock: Callable[[], datetime]) -> None:
    """Of one feed after the other, until none is due, the turn is over, or the hub is away. No transaction is open while it is waited for."""
    root, ends_at = platform.settings.public_url.rstrip("/"), time.monotonic() + LONGEST_TURN
    while time.monotonic() < ends_at:
        with platform.database.transaction() as session:
            change = actions.claim_change(session, now=clock())
        if change is None:
            return
        try:
            hub.publish(root + change.path)
        except HubAwayError as error:
            log.warning("hub_away", extra={"code": error.code, "obj": change.path})
            with platform.database.transaction() as session:
                actions.put_off_changes(session, change, now=clock())
            return
        with platform.database.transaction() as session:
            actions.note_change_told(session, change)
