"""Pages of one's own second factors: the app, and the passkeys, each a new one and one less."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shared import access, guessing
from shared.limits import TooManyError
from shared.pages import password_words
from shared.pages.waiting import wait_words
from shared.platform import platform
from shared.rules import RuleViolation
from shared.second_factor import codes, parts, passkeys
from shared.second_factor.forms import SENTENCES, AppForm, PasskeyForm, wrong_code
from shared.second_factor.house import House


def second_factor(house: House) -> ResponseReturnValue:
    """The app; a code of what is offered turns it on, with the password. The first second factor of an account shows its recovery codes this once."""
    form = AppForm()
    try:
        shown = _turned_on(house, form) if form.validate_on_submit() else None
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _page(house, form), 429, {"Retry-After": str(error.seconds)}
    if shown:
        return render_template("besa/recovery_codes.html", codes=shown, goal=url_for(house.back))
    if shown is not None:
        flash(_("Aplikacioni u shtua."), "success")
        return redirect(url_for("second_factor.second_factor"), 303)
    return _page(house, form), 422 if form.errors or form.form_errors else 200


def offer(house: House) -> ResponseReturnValue:
    parts.offer(house, access.current().person)
    return redirect(url_for("second_factor.second_factor"), 303)


def _turned_on(house: House, form: AppForm) -> list[str] | None:
    """Recovery codes, if there are new ones; None where the form says why it was not turned on."""
    if not _password_shown(house, form):
        return None
    with parts.set_up_turn(access.current().person) as right:
        shown = parts.confirmed(house, access.current(), form.code.data or "")
        if shown is None:
            wrong_code(form)
        else:
            right()
        return shown


def _password_shown(house: House, form: AppForm | PasskeyForm) -> bool:
    """A session left open is no way in for later. Raises `TooManyError`."""
    by = access.current()
    with guessing.turn("password", str(by.person)) as turn:
        if platform().database.run(lambda session: house.proves(by, session, form.password.data or "")):
            turn.right()
            return True
        turn.wrong()
    form.password.errors = [str(password_words.SENTENCES["password_wrong"])]
    return False


def _page(house: House, form: AppForm) -> str:
    by = access.current()
    with platform().database.reading() as session:
        on, left = codes.has_app(house.kept, session, by.person), codes.codes_left(house.kept, session, by.person)
    return render_template(
        "besa/second_factor.html", form=form, on=on, left=left, offered=parts.offered(house, by.person),
        begin=url_for("second_factor.offer"), back=url_for(house.back),
    )  # fmt: skip


def own_passkeys(house: House) -> ResponseReturnValue:
    """A new one asks for the password again; the first second factor of an account shows its recovery codes this once."""
    form = PasskeyForm()
    try:
        shown = _added(house, form) if form.validate_on_submit() else None
    except TooManyError as error:
        form.form_errors.append(wait_words(error.seconds))
        return _passkeys_page(house, form), 429, {"Retry-After": str(error.seconds)}
    if shown:
        return render_template("besa/recovery_codes.html", codes=shown, goal=url_for("passkeys.own"))
    if shown is not None:
        flash(_("Çelësi u shtua."), "success")
        return redirect(url_for("passkeys.own"), 303)
    return _passkeys_page(house, form), 422 if form.errors or form.form_errors else 200


def remove(house: House, passkey_id: UUID) -> ResponseReturnValue:
    by = access.current()
    try:
        platform().database.run(lambda session: passkeys.remove(house.kept, by, session, passkey_id))
    except RuleViolation as error:
        flash(str(SENTENCES[error.code]), "notice")
    else:
        flash(_("Çelësi u hoq."), "success")
    return redirect(url_for("passkeys.own"), 303)


def _added(house: House, form: PasskeyForm) -> list[str] | None:
    """Recovery codes, if there are new ones; None where the form says why it was not added."""
    if not _password_shown(house, form):
        return None
    try:
        new = passkeys.NewPasskey(form.name.data or "", form.answer.data or "")
        return parts.added(house, access.current(), new)
    except RuleViolation as error:
        form.form_errors.append(str(SENTENCES[error.code]))
        return None


def _passkeys_page(house: House, form: PasskeyForm) -> str:
    by = access.current()
    with platform().database.reading() as session:
        keys = passkeys.of(house.kept, session, by.person)
    return render_template(
        "besa/passkeys.html", form=form, keys=keys, options=parts.asked_new(house, by.person), back=url_for(house.back),
        full=len(keys) >= passkeys.MOST,
    )  # fmt: skip
