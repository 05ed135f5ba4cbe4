"""Pages between the right password and the session: the second factor shown, or set up by whom the role asks for one."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shared.second_factor import parts
from shared.second_factor.forms import SENTENCES, AnswerForm, CodeForm, wrong_code
from shared.second_factor.house import House


def code(house: House) -> ResponseReturnValue:
    """Of the app or of the paper; either kind counts once."""
    owner_id, form = house.begun(), CodeForm()
    if owner_id is None:
        return redirect(url_for(house.log_in), 303)
    if form.validate_on_submit():
        parts.count_try(owner_id)
        if parts.accepted(house, owner_id, form.code.data or ""):
            return house.go_on([])
        wrong_code(form)
    return _code_page(house, owner_id, form, AnswerForm(formdata=None)), 422 if form.errors else 200


def passkey(house: House) -> ResponseReturnValue:
    """In the place of a code: one of the account's passkeys answered."""
    owner_id, form = house.begun(), AnswerForm()
    if owner_id is None:
        return redirect(url_for(house.log_in), 303)
    if form.validate_on_submit():
        parts.count_try(owner_id)
        if parts.answered(house, owner_id, form.answer.data or ""):
            return house.go_on([])
        form.form_errors.append(str(SENTENCES["passkey_refused"]))
    return _code_page(house, owner_id, CodeForm(formdata=None), form), 422


def _code_page(house: House, owner_id: UUID, form: CodeForm, answer: AnswerForm) -> str:
    asked = parts.asked(house, owner_id)
    return render_template("besa/log_in_code.html", form=form, answer=answer, asked=asked, lost=house.lost)


def enrol(house: House) -> ResponseReturnValue:
    """For whom the role asks for a second factor and who has none."""
    owner_id, form = house.begun(), CodeForm()
    if owner_id is None:
        return redirect(url_for(house.log_in), 303)
    if form.validate_on_submit():
        parts.count_try(owner_id)
        if shown := parts.confirmed(house, owner_id, form.code.data or ""):
            return house.go_on(shown)
        wrong_code(form)
    return _enrolment(house, owner_id, form), 422 if form.errors else 200


def offer(house: House) -> ResponseReturnValue:
    owner_id = house.begun()
    if owner_id is None:
        return redirect(url_for(house.log_in), 303)
    parts.offer(house, owner_id)
    return redirect(url_for("second_step.enrol"), 303)


def _enrolment(house: House, owner_id: UUID, form: CodeForm) -> str:
    return render_template(
        "besa/second_factor.html", form=form, on=False, left=0, offered=parts.offered(house, owner_id),
        begin=url_for("second_step.offer"), back=None, intro=house.demanded,
    )  # fmt: skip
