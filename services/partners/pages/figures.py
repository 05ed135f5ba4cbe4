"""The table of figures that a letter asks for: filled in on a page or out of a file, looked at, and sent."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners import domain
from services.partners.actions import figures as actions
from services.partners.actions.receipts import Signer
from services.partners.forms import figures as forms
from services.partners.pages.correspondence import READERS
from services.partners.queries import figures as queries
from services.partners.queries import wall
from services.partners.queries.figures import Table
from services.partners.schemas import figure_files
from services.partners.schemas.figure_files import FileUnreadError
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("figures_pages", "services.partners")
#: The button that shows what is doubtful and sends nothing.
LOOKING = "look"


@blueprint.route("/dispatches/<uuid:dispatch_id>/figures", methods=["GET", "POST"])
@READERS
def figures(dispatch_id: UUID) -> ResponseReturnValue:
    table = _table(dispatch_id)
    said = forms.typed(table.wanted.indicators, table.said) if request.method == "GET" else None
    form = forms.figures_form(table.wanted.indicators, said)
    if form.validate_on_submit():
        try:
            if not _doubted(form, table) and LOOKING not in request.form:
                return _send(form, table)
        except ContentViolation as error:
            forms.refuse(form, error)
        except RuleViolation:
            form.form_errors.append(_("Shifrat nuk pranohen më."))
    return _shown(form, table), _status(form)


@blueprint.post("/dispatches/<uuid:dispatch_id>/figures/file")
@READERS
def figures_file(dispatch_id: UUID) -> ResponseReturnValue:
    """The rows of a file in the fields of the page, with what is wrong with them; nothing is sent by it."""
    table, chosen = _table(dispatch_id), forms.FileForm()
    rows = table.wanted.indicators
    try:
        read = figure_files.read(_content(chosen))
    except FileUnreadError as error:
        form = forms.figures_form(rows, forms.typed(rows, table.said))
        form.form_errors.append(str(forms.UNREAD[error.code]))
        return _shown(form, table), 422
    form = forms.figures_form(rows, forms.typed(rows, {one.indicator: one.cell for one in read}))
    forms.fault(form, rows, read)
    return _shown(form, table, from_file=True), _status(form)


@blueprint.get("/dispatches/<uuid:dispatch_id>/figures.csv")
@READERS
def figures_csv(dispatch_id: UUID) -> Response:
    """The table to be filled in elsewhere."""
    table = _table(dispatch_id)
    keys = [(one.key, one.said("name", language())) for one in table.wanted.indicators]
    return csv_file(figure_files.rows_of(keys, dict(table.said)), f"{table.dispatch.number}-{table.wanted.period}.csv")


def _table(dispatch_id: UUID) -> Table:
    here = platform()
    with here.database.transaction() as session:
        return queries.table(wall.own(session, access.current()), here.documents, dispatch_id)


def _content(form: forms.FileForm) -> bytes:
    """What was chosen, and one byte more than is taken at most."""
    if not form.file.data:
        return b""
    with form.file.data.stream as stream:
        return bytes(stream.read(figure_files.LARGEST_FILE + 1))


def _doubted(form: Any, table: Table) -> bool:
    """Show what is doubtful at its rows; whether something of it waits for words."""
    here, by, wanted = platform(), access.current(), forms.wanted(form, table.wanted.indicators)
    with here.database.transaction() as session:
        doubts = actions.look(by, session, here.documents, table.dispatch.id, wanted)
    forms.ask(form, table.wanted.indicators, doubts, language())
    return any(not one.answered for one in doubts)


def _send(form: Any, table: Table) -> ResponseReturnValue:
    here, by, now, dispatch_id = platform(), access.current(), utc_now(), table.dispatch.id
    wanted, signer = forms.wanted(form, table.wanted.indicators), Signer.of(here.settings, here.documents)
    here.database.run(lambda session: actions.report(by, session, here.documents, dispatch_id, wanted, signer, now=now))
    flash(_("Shifrat u dërguan dhe letra u përgjigj. Mund t'i korrigjoni deri në ditën e fundit."), "success")
    return redirect(url_for("correspondence.letter", dispatch_id=dispatch_id), 303)


def _shown(form: Any, table: Table, *, from_file: bool = False) -> str:
    return render_template(
        "partners/figures.html",
        form=form,
        table=table,
        rows=list(zip(forms.parts_of(form), table.wanted.indicators, strict=True)),
        before=table.before,
        is_open=table.is_open(domain.local_date(utc_now())),
        file=forms.FileForm(formdata=None),
        from_file=from_file,
        looked=LOOKING in request.form and not form.errors,
        tongue=language(),
    )


def _status(form: Any) -> int:
    return 422 if form.errors or form.form_errors else 200
