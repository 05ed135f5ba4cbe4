"""Gaps in law as anyone may read of them: what is missing, what was proposed, what was answered, what is in force."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.cases.gaps.lists import PublicGapListing
from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import public as queries
from services.cases.pages.acting import today
from shared import access
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.platform import platform

blueprint = Blueprint("public_gaps_pages", __name__)


@blueprint.route("/public/gaps")
@access.public
def public_gap_list() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(PublicGapListing)
    with here.database.transaction() as session:
        page = asked.listing and queries.public_gaps(session, here.cursors, asked.listing, anyone(utc_now()))
    lines = [one.line for one in page.items] if page else []
    rows = [gap_words.row(line, url_for("public_gaps_pages.public_gap", number=line.number)) for line in lines]
    return render_template("cases/public_gap_list.html", asked=asked, page=page, gaps=rows), asked.status


@blueprint.route("/public/gaps/<number>")
@access.public
def public_gap(number: str) -> ResponseReturnValue:
    with platform().database.transaction() as session:
        public = queries.read(session, number, today())
    return render_template(
        "cases/public_gap.html",
        gap=gap_words.row(public.line),
        description=public.description,
        facts=gap_words.facts(public.line),
        bodies=public.bodies,
        behind=_behind(public.cases),
        acts=[gap_words.act(linked, public=True) for linked in public.acts],
        stages=[gap_words.stage_row(one) for one in public.stages],
    )


def _behind(cases: int | None) -> str:
    if cases is None:
        return _("Numri i çështjeve që e treguan nuk jepet, sepse është i vogël ose asnjë.")
    return ngettext("E tregoi %(num)d çështje.", "E treguan %(num)d çështje.", cases)
