"""The directory as a file, on pages: saved, compared, taken over."""

import hashlib

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import importing
from services.partners.actions.importing import ImportRefusedError
from services.partners.forms import directory_words
from services.partners.forms.directory import ImportForm
from services.partners.pages.office import OFFICE
from services.partners.queries import exports
from services.partners.schemas import exchange, imports
from services.partners.schemas.rows import COLUMNS
from shared import access
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import platform

blueprint = Blueprint("exchange_pages", "services.partners")
#: More rows than anyone reads; the numbers above them are of all.
MOST_SHOWN = 200


@blueprint.get("/staff/institutions/export")
@access.staff()
def export() -> ResponseReturnValue:
    kind = "csv" if request.args.get("format") == "csv" else "json"
    part = "relations" if request.args.get("part") == "relations" else "institutions"
    parts = [part] if kind == "csv" else list(COLUMNS)
    media_type = {"csv": "text/csv", "json": "application/json"}[kind]
    response = Response(exports.lines(platform().database, exchange.writer(kind), parts), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{"-".join(parts)}.{kind}"'
    return response


@blueprint.route("/staff/institutions/import", methods=["GET", "POST"])
@access.staff(*OFFICE)
def import_file() -> ResponseReturnValue:
    form, compared = ImportForm(), None
    if form.validate_on_submit():
        compared = _compare(form)
        if compared is not None and compared.applied:
            flash(_("Skedari u zbatua."), "success")
            return redirect(url_for("office.institutions"), 303)
    page = render_template("partners/import.html", form=form, compared=compared, most=MOST_SHOWN, words=directory_words)
    return page, 422 if form.errors or form.form_errors else 200


def _compare(form: ImportForm) -> imports.ImportAnswer | None:
    """The comparison, taken over if that was asked for and the file is the one that was looked at before."""
    content = form.file.data.stream.read(exchange.LARGEST + 1) if form.file.data else b""
    digest = hashlib.sha256(content).hexdigest()
    apply, here, by = form.apply.data and form.seen.data == digest, platform(), access.current()
    if form.apply.data and not apply:
        form.form_errors.append(_("Më parë shihni krahasimin e këtij skedari, pastaj zbatojeni."))
    form.apply.data, form.seen.data = False, digest
    try:
        rows = exchange.read(content)
        answers = here.database.run(
            lambda session: importing.run(by, session, here.documents, rows, apply=apply, now=utc_now())
        )
    except Problem:
        form.file.errors = [_("Ky nuk është një skedar i regjistrit: CSV ose JSON, deri në 4 MB.")]
        return None
    except ImportRefusedError as error:
        form.form_errors.append(_("Disa rreshta nuk pranohen. Nuk u ndryshua asgjë."))
        answers, apply = error.refused, False
    return imports.answer(answers, applied=apply)
