"""One's own account: where one is in, the way out of one or of all others, and another password."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import passwords, sessions
from services.cases.actions.factors import KEPT
from services.cases.forms.placing import refuse
from services.cases.forms.refusals import sentence
from services.cases.pages import letting_in, oidc
from services.cases.pages.acting import see
from services.cases.queries import sessions as queries
from shared import access, devices, guessing
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.pages import password_words
from shared.pages.password_forms import PasswordForm
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.rules import RuleViolation
from shared.second_factor import codes
from shared.staff_sessions import idle

blueprint = Blueprint("account", __name__)


@blueprint.get("/staff/account")
@access.staff()
def account() -> ResponseReturnValue:
    here, by = platform(), access.current()
    with here.database.reading() as session:
        own = queries.own(session, by, idle(here.settings), utc_now())
        linked_at = queries.linked_at(session, by, here.settings.oidc_issuer)
    minutes = here.settings.staff_idle_minutes
    return render_template(
        "cases/account.html", sessions=own, device_words=devices.device_words, minutes=minutes,
        admin="admin" in by.roles, provider=oidc.name_of(here.settings), linked_at=linked_at,
    )  # fmt: skip


@blueprint.route("/staff/account/password", methods=["GET", "POST"])
@access.staff()
def password() -> ResponseReturnValue:
    """Tries are counted as at the log-in: a session left open is no way around."""
    form = PasswordForm()
    try:
        token = _changed(form) if form.validate_on_submit() else None
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _password_page(form), 429, {"Retry-After": str(error.seconds)}
    if token:
        flash(_("Fjalëkalimi u ndryshua. Hyrjet e tjera u mbyllën."), "success")
        return letting_in.signed_in(token, url_for("account.account"), keep=True)
    return _password_page(form), 422 if form.errors or form.form_errors else 200


def _password_page(form: PasswordForm) -> str:
    here, by = platform(), access.current()
    with here.database.reading() as session:
        username, second = queries.username_of(session, by), codes.is_on(KEPT, session, by.person)
        linked = queries.linked_at(session, by, here.settings.oidc_issuer) is not None
    if second:
        form.new.description = password_words.HINT_BESIDE
    provider = oidc.name_of(here.settings) if linked else None
    return render_template("cases/password.html", form=form, username=username, provider=provider)


def _changed(form: PasswordForm) -> str | None:
    """The token of the session that goes on; None where the form says why not."""
    here, by, now, terms = platform(), access.current(), utc_now(), letting_in.terms()
    current, new = form.current.data or "", form.new.data or ""
    try:
        with guessing.turn("password", str(by.person)) as turn:
            begun = here.database.run(lambda session: passwords.change_own(by, session, current, new, terms, now=now))
            if begun is None:
                turn.wrong()
            else:
                turn.right()
    except RuleViolation as error:
        refuse(form, error)
        return None
    if begun is None:
        form.current.errors = [sentence("password_wrong")]
        return None
    return begun.token


@blueprint.post("/staff/account/sessions/<uuid:session_id>/end")
@access.staff()
def end_session(session_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: sessions.end(by, session, session_id, now=now))
    flash(_("Hyrja u mbyll."), "success")
    return see(url_for("account.account"))


@blueprint.post("/staff/account/sessions/others/end")
@access.staff()
def end_other_sessions() -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: sessions.end_others(by, session, now=now))
    flash(_("Hyrjet e tjera u mbyllën."), "success")
    return see(url_for("account.account"))
