"""What became of an event: counted, and told in one line once it stands, with the id of the request that began it all."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from shared import metrics, tracing
from shared.events.envelope import Event, Heading, Received
from shared.logs import EVENTS, after_commit

#: Outcomes that change nothing here: of each there can be thousands a second, and a line would say nothing that nobody knew.
_WITHOUT_LINE = frozenset({"passed", "duplicate"})


def tell(session: Session, service: str, head: Heading | None, outcome: str, code: str | None = None) -> None:
    """Note that an event had this outcome; `code`: why, where it could not be taken."""
    metrics.EVENTS_CONSUMED.labels(service, head.type if head else "unreadable", outcome).inc()
    if isinstance(head, Received) and outcome in ("handled", "passed"):
        metrics.EVENT_LAG.labels(service).observe(max(0.0, (datetime.now(UTC) - head.time).total_seconds()))
    if outcome in _WITHOUT_LINE:
        return
    known = head is not None and head.type in Event.registry
    more = {"code": code} if code else {}
    after_commit(
        session,
        EVENTS,
        "event",
        type=head.type if head and known else "unknown",
        obj=str(head.id) if head else None,
        outcome=outcome,
        trace=tracing.begin(head.traceparent, head.correlation) if head else tracing.begin(None),
        **more,
    )
