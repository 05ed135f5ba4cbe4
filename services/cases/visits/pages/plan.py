"""The plan of visits at a desk: the list, planning one, and preparing it."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see, today
from services.cases.visits import data, words
from services.cases.visits.actions import plan as actions
from services.cases.visits.forms import PreparationForm, VisitForm
from services.cases.visits.lists import VisitListing
from services.cases.visits.models import Visit
from services.cases.visits.pages import words as visit_words
from services.cases.visits.queries import coverage
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visits import VisitView
from services.cases.visits.schemas.visits import NewVisitBody, PreparationBody
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform

blueprint = Blueprint("visit_plan", __name__)
VISITORS = ("case_officer", "approver", "commissioner", "monitor")


@blueprint.route("/staff/visits")
@access.staff(*VISITORS)
def visit_list() -> ResponseReturnValue:
    """The plan, the latest day first."""
    here, asked, reading = platform(), lists.asked(VisitListing), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = asked.listing and queries.visits(session, here.cursors, asked.listing, reading)
    rows = [visit_words.row(line) for line in page.items] if page else []
    return render_template("cases/visit_list.html", asked=asked, page=page, visits=rows), asked.status


@blueprint.route("/staff/visits/coverage")
@access.staff(*VISITORS)
def visit_coverage() -> ResponseReturnValue:
    with platform().database.reading() as session:
        found = coverage.coverage(session, today())
    return render_template("cases/visit_coverage.html", coverage=found), 200


@blueprint.route("/staff/visits/new", methods=["GET", "POST"])
@access.staff(*VISITORS)
def new_visit() -> ResponseReturnValue:
    form = _visit_form()
    planned, status = _press(form)
    if planned is not None:
        flash(_("Vizita u planifikua. Tani përgatiteni."), "success")
        return see(url_for("visit_pages.visit", visit_id=planned.id))
    with platform().database.reading() as session:
        found, known = picking.look(session, form, form.bodies)
    return render_template("cases/visit_new.html", form=form, found=found, **known), status


@blueprint.route("/staff/visits/<uuid:visit_id>/preparation", methods=["GET", "POST"])
@access.staff(*VISITORS)
def prepare_visit(visit_id: UUID) -> ResponseReturnValue:
    view, by, now, status = _view(visit_id), access.current(), utc_now(), 200
    form = _preparation_form(view)
    if form.is_submitted():
        status, check = 422, same_version(form.version.data)
        if form.validate():
            wanted = _preparation(form)
            kept, status = done(form, lambda s: actions.prepare(by, s, visit_id, wanted, check, now=now))
            if kept is not None:
                flash(_("Vizita u përgatit."), "success")
                return see(url_for("visit_pages.visit", visit_id=visit_id))
    return render_template("cases/visit_prepare.html", form=form, visit=visit_words.row(view.line)), status


def _view(visit_id: UUID) -> VisitView:
    with platform().database.transaction() as session:
        return queries.read(session, platform().documents, visit_id, access.current())


def _visit_form() -> VisitForm:
    """With the body, and the visit that is followed, where a link brought them."""
    given: dict[str, object] = {"lead": str(access.current().person), "planned_on": today()}
    if follows := an_id(request.args.get("follows")):
        view = _view(follows)
        given |= {
            "follows": str(follows),
            "kind": "follow_up",
            "basis": view.visit.basis,
            "bodies": [{"institution_id": str(view.visit.institution_id)}],
        }
    elif body := an_id(request.args.get("institution")):
        given["bodies"] = [{"institution_id": str(body)}]
    with platform().database.reading() as session:
        return VisitForm(visit_words.visitors(session), data=given)


def _press(form: VisitForm) -> tuple[Visit | None, int]:
    """What the pressed button does: the visit and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "bodies")
        return None, 200
    valid, bodies = form.validate_on_submit(), picking.chosen(form.bodies)
    if not bodies:
        form.search.errors = [*form.search.errors, _("Zgjidhni institucionin")]
    if not valid or not bodies:
        return None, 422
    by, now, wanted = access.current(), utc_now(), _wanted(form, bodies[0])
    return done(form, lambda session: actions.plan(by, session, wanted, now=now))


def _wanted(form: VisitForm, body: UUID) -> NewVisitBody:
    return NewVisitBody(
        institution_id=body,
        kind=form.kind.data,
        announced=form.announced.data == "yes",
        basis=form.basis.data,
        planned_on=form.planned_on.data,
        lead=UUID(form.lead.data),
        team=tuple(UUID(one) for one in form.team.data or ()),
        follows=an_id(form.follows.data),
    )


def _preparation_form(view: VisitView) -> PreparationForm:
    fitting = [
        SelectChoice(f"{one.key}:{one.version}", words.checklist_name(one))
        for one in data.checklists()
        if view.body.institution_class in one.classes and (one.in_force(today()) or one == view.checklist)
    ]
    given = {
        "checklist": f"{view.visit.checklist}:{view.visit.checklist_version}" if view.checklist else None,
        "planned_on": view.visit.planned_on,
        "lead": str(view.visit.lead_id),
        "team": [str(one.id) for one in view.team],
        "version": str(view.visit.version),
    }
    with platform().database.reading() as session:
        return PreparationForm(visit_words.visitors(session), fitting, data=given)


def _preparation(form: PreparationForm) -> PreparationBody:
    key, _sign, version = form.checklist.data.partition(":")
    return PreparationBody(
        checklist=key,
        checklist_version=int(version),
        planned_on=form.planned_on.data,
        lead=UUID(form.lead.data),
        team=tuple(UUID(one) for one in form.team.data or ()),
    )
