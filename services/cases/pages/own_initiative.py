"""Opening a case that nobody asked for: what made the office act, and its decision to act, in writing."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import cases
from services.cases.data import articles
from services.cases.domain.case import Trigger
from services.cases.forms.case import NewCaseForm
from services.cases.models import Case
from services.cases.pages import picking
from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.schemas.cases import NewCaseBody, TriggerBody
from shared import access
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("own_initiative", __name__)


@blueprint.route("/staff/cases/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_case() -> ResponseReturnValue:
    names = {code: words.of_pair(entry, "name", language()) for code, entry in articles().items()}
    with platform().database.reading() as session:
        form = NewCaseForm(articles=names, municipalities=municipalities(session))
    opened, status = _press(form)
    if opened is not None:
        flash(_("Çështja u hap."), "success")
        return see(url_for("cases_pages.case", case_id=opened.id))
    with platform().database.reading() as session:
        bodies, known = picking.look(session, form, form.bodies)
    return render_template("cases/case_new.html", form=form, articles=names, found=bodies, **known), status


def _press(form: NewCaseForm) -> tuple[Case | None, int]:
    """What the pressed button does: the case and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "bodies")
        return None, 200
    if not form.validate_on_submit():
        return None, 422
    by, wanted, now, documents = access.current(), _wanted(form), utc_now(), platform().documents
    return done(form, lambda session: cases.open_own(by, session, documents, wanted, now=now))


def _wanted(form: NewCaseForm) -> NewCaseBody:
    return NewCaseBody(
        trigger=TriggerBody(kind=Trigger(form.trigger.data), source=form.source.data or ""),
        memo=form.memo.data or "",
        title=form.title.data or "",
        rights=tuple(form.codes()),
        bodies=tuple(picking.chosen(form.bodies)),
        places=(form.places.data,) if form.places.data else (),
        profile=form.profile.form.profile(),
    )


def municipalities(session: Session) -> list[SelectChoice]:
    """The places that a case may be about, by name."""
    statement = select(KnownInstitution).where(
        KnownInstitution.institution_class == "municipality", KnownInstitution.active
    )
    rows = session.execute(statement).scalars()
    return sorted((SelectChoice(one.key, one.name(language())) for one in rows), key=lambda choice: str(choice.label))
