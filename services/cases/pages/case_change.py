"""Correcting what a case is about: its name, the rights, the bodies, the place."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases import words
from services.cases.actions import cases as actions
from services.cases.data import articles
from services.cases.forms.investigation import CaseChangeForm
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.own_initiative import municipalities
from services.cases.queries import cases
from shared import access
from shared.platform import platform
from shared.words import language


@blueprint.route("/staff/cases/<uuid:case_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_case(case_id: UUID) -> ResponseReturnValue:
    by, status = access.current(), 200
    names = {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by)
        data = _shown(view) if request.method == "GET" else None
        form = CaseChangeForm(data=data, articles=names, municipalities=municipalities(session))
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed == "save":
        status = 422
        if form.validate_on_submit():
            check, changes = same_version(form.version.data), _changes(form, view)
            _case, status = done(form, lambda session: actions.change(session, case_id, changes, by, check))
            if status == 303:
                flash(_("Ndryshimet u ruajtën."), "success")
                return see(url_for("pages.case", case_id=case_id))
    else:
        picking.press(form, pressed, "bodies")
    with platform().database.reading() as session:
        found, known = picking.look(session, form, form.bodies)
    shown = {"id": case_id, "number": view.case.number}
    return render_template("cases/case_edit.html", form=form, case=shown, articles=names, found=found, **known), status


def _shown(view: Any) -> dict[str, Any]:
    """The case as the form shows it."""
    case = view.case
    return {
        "title": case.title,
        "rights": ", ".join(case.rights),
        "bodies": [{"institution_id": str(body.id)} for body in view.bodies],
        "places": case.places[0] if case.places else "",
        "version": str(case.version),
    }


def _changes(form: CaseChangeForm, view: Any) -> dict[str, Any]:
    """What differs from the case; a case of several places keeps them unless another is chosen."""
    case, typed = view.case, form.places.data or ""
    wanted = {
        "title": form.title.data or case.title,
        "rights": form.codes(),
        "bodies": [an_id(entry.form.institution_id.data) for entry in form.bodies],
        "places": case.places if typed in (case.places or [""])[:1] else [typed] if typed else [],
    }
    known = {
        "title": case.title,
        "rights": case.rights,
        "bodies": [one.id for one in view.bodies],
        "places": case.places,
    }
    return {name: value for name, value in wanted.items() if value != known[name]}
