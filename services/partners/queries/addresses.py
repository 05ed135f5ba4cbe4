"""To which postal address letters on paper go."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.models import Contact


def addresses_of(session: Session, bodies: Iterable[UUID]) -> dict[UUID, str]:
    """The postal address of each: of those that hold, one for recommendations first, then the newest."""
    today = func.current_date()
    holding = select(Contact).where(
        Contact.institution_id.in_(set(bodies)),
        Contact.kind == "postal",
        func.coalesce(Contact.valid_from, date.min) <= today,
        func.coalesce(Contact.valid_to, date.max) >= today,
    )
    order = (Contact.purpose == "recommendations").asc(), Contact.added_at, Contact.id
    return {row.institution_id: row.value for row in session.execute(holding.order_by(*order)).scalars()}
