"""The plan of visits: by what it may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists

from services.cases.visits import words
from services.cases.visits.models import Visit, VisitMember
from shared.directory import in_municipality, named
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, Words, among

WHOSE: dict[str, Words] = {"me": _l("Ku marr pjesë")}


def makes(_me: str, reading: Reading) -> ColumnElement[bool]:
    """Those that the reader makes."""
    return exists().where(VisitMember.visit_id == Visit.id, VisitMember.staff_id == reading.by.id)


def is_announced(word: str, _reading: Reading) -> ColumnElement[bool]:
    return Visit.announced.is_(word == "yes")


def since(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Visit.planned_on >= day


def until(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Visit.planned_on <= day


@dataclass(frozen=True, kw_only=True)
class VisitListing(Listing):
    """Visits by the day for which they are planned, the latest first."""

    q: Annotated[str | None, Text(200), Filter(among(Visit.institution_id, named), _l("Institucioni"))] = None
    municipality: Annotated[
        str | None, Text(100), Filter(among(Visit.institution_id, in_municipality), _l("Bashkia ose qarku"))
    ] = None
    state: Annotated[str | None, Filter(Visit.state, _l("Gjendja"), words.STATES)] = None
    kind: Annotated[str | None, Filter(Visit.kind, _l("Lloji"), words.KINDS)] = None
    announced: Annotated[str | None, Filter(is_announced, _l("Njoftimi"), words.ANNOUNCED, further=True)] = None
    made_by: Annotated[str | None, Filter(makes, _l("Të kujt"), WHOSE, further=True)] = None
    planned_from: Annotated[date | None, Filter(since, _l("Nga data"), further=True)] = None
    planned_to: Annotated[date | None, Filter(until, _l("Deri më"), further=True)] = None
