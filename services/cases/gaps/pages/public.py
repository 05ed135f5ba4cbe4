"""Gaps in law as anyone may read of them: what is missing, what was proposed, what was answered, what is in force."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.cases.gaps.pages import words as gap_words
from services.cases.gaps.queries import public as public_gaps
from services.cases.pages.acting import today
from shared import access
from shared.pages.languages import language
from shared.platform import platform

blueprint = Blueprint("public_gaps_pages", __name__)


@blueprint.route("/public/gaps")
@access.public
def public_gap_list() -> ResponseReturnValue:
    after = request.args.get("after")
    with platform().database.transaction() as session:
        page = public_gaps.page_of(session, platform().cursors, today=today(), after=after)
    rows = [
        gap_words.row(one.line, url_for("public_gaps_pages.public_gap", number=one.line.gap.number))
        for one in page.items
    ]
    return render_template(
        "cases/public_gap_list.html",
        gaps=rows,
        next_href=url_for("public_gaps_pages.public_gap_list", after=page.next) if page.next else None,
        first_href=url_for("public_gaps_pages.public_gap_list") if after else None,
    )


@blueprint.route("/public/gaps/<number>")
@access.public
def public_gap(number: str) -> ResponseReturnValue:
    with platform().database.transaction() as session:
        found = public_gaps.read(session, number, today())
    return render_template(
        "cases/public_gap.html",
        gap=gap_words.row(found.line, ""),
        description=found.line.gap.description,
        facts=gap_words.facts(found.line),
        bodies=[{"id": body.id, "name": body.name(language())} for body in found.bodies],
        behind=_behind(found.cases),
        acts=[gap_words.act(linked, public=True) for linked in found.acts],
    )


def _behind(cases: int | None) -> str:
    if cases is None:
        return _("Numri i çështjeve që e treguan nuk jepet, sepse është i vogël ose asnjë.")
    return ngettext("E tregoi %(num)d çështje.", "E treguan %(num)d çështje.", cases)
