"""Entering an actor, and changing what is known of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.cooperation.models import Actor
from services.partners.cooperation.queries.actors import actor
from services.partners.cooperation.schemas import ActorBody
from shared import audit
from shared.principal import Principal

#: Given the revision, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


def enter(by: Principal, session: Session, wanted: ActorBody, *, now: datetime) -> Actor:
    made = Actor(**vars(wanted), made_at=now, made_by=by.person)
    session.add(made)
    session.flush()
    audit.record(session, by, "actor.entered", "actor", made.id)
    return made


def change(by: Principal, session: Session, actor_id: UUID, wanted: ActorBody, check: Check) -> Actor:
    """All of it, anew."""
    found = actor(session, actor_id, lock=True)
    check(found.revision)
    for name, value in vars(wanted).items():
        setattr(found, name, value)
    found.revision += 1
    session.flush()
    audit.record(session, by, "actor.changed", "actor", found.id)
    return found
