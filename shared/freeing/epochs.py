"""An epoch that a publisher announced and never began: forged, or raised by hand and put back. Until it is taken back, everything that the
publisher sends counts as sent before its restore, and is set aside.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared import audit
from shared.freeing.moves import ask_for
from shared.messaging.kept import PublisherEpoch, StaleEvent
from shared.rules import RuleViolation


def refuse_unless_lower(session: Session, publisher: str, epoch: int) -> int:
    """The epoch that counts now. Raises `RuleViolation` unless `epoch` is one before it: only what was announced is taken back."""
    known = session.get(PublisherEpoch, publisher, with_for_update=True)
    if known is None or not 1 <= epoch < known.epoch:
        reached = known.epoch if known else 1
        raise RuleViolation(f"{publisher} has announced epoch {reached}: name a lower one", code="epoch_not_lower")
    return known.epoch


def take_back(
    session: Session, service: str, publisher: str, epoch: int, by: str, reason: str, *, now: datetime
) -> int:
    """Count with `epoch` of a publisher again, and ask it anew for what was set aside; returns how many events were asked for.

    What it really lost does not come, and stays set aside for a person. Raises `RuleViolation` as above.
    """
    announced = refuse_unless_lower(session, publisher, epoch)
    session.get_one(PublisherEpoch, publisher).epoch = epoch
    aside = select(StaleEvent.stream, StaleEvent.message_id).where(
        StaleEvent.publisher == publisher, StaleEvent.settled_by.is_(None)
    )
    by_stream: dict[str, list[UUID]] = defaultdict(list)
    for row in session.execute(aside.order_by(StaleEvent.message_id)):
        by_stream[row.stream].append(row.message_id)
    for stream, ids in by_stream.items():
        ask_for(session, service, stream, ids, now=now)
    asked = sum(map(len, by_stream.values()))
    audit.record(
        session,
        by,
        "epoch.taken_back",
        "publisher",
        publisher,
        reason=reason,
        announced=announced,
        to=epoch,
        asked=asked,
    )
    return asked
