"""The people of a body, kept by its administrator, and everyone's own password."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import factors, people
from services.partners.forms.directory_words import refuse, sentence
from services.partners.forms.people import ROLES, PersonForm
from services.partners.models import PartnerUser
from services.partners.pages.correspondence import PEOPLE
from services.partners.pages.log_in_steps import COOKIE, PATH
from services.partners.pages.our_contacts import ADMIN
from services.partners.queries import credentials
from services.partners.queries import institutions as directory
from shared import access, guessing
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.pages.password_forms import PasswordForm
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("people", "services.partners")


@blueprint.route("/people", methods=["GET", "POST"])
@ADMIN
def everyone() -> ResponseReturnValue:
    form, newcomer = PersonForm(), None
    if form.validate_on_submit():
        newcomer = _add(form)
    return _page(form, newcomer)


@blueprint.post("/people/<uuid:user_id>/password")
@ADMIN
def give_password(user_id: UUID) -> ResponseReturnValue:
    """To somebody who forgot theirs. It stands on this answer alone: nothing keeps it."""
    by, now, word = access.current(), utc_now(), people.new_password()

    def work(session: Session) -> str:
        user = people.of_body(session, by.body, user_id)
        people.give_password(by, session, user, word, now=now)
        return user.username

    try:
        told: dict[str, str] = {"username": platform().database.run(work), "password": word, "waits": ""}
    except RuleViolation as error:
        return _refused(error)
    return _page(PersonForm(formdata=None), told)


def _refused(error: RuleViolation) -> ResponseReturnValue:
    flash(sentence(error.code), "notice")
    return redirect(url_for("people.everyone"), 303)


def _page(form: PersonForm, newcomer: dict[str, str] | None) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        users = credentials.people_of(session, by.body)
        secured = credentials.with_second_factor(session, by.body)
    page = render_template(
        "partners/people.html", form=form, people=users, newcomer=newcomer, roles=ROLES, me=by.id, secured=secured
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/people/<uuid:user_id>/deactivation")
@ADMIN
def deactivate(user_id: UUID) -> ResponseReturnValue:
    by = access.current()
    try:
        platform().database.run(lambda session: people.leave(by, session, user_id))
    except RuleViolation as error:
        return _refused(error)
    flash(_("Personi nuk hyn më."), "success")
    return redirect(url_for("people.everyone"), 303)


@blueprint.post("/people/<uuid:user_id>/second-factor/removal")
@ADMIN
def remove_factor(user_id: UUID) -> ResponseReturnValue:
    """Of somebody who lost their device."""
    by = access.current()
    try:
        platform().database.run(lambda session: factors.remove(by, session, by.body, user_id, now=utc_now()))
    except RuleViolation as error:
        return _refused(error)
    flash(_("Hapi i dytë u hoq. Personi hyn me fjalëkalim dhe e vë përsëri."), "success")
    return redirect(url_for("people.everyone"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@PEOPLE
def password() -> ResponseReturnValue:
    form = PasswordForm()
    try:
        changed = form.validate_on_submit() and _changed(form)
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _password_page(form), 429, {"Retry-After": str(error.seconds)}
    if not changed:
        return _password_page(form), 422 if form.errors or form.form_errors else 200
    flash(_("Fjalëkalimi u ndryshua. Hyni me të riun."), "success")
    response = redirect(url_for("log_in.log_in"), 303)
    response.delete_cookie(COOKIE, path=PATH)
    return response


def _password_page(form: PasswordForm) -> str:
    with platform().database.transaction() as session:
        username = credentials.username_of(session, access.current().person)
    return render_template(
        "partners/form.html", form=form, back=url_for("correspondence.inbox"), heading=_("Ndryshoni fjalëkalimin"),
        username=username,
    )  # fmt: skip


def _changed(form: PasswordForm) -> bool:
    """Whether the password is another one now. Tries wait as at the log-in: a session left open is no way around."""
    by, current, new = access.current(), form.current.data or "", form.new.data or ""
    with guessing.turn("password", str(by.person)) as turn:
        try:
            right = platform().database.run(lambda session: people.change_password(by, session, current, new))
        except RuleViolation as error:
            refuse(form, error)
            return False
        if right:
            turn.right()
            return True
        turn.wrong()
    form.current.errors = [sentence("password_wrong")]
    return False


def _add(form: PersonForm) -> dict[str, str] | None:
    """The new person's name and password, shown this once; None if a rule refused it."""
    by, now, word = access.current(), utc_now(), people.new_password()

    def work(session: Session) -> PartnerUser:
        key = directory.names(session, [by.body])[by.body].key
        return people.add_user(by, session, key, form.username.data or "", form.role.data, word, once=True, now=now)

    try:
        user = platform().database.run(work)
    except RuleViolation as error:
        refuse(form, error)
        return None
    return {"username": user.username, "password": word, "waits": "yes" if user.admin_asked_at else ""}
