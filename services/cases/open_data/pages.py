"""The page of open data: which sets there are, in plain words, and where each is taken from. Anyone may see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases.domain.timeliness import local_date
from services.cases.indicators import data as indicators
from services.cases.indicators.queries.areas import Area
from services.cases.open_data import data
from services.cases.open_data.domain.sets import Catalogue, DataSet
from services.cases.open_data.queries import places, sets
from shared import access
from shared.clock import utc_now
from shared.open_data import LICENCE
from shared.pages.languages import date_words
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("open_data_pages", __name__)
BLUEPRINTS = (blueprint,)
FILES = "/cases/api/v1/open-data"
#: How often a set is made anew, by the code that the catalogue says it with.
OFTEN = {
    "CONT": _l("Çdo herë që ndryshon diçka"),
    "MONTHLY": _l("Në fund të çdo muaji"),
    "ANNUAL": _l("Një herë në vit"),
}


@blueprint.route("/open-data")
@access.public
def all_sets() -> ResponseReturnValue:
    here = platform()
    with here.database.reading() as session:
        found = sets.catalogue(session, here.settings.public_url, local_date(utc_now()))
    return render_template(
        "cases/open_data.html",
        heading=_("Të dhëna të hapura"),
        intro=found.text.of(language()),
        groups=_groups(found),
        least=data.least(),
        files=FILES,
        licence=LICENCE,
    )


@blueprint.route("/places")
@access.public
def all_places() -> ResponseReturnValue:
    """Every municipality, with what was published of the newest year that was counted."""
    with platform().database.reading() as session:
        rows = {one["area"]: one for one in places.newest(session)}
        here = places.municipalities(session)
    counted_on = next((one["counted_on"] for one in rows.values()), None)
    return render_template(
        "cases/public_places.html",
        year=next((one["year"] for one in rows.values()), None),
        counted_on=date_words(date.fromisoformat(counted_on)) if counted_on else None,
        places=[(one.key, one.name(language()), _county(one), _numbers(rows.get(one.key))) for one in here],
        file=f"{FILES}/places.csv",
        least=data.least().count,
    )


@blueprint.route("/places/<string:key>")
@access.public
def one_place(key: str) -> ResponseReturnValue:
    """The years of one."""
    with platform().database.reading() as session:
        place, rows = places.find(session, key), places.of_place(session, key)
    return render_template(
        "cases/public_place.html",
        name=place.name(language()),
        county=_county(place),
        years=[(str(one["year"]), _numbers(one)) for one in rows],
        least=data.least().count,
    )


def _county(place: Area) -> str:
    found = indicators.county_names().get(place.county or "")
    return str(found[f"name_{language()}"]) if found else "–"


def _numbers(row: Mapping[str, Any] | None) -> list[dict[str, object]]:
    """The cells of one place: `*` for complaints of which no number is given."""
    if row is None:
        return [{"text": "–", "numeric": True}] * 4
    complaints = "*" if row["complaints"] is None else row["complaints"]
    return [{"text": str(one), "numeric": True} for one in (row["visits"], row["activities"], row["acts"], complaints)]


def _groups(found: Catalogue) -> list[dict[str, object]]:
    """The sets of a series together, newest first; a set by itself as a group of one."""
    alone = [_group(one.title.of(language()), one.text.of(language()), [one]) for one in found.sets if not one.series]
    series = [
        _group(title.of(language()), text.of(language()), [one for one in found.sets if one.series == key][::-1])
        for key, (title, text) in found.series.items()
    ]
    return [*alone, *series]


def _group(title: str, text: str, those: list[DataSet]) -> dict[str, object]:
    return {
        "title": title,
        "text": text,
        "often": OFTEN[those[0].frequency],
        "method": those[0].method,
        "columns": [(column.name, column.title.of(language())) for column in those[0].columns],
        "rows": [_row(one) for one in those],
    }


def _row(one: DataSet) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title.of(language()),
        "days": _("%(first)s deri më %(last)s", first=date_words(one.first), last=date_words(one.last)),
        "known": date_words(one.known),
    }
