"""The plan of visits: by what it may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, or_

from services.cases.visits import data, words
from services.cases.visits.models import Visit, VisitMember
from shared.directory import in_municipality, named
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, Words, among
from shared.numbers import as_written

WHOSE: dict[str, Words] = {"me": _l("Ku marr pjesë")}


def makes(_me: str, reading: Reading) -> ColumnElement[bool]:
    """Those that the reader makes."""
    return exists().where(VisitMember.visit_id == Visit.id, VisitMember.staff_id == reading.by.id)


def numbered(number: str) -> ColumnElement[bool]:
    """Visits with that number: none has one before it begins."""
    return Visit.number.in_(as_written(number, [data.number_prefix()]))


def called(words: str, _reading: Reading) -> ColumnElement[bool]:
    """By number, or by the body's name."""
    return or_(numbered(words), Visit.institution_id.in_(named(words)))


def is_announced(word: str, _reading: Reading) -> ColumnElement[bool]:
    return Visit.announced.is_(word == "yes")


def since(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Visit.planned_on >= day


def until(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Visit.planned_on <= day


@dataclass(frozen=True, kw_only=True)
class VisitListing(Listing):
    """Visits by the day for which they are planned, the latest first."""

    q: Annotated[str | None, Text(200), Filter(called, _l("Numri ose institucioni"))] = None
    municipality: Annotated[
        str | None, Text(100), Filter(among(Visit.institution_id, in_municipality), _l("Bashkia ose qarku"))
    ] = None
    state: Annotated[str | None, Filter(Visit.state, _l("Gjendja"), words.STATES)] = None
    kind: Annotated[str | None, Filter(Visit.kind, _l("Lloji"), words.KINDS)] = None
    announced: Annotated[str | None, Filter(is_announced, _l("Njoftimi"), words.ANNOUNCED, further=True)] = None
    made_by: Annotated[str | None, Filter(makes, _l("Të kujt"), WHOSE, further=True)] = None
    planned_from: Annotated[date | None, Filter(since, _l("Nga data"), further=True)] = None
    planned_to: Annotated[date | None, Filter(until, _l("Deri më"), further=True)] = None
