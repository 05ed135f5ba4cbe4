"""The front page of the whole platform."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from services.intake.pages.routes import blueprint, helplines
from shared import access


@blueprint.get("/")
@access.public
def front() -> ResponseReturnValue:
    return render_template("intake/front.html", helplines=helplines())


@blueprint.get("")
@access.public
def front_without_slash() -> ResponseReturnValue:
    return redirect("/intake/")
