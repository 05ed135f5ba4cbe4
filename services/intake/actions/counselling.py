"""Counselling closed in a minute: it is counted, and nothing of the person is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from services.intake.actions import numbers
from services.intake.domain.registration import check_advice, check_office
from services.intake.domain.terms import local_day
from services.intake.models import Counselling
from services.intake.queries import lookup
from shared import audit
from shared.principal import Principal

_BODIES = ("institution_id", "redirect_to")


def note(by: Principal, session: Session, new: Mapping[str, Any], *, now: datetime) -> Counselling:
    """Keep `new`, as `schemas.NewCounselling` loads it.

    Raises `ContentViolation` for no advice or two, a regional office that does not belong to the channel, and for unknown
    bodies and places.
    """
    check_office(new["channel"], new.get("regional_office"))
    check_advice(new.get("way_out"), new.get("redirect_to"))
    lookup.require_municipality(session, new.get("municipality"))
    lookup.require_known(session, [(name, new[name]) for name in _BODIES if new.get(name)])
    counselling = Counselling(
        id=uuid4(),
        reference=numbers.COUNSELLING.next(session, local_day(now).year),
        at=now,
        registered_by=by.person,
        by_child=new["role"] == "child",
        **new,
    )
    session.add(counselling)
    audit.record(session, by, "counselling.noted", "counselling", counselling.id)
    return counselling
