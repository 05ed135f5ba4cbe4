"""Counselling that was noted."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.lists import CounsellingListing
from services.intake.models import Counselling
from services.intake.schemas import counselling as schemas
from services.intake.schemas.profile import ChildProfile
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.typed import filled


def noted_since(session: Session, begin: datetime) -> int:
    """How many, from `begin` until now."""
    return session.execute(select(func.count()).where(Counselling.at >= begin)).scalar_one()


def counselling(
    session: Session, cursors: Cursors, asked: CounsellingListing, reading: Reading
) -> Page[schemas.Counselling]:
    """One page, the newest first."""
    order = [Counselling.at, Counselling.id]
    rows = page_of(session, cursors, select(Counselling), asked, reading, order, descending=True)
    return rows.of(counselling_view)


def counselling_view(row: Counselling) -> schemas.Counselling:
    """One, as the office reads it."""
    return filled(schemas.Counselling, row, profile=filled(ChildProfile, row))
