"""The lists of intake: by what each may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from services.intake import data, words
from services.intake.models import Complaint, Counselling
from shared.fields import Text
from shared.lists import Filter, Listing, Reading


def unseen(look: str, reading: Reading) -> ColumnElement[bool]:
    """`waiting`: nobody has looked at them yet; `late`: the term for it is over as well."""
    waiting = and_(Complaint.first_looked_at.is_(None), Complaint.erased_at.is_(None))
    return waiting & (Complaint.urgency_due <= reading.now) if look == "late" else waiting


@dataclass(frozen=True, kw_only=True)
class ComplaintListing(Listing):
    """Complaints, the newest first; with `first_look`, by when somebody must have looked at them."""

    status: Annotated[str | None, Filter(Complaint.status, _l("Gjendja"), words.STATUSES)] = None
    urgency: Annotated[str | None, Filter(Complaint.urgency, _l("Urgjenca"), words.names_of(data.urgency_levels()))] = (
        None
    )
    regional_office: Annotated[
        str | None, Filter(Complaint.regional_office, _l("Zyra rajonale"), words.names_of(data.regional_offices()))
    ] = None
    first_look: Annotated[str | None, Filter(unseen, _l("Shikimi i parë"), words.FIRST_LOOK)] = None
    life_area: Annotated[str | None, Filter(Complaint.life_area, choices=words.names_of(data.life_areas()))] = None
    channel: Annotated[str | None, Filter(Complaint.channel, choices=words.names_of(data.channels()))] = None
    municipality: Annotated[str | None, Text(64), Filter(Complaint.municipality)] = None
    anonymous: Annotated[bool | None, Filter(Complaint.anonymous)] = None
    redirect_to: Annotated[UUID | None, Filter(Complaint.redirect_to)] = None
    wrote_after_decision: Annotated[bool | None, Filter(Complaint.wrote_after_decision)] = None


@dataclass(frozen=True, kw_only=True)
class CounsellingListing(Listing):
    """Counselling, the newest first; the page asks for it by links alone."""

    channel: Annotated[str | None, Filter(Counselling.channel, choices=words.names_of(data.staff_channels()))] = None
    regional_office: Annotated[
        str | None, Filter(Counselling.regional_office, choices=words.names_of(data.regional_offices()))
    ] = None
    life_area: Annotated[str | None, Filter(Counselling.life_area, choices=words.names_of(data.life_areas()))] = None
