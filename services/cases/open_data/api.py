"""`/open-data/…`: the catalogue, and every set as a file. Anyone may take them, from pages of any site."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, request

from services.cases.domain.timeliness import local_date
from services.cases.open_data import schemas
from services.cases.open_data.domain import dcat, descriptions
from services.cases.open_data.domain.sets import Catalogue, Column
from services.cases.open_data.queries import sets, tables
from shared import access, open_data
from shared.cells import safe_cell
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("open_data", __name__, description="Open data of the office")
BLUEPRINTS = (blueprint,)
TURTLE, JSON_LD = "text/turtle", "application/ld+json"
NAME = {
    "in": "path",
    "name": "name",
    "required": True,
    "schema": {"type": "string", "pattern": r"^[a-z][a-z0-9_-]*$"},
}
#: So many rows go out at once.
_ROWS = 500


def _file(media: str) -> dict[str, Any]:
    return {"200": {"description": "A file", "content": {media: {}}}}


@blueprint.route("/open-data/catalog")
@blueprint.doc(responses=_file(JSON_LD))
@access.any_site
def catalogue() -> Response:
    """The catalogue in DCAT-AP 3, in the form that is asked for: JSON-LD, or Turtle (`Accept: text/turtle`)."""
    found = request.accept_mimetypes.best_match([JSON_LD, "application/json", TURTLE], default=JSON_LD)
    response = _in_turtle() if found == TURTLE else _in_json()
    response.vary.add("Accept")
    return response


@blueprint.route("/open-data/catalog.jsonld")
@blueprint.doc(responses=_file(JSON_LD))
@access.any_site
def catalogue_as_json_ld() -> Response:
    """The catalogue in DCAT-AP 3 as JSON-LD."""
    return _in_json()


@blueprint.route("/open-data/catalog.ttl")
@blueprint.doc(responses=_file(TURTLE))
@access.any_site
def catalogue_as_turtle() -> Response:
    """The catalogue in DCAT-AP 3 as Turtle."""
    return _in_turtle()


@blueprint.route("/open-data/datapackage.json")
@blueprint.doc(responses=_file("application/json"))
@access.any_site
def package() -> Response:
    """Every set as a resource of a data package, with the type and the meaning of its columns."""
    return _as_json(descriptions.package(_catalogue()), "application/json")


@blueprint.route("/open-data/<string:name>.csv-metadata.json", parameters=[NAME])
@blueprint.doc(responses=_file("application/csvm+json"))
@access.any_site
def metadata(name: str) -> Response:
    """What the columns of a set mean: metadata of CSV on the web, beside the file."""
    found = _catalogue()
    with platform().database.reading() as session:
        one = sets.find(session, name, local_date(utc_now()))
    return _as_json(descriptions.csvw(found, one), "application/csvm+json")


@blueprint.route("/open-data/<string:name>.csv", parameters=[NAME])
@blueprint.arguments(schemas.SetQuery, location="query")
@blueprint.doc(responses=_file("text/csv"))
@access.any_site
def as_csv(asked: schemas.SetQuery, name: str) -> Response:
    """A set as CSV (RFC 4180, UTF-8), as it was published by the day `known`; a cell without a number is empty."""
    response = _streamed(asked, name, "text/csv", _csv)
    response.headers.add("Link", f'<{name}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"')
    return response


@blueprint.route("/open-data/<string:name>.json", parameters=[NAME])
@blueprint.arguments(schemas.SetQuery, location="query")
@blueprint.doc(responses=_file("application/json"))
@access.any_site
def as_json(asked: schemas.SetQuery, name: str) -> Response:
    """The same rows as a list of objects, each by the names of the columns."""
    return _streamed(asked, name, "application/json", _json)


def _catalogue() -> Catalogue:
    here = platform()
    with here.database.reading() as session:
        return sets.catalogue(session, here.settings.public_url, local_date(utc_now()))


def _in_turtle() -> Response:
    return open_data.opened(dcat.turtle(dcat.statements(_catalogue())).encode(), TURTLE)


def _in_json() -> Response:
    return open_data.opened(dcat.json_ld(dcat.statements(_catalogue())).encode(), JSON_LD)


def _as_json(value: dict[str, Any], media: str) -> Response:
    return open_data.opened(json.dumps(value, ensure_ascii=False, indent=1).encode(), media)


def _streamed(asked: schemas.SetQuery, name: str, media: str, written: Any) -> Response:
    """Row after row, from a session that is open as long as the answer is; 304 for whoever has it already, for which no row is read."""
    here, now = platform(), utc_now()
    with here.database.reading() as session:
        one = sets.find(session, name, local_date(now))
        rows = tables.rows_of(session, name, on=asked.on, known=asked.known, now=now)

    def content() -> Iterator[str]:
        with here.database.reading() as session:
            cells = tables.read(session, rows, here.settings.public_url, now)
            yield from written(one.columns, cells)

    return open_data.streamed(content(), media, rows.mark)


def _csv(columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    yield _taken(buffer)
    for count, cells in enumerate(rows, 1):
        writer.writerow("" if cell is None else safe_cell(str(cell)) for cell in cells)
        if count % _ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _json(columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    before = "[\n"
    for cells in rows:
        row = {column.name: cell for column, cell in zip(columns, cells, strict=True)}
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"
