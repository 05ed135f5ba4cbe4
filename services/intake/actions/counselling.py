"""Counselling closed in a minute: it is counted, and nothing of the person is kept."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from services.intake.actions import numbers, profiles
from services.intake.domain.profile import codes_of
from services.intake.domain.registration import check_advice, check_office
from services.intake.domain.terms import local_day
from services.intake.models import Counselling
from services.intake.queries import lookup
from services.intake.schemas.counselling import NewCounselling
from shared import audit
from shared.principal import Principal


def note(by: Principal, session: Session, new: NewCounselling, *, now: datetime) -> Counselling:
    """Keep it.

    Raises `ContentViolation` for no advice or two, a regional office that does not belong to the channel, another county than
    that of the municipality, and for unknown bodies and places.
    """
    check_office(new.channel, new.regional_office)
    check_advice(new.way_out, new.redirect_to)
    county = lookup.require_municipality(session, new.municipality)
    named = (("institution_id", new.institution_id), ("redirect_to", new.redirect_to))
    lookup.require_known(session, [(member, body) for member, body in named if body])
    counselling = Counselling(
        id=uuid4(),
        reference=numbers.COUNSELLING.next(session, local_day(now).year),
        at=now,
        registered_by=by.person,
        channel=new.channel,
        regional_office=new.regional_office,
        role=new.role,
        by_child=new.role == "child",
        life_area=new.life_area,
        municipality=new.municipality,
        institution_id=new.institution_id,
        way_out=new.way_out,
        redirect_to=new.redirect_to,
        language=new.language,
        **codes_of(profiles.of_counselling(new, county)),
    )
    session.add(counselling)
    audit.record(session, by, "counselling.noted", "counselling", counselling.id)
    return counselling
