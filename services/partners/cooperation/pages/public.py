"""Who worked together with the office on what, for anybody."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from services.partners.cooperation import words
from services.partners.cooperation.lists import TogetherListing
from services.partners.cooperation.queries import together
from services.partners.domain import local_date
from shared import access
from shared.clock import utc_now
from shared.open_data import LICENCE
from shared.pages import lists
from shared.platform import platform
from shared.row_files import csv_file

blueprint = Blueprint("cooperation_reading", __name__)


@blueprint.get("/cooperation")
@access.public
def cooperation() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(TogetherListing)
    with here.database.reading() as session:
        today = local_date(utc_now())
        found = asked.listing and together.together(session, here.cursors, asked.listing, _root(), LICENCE, today)
    return render_template("partners/public_cooperation.html", asked=asked, found=found, words=words), asked.status


@blueprint.get("/cooperation.csv")
@access.public
def cooperation_csv() -> Response:
    with platform().database.reading() as session:
        rows = together.rows(session, _root(), local_date(utc_now()))
    return csv_file(rows, "cooperation.csv")


def _root() -> str:
    return str(platform().settings.public_url.rstrip("/"))
