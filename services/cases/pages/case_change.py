"""Correcting what a case is about: its name, the rights, the bodies, the place."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import cases as actions
from services.cases.data import articles
from services.cases.domain.case import Origin
from services.cases.forms.investigation import CaseChangeForm
from services.cases.forms.profile import chosen_of
from services.cases.models import Case
from services.cases.pages import picking
from services.cases.pages.acting import done, same_version, see, today
from services.cases.pages.case_rows import case_head
from services.cases.pages.cases import WORKING
from services.cases.pages.own_initiative import municipalities
from services.cases.queries import cases
from services.cases.queries.cases import CaseView
from services.cases.schemas.cases import CaseChangeBody
from services.cases.schemas.profile import NewCaseProfile
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.typed import UNSENT, Unsent, dump
from shared.words import language

blueprint = Blueprint("case_change", __name__)


@blueprint.route("/staff/cases/<uuid:case_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_case(case_id: UUID) -> ResponseReturnValue:
    by, here = access.current(), platform()
    with here.database.transaction() as session:
        view = cases.read(session, here.documents, case_id, by, today())
        form = _form(session, view)
    changed, status = _press(form, view, by)
    if changed is not None:
        flash(_("Ndryshimet u ruajtën."), "success")
        return see(url_for("cases_pages.case", case_id=case_id))
    with here.database.reading() as session:
        bodies, known = picking.look(session, form, form.bodies)
    return render_template(
        "cases/case_edit.html", form=form, case=case_head(view), articles=form.articles, found=bodies, **known
    ), status


def _form(session: Session, view: CaseView) -> CaseChangeForm:
    names = {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}
    filled = _filled(view) if request.method == "GET" else None
    form = CaseChangeForm(data=filled, articles=names, municipalities=municipalities(session))
    if view.case.origin != Origin.OWN_INITIATIVE:
        # Of the children of complaints the complaints tell.
        del form.profile
    return form


def _press(form: CaseChangeForm, view: CaseView, by: Principal) -> tuple[Case | None, int]:
    """What the pressed button does: the changed case and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "bodies")
        return None, 200
    if not form.validate_on_submit():
        return None, 422
    check, changes, now = same_version(form.version.data), _changes(form, view), utc_now()
    return done(form, lambda session: actions.change(by, session, view.case.id, changes, check, now=now))


def _filled(view: CaseView) -> dict[str, object]:
    """The case as the form shows it."""
    case = view.case
    return {
        "title": case.title,
        "rights": ", ".join(case.rights),
        "bodies": [{"institution_id": str(body.id)} for body in view.bodies],
        "places": case.places[0] if case.places else "",
        "profile": chosen_of(view.profile),
        "version": str(case.version),
    }


def _told(form: CaseChangeForm, view: CaseView) -> NewCaseProfile | Unsent | None:
    """What differs of the codes; a form without them says nothing."""
    if form.profile is None:
        return UNSENT
    told = form.profile.form.profile()
    shown = dump(view.profile) if view.profile else None
    return UNSENT if (dump(told) if told else None) == shown else told


def _changes(form: CaseChangeForm, view: CaseView) -> CaseChangeBody:
    """What differs from the case; a case of several places keeps them unless another is chosen."""
    case, place = view.case, form.places.data or ""
    title, rights, bodies = form.title.data or case.title, form.codes(), picking.chosen(form.bodies)
    places = case.places if place in (case.places or [""])[:1] else [place] if place else []
    return CaseChangeBody(
        title=UNSENT if title is None or title == case.title else title,
        rights=UNSENT if rights == case.rights else tuple(rights),
        bodies=UNSENT if bodies == [body.id for body in view.bodies] else tuple(bodies),
        places=UNSENT if places == case.places else tuple(places),
        profile=_told(form, view),
    )
