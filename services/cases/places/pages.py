"""The pages of places: all municipalities, and the sheet of one."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.cases.places import queries
from services.cases.places.schemas import PlaceSheetAnswer, PlacesQuery
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import load

blueprint = Blueprint("places_pages", __name__)
BLUEPRINTS = (blueprint,)
READERS = ("case_officer", "approver", "commissioner", "monitor")


@blueprint.route("/staff/places")
@access.staff(*READERS)
def all_places() -> ResponseReturnValue:
    """All of them, or the silent ones alone."""
    try:
        asked, status = load(PlacesQuery, request.args.to_dict()), 200
    except ValidationError:
        asked, status = PlacesQuery(), 422
    with platform().database.reading() as session:
        every = queries.places(session, PlacesQuery(), Reading(access.current(), utc_now()))
    shown = [one for one in every.places if one.silent] if asked.silent else list(every.places)
    return render_template("cases/places.html", every=every, places=shown, silent=bool(asked.silent)), status


@blueprint.route("/staff/places/<string:key>")
@access.staff(*READERS)
def one_place(key: str) -> ResponseReturnValue:
    """What is known of one, with the lists from which it is counted."""
    by = access.current()
    with platform().database.reading() as session:
        every = queries.places(session, PlacesQuery(), Reading(by, utc_now()))
    found = next((one for one in every.places if one.key == key), None)
    if found is None:
        raise NotFound
    return render_template("cases/place.html", place=found, every=every, lists=_lists(found, by)), 200


def _lists(place: PlaceSheetAnswer, by: Principal) -> list[tuple[str, str]]:
    """Where the rows behind the numbers are, of those lists that the reader may open."""
    visits = (_("Vizitat atje"), url_for("visit_plan.visit_list", municipality=place.key))
    if not by.roles & queries.SEE_COMPLAINTS:
        return [visits]
    owed = url_for("obligations_pages.obligation_list", municipality=place.key)
    late = url_for("obligations_pages.obligation_list", municipality=place.key, timeliness="late")
    cases = url_for("cases_pages.case_list", municipality=place.key)
    return [
        (_("Çështjet nga kjo bashki"), cases),
        (_("Detyrimet e institucioneve atje"), owed),
        (_("Detyrimet me vonesë"), late),
        visits,
    ]
