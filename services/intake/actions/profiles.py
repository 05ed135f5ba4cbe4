"""What is counted of the child of a complaint: kept as it was told, and as an officer corrects it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.profile import MEMBERS, Profile, age_band, codes_of, completed
from services.intake.models import ErasedError, ToldProfile
from services.intake.queries import lookup, profiles, work
from services.intake.schemas.complaints import NewComplaint
from services.intake.schemas.counselling import NewCounselling
from services.intake.schemas.profile import NewProfile
from shared import audit
from shared.events.catalogue import ProfileTold
from shared.messaging.outbox import publish
from shared.principal import Principal


def of_new(new: NewComplaint, county: str | None) -> Profile:
    """What a new complaint tells, with what follows from its other members, and the county of its municipality. Raises `ContentViolation` where they disagree."""
    told = new.profile.codes() if new.profile else Profile()
    child = new.child
    return completed(
        told,
        {
            "age_band": age_band(child.age, data.age_bands()) if child and child.age is not None else None,
            "sex": child.sex if child else None,
            "county": county,
        },
    )


def of_counselling(new: NewCounselling, county: str | None) -> Profile:
    """What was told in counselling, with the county of its municipality. Raises `ContentViolation` where they disagree."""
    told = new.profile.codes() if new.profile else Profile()
    return completed(told, {"county": county})


def keep(by: Principal, session: Session, complaint_id: UUID, told: Profile, *, now: datetime) -> None:
    """Write what was told from now on, and tell who counts by it. A step of others."""
    codes = codes_of(told)
    session.add(ToldProfile(complaint_id=complaint_id, at=now, by=by.id, **codes))
    publish(session, ProfileTold(complaint_id=complaint_id, **codes), complaint_id)


def change(by: Principal, session: Session, complaint_id: UUID, new: NewProfile, *, now: datetime) -> Profile:
    """An officer knows more, or something else. What the municipality says of the county stands. Raises `ContentViolation`."""
    complaint = work.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    told = completed(new.codes(), {"county": lookup.county_of(session, complaint.municipality)})
    former = profiles.current(session, complaint_id)
    if told != former:
        keep(by, session, complaint_id, told, now=now)
        # Which were changed, not to what: the trail is read by more people than the file.
        changed = [member for member in MEMBERS if getattr(told, member) != getattr(former, member)]
        audit.record(session, by, "complaint.profile_changed", "complaint", complaint_id, members=changed)
    return told
