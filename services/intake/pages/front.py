"""The front page of the whole platform."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from services.intake import data
from services.intake.pages.routes import blueprint, helplines, today
from shared import access


@blueprint.get("/")
@access.public
def front() -> ResponseReturnValue:
    return render_template("intake/front.html", helplines=helplines(), term=data.to_answer(today()))


@blueprint.get("")
@access.public
def front_without_slash() -> ResponseReturnValue:
    return redirect("/intake/")
