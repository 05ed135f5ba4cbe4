"""One's own passkeys: which there are, a new one, and one less."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import passkeys
from services.cases.forms.placing import refuse
from services.cases.forms.refusals import sentence
from services.cases.forms.second_factor import PasskeyForm
from services.cases.pages import factor_parts, letting_in
from services.cases.pages.acting import see
from shared import access, guessing
from shared.clock import utc_now
from shared.limits import TooManyError
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("passkeys", __name__)


@blueprint.route("/staff/account/passkeys", methods=["GET", "POST"])
@access.staff()
def own() -> ResponseReturnValue:
    """A new one asks for the password again; the first second factor of an account shows its recovery codes this once."""
    form = PasskeyForm()
    try:
        codes = _added(form) if form.validate_on_submit() else None
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _page(form), 429, {"Retry-After": str(error.seconds)}
    if codes:
        return render_template("cases/recovery_codes.html", codes=codes, goal=url_for("passkeys.own"))
    if codes is not None:
        flash(_("Çelësi u shtua."), "success")
        return see(url_for("passkeys.own"))
    return _page(form), 422 if form.errors or form.form_errors else 200


@blueprint.post("/staff/account/passkeys/<uuid:passkey_id>/removal")
@access.staff()
def remove(passkey_id: UUID) -> ResponseReturnValue:
    by = access.current()
    try:
        platform().database.run(lambda session: passkeys.remove(by, session, passkey_id))
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
    else:
        flash(_("Çelësi u hoq."), "success")
    return see(url_for("passkeys.own"))


def _added(form: PasskeyForm) -> list[str] | None:
    """Recovery codes, if there are new ones; None where the form says why it was not added."""
    by, here, now, key = access.current(), factor_parts.site(), utc_now(), letting_in.terms().factor_key
    new = passkeys.NewPasskey(form.password.data or "", form.name.data or "", form.answer.data or "")
    if here is None:
        form.form_errors.append(sentence("passkey_refused"))
        return None
    try:
        with guessing.turn("password", str(by.person)) as turn:
            codes = platform().database.run(lambda session: passkeys.add(by, session, here, new, key, now=now))
            if codes is None:
                turn.wrong()
                form.password.errors = [sentence("password_wrong")]
            else:
                turn.right()
    except RuleViolation as error:
        refuse(form, error)
        return None
    return codes


def _page(form: PasskeyForm) -> str:
    by, here, key, now = access.current(), factor_parts.site(), letting_in.terms().factor_key, utc_now()
    with platform().database.reading() as session:
        keys = passkeys.of(session, by.person)
        options = passkeys.ask_new(session, by.person, here, key, now=now) if here else None
    return render_template(
        "cases/passkeys.html", form=form, keys=keys, options=options, full=len(keys) >= passkeys.MOST
    )
