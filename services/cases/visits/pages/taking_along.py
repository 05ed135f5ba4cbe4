"""Taking a visit along: a copy as one file, sealed under a password, for a telephone without network."""

from uuid import UUID

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.pages.acting import done, see
from services.cases.visits.actions import taking_along as actions
from services.cases.visits.forms import CopyForm
from services.cases.visits.pages import words as visit_words
from services.cases.visits.pages.plan import VISITORS
from services.cases.visits.queries import copies
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visibility import find_made
from services.cases.visits.schemas import offline_page
from shared import access
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("visit_copies", __name__)


@blueprint.route("/staff/visits/<uuid:visit_id>/copies")
@access.staff(*VISITORS)
def visit_copies(visit_id: UUID) -> ResponseReturnValue:
    return _page(visit_id, CopyForm()), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/copies", methods=["POST"])
@access.staff(*VISITORS)
def take_along(visit_id: UUID) -> ResponseReturnValue:
    form, by, now, store, status = CopyForm(), access.current(), utc_now(), platform().documents, 422
    password = form.password.data or ""
    if form.validate_on_submit():
        copy, status = done(form, lambda s: actions.take_along(by, s, store, visit_id, password, now=now).id)
        if copy is not None:
            flash(_("Kopja është gati: ruajeni në pajisje dhe hapeni një herë para se të niseni."), "success")
            return see(url_for("visit_copies.visit_copies", visit_id=visit_id))
    return _page(visit_id, form), status


@blueprint.route("/staff/visits/<uuid:visit_id>/copies/<uuid:copy_id>")
@access.staff(*VISITORS)
def visit_copy(visit_id: UUID, copy_id: UUID) -> Response:
    """The file of a copy, for whoever took it."""
    by, store = access.current(), platform().documents
    with platform().database.transaction() as session:
        visit = find_made(session, visit_id, by)
        view = copies.opened(session, store, visit, copies.own_copy(session, visit, copy_id, by))
    return offline_page.saved(view)


def _page(visit_id: UUID, form: CopyForm) -> str:
    by = access.current()
    with platform().database.transaction() as session:
        visit = find_made(session, visit_id, by)
        taken = copies.copies(session, visit).items
        view = queries.read(session, platform().documents, visit_id, by)
    return render_template(
        "cases/visit_copies.html",
        form=form,
        visit=visit_words.row(view.line),
        visit_id=visit_id,
        rows=[visit_words.copy(visit_id, one, by) for one in taken],
        may="take_along" in view.steps,
        begun=view.visit.begun_at is not None,
    )
