"""The list of the public register: by what it may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from sqlalchemy import ColumnElement, exists

from services.cases.domain.bodies import Role
from services.cases.models import ActAddressee, Recommendation
from shared.lists import Filter, Listing, Reading


def _to_it(institution: UUID, _reading: Reading) -> ColumnElement[bool]:
    same_act = ActAddressee.recommendation_id == Recommendation.id
    asked = ActAddressee.role != Role.FOR_INFORMATION.value
    return exists().where(same_act, asked, ActAddressee.institution_id == institution)


@dataclass(frozen=True, kw_only=True)
class PublicActListing(Listing):
    """Published acts, the newest first; with `institution`, those that ask one body for something."""

    institution: Annotated[UUID | None, Filter(_to_it)] = None
