"""Opening a case that nobody asked for: what made the office act, and its decision to act, in writing."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import cases
from services.cases.actions.cases import NewCase
from services.cases.data import articles
from services.cases.domain.case import Trigger
from services.cases.forms.case import NewCaseForm
from services.cases.models import Case
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, see
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from shared import access
from shared.directory import KnownInstitution
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.words import language


@blueprint.route("/staff/cases/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_case() -> ResponseReturnValue:
    names = {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}
    with platform().database.reading() as session:
        form = NewCaseForm(articles=names, municipalities=municipalities(session))
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    status = 200
    if pressed == "save":
        status = 422
        if form.validate_on_submit():
            opened, status = done(form, lambda session: _open(session, form))
            if opened is not None:
                flash(_("Çështja u hap."), "success")
                return see(url_for("pages.case", case_id=opened.id))
    else:
        picking.press(form, pressed, "bodies")
    with platform().database.reading() as session:
        found, known = picking.look(session, form, form.bodies)
    return render_template("cases/case_new.html", form=form, articles=names, found=found, **known), status


def _open(session: Session, form: NewCaseForm) -> Case:
    new = NewCase(
        trigger=Trigger(form.trigger.data),
        source=form.source.data,
        memo=form.memo.data,
        title=form.title.data,
        rights=form.codes(),
        bodies=[an_id(entry.form.institution_id.data) for entry in form.bodies],
        places=[form.places.data] if form.places.data else [],
    )
    return cases.open_own(session, platform().documents, new, access.current())


def municipalities(session: Session) -> list[SelectChoice]:
    """The places that a case may be about, by name."""
    statement = select(KnownInstitution).where(
        KnownInstitution.institution_class == "municipality", KnownInstitution.active
    )
    found = session.execute(statement).scalars().all()
    return sorted((SelectChoice(one.key, one.name(language())) for one in found), key=lambda choice: choice.label)
