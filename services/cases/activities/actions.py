"""Taking over what partners tells of an activity."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.activities.models import ActivityKnown
from shared.events.catalogue import ActivityHeld


def take(session: Session, told: ActivityHeld) -> None:
    """The newest revision stands, in whichever order they come; heard twice it is the same."""
    values = {name: value for name, value in vars(told).items() if name not in ("activity_id", "clusters")}
    values["clusters"] = list(told.clusters)
    statement = upsert(ActivityKnown).values(id=told.activity_id, **values)
    newer = ActivityKnown.revision < told.revision
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values, where=newer))
