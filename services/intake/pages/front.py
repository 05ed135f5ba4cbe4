"""The front page of the whole platform."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.intake import data
from services.intake.pages.routes import frame, helplines, nameless_allowed, today
from shared import access

#: With the templates of all pages, and what stands on each of them.
blueprint = Blueprint("front", __name__, template_folder="../templates")
blueprint.app_context_processor(frame)


@blueprint.get("/")
@access.public
def front() -> ResponseReturnValue:
    term = data.to_answer(today())
    return render_template("intake/front.html", helplines=helplines(), term=term, nameless=nameless_allowed())


@blueprint.get("")
@access.public
def front_without_slash() -> ResponseReturnValue:
    return redirect("/intake/")
