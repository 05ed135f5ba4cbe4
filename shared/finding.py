"""What followed from one request: the events that it made, and what became of them where they arrived, by the id that its answer bore.

The log says the same (`rid`), and sooner; this is asked of the databases, which keep it for as long as they keep their events.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.events.envelope import MalformedEventError, heading_of, unpack
from shared.messaging.accounts.sums import id_at
from shared.messaging.kept import InboxRow, ParkedEvent
from shared.messaging.outbox import OutboxRow

#: How long after a request its events are looked for, if nobody says otherwise: a consumer that was down goes on late.
DAYS = 2.0
#: One statement looks through so much of the log, so that none lasts longer than statements may.
SLICE = timedelta(hours=1)
#: By how much the clocks of two machines may differ.
_SKEW = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that followed. `what`: "published" or the outcome of an event that arrived; `code`: why it was parked."""

    at: datetime
    service: str
    what: str
    type: str
    event: UUID
    stream: str
    subject: UUID
    code: str | None = None

    def line(self) -> str:
        about = f"{self.type}  event {self.event}  subject {self.stream} {self.subject}"
        return f"{self.at:%Y-%m-%d %H:%M:%S}  {self.service:13} {self.what:10} {about}" + (
            f"  {self.code}" * bool(self.code)
        )

    def told(self) -> dict[str, str | None]:
        """As JSON holds it; `of` reads it."""
        return {name: None if value is None else str(value) for name, value in asdict(self).items()}

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "Step":
        read = {
            "at": datetime.fromisoformat(told["at"]),
            "event": UUID(told["event"]),
            "subject": UUID(told["subject"]),
        }
        return cls(**{**told, **read})  # type: ignore[arg-type]  # all others are texts


def began_at(request_id: UUID) -> datetime | None:
    """When a request was made, which its id says; None for an id of another kind, such as the trace of a timer."""
    return datetime.fromtimestamp((request_id.int >> 80) / 1000, UTC) if request_id.version == 7 else None


def published(session: Session, service: str, request_id: UUID, *, days: float = DAYS) -> list[Step]:
    """The events of this service that came of a request, or the event itself if the id is that of one."""
    began = began_at(request_id)
    if began is None:
        return []
    found: dict[UUID, Step] = {}
    until = min(began + timedelta(days=days), datetime.now(UTC)) + _SKEW
    for begin, end in _slices(began - _SKEW, until):
        rows = select(OutboxRow).where(
            OutboxRow.message_id >= id_at(round(begin.timestamp() * 1000)),
            OutboxRow.message_id < id_at(round(end.timestamp() * 1000)),
            OutboxRow.payload.contains(f'"correlationid":"{request_id}"', autoescape=True),
        )
        found |= {
            row.message_id: _made(service, row) for row in session.execute(rows).scalars() if _is_of(row, request_id)
        }
    if own := session.get(OutboxRow, request_id):
        found[own.message_id] = _made(service, own)
    return sorted(found.values(), key=lambda step: (step.at, step.event))


def taken(session: Session, service: str, events: Sequence[UUID]) -> list[Step]:
    """What became here of events that others published; each has one step, a parked one with its reason."""
    rows = session.execute(select(InboxRow).where(InboxRow.message_id.in_(events))).scalars()
    why = select(ParkedEvent.message_id, ParkedEvent.reason).where(
        ParkedEvent.message_id.in_(events), ParkedEvent.resolution.is_(None)
    )
    reasons = {row.message_id: row.reason for row in session.execute(why)}
    steps = [
        Step(
            at=row.received_at, service=service, what=row.outcome, type=row.type, event=row.message_id,
            stream=row.stream, subject=row.subject, code=reasons.get(row.message_id),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(steps, key=lambda step: (step.at, step.event))


def _slices(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while begin < end:
        yield begin, min(begin + SLICE, end)
        begin += SLICE


def _made(service: str, row: OutboxRow) -> Step:
    what = "published" if row.published_at else "waits"
    return Step(
        at=row.created_at, service=service, what=what, type=row.type, event=row.message_id, stream=row.stream,
        subject=row.subject,
    )  # fmt: skip


def _is_of(row: OutboxRow, request_id: UUID) -> bool:
    """The text may stand anywhere in an event; only its own member counts."""
    try:
        return heading_of(unpack(row.payload.encode())).correlation == str(request_id)
    except MalformedEventError:
        return False
