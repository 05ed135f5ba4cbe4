"""What the body corrected of the draft findings: sending them, and answering each correction."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions.outgoing import Outgoing
from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.visits.actions import correcting
from services.cases.visits.domain.answers import Value
from services.cases.visits.domain.corrections import Verdict
from services.cases.visits.forms import ConclusionForm, CorrectionForm
from services.cases.visits.pages import words as visit_words
from services.cases.visits.pages.visit import conclusion_page
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visits import VisitView
from services.cases.visits.schemas.visits import CorrectionBody, SentFindings
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.rules import NotFound

blueprint = Blueprint("visit_correcting", __name__)


@blueprint.route("/staff/visits/<uuid:visit_id>/draft-findings", methods=["POST"])
@access.staff(*WORKING)
def send_findings(visit_id: UUID) -> ResponseReturnValue:
    form, by, now, here, status = BesaForm(), access.current(), utc_now(), platform(), 422
    send = partial(correcting.send_findings, documents=here.documents, visit_id=visit_id, now=now)
    if form.validate_on_submit():
        sent, status = done(form, lambda session: send(by, session, outgoing=Outgoing.of(here.settings)))
        if sent is not None:
            flash(_("Gjetjet paraprake shkojnë te institucioni, sapo të jenë krahasuar me dosjet."), "success")
            return see(url_for("visit_pages.visit", visit_id=visit_id))
    return conclusion_page(_view(visit_id), ConclusionForm(data={"draft": True}), failing=form), status


@blueprint.route("/staff/visits/<uuid:visit_id>/corrections")
@access.staff(*WORKING)
def corrections(visit_id: UUID) -> ResponseReturnValue:
    return _page(_view(visit_id), {}), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/corrections/<question>", methods=["POST"])
@access.staff(*WORKING)
def answer_correction(visit_id: UUID, question: str) -> ResponseReturnValue:
    by, now, store, status = access.current(), utc_now(), platform().documents, 422
    form = CorrectionForm(prefix=question)
    if form.validate_on_submit():
        wanted = _wanted(form, question)
        answer = partial(correcting.answer_correction, documents=store, visit_id=visit_id, wanted=wanted, now=now)
        kept, status = done(form, lambda session: answer(by, session))
        if kept is not None:
            flash(_("Përgjigjja u ruajt."), "success")
            return see(url_for("visit_correcting.corrections", visit_id=visit_id))
    return _page(_view(visit_id), {question: form}), status


def _wanted(form: CorrectionForm, question: str) -> CorrectionBody:
    return CorrectionBody(
        question=question,
        verdict=Verdict(form.verdict.data),
        words=form.words.data or "",
        value=Value(form.value.data) if form.value.data else None,
    )


def _view(visit_id: UUID) -> VisitView:
    with platform().database.transaction() as session:
        return queries.read(session, platform().documents, visit_id, access.current())


def _page(view: VisitView, failing: Mapping[str, CorrectionForm]) -> str:
    """Each finding as it was sent, what the body said, and what the office makes of it."""
    if view.sent is None:
        raise NotFound
    forms = _forms(view, view.sent, failing)
    # Of a correction that cannot be answered any more the page has no fields: what stands against it as a whole is said alone.
    failed = next(
        (one for one in failing.values() if one in forms.values() or not any(field.errors for field in one)), None
    )
    return render_template(
        "cases/visit_corrections.html",
        visit=visit_words.row(view.line),
        visit_id=view.visit.id,
        sent=view.sent,
        rows=[visit_words.correction(view, one) for one in view.sent.corrections],
        forms=forms,
        failing=failed,
    )


def _forms(view: VisitView, sent: SentFindings, failing: Mapping[str, CorrectionForm]) -> dict[str, CorrectionForm]:
    """Of each correction that may be answered now."""
    if "answer_correction" not in view.steps:
        return {}
    waiting = [one.question for one in sent.corrections if one.waits]
    return {one: failing.get(one) or CorrectionForm(formdata=None, prefix=one) for one in waiting}
