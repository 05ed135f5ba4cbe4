"""Consents for pictures at a desk: entered by the number of the slip, and taken back."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.activities import forms, words
from services.partners.activities.actions import consenting
from services.partners.activities.models import PictureConsent
from services.partners.activities.pages.one import PLANNERS, READERS, found, may
from services.partners.activities.queries import consents
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("activity_consents", __name__)


@blueprint.get("/staff/activities/<uuid:activity_id>/consents")
@access.staff(*READERS)
def of_activity(activity_id: UUID) -> str:
    return _page(activity_id, forms.ConsentForm())


@blueprint.post("/staff/activities/<uuid:activity_id>/consents")
@access.staff(*PLANNERS)
def enter(activity_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.ConsentForm(), access.current(), utc_now()
    if not form.validate_on_submit():
        return _page(activity_id, form), 422

    def work(session: Session) -> PictureConsent:
        return consenting.consent(by, session, activity_id, form.wanted(), now=now)

    return _press(activity_id, form, work, _("Pëlqimi u shënua."))


@blueprint.post("/staff/activities/<uuid:activity_id>/consents/<int:slip>/withdrawal")
@access.staff(*PLANNERS)
def take_back(activity_id: UUID, slip: int) -> ResponseReturnValue:
    form, by, now = forms.ConsentForm(formdata=None), access.current(), utc_now()

    def work(session: Session) -> PictureConsent:
        return consenting.take_back(by, session, activity_id, slip, now=now)

    return _press(activity_id, form, work, _("Pëlqimi u tërhoq: fotografia nuk përdoret më."))


def _press(
    activity_id: UUID, form: forms.ConsentForm, work: Callable[[Session], PictureConsent], said: str
) -> ResponseReturnValue:
    try:
        platform().database.run(work)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(activity_id, form), status
    flash(said, "success")
    return redirect(url_for("activity_consents.of_activity", activity_id=activity_id), 303)


def _page(activity_id: UUID, form: forms.ConsentForm) -> str:
    stored = found(activity_id)
    with platform().database.reading() as session:
        shown = consents.of_activity(session, activity_id)
    page: str = render_template(
        "partners/activity_consents.html", form=form, activity=stored, shown=shown, words=words, may_plan=may(PLANNERS)
    )
    return page
