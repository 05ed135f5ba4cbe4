"""The lists of the library: by what they may be narrowed, said once for API, page and cursor."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from marshmallow import validate
from marshmallow.fields import Integer
from sqlalchemy import ColumnElement, exists, extract, func

from services.notifications.domain import TIRANA
from services.notifications.library.models import Publication, PublicationText, PublicationVersion
from services.notifications.library.words import AUDIENCES, KINDS, LANGUAGES, TOPICS
from shared.clock import utc_now
from shared.lists import Filter, Listing, Reading, Words

#: No publication here is older.
FIRST_YEAR = 2020


def _of_kind(kind: str, _reading: Reading) -> ColumnElement[bool]:
    return exists().where(Publication.id == PublicationVersion.publication_id, Publication.kind == kind)


def _on(topic: str, _reading: Reading) -> ColumnElement[bool]:
    return PublicationVersion.topics.contains([topic])


def _in(language: str, _reading: Reading) -> ColumnElement[bool]:
    return exists().where(PublicationText.version_id == PublicationVersion.id, PublicationText.language == language)


def _of_year(year: int, _reading: Reading) -> ColumnElement[bool]:
    """By the calendar of Albania."""
    return extract("year", func.timezone("Europe/Tirane", PublicationVersion.released_at)) == year


def _years() -> dict[str, Words]:
    """Those up to now, the latest first."""
    return {str(year): str(year) for year in range(utc_now().astimezone(TIRANA).year, FIRST_YEAR - 1, -1)}


@dataclass(frozen=True, kw_only=True)
class LibraryListing(Listing):
    """Publications, the newest version of each, the latest first."""

    topic: Annotated[str | None, Filter(_on, _l("Tema"), TOPICS)] = None
    audience: Annotated[str | None, Filter(PublicationVersion.audience, _l("Për kë"), AUDIENCES)] = None
    language: Annotated[str | None, Filter(_in, _l("Gjuha"), LANGUAGES)] = None
    kind: Annotated[str | None, Filter(_of_kind, _l("Lloji"), KINDS)] = None
    year: Annotated[int | None, Integer(validate=[validate.Range(1, 9999)]), Filter(_of_year, _l("Viti"), _years)] = (
        None
    )


@dataclass(frozen=True, kw_only=True)
class DeskListing(Listing):
    """What the office works on: the newest version of each, whatever its state."""

    kind: Annotated[str | None, Filter(_of_kind, _l("Lloji"), KINDS)] = None
