"""Consents for pictures at an activity: which stand, and which were taken back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.models import PictureConsent
from services.partners.activities.schemas import MOST_SLIPS, ConsentAnswer, ConsentList
from shared.rules import NotFound
from shared.typed import filled


def of_activity(session: Session, activity_id: UUID) -> ConsentList:
    """By the number of the slip."""
    rows = select(PictureConsent).where(PictureConsent.activity_id == activity_id).order_by(PictureConsent.slip)
    items = tuple(filled(ConsentAnswer, one, uses=tuple(one.uses)) for one in session.execute(rows).scalars())
    standing = sum(one.taken_back_at is None for one in items)
    return ConsentList(items=items, standing=standing, guardian_under=data.guardian_under())


def consent(session: Session, activity_id: UUID, slip: int, *, lock: bool = False) -> PictureConsent:
    """Raises `NotFound`."""
    # No column holds more: the address is anybody's to type.
    wanted = select(PictureConsent).where(PictureConsent.activity_id == activity_id, PictureConsent.slip == slip)
    found = session.execute(wanted.with_for_update() if lock else wanted).scalar() if slip <= MOST_SLIPS else None
    if found is None:
        raise NotFound
    return found
