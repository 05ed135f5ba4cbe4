"""What is recommended to the office itself: the list with its figures, one item, a file of them compared and taken over."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.replies import Position
from services.cases.incoming import queries, words
from services.cases.incoming.actions import letters as actions
from services.cases.incoming.forms import IssuerFindingForm, OfficeReportForm
from services.cases.incoming.lists import IncomingListing
from services.cases.incoming.pages import comparing
from services.cases.incoming.pages import words as incoming_words
from services.cases.incoming.schemas import files
from services.cases.incoming.schemas.letters import IncomingFindingBody, IncomingReportBody
from services.cases.pages.acting import done, see, today
from services.cases.pages.cases import WORKING
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("incoming_pages", __name__)
LEADING = ("approver", "commissioner")


@blueprint.route("/staff/incoming")
@access.staff(*WORKING)
def incoming_list() -> ResponseReturnValue:
    """What is asked of the office, the newest first; above it how the office does, by issuer."""
    here, asked, reading = platform(), lists.asked(IncomingListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and queries.items(session, here.cursors, asked.listing, reading)
        figures = queries.figures(session, today())
    body = render_template(
        "cases/incoming_list.html",
        asked=asked,
        page=page,
        items=[incoming_words.row(view) for view in page.items] if page else [],
        figures=[incoming_words.figure(one) for one in figures],
        may_import=bool(reading.by.roles & set(LEADING)),
    )
    return body, asked.status


@blueprint.route("/staff/incoming/export")
@access.staff(*WORKING)
def incoming_export() -> ResponseReturnValue:
    kind = "csv" if request.args.get("format") == "csv" else "json"
    with platform().database.reading() as session:
        return files.ITEMS.as_file(queries.rows(session), kind, "incoming")


@blueprint.route("/staff/incoming/import", methods=["GET", "POST"])
@access.staff(*LEADING)
def incoming_import() -> ResponseReturnValue:
    by, now, home = access.current(), utc_now(), url_for("incoming_pages.incoming_list")
    return comparing.imported(
        files.ITEMS,
        lambda session, rows, apply: actions.take_over(by, session, rows, apply=apply, now=now),
        "cases/incoming_import.html",
        words,
        home,
    )


@blueprint.route("/staff/incoming/<uuid:item_id>")
@access.staff(*WORKING)
def incoming_item(item_id: UUID) -> ResponseReturnValue:
    return _page(item_id), 200


@blueprint.route("/staff/incoming/<uuid:item_id>/reports", methods=["POST"])
@access.staff(*WORKING)
def report_incoming(item_id: UUID) -> ResponseReturnValue:
    form, documents, by, now = OfficeReportForm(prefix="report-"), platform().documents, access.current(), utc_now()
    return _do(
        item_id,
        form,
        lambda session: actions.report(by, session, documents, item_id, _report(form), now=now),
        _("U shënua çfarë thotë zyra."),
    )


def _report(form: OfficeReportForm) -> IncomingReportBody:
    return IncomingReportBody(
        text=form.text.data or "",
        position=Position(form.position.data) if form.position.data else None,
        reasons=form.reasons.data,
        claimed=Claimed(form.claimed.data) if form.claimed.data else None,
        promised_date=form.promised_date.data,
    )


@blueprint.route("/staff/incoming/<uuid:item_id>/findings", methods=["POST"])
@access.staff(*WORKING)
def find_incoming(item_id: UUID) -> ResponseReturnValue:
    form, documents, by, now = IssuerFindingForm(prefix="finding-"), platform().documents, access.current(), utc_now()
    return _do(
        item_id,
        form,
        lambda session: actions.find(by, session, documents, item_id, _finding(form), now=now),
        _("U shënua çfarë gjeti dhënësi."),
    )


def _finding(form: IssuerFindingForm) -> IncomingFindingBody:
    return IncomingFindingBody(
        assessment=Assessed(form.assessment.data),
        on=form.on.data,
        promised_date=form.promised_date.data,
        next_check=form.next_check.data,
        text=form.text.data or "",
    )


def _do(item_id: UUID, form: BesaForm, work: Callable[[Session], object], sentence: str) -> ResponseReturnValue:
    status = 422
    if form.validate_on_submit():
        _changed, status = done(form, work)
        if status == 303:
            flash(sentence, "success")
            return see(url_for("incoming_pages.incoming_item", item_id=item_id))
    return _page(item_id, form), status


def _page(item_id: UUID, failing: BesaForm | None = None) -> str:
    here = platform()
    with here.database.reading() as session:
        detail = queries.read(session, here.documents, item_id, today())
    mine = isinstance(failing, OfficeReportForm), isinstance(failing, IssuerFindingForm)
    return render_template(
        "cases/incoming_item.html",
        form=failing,
        item_id=item_id,
        row=incoming_words.row(detail.view),
        text=detail.view.item.text,
        facts=incoming_words.facts(detail.view),
        clock=detail.clock[language()],
        reports=[incoming_words.report(one) for one in detail.reports],
        report=failing if mine[0] else OfficeReportForm(formdata=None, prefix="report-"),
        finding=failing if mine[1] else IssuerFindingForm(formdata=None, prefix="finding-"),
    )
