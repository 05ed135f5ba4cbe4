"""Counselling on one screen: five answers, one button, and the number stands there.

A body is searched for with a button of the same form, so that what was answered stays without a script too.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import counselling
from services.intake.domain.openings import OFFICERS
from services.intake.domain.terms import day_begins
from services.intake.forms.registration import CounsellingForm
from services.intake.lists import CounsellingListing
from services.intake.pages.routes import today
from services.intake.pages.taking_in import loaded, once
from services.intake.queries import counselling as queries
from services.intake.queries import directory
from services.intake.schemas import counselling as schemas
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("counselling_pages", __name__)

HERE = "/intake/staff/counselling"
PAGE = 20


@blueprint.route("/staff/counselling", methods=["GET", "POST"])
@access.staff(*OFFICERS)
def counsel() -> ResponseReturnValue:
    form = _form()
    if "search" not in request.form and form.validate_on_submit():
        new = loaded(form, schemas.NewCounselling, form.counselling(language()))
        if new and (noted := _noted(form, new)):
            flash(_("U shënua me numrin %(number)s.", number=noted.reference), "success")
            return redirect(HERE, 303)
    return _screen(form)


def _screen(form: CounsellingForm) -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(CounsellingListing, limit=PAGE), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        newest = queries.counselling(session, here.cursors, asked.listing, reading) if asked.listing else None
        this_month = queries.noted_since(session, day_begins(today().replace(day=1)))
    page = render_template(
        "intake/staff_counselling.html",
        form=form,
        asked=asked,
        page=newest,
        this_month=this_month,
        here=HERE,
        searched=request.values.get("body", ""),
        names=data.figure_parts(),
        roles=data.roles(),
    )
    return page, 422 if form.errors else asked.status


def _form() -> CounsellingForm:
    posted = [request.form.get(name, "") for name in ("redirect_to", "institution_id")]
    chosen = [UUID(text) for text in posted if _is_id(text)]
    with platform().database.reading() as session:
        bodies = directory.bodies(session, list(dict.fromkeys(chosen)), request.values.get("body", ""))
        return CounsellingForm(language(), directory.municipalities(session), bodies)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _noted(form: CounsellingForm, new: schemas.NewCounselling) -> schemas.Counselling | None:
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Counselling:
        return queries.counselling_view(counselling.note(by, session, new, now=now))

    return once(form, new, schemas.Counselling, work)
