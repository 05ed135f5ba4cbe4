"""Reports as anyone may read them."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from services.cases import words
from services.cases.reports.clients import page as printed
from services.cases.reports.lists import PublicReportListing
from services.cases.reports.pages import words as shown
from services.cases.reports.queries import public as queries
from services.cases.reports.schemas import PublicReport
from services.cases.reports.words import KINDS
from shared import access
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("public_reports", __name__)


@blueprint.route("/public/reports")
@access.public
def public_report_list() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(PublicReportListing)
    with here.database.reading() as session:
        page = asked.listing and queries.published(session, here.cursors, asked.listing, anyone(utc_now()))
    rows = [_told(one) for one in page.items] if page else []
    return render_template("cases/public_report_list.html", asked=asked, page=page, reports=rows), asked.status


@blueprint.route("/public/reports/<number>")
@access.public
def public_report(number: str) -> ResponseReturnValue:
    """All of it, out of the file that was made when it was approved; 410 for one that was withdrawn."""
    here = platform()
    with here.database.reading() as session:
        if since := queries.withdrawn(session, number):
            return render_template("cases/public_report_gone.html", number=number, since=since), 410
        view = queries.read(session, here.documents, number)
    body = printed.body(view.content, language())
    return render_template("cases/public_report.html", report=_told(view.answer), body=body), 200


def _told(one: PublicReport) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title_en if language() == "en" else one.title_sq,
        "kind": words.label(KINDS, one.kind),
        "published_at": one.published_at,
        "href": url_for("public_reports.public_report", number=one.number),
        "files": [
            (
                shown.file_name(tongue, form),
                url_for("reports.get_published_file", number=one.number, language=tongue, form=form),
            )
            for tongue, form in shown.in_order((file.language, file.form) for file in one.files)
        ],
    }
