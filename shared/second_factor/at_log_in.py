"""Pages between the right password and the session: the second factor shown, or set up by whom the role asks for one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shared.principal import Principal
from shared.rules import RuleViolation
from shared.second_factor import parts
from shared.second_factor.demands import BY_APP, BY_PASSKEY, PASSKEY
from shared.second_factor.forms import SENTENCES, AnswerForm, CodeForm, NamedPasskeyForm, wrong_code
from shared.second_factor.house import Begun, House
from shared.second_factor.passkeys import NewPasskey


def code(house: House) -> ResponseReturnValue:
    """Of the app or of the paper; either kind counts once."""
    begun, form = house.begun(), CodeForm()
    if begun is None:
        return _out(house)
    if form.validate_on_submit():
        with parts.log_in_turn(house.door, begun.owner_id, parts.name_of(house, begun.owner_id)) as right:
            if shown := parts.accepted(house, begun, form.code.data or ""):
                right()
                return house.go_on(shown, [])
        wrong_code(form)
    return _code_page(house, begun, form, AnswerForm(formdata=None)), 422 if form.errors else 200


def passkey(house: House) -> ResponseReturnValue:
    """In the place of a code: one of the account's passkeys answered."""
    begun, form = house.begun(), AnswerForm()
    if begun is None:
        return _out(house)
    if form.validate_on_submit():
        if parts.answered(house, begun.owner_id, form.answer.data or ""):
            return house.go_on(BY_PASSKEY, [])
        form.form_errors.append(str(SENTENCES["passkey_refused"]))
    return _code_page(house, begun, CodeForm(formdata=None), form), 422


def _code_page(house: House, begun: Begun, form: CodeForm, answer: AnswerForm) -> str:
    return render_template(
        "besa/log_in_code.html", form=form, answer=answer, asked=parts.asked(house, begun.owner_id), lost=house.lost,
        only_passkey=parts.only_passkey(house, begun),
    )  # fmt: skip


def enrol(house: House) -> ResponseReturnValue:
    """For whom the role asks for a second factor and who has none of that kind: an app here, where it is enough."""
    begun, form = _enrolling(house), CodeForm()
    if begun is None:
        return _out(house)
    if form.validate_on_submit():
        with parts.set_up_turn(begun.owner_id) as right:
            if codes := parts.confirmed(house, _as(house, begun), form.code.data or ""):
                right()
                return house.go_on(BY_APP, codes)
        wrong_code(form)
    return _enrolment(house, begun, form, NamedPasskeyForm(formdata=None)), 422 if form.errors else 200


def enrol_passkey(house: House) -> ResponseReturnValue:
    """The same with a passkey. Nobody is asked for the password that they showed a moment ago."""
    begun, form = _enrolling(house), NamedPasskeyForm()
    if begun is None:
        return _out(house)
    if form.validate_on_submit():
        new = NewPasskey(form.name.data or "", form.answer.data or "")
        try:
            codes = parts.added(house, _as(house, begun), new)
        except RuleViolation as error:
            form.form_errors.append(str(SENTENCES[error.code]))
        else:
            return house.go_on(BY_PASSKEY, codes)
    return _enrolment(house, begun, CodeForm(formdata=None), form), 422


def offer(house: House) -> ResponseReturnValue:
    begun = _enrolling(house)
    if begun is None:
        return _out(house)
    parts.offer(house, begun.owner_id)
    return redirect(url_for("second_step.enrol"), 303)


def _enrolling(house: House) -> Begun | None:
    """Who is half in and has nothing left to show: who knows a password alone adds nothing to what its owner has."""
    begun = house.begun()
    return None if begun is None or parts.lacks_proof(house, begun) else begun


def _as(house: House, begun: Begun) -> Principal:
    """Of no session yet."""
    return Principal(house.kept.kind, begun.owner_id)


def _enrolment(house: House, begun: Begun, form: CodeForm, new: NamedPasskeyForm) -> str:
    return render_template(
        "besa/enrolment.html", form=form, new=new, intro=house.demanded, only_passkey=begun.demand == PASSKEY,
        offered=parts.offered(house, begun.owner_id), options=parts.asked_new(house, begun.owner_id),
    )  # fmt: skip


def _out(house: House) -> ResponseReturnValue:
    return redirect(url_for(house.log_in), 303)
