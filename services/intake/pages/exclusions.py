"""The page on which whoever leads says who may not know of a complaint, and reads who does not and why."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import exclusions as actions
from services.intake.forms.decided import WallForm
from services.intake.pages.routes import STAFF_PREFIX, vault
from services.intake.queries import complaints, exclusions
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation
from shared.staff import StaffAccount
from shared.words import language

blueprint = Blueprint("exclusions", __name__)

REFUSED = {
    "exclusion.stands": _l("Ky person nuk e sheh as tani këtë ankesë."),
    "exclusion.none": _l("Ky person e sheh këtë ankesë."),
    "exclusion.of_case": _l("Ndarja u vendos për çështjen ose për një ankesë të bashkuar: hiqet atje."),
    "exclusion.nobody_left": _l("Askush nga ata që drejtojnë nuk do ta shihte më ankesën."),
    "staff_unknown": _l("Ky person nuk është i zyrës."),
    "erased": _l("Dosja është fshirë."),
}


@blueprint.route("/staff/complaints/<uuid:complaint_id>/exclusions", methods=["GET", "POST"])
@access.staff(*sorted(actions.LEADING))
def walls_page(complaint_id: UUID) -> ResponseReturnValue:
    here, me = platform(), access.current()
    with here.database.transaction() as session:
        view = complaints.complaint_view(session, here.documents, complaint_id, utc_now(), me)
        standing = exclusions.of(session, vault(), complaint_id, me)
        people = {one.id: _word(one) for one in exclusions.officers(session)}
        audit.record(session, me, "exclusions.read", "complaint", complaint_id)
    form = WallForm(people)
    if form.validate_on_submit():
        return _change(complaint_id, form)
    page = render_template(
        "intake/staff_exclusions.html", view=view, walls=standing, people=people, code=code, form=form
    )
    return page, 422 if form.errors else 200


def _change(complaint_id: UUID, form: WallForm) -> ResponseReturnValue:
    new, me = form.exclusion(), access.current()
    try:
        with platform().database.transaction() as session:
            actions.exclude(me, session, vault(), complaint_id, new, now=utc_now())
    except RuleViolation as refused:
        flash(str(REFUSED[refused.code]), "notice")
    else:
        flash(_("U vendos kush e sheh ankesën."), "success")
    away = new.excluded and new.staff_id == me.person
    return redirect(f"{STAFF_PREFIX}complaints" + ("" if away else f"/{complaint_id}/exclusions"), 303)


def code(person: UUID) -> str:
    """By which a person is told from others of their role; they read their own where they step back."""
    return str(person)[:8]


def _word(account: StaffAccount) -> str:
    names = [data.words(entry, "name", language()) for role, entry in data.opened_by().items() if role in account.roles]
    return f"{', '.join(names)} ({code(account.id)})"
