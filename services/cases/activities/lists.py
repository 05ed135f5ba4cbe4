"""The list of what came after activities: by what it may be narrowed."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from services.cases.activities.models import ActivityKnown
from shared.directory import municipalities
from shared.fields import Text
from shared.lists import Filter, Listing, Reading


def _in(place: str, _reading: Reading) -> ColumnElement[bool]:
    return ActivityKnown.municipality.in_(municipalities(place))


@dataclass(frozen=True, kw_only=True)
class AfterwardsListing(Listing):
    """Activities that were held, the latest first."""

    municipality: Annotated[str | None, Text(100), Filter(_in, _l("Bashkia ose qarku"))] = None
