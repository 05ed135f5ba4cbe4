"""What must be true after the load: nothing acknowledged is lost, nothing is there twice, no event is unaccounted for."""

from collections.abc import Mapping

from sqlalchemy import text

from deploy.embedded.republish import rows_by_consumer
from shared.db import Database
from tests.soak.people import Complainants
from tests.waiting import wait_until

_WAITS = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
_ASIDE = "SELECT (SELECT count(*) FROM parked_event WHERE resolution IS NULL) + (SELECT count(*) FROM held_event)"
_TWICE = {
    "numbers given twice": "SELECT count(*) FROM (SELECT 1 FROM complaint GROUP BY reference HAVING count(*) > 1) AS d",
    "complaints told twice": "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE type = 'intake.complaint.received.v1'"
    " GROUP BY subject HAVING count(*) > 1) AS d",
}


def settled(databases: Mapping[str, Database], seconds: float) -> None:
    """Wait until everything that was told has left and arrived, or time is over: what is missing then is counted."""

    def at_rest() -> bool:
        return not any(_count(each, _WAITS) for each in databases.values()) and not unaccounted(databases)

    try:
        wait_until(at_rest, "all events arrived", seconds)
    except AssertionError:
        return


def unaccounted(databases: Mapping[str, Database]) -> int:
    """How many events a consumer lacks that its publisher has, or has aside: parked or held."""
    count = sum(_count(each, _ASIDE) for each in databases.values())
    for publisher in databases.values():
        with publisher.reading() as session:
            told = [tuple(row) for row in session.execute(text("SELECT message_id, stream FROM outbox"))]
        for consumer, ids in rows_by_consumer(told).items():
            with databases[consumer].reading() as session:
                known = "SELECT message_id FROM inbox UNION SELECT message_id FROM parked_event"
                count += len(ids - set(session.execute(text(known)).scalars()))
    return count


def faults(databases: Mapping[str, Database], complainants: Complainants) -> dict[str, int]:
    """How many of each; all must be 0."""
    with databases["intake"].reading() as session:
        kept = {str(row[0]) for row in session.execute(text("SELECT id FROM complaint"))}
        twice = {what: int(session.execute(text(statement)).scalar_one()) for what, statement in _TWICE.items()}
    acknowledged = set(complainants.acknowledged.values())
    return {
        "acknowledged and lost": len(acknowledged - kept),
        "never acknowledged": len(complainants.unknown),
        "keys taken twice": len(complainants.doubled) + len(complainants.acknowledged) - len(acknowledged),
        **twice,
        "events unaccounted for": unaccounted(databases),
    }


def _count(database: Database, statement: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(statement)).scalar_one())
