"""Activities at a desk: the list, the plan of a year, and what is planned of one."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.partners.activities import forms, words
from services.partners.activities.actions import planning
from services.partners.activities.lists import ActivityListing
from services.partners.activities.pages.one import ANNOUNCERS, PLANNERS, READERS, found, may, seen
from services.partners.activities.queries import coverage, desk, plan
from services.partners.activities.schemas import ActivityAnswer, PlanQuery
from services.partners.domain import local_date
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import RuleViolation
from shared.typed import load
from shared.words import language

blueprint = Blueprint("activities_desk", __name__)
#: Who also reads, in cases, what came after.
HANDLERS = ("case_officer", "approver", "commissioner")


@blueprint.get("/staff/activities")
@access.staff(*READERS)
def activities() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(ActivityListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and desk.activities(session, here.cursors, asked.listing, reading)
        places = desk.municipalities(session)
    seen_by = {"may_plan": may(PLANNERS), "sees_complaints": may(HANDLERS), "may_announce": may(ANNOUNCERS)}
    body = render_template("partners/activities.html", asked=asked, page=page, words=words, places=places, **seen_by)
    return body, asked.status


@blueprint.get("/staff/activities/plan")
@access.staff(*READERS)
def of_year() -> str:
    year = _year() or local_date(utc_now()).year
    with platform().database.reading() as session:
        planned, places = plan.of_year(session, year), desk.municipalities(session)
    page: str = render_template("partners/activities_plan.html", plan=planned, words=words, places=places)
    return page


@blueprint.get("/staff/activities/coverage")
@access.staff(*READERS)
def covered() -> str:
    with platform().database.reading() as session:
        counted = coverage.coverage(session, local_date(utc_now()), announced=False)
    page: str = render_template("partners/activities_coverage.html", coverage=counted)
    return page


@blueprint.get("/staff/activities/coverage.csv")
@access.staff(*READERS)
def coverage_csv() -> Response:
    with platform().database.reading() as session:
        counted = coverage.coverage(session, local_date(utc_now()), announced=False)
    return csv_file(coverage.rows(counted), "activities-coverage-office.csv")


@blueprint.route("/staff/activities/new", methods=["GET", "POST"])
@access.staff(*PLANNERS)
def new() -> ResponseReturnValue:
    form, by, now = _offered(forms.ActivityForm(), None), access.current(), utc_now()

    def work(session: Session) -> UUID:
        return planning.plan(by, session, form.wanted(by.person, None), now=now).id

    return _saved(form, None, work, _("Veprimtaria u planifikua."))


@blueprint.route("/staff/activities/<uuid:activity_id>/change", methods=["GET", "POST"])
@access.staff(*PLANNERS)
def change(activity_id: UUID) -> ResponseReturnValue:
    stored, by, now = found(activity_id), access.current(), utc_now()
    form = _offered(forms.ActivityForm(data=_known(stored)), stored.led_by)

    def work(session: Session) -> UUID:
        wanted = form.wanted(by.person, stored.led_by)
        return planning.change(by, session, activity_id, wanted, seen(form), now=now).id

    return _saved(form, stored, work, _("U ruajt."))


def _saved(
    form: forms.ActivityForm, stored: ActivityAnswer | None, work: Callable[[Session], UUID], said: str
) -> ResponseReturnValue:
    """Do it and lead to the activity; or the form, with what stands against it."""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            activity_id = platform().database.run(work)
        except RuleViolation as error:
            status = forms.refuse(form, error)
        else:
            flash(said, "success")
            return redirect(url_for("activity_desk.activity", activity_id=activity_id), 303)
    return render_template("partners/activity_form.html", form=form, activity=stored), status


def _year() -> int | None:
    """That of the address; none where it names no year of a plan."""
    try:
        return load(PlanQuery, {"year": request.args["year"]}).year if "year" in request.args else None
    except ValidationError:
        return None


def _known(activity: ActivityAnswer) -> dict[str, object]:
    """What the form shows of what is planned."""
    lead = forms.NOBODY if activity.led_by is None else forms.OTHER
    return {
        **{name: getattr(activity, name) for name in ("kind", "planned_on", "starts", "ends", "venue")},
        "title_sq": activity.title_sq,
        "title_en": activity.title_en,
        "clusters": list(activity.clusters),
        "municipality": activity.municipality or "",
        "institution_id": str(activity.institution_id or ""),
        "lead": forms.ME if activity.led_by == access.current().person else lead,
        "revision": activity.revision,
    }


def _offered(form: forms.ActivityForm, led_by: UUID | None) -> forms.ActivityForm:
    with platform().database.reading() as session:
        places = [SelectChoice(key, one.name(language())) for key, one in desk.municipalities(session).items()]
        bodies = [SelectChoice(str(one.id), one.name(language())) for one in desk.bodies(session)]
    leads = [SelectChoice(forms.ME, _("Unë")), SelectChoice(forms.NOBODY, _("Ende askush"))]
    if led_by not in (None, access.current().person):
        leads.insert(1, SelectChoice(forms.OTHER, _("Dikush tjetër, si deri tani")))
    return form.offer(places, bodies, leads)
