"""Administrators of bodies who wait for the office: whom a body brings in alone would be whoever took one log-in of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import factors, people
from services.partners.forms.directory_words import sentence
from services.partners.forms.people import ROLES
from services.partners.pages.office import OFFICE, may_edit
from services.partners.queries import credentials, wall
from services.partners.queries import institutions as directory
from shared import access
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import platform
from shared.rules import NotFound, RuleViolation
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


@blueprint.get("/staff/institutions/<uuid:institution_id>/people")
@access.staff(*OFFICE)
def people_of(institution_id: UUID) -> ResponseReturnValue:
    return _people_page(institution_id)


def _people_page(institution_id: UUID, newcomer: dict[str, str] | None = None) -> str:
    with platform().database.transaction() as session:
        body = directory.names(session, [institution_id]).get(institution_id)
        if body is None:
            raise NotFound
        everyone = credentials.people_of(session, institution_id)
        secured = credentials.with_second_factor(session, institution_id)
    return render_template(
        "partners/people_office.html",
        institution=body,
        people=everyone,
        roles=ROLES,
        secured=secured,
        newcomer=newcomer,
        language=language(),
    )


@blueprint.post("/staff/institutions/<uuid:institution_id>/people/<uuid:user_id>/second-factor/removal")
@access.staff(*OFFICE)
def remove_factor(institution_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Of somebody who lost their device, who administers their body or whose body has no other administrator."""
    by, now = access.current(), utc_now()
    try:
        platform().database.run(lambda session: factors.remove(by, session, institution_id, user_id, now=now))
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
    else:
        flash(_("Hapi i dytë u hoq. Personi hyn me fjalëkalim dhe e vë përsëri."), "success")
    return redirect(url_for("office_people.people_of", institution_id=institution_id), 303)


@blueprint.post("/staff/institutions/<uuid:institution_id>/people/<uuid:user_id>/password")
@access.staff(*OFFICE)
def give_password(institution_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """To the same. It stands on this answer alone: nothing keeps it."""
    by, now, word = access.current(), utc_now(), people.new_password()

    def work(session: Session) -> str:
        wall.as_office(session)
        user = people.of_body(session, institution_id, user_id)
        people.give_password(by, session, user, word, now=now)
        return user.username

    try:
        return _people_page(institution_id, {"username": platform().database.run(work), "password": word})
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
    return redirect(url_for("office_people.people_of", institution_id=institution_id), 303)


def _decided(accepted: bool) -> str:
    if accepted:
        return _("Personi administron tani institucionin.")
    return _("Personi mbetet pa të drejtë administrimi.")
