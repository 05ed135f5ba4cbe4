"""That an activity was held, who came, and what was handed out: said once, and again where it was counted wrong."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.activities.actions.planning import Check, done, taken
from services.partners.activities.domain import counting, life
from services.partners.activities.domain.life import State, Step
from services.partners.activities.models import Activity, ActivityCount, ActivityMaterial
from services.partners.activities.schemas import HoldingBody
from services.partners.domain import local_date
from shared.events.catalogue import ActivityHeld
from shared.messaging.outbox import publish
from shared.principal import Principal


def hold(
    by: Principal, session: Session, activity_id: UUID, wanted: HoldingBody, check: Check, *, now: datetime
) -> Activity:
    """All counts, anew. Raises `ContentViolation` for a day to come, `RuleViolation` for what was called off."""
    found = taken(session, activity_id, Step.HOLD, check)
    life.check_past(wanted.held_on, local_date(now), "held_on")
    counting.check_counts([one.counted for one in wanted.children])
    counting.check_materials([one.publication_id for one in wanted.materials])
    found.state, found.held_on, found.adults = State.HELD.value, wanted.held_on, wanted.adults
    found.counts.clear()
    found.materials.clear()
    session.flush()
    found.counts.extend(ActivityCount(**vars(one)) for one in wanted.children if one.count)
    found.materials.extend(ActivityMaterial(place=place, **vars(one)) for place, one in enumerate(wanted.materials))
    held = done(by, session, found, "activity.held", now)
    publish(session, told(held), held.id)
    return held


def told(found: Activity) -> ActivityHeld:
    """What others learn. Raises `AssertionError` for what was not held."""
    if found.held_on is None:
        raise AssertionError("it was not held")
    return ActivityHeld(
        activity_id=found.id,
        number=found.number,
        kind=found.kind,
        clusters=tuple(found.clusters),
        municipality=found.municipality,
        held_on=found.held_on,
        children=counting.total(found.counted),
        adults=found.adults or 0,
        copies=sum(one.copies for one in found.materials),
        revision=found.revision,
    )
