"""The observed figures: by what they may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from services.cases.domain.timeliness import first_instant_late
from services.cases.indicators import words
from services.cases.indicators.models import FigureObserved, FigureRequest
from shared.directory import KnownInstitution, holds
from shared.fields import Text
from shared.lists import Filter, Listing, Reading


def called(words_of_place: str, _reading: Reading) -> ColumnElement[bool]:
    """Figures of the places whose name holds these words, or of the county with that key."""
    bodies = select(KnownInstitution.key).where(holds(words_of_place))
    return FigureObserved.area.in_(bodies) | (FigureObserved.area == words_of_place.strip().lower())


def until(day: date, _reading: Reading) -> ColumnElement[bool]:
    return FigureObserved.known_at < first_instant_late(day)


@dataclass(frozen=True, kw_only=True)
class FigureListing(Listing):
    """Every figure that was ever observed, the newest word first: what was replaced stays."""

    q: Annotated[str | None, Text(200), Filter(called, _l("Vendi"))] = None
    indicator: Annotated[str | None, Filter(FigureObserved.indicator, _l("Treguesi"), words.INDICATORS)] = None
    period: Annotated[str | None, Text(20), Filter(FigureObserved.period, _l("Periudha"))] = None
    level: Annotated[str | None, Filter(FigureObserved.level, _l("Niveli"), words.LEVELS, further=True)] = None
    quality: Annotated[str | None, Filter(FigureObserved.quality, _l("Cilësia"), words.QUALITIES, further=True)] = None
    state: Annotated[str | None, Filter(FigureObserved.state, _l("Çfarë thotë"), words.STATES, further=True)] = None
    area: Annotated[str | None, Text(100), Filter(FigureObserved.area)] = None
    request: Annotated[UUID | None, Filter(FigureObserved.request_id)] = None
    known: Annotated[date | None, Filter(until, _l("Siç dihej më"), further=True)] = None


@dataclass(frozen=True, kw_only=True)
class FigureRequestListing(Listing):
    """The requests for figures, the newest first."""

    period: Annotated[str | None, Text(20), Filter(FigureRequest.period, _l("Periudha"))] = None
