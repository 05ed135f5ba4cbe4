"""Registering what came by another way than the internet: the same door, with what an officer knows besides."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.intake import data
from services.intake.domain.openings import OFFICERS
from services.intake.forms.registration import RegisterForm
from services.intake.pages import session
from services.intake.pages.routes import today
from services.intake.pages.taking_in import loaded, registered
from services.intake.queries.directory import municipalities
from services.intake.schemas.complaints import NewComplaint
from shared import access
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("registration", __name__)


@blueprint.route("/staff/complaints/new", methods=["GET", "POST"])
@access.staff(*OFFICERS)
def register() -> ResponseReturnValue:
    """The receipt code is shown once, on the next page, for the officer to hand over."""
    with platform().database.reading() as reading:
        form = RegisterForm(language(), municipalities(reading))
    new = loaded(form, NewComplaint, form.complaint(language())) if form.validate_on_submit() else None
    if new and (receipt := registered(access.current(), form, new)):
        session.keep_receipt(receipt)
        return redirect("/intake/complain/done", 303)
    page = render_template("intake/staff_register.html", form=form, term=data.to_answer(today()))
    return page, 422 if form.errors else 200
