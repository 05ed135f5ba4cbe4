"""Work of intake that is due by the clock."""

import time
from datetime import datetime

from services.intake.actions import receipts
from services.intake.models import Vault
from shared.platform import Platform
from shared.timers import Timers

timers = Timers()

#: Of each second at most this much goes into hashing; while complaints flood in, the form comes first.
SHARE, SHARE_IN_A_FLOOD = 0.5, 0.1


@timers.every(seconds=1)
def strengthen_receipts(platform: Platform, now: datetime) -> None:
    """Argon2id for the receipts that were taken in since: about eight a second, since each costs 50 ms of a core."""
    vault, began = Vault.of(platform.settings), time.monotonic()
    with platform.database.reading() as session:
        share = SHARE_IN_A_FLOOD if receipts.is_flooded(session, now) else SHARE
    while time.monotonic() < began + share:
        with platform.database.transaction() as session:
            if not receipts.strengthen_one(session, vault):
                return
