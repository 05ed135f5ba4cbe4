"""The letter of an act as PDF, and what waits for the decision to publish."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.actions import advice_letters, letters
from services.cases.lists.publications import AwaitingListing
from services.cases.pages.case_rows import ActRow, act_row
from services.cases.pages.cases import WORKING
from services.cases.queries import publications
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform

#: What would come of a decision to publish that were taken today.
AWAITING = {
    "shown": _l("Shfaqet menjëherë"),
    "not_delivered": _l("Shfaqet kur t'u dorëzohet të gjithëve"),
    "term_runs": _l("Shfaqet kur të mbarojë afati"),
}

blueprint = Blueprint("letters", __name__)


@dataclass(frozen=True)
class AwaitingRow(ActRow):
    """`against`: what would come of a decision to publish that were taken today."""

    against: str


@blueprint.route("/staff/recommendations/<uuid:act_id>/letters/<uuid:institution_id>")
@access.staff(*WORKING)
def letter(act_id: UUID, institution_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        pdf = letters.printed(
            by,
            session,
            here.documents,
            act_id,
            institution_id,
            now=now,
            address=here.settings.public_url,
            whole=request.args.get("enclosures") == "true",
        )
    headers = {"Content-Disposition": f'inline; filename="{pdf.name}"', "Cache-Control": "private, no-store"}
    return Response(pdf.content, mimetype="application/pdf", headers=headers)


@blueprint.route("/staff/recommendations/<uuid:act_id>/advice-letter")
@access.staff(*WORKING)
def advice_letter(act_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        pdf = advice_letters.printed(by, session, here.documents, act_id, now=now, address=here.settings.public_url)
    headers = {"Content-Disposition": f'inline; filename="{pdf.name}"', "Cache-Control": "private, no-store"}
    return Response(pdf.content, mimetype="application/pdf", headers=headers)


@blueprint.route("/staff/publications")
@access.staff("publisher", "commissioner")
def publication_list() -> ResponseReturnValue:
    """Acts on whose publication somebody must decide; where a publisher begins."""
    here, asked, reading = platform(), lists.asked(AwaitingListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = publications.awaiting(session, here.cursors, asked.listing, reading) if asked.listing else None
    rows = [
        AwaitingRow(**vars(act_row(one.act)), against=words.label(AWAITING, one.against))
        for one in (page.items if page else ())
    ]
    return render_template("cases/publications.html", acts=rows, asked=asked, page=page), asked.status
