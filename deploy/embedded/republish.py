"""What was published into the memory of a process that is gone, and had not yet arrived, is published again."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as POSTGRES_UUID

from shared.db import Database
from shared.events import catalogue  # noqa: F401 - fills the registry
from shared.events.envelope import Event

#: Rows looked at in one transaction.
CHUNK = 5000
_IDS = bindparam("ids", type_=ARRAY(POSTGRES_UUID(as_uuid=True)))
_PUBLISHED = text(
    "SELECT message_id, stream FROM outbox WHERE published_at IS NOT NULL AND message_id > :last "
    "ORDER BY message_id LIMIT :chunk"
)
#: What could not be read has no inbox row but is kept all the same.
_ARRIVED = text(
    "SELECT message_id FROM inbox WHERE message_id = ANY(:ids) "
    "UNION SELECT message_id FROM parked_event WHERE message_id = ANY(:ids)"
).bindparams(_IDS)
_PUT_BACK = text("SELECT publish_again(:ids)").bindparams(_IDS)


def put_back(databases: Mapping[str, Database]) -> int:
    """Give to the relay again what a consumer's inbox lacks; returns how many events. Run before any relay runs.

    Compared in whole, not by time: an event may have waited unpublished for long and be lost young.
    """
    return sum(_put_back_of(publisher, databases) for publisher in databases)


def _put_back_of(publisher: str, databases: Mapping[str, Database]) -> int:
    count, last = 0, UUID(int=0)
    while True:
        with databases[publisher].transaction() as session:
            rows = session.execute(_PUBLISHED, {"last": last, "chunk": CHUNK}).all()
            if not rows:
                return count
            missing = _missing(rows_by_consumer([(row.message_id, row.stream) for row in rows]), databases)
            session.execute(_PUT_BACK, {"ids": list(missing)})
        count += len(missing)
        last = rows[-1].message_id


def rows_by_consumer(rows: list[tuple[UUID, str]]) -> dict[str, set[UUID]]:
    """The message ids that a service must have, if any: those of every stream it is bound to, handled or not."""
    bound: dict[str, set[str]] = {}
    for event in Event.registry.values():
        for service in event.consumers:
            bound.setdefault(service, set()).add(event.stream())
    wanted = {service: {message for message, stream in rows if stream in streams} for service, streams in bound.items()}
    return {service: ids for service, ids in wanted.items() if ids}


def _missing(wanted: Mapping[str, set[UUID]], databases: Mapping[str, Database]) -> set[UUID]:
    missing: set[UUID] = set()
    for service, ids in wanted.items():
        with databases[service].reading() as session:
            arrived = set(session.execute(_ARRIVED, {"ids": list(ids)}).scalars())
        missing |= ids - arrived
    return missing
