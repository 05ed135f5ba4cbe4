"""One visit: where it stands, beginning it, calling it off, and concluding it after a look at what it proposes."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.visits.actions import concluding, plan
from services.cases.visits.domain import answers as rules
from services.cases.visits.domain.life import State
from services.cases.visits.forms import CallOffForm, ConclusionForm
from services.cases.visits.pages import words as visit_words
from services.cases.visits.pages.plan import VISITORS
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visits import VisitView
from services.cases.visits.schemas.visits import ConclusionBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("visit_pages", __name__)


@blueprint.route("/staff/visits/<uuid:visit_id>")
@access.staff(*VISITORS)
def visit(visit_id: UUID) -> ResponseReturnValue:
    return _page(visit_id), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/beginning", methods=["POST"])
@access.staff(*VISITORS)
def begin_visit(visit_id: UUID) -> ResponseReturnValue:
    form, by, now = BesaForm(), access.current(), utc_now()
    return _do(visit_id, form, lambda s: plan.begin(by, s, visit_id, now=now), _("Vizita filloi."))


@blueprint.route("/staff/visits/<uuid:visit_id>/cancellation", methods=["POST"])
@access.staff(*VISITORS)
def call_off_visit(visit_id: UUID) -> ResponseReturnValue:
    form, by, now, store = CallOffForm(), access.current(), utc_now(), platform().documents
    reason = form.reason.data or ""
    return _do(visit_id, form, lambda s: plan.call_off(by, s, store, visit_id, reason, now=now), _("Vizita u anulua."))


@blueprint.route("/staff/visits/<uuid:visit_id>/conclusion")
@access.staff(*WORKING)
def look_at_conclusion(visit_id: UUID) -> ResponseReturnValue:
    return conclusion_page(_view(visit_id), ConclusionForm(data={"draft": True})), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/conclusion", methods=["POST"])
@access.staff(*WORKING)
def conclude_visit(visit_id: UUID) -> ResponseReturnValue:
    form, by, now, store, status = ConclusionForm(), access.current(), utc_now(), platform().documents, 422
    wanted = ConclusionBody(draft=form.draft.data)
    if form.validate_on_submit():
        ended, status = done(form, lambda s: concluding.conclude(by, s, store, visit_id, wanted, now=now))
        if ended is not None:
            flash(_("Vizita përfundoi."), "success")
            return see(url_for("visit_pages.visit", visit_id=visit_id))
    return conclusion_page(_view(visit_id), form), status


def _view(visit_id: UUID) -> VisitView:
    with platform().database.transaction() as session:
        return queries.read(session, platform().documents, visit_id, access.current())


def _do(visit_id: UUID, form: BesaForm, work: Callable[[Session], object], said: str) -> ResponseReturnValue:
    status = 422
    if form.validate_on_submit():
        kept, status = done(form, work)
        if kept is not None:
            flash(said, "success")
            return see(url_for("visit_pages.visit", visit_id=visit_id))
    return _page(visit_id, form), status


def _page(visit_id: UUID, failing: BesaForm | None = None) -> str:
    view = _view(visit_id)
    return render_template(
        "cases/visit.html",
        form=failing,
        visit=visit_words.row(view.line),
        visit_id=visit_id,
        facts=visit_words.facts(view),
        sections=[_section(view, one.key) for one in view.sections],
        begun=view.visit.begun_at is not None,
        going_on=_going_on(view),
        concluded=view.visit.state == State.CONCLUDED,
        steps=view.steps,
        opened=view.opened,
        sent=view.sent,
        to_choose=view.to_choose,
        waiting=sum(one.waits for one in view.sent.corrections) if view.sent else 0,
        found_nothing=view.visit.state == State.CONCLUDED and view.visit.case_id is None,
        call_off=failing if isinstance(failing, CallOffForm) else CallOffForm(formdata=None),
    )


def _going_on(view: VisitView) -> str | None:
    """The first section that has a question without an answer, for who fills it in."""
    waiting = [one.key for one in view.sections if one.answered < one.asked] if "answer" in view.steps else []
    return visit_words.section_href(view.visit.id, waiting[0]) if waiting else None


def _section(view: VisitView, key: str) -> dict[str, object]:
    [section] = [one for one in view.sections if one.key == key]
    return {
        "name": section.name(language()),
        "href": visit_words.section_href(view.visit.id, key),
        "progress": visit_words.progress(section.answered, section.asked),
        "whole": section.answered == section.asked,
    }


def conclusion_page(view: VisitView, form: ConclusionForm, *, failing: BesaForm | None = None) -> str:
    """What would be opened and drafted, before anybody presses a button. `failing`: what was pressed besides, and refused."""
    found = rules.proposed(view.checklist, view.values) if view.checklist else ()
    return render_template(
        "cases/visit_conclude.html",
        form=form,
        failing=failing or form,
        visit=visit_words.row(view.line),
        visit_id=view.visit.id,
        found=[visit_words.proposed(one) for one in found],
        unanswered=view.line.asked - view.line.answered,
        may="conclude" in view.steps,
        may_send="send_findings" in view.steps,
    )
