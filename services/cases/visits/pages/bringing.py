"""Bringing back what was answered on a copy, and choosing where two answers stand beside each other."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from services.cases.pages.acting import done, see
from services.cases.visits.actions import bringing as actions
from services.cases.visits.domain.brought import STANDS, WAITING
from services.cases.visits.forms import BroughtForm, ChoiceForm
from services.cases.visits.pages import words as visit_words
from services.cases.visits.pages.plan import VISITORS
from services.cases.visits.queries import brought
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visibility import find_made
from services.cases.visits.schemas.copies import LARGEST_FILE, BroughtTaken, ChoiceBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform

blueprint = Blueprint("visit_bringing", __name__)


@blueprint.route("/staff/visits/<uuid:visit_id>/brought")
@access.staff(*VISITORS)
def visit_brought(visit_id: UUID) -> ResponseReturnValue:
    return _page(visit_id, BroughtForm()), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/brought", methods=["POST"])
@access.staff(*VISITORS)
def bring_back(visit_id: UUID) -> ResponseReturnValue:
    form, by, now, store, status = BroughtForm(), access.current(), utc_now(), platform().documents, 422
    if form.validate_on_submit():
        content = _content(form)
        taken, status = done(form, lambda session: actions.bring_back(by, session, store, visit_id, content, now=now))
        if taken is not None:
            _tell(taken)
            return see(url_for("visit_bringing.visit_brought", visit_id=visit_id))
    return _page(visit_id, form), status


@blueprint.route("/staff/visits/<uuid:visit_id>/brought/<uuid:brought_id>/choice", methods=["POST"])
@access.staff(*VISITORS)
def choose(visit_id: UUID, brought_id: UUID) -> ResponseReturnValue:
    form, by, now, store, status = ChoiceForm(), access.current(), utc_now(), platform().documents, 422
    if form.validate_on_submit():
        wanted = form.wanted()
        work = partial(
            actions.choose, documents=store, visit_id=visit_id, brought_id=brought_id, wanted=wanted, now=now
        )
        chosen, status = done(form, lambda session: work(by, session))
        if chosen is not None:
            flash(_chosen(wanted), "success")
            return see(url_for("visit_bringing.visit_brought", visit_id=visit_id))
    return _page(visit_id, BroughtForm(formdata=None), form), status


def _chosen(wanted: ChoiceBody) -> str:
    """Where the other answer is read from now on."""
    if not wanted.take:
        return _("U zgjodh ajo te vizita. Ajo nga kopja mbetet më poshtë.")
    if not wanted.version:
        return _("U zgjodh ajo nga kopja.")
    return _("U zgjodh ajo nga kopja. Ajo që ishte te vizita lexohet te “Çfarë ishte më parë”.")


def _content(form: BroughtForm) -> bytes:
    """The file, or the text that was pasted in its place."""
    if isinstance(form.file.data, FileStorage):
        with form.file.data.stream as stream:
            return bytes(stream.read(LARGEST_FILE + 1))
    return (form.pasted.data or "").encode(errors="replace")


def _tell(taken: BroughtTaken) -> None:
    kept = sum(one.outcome in STANDS for one in taken.outcomes)
    waits = sum(one.outcome in WAITING for one in taken.outcomes)
    words = _(
        "U ruajtën %(kept)s përgjigje. Për të zgjedhur: %(waits)s. Janë sjellë më parë: %(again)s.",
        kept=kept,
        waits=waits,
        again=taken.again,
    )
    flash(words, "success")


def _page(visit_id: UUID, form: BroughtForm, failing: BesaForm | None = None) -> str:
    by, store = access.current(), platform().documents
    with platform().database.transaction() as session:
        visit = find_made(session, visit_id, by)
        aside = brought.aside(session, store, visit).items
        view = queries.read(session, store, visit_id, by)
    rows = [visit_words.brought(view, one) for one in aside]
    return render_template(
        "cases/visit_brought.html",
        form=form,
        failing=failing or form,
        visit=visit_words.row(view.line),
        visit_id=visit_id,
        waiting=[one for one in rows if one.waits],
        others=[one for one in rows if not one.waits],
        may="bring_back" in view.steps,
    )
