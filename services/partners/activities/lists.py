"""The lists of activities: by what they may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, or_

from services.partners.activities import data
from services.partners.activities.models import Activity
from services.partners.activities.words import CLUSTERS, KINDS, STATES
from services.partners.models import Institution
from shared.fields import Text
from shared.folding import folded_column, holds_words
from shared.lists import Filter, Listing, Reading, Words
from shared.numbers import as_written

WHOSE: dict[str, Words] = {"me": _l("Që drejtoj unë")}


def _called(words: str, _reading: Reading) -> ColumnElement[bool]:
    """By number, or by the words of a title."""
    titled = holds_words(folded_column(Activity.title_sq), words) | holds_words(folded_column(Activity.title_en), words)
    return or_(Activity.number.in_(as_written(words, [data.number_prefix()])), titled)


def _on(cluster: str, _reading: Reading) -> ColumnElement[bool]:
    return Activity.clusters.contains([cluster])


def _in(place: str, _reading: Reading) -> ColumnElement[bool]:
    """In the municipality of that key, or in those whose name or county holds the words."""
    meant = or_(Institution.key == place, holds_words(Institution.search, place))
    of_place = Institution.institution_class == "municipality"
    return exists().where(Institution.key == Activity.municipality, of_place, meant)


def _led(_me: str, reading: Reading) -> ColumnElement[bool]:
    return Activity.led_by == reading.by.id


def _since(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Activity.planned_on >= day


def _until(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Activity.planned_on <= day


@dataclass(frozen=True, kw_only=True)
class ActivityListing(Listing):
    """Activities by the day for which they are planned, the latest first."""

    q: Annotated[str | None, Text(200), Filter(_called, _l("Numri ose titulli"))] = None
    municipality: Annotated[str | None, Text(100), Filter(_in, _l("Bashkia ose qarku"))] = None
    state: Annotated[str | None, Filter(Activity.state, _l("Gjendja"), STATES)] = None
    kind: Annotated[str | None, Filter(Activity.kind, _l("Lloji"), KINDS)] = None
    cluster: Annotated[str | None, Filter(_on, _l("E drejta"), CLUSTERS)] = None
    led_by: Annotated[str | None, Filter(_led, _l("Kush e drejton"), WHOSE, further=True)] = None
    planned_from: Annotated[date | None, Filter(_since, _l("Nga data"), further=True)] = None
    planned_to: Annotated[date | None, Filter(_until, _l("Deri më"), further=True)] = None


PAST: dict[str, Words] = {"past": _l("Që kanë kaluar")}


@dataclass(frozen=True, kw_only=True)
class PublicListing(Listing):
    """What was announced: what is to come, the next first; or what is over, the latest first."""

    when: Annotated[str | None, Filter(None, _l("Kur"), PAST, every=_l("Që vijnë"))] = None
    municipality: Annotated[str | None, Text(100), Filter(_in, _l("Bashkia ose qarku"))] = None
    cluster: Annotated[str | None, Filter(_on, _l("E drejta"), CLUSTERS)] = None
    kind: Annotated[str | None, Filter(Activity.kind, _l("Lloji"), KINDS)] = None
