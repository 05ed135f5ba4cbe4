"""Work of intake that is due by the clock."""

import time
from datetime import datetime

from services.intake.actions import receipts
from services.intake.models import Vault
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()

#: Of each second at most this much goes into hashing, so that a flood of complaints is not slowed by its own receipts.
SHARE = 0.5


@timers.every(seconds=1)
def strengthen_receipts(platform: Platform, _now: datetime) -> None:
    """Argon2id for the receipts that were taken in since. About eight a second: each costs 50 ms of a core."""
    vault, until = Vault.of(platform.settings), time.monotonic() + SHARE
    while time.monotonic() < until:
        with platform.database.transaction() as session:
            if not receipts.strengthen_one(session, vault):
                return
