"""What is recommended to the office itself: the list with its figures, one item, a file of them compared and taken over."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.replies import Position
from services.cases.incoming import forms, queries
from services.cases.incoming import schemas as files
from services.cases.incoming.actions import letters as actions
from services.cases.incoming.actions.letters import ImportRefusedError, WantedFinding, WantedReport
from services.cases.incoming.forms import IncomingFilter, IncomingImportForm, IssuerFindingForm, OfficeReportForm
from services.cases.incoming.pages import words as incoming_words
from services.cases.pages.acting import done, see, today
from services.cases.pages.cases import WORKING
from shared import access
from shared.errors import Problem
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("incoming_pages", __name__)
LEADING = ("approver", "commissioner")
#: More rows than anyone reads; the numbers above them are of all.
MOST_SHOWN = 200


@blueprint.route("/staff/incoming")
@access.staff(*WORKING)
def incoming_list() -> ResponseReturnValue:
    form = IncomingFilter(request.args, issuers=incoming_words.issuer_choices(), meta={"csrf": False})
    good, after, by = form.validate(), request.args.get("after"), access.current()
    kept = {name: form[name].data or None for name in ("timeliness", "issuer")} if good else {}
    with platform().database.reading() as session:
        page = queries.page_of(session, platform().cursors, by, today=today(), after=after, **kept)
        figures = queries.figures(session, today())
    body = render_template(
        "cases/incoming_list.html",
        form=form,
        items=[incoming_words.row(view) for view in page.items],
        figures=[incoming_words.figure(one) for one in figures],
        may_import=bool(by.roles & set(LEADING)),
        next_href=url_for("incoming_pages.incoming_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("incoming_pages.incoming_list", **kept) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/incoming/export")
@access.staff(*WORKING)
def incoming_export() -> ResponseReturnValue:
    wanted = "csv" if request.args.get("format") == "csv" else "json"
    with platform().database.reading() as session:
        return files.as_file(queries.rows(session), wanted)


@blueprint.route("/staff/incoming/import", methods=["GET", "POST"])
@access.staff(*LEADING)
def incoming_import() -> ResponseReturnValue:
    form, found = IncomingImportForm(), None
    if form.validate_on_submit():
        found = _compare(form)
        if found is not None and found["applied"]:
            flash(_("Skedari u zbatua."), "success")
            return see(url_for("incoming_pages.incoming_list"))
    page = render_template(
        "cases/incoming_import.html", form=form, found=found, most=MOST_SHOWN, words=forms, columns=files.COLUMNS
    )
    return page, 422 if form.errors or form.form_errors else 200


def _compare(form: IncomingImportForm) -> dict[str, Any] | None:
    """The comparison, taken over if that was asked for and the file is the one that was looked at before."""
    content = b""
    if isinstance(form.file.data, FileStorage):
        with form.file.data.stream as stream:
            content = stream.read(files.LARGEST + 1)
    digest = hashlib.sha256(content).hexdigest()
    apply, by = form.apply.data and form.seen.data == digest, access.current().name
    if form.apply.data and not apply:
        form.form_errors.append(_("Më parë shihni krahasimin e këtij skedari, pastaj zbatojeni."))
    form.apply.data, form.seen.data = False, digest
    try:
        rows = files.read(content)
        found = platform().database.run(lambda session: actions.take_over(session, rows, by, apply=apply))
    except Problem as error:
        form.file.errors = [incoming_words.unreadable(error)]
        return None
    except ImportRefusedError as error:
        form.form_errors.append(_("Disa rreshta nuk pranohen. Nuk u ndryshua asgjë."))
        found, apply = error.refused, False
    return files.answer(found, applied=apply)


@blueprint.route("/staff/incoming/<uuid:item_id>")
@access.staff(*WORKING)
def incoming_item(item_id: UUID) -> ResponseReturnValue:
    return _page(item_id), 200


@blueprint.route("/staff/incoming/<uuid:item_id>/reports", methods=["POST"])
@access.staff(*WORKING)
def report_incoming(item_id: UUID) -> ResponseReturnValue:
    form, documents, by = OfficeReportForm(prefix="report-"), platform().documents, access.current()
    return _do(
        item_id,
        form,
        lambda session: actions.report(session, documents, item_id, _report(form), by),
        _("U shënua çfarë thotë zyra."),
    )


def _report(form: OfficeReportForm) -> WantedReport:
    return WantedReport(
        text=form.text.data,
        position=Position(form.position.data) if form.position.data else None,
        reasons=form.reasons.data,
        claimed=Claimed(form.claimed.data) if form.claimed.data else None,
        promised_date=form.promised_date.data,
    )


@blueprint.route("/staff/incoming/<uuid:item_id>/findings", methods=["POST"])
@access.staff(*WORKING)
def find_incoming(item_id: UUID) -> ResponseReturnValue:
    form, documents, by = IssuerFindingForm(prefix="finding-"), platform().documents, access.current()
    return _do(
        item_id,
        form,
        lambda session: actions.find(session, documents, item_id, _finding(form), by),
        _("U shënua çfarë gjeti dhënësi."),
    )


def _finding(form: IssuerFindingForm) -> WantedFinding:
    dates = {name: form[name].data for name in ("on", "promised_date", "next_check")}
    return WantedFinding(text=form.text.data, word=Assessed(form.assessment.data), **dates)


def _do(item_id: UUID, form: BesaForm, work: Callable[[Session], Any], said: str) -> ResponseReturnValue:
    status = 422
    if form.validate_on_submit():
        _changed, status = done(form, work)
        if status == 303:
            flash(said, "success")
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
