"""What is counted of the child of a complaint, for an officer to complete."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.intake.actions import profiles
from services.intake.domain.openings import OFFICERS
from services.intake.forms.profile import POINTERS, ProfileForm
from services.intake.queries import complaints
from services.intake.schemas.complaints import Complaint
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation
from shared.words import language

blueprint = Blueprint("profile_pages", __name__)


@blueprint.get("/staff/complaints/<uuid:complaint_id>/profile")
@access.staff(*OFFICERS)
def profile_page(complaint_id: UUID) -> ResponseReturnValue:
    view = _view(complaint_id)
    return _page(view, ProfileForm(language(), view.profile))


@blueprint.post("/staff/complaints/<uuid:complaint_id>/profile")
@access.staff(*OFFICERS)
def change_profile(complaint_id: UUID) -> ResponseReturnValue:
    view, by, now = _view(complaint_id), access.current(), utc_now()
    form = ProfileForm(language(), view.profile)
    if not form.validate_on_submit():
        return _page(view, form)
    try:
        platform().database.run(lambda session: profiles.change(by, session, complaint_id, form.profile(), now=now))
    except ContentViolation as refused:
        form[POINTERS[f"/{refused.field.replace('.', '/')}"]].errors = [_("Kjo nuk përputhet me bashkinë e ankesës")]
        return _page(view, form)
    flash(_("U ruajt."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}", 303)


def _view(complaint_id: UUID) -> Complaint:
    here = platform()
    with here.database.reading() as session:
        return complaints.complaint_view(session, here.documents, complaint_id, utc_now(), access.current())


def _page(view: Complaint, form: ProfileForm) -> ResponseReturnValue:
    page = render_template("intake/staff_profile.html", view=view, form=form)
    return page, 422 if form.errors else 200
