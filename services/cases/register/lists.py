"""The list of the public register: by what it may be narrowed, said once for API, page, links and cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, validate
from marshmallow.fields import Integer
from sqlalchemy import ColumnElement, Select, exists, extract, select

from services.cases.data import FIRST_YEAR
from services.cases.domain.bodies import Role
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Recommendation
from services.cases.register.words import clusters
from shared.clock import utc_now
from shared.directory import KnownInstitution, in_municipality
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, Words


def asks(bodies: Select[UUID]) -> ColumnElement[bool]:
    """Acts that ask one of these bodies for something; who only learns of it is not asked."""
    same_act = ActAddressee.recommendation_id == Recommendation.id
    asked = ActAddressee.role != Role.FOR_INFORMATION.value
    return exists().where(same_act, asked, ActAddressee.institution_id.in_(bodies))


def _to_it(institution: UUID, _reading: Reading) -> ColumnElement[bool]:
    return asks(select(KnownInstitution.id).where(KnownInstitution.id == institution))


def _there(place: str, _reading: Reading) -> ColumnElement[bool]:
    """By where the bodies are; of where a child lives the register says nothing."""
    return asks(in_municipality(place))


def _of_year(year: int, _reading: Reading) -> ColumnElement[bool]:
    return extract("year", Recommendation.issued_on) == year


def _years() -> Mapping[str, Words]:
    """Those of the office up to now, the latest first."""
    return {str(year): str(year) for year in range(local_date(utc_now()).year, FIRST_YEAR - 1, -1)}


@dataclass(frozen=True, kw_only=True)
class PublicActListing(Listing):
    """Published acts, the newest first. `q`: words of what the public may read of an act, its number, or a body that it asks; `cluster`: of the
    Convention, under which its words for the public stand; `municipality`: asks a body of these municipalities, or of a county;
    `year`: in which it was issued; `institution`: asks that body for something.
    """

    q: Annotated[
        str | None,
        Text(200),
        Filter(None, _l("Fjalë"), hint=_l("Fjalë të aktit, numri i tij ose institucioni")),
    ] = None
    cluster: Annotated[str | None, Text(5), Filter(None, _l("E drejta"), clusters)] = None
    municipality: Annotated[
        str | None, Text(100), Filter(_there, _l("Bashkia ose qarku"), hint=_l("Për shembull Tropojë, ose Qarku Kukës"))
    ] = None
    year: Annotated[int | None, Integer(validate=[validate.Range(1, 9999)]), Filter(_of_year, _l("Viti"), _years)] = (
        None
    )
    institution: Annotated[UUID | None, Filter(_to_it)] = None

    def check(self) -> None:
        """Refuses what is no cluster of the Convention, and a year in which the office was not: of neither there can be any act."""
        for name, value, known in (("cluster", self.cluster, clusters()), ("year", self.year, _years())):
            if value is not None and str(value) not in known:
                raise ValidationError(f"Must be one of: {', '.join(known)}.", name)
