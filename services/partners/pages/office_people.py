"""Administrators of bodies who wait for the office: whom a body brings in alone would be whoever took one log-in of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import people
from services.partners.forms.directory_words import sentence
from services.partners.pages.office import OFFICE, may_edit
from services.partners.queries import credentials
from services.partners.queries import institutions as directory
from shared import access
from shared.errors import Problem
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("office_people", "services.partners")


@blueprint.get("/staff/institutions/administrators")
@access.staff()
def administrators() -> ResponseReturnValue:
    with platform().database.transaction() as session:
        waiting = credentials.admins_who_wait(session)
        bodies = directory.names(session, [user.institution_id for user in waiting])
    rows = [(user, bodies[user.institution_id]) for user in waiting]
    return render_template("partners/administrators.html", rows=rows, language=language(), may_edit=may_edit())


@blueprint.post("/staff/institutions/<uuid:institution_id>/administrators/<uuid:user_id>")
@access.staff(*OFFICE)
def decide(institution_id: UUID, user_id: UUID) -> ResponseReturnValue:
    accepted, by = {"yes": True, "no": False}.get(request.form.get("accepted", "")), access.current()
    if accepted is None:
        raise Problem(422, "invalid_content")
    try:
        platform().database.run(
            lambda session: people.decide_on_admin(by, session, institution_id, user_id, accepted=accepted)
        )
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
    else:
        flash(_decided(accepted), "success")
    return redirect(url_for("office_people.administrators"), 303)


def _decided(accepted: bool) -> str:
    if accepted:
        return _("Personi administron tani institucionin.")
    return _("Personi mbetet pa të drejtë administrimi.")
