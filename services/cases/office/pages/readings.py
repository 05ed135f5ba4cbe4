"""The page on which who leads looks at what others read of cases that were not theirs. Never what it said."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.office import actions, words
from services.cases.office.forms import ReadingReviewForm
from services.cases.office.queries import readings
from services.cases.office.schemas import ReadingReviewBody
from services.cases.office.words import trail
from services.cases.queries.visibility import LEADING
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound

blueprint = Blueprint("readings_pages", __name__)


@blueprint.get("/staff/readings")
@access.staff(*sorted(LEADING))
def page() -> ResponseReturnValue:
    return _page(200)


@blueprint.post("/staff/readings")
@access.staff(*sorted(LEADING))
def review() -> ResponseReturnValue:
    form, by = ReadingReviewForm(), access.current()
    if not form.validate_on_submit():
        return _page(422)
    try:
        platform().database.run(lambda session: actions.review_readings(by, session, _wanted(form), now=utc_now()))
    except NotFound:
        flash(_("Kjo nuk pret më: e pa dikush tjetër, ose u lexua edhe diçka."), "notice")
    else:
        flash(_("U regjistrua."), "success")
    return redirect(url_for("readings_pages.page"), 303)


def _page(status: int) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        items = readings.waiting(session, by, now=utc_now())
        audit.record(session, by, "readings.read", "staff", by.person)
    shown = {
        "items": items, "outcomes": words.REVIEWS, "kinds": trail.ACTIONS, "days": int(readings.LOOKED_BACK.days)
    }  # fmt: skip
    return render_template("cases/readings.html", **shown), status


def _wanted(form: ReadingReviewForm) -> ReadingReviewBody:
    day, until = form.day.data, form.until.data
    if day is None or until is None:
        raise NotFound
    whose = {"staff_id": UUID(form.staff.data), "case_id": UUID(form.case.data)}
    return ReadingReviewBody(**whose, day=day, until=until, outcome=form.outcome.data)
