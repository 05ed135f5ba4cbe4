"""The acts of all cases as a list: what was issued, to whom, and what is still a draft."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.cases.lists.acts import ActListing
from services.cases.pages.case_rows import ActRow, act_row
from services.cases.pages.cases import WORKING
from services.cases.queries import acts
from services.cases.schemas.acts import ActListed
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("acts_pages", __name__)


@dataclass(frozen=True)
class ListedRow(ActRow):
    """`to`: the addressees by name."""

    to: str
    issued_on: date | None


@blueprint.route("/staff/recommendations")
@access.staff(*WORKING)
def act_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(ActListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = acts.page_of(session, here.cursors, asked.listing, reading) if asked.listing else None
    rows = [listed_row(act) for act in page.items] if page else []
    return render_template("cases/act_list.html", asked=asked, acts=rows, page=page), asked.status


def listed_row(act: ActListed) -> ListedRow:
    """A row for `listed_acts`."""
    to = ", ".join(one.name(language()) for one in act.addressees)
    return ListedRow(**vars(act_row(act)), to=to or "–", issued_on=act.issued_on)
