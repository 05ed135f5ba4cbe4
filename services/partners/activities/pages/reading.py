"""Activities for anybody: what is announced, each of them, the calendar of them, and where the office was."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from services.partners.activities import words
from services.partners.activities.domain.calendar import Calendar, Event, document
from services.partners.activities.domain.life import State
from services.partners.activities.lists import PublicListing
from services.partners.activities.models import Activity
from services.partners.activities.pages.linked import linked_data
from services.partners.activities.queries import coverage, public
from services.partners.activities.schemas import PublicActivity
from services.partners.domain import local_date
from shared import access, open_data
from shared.clock import utc_now
from shared.lists import anyone
from shared.pages import lists
from shared.pages.languages import LANGUAGES
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import NotFound

blueprint = Blueprint("activities_reading", __name__)
CALENDAR = "text/calendar; charset=utf-8"


@blueprint.get("/activities")
@access.public
def activities() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(PublicListing)
    with here.database.reading() as session:
        page = asked.listing and public.activities(session, here.cursors, asked.listing, anyone(utc_now()), _root())
    body = render_template(
        "partners/public_activities.html", asked=asked, page=page, words=words, licence=open_data.LICENCE
    )
    return body, asked.status


@blueprint.get("/activities/<string:number>")
@access.public
def activity(number: str) -> str:
    with platform().database.reading() as session:
        found = public.activity(session, number, _root())
    page: str = render_template(
        "partners/public_activity.html",
        activity=found,
        linked=linked_data(found),
        words=words,
        licence=open_data.LICENCE,
    )
    return page


@blueprint.get("/activities/coverage")
@access.public
def covered() -> str:
    with platform().database.reading() as session:
        found = coverage.coverage(session, local_date(utc_now()), announced=True)
    page: str = render_template("partners/public_coverage.html", coverage=found)
    return page


@blueprint.get("/activities/coverage.csv")
@access.public
def coverage_csv() -> Response:
    with platform().database.reading() as session:
        found = coverage.coverage(session, local_date(utc_now()), announced=True)
    return csv_file(coverage.rows(found), "activities-coverage.csv")


@blueprint.get("/feeds/<string:reader>/activities.ics")
@access.any_site
def calendar(reader: str) -> Response:
    """What is announced, in one language, for any calendar to subscribe to."""
    if reader not in LANGUAGES:
        raise NotFound
    with platform().database.reading() as session, force_locale(reader):
        found = public.in_calendar(session, anyone(utc_now()), _root())
        address = _root() + url_for("activities_reading.calendar", reader=reader)
        events = [_event(stored, one, reader) for stored, one in found]
        built = document(Calendar(_("Veprimtaritë e zyrës"), address, reader, events))
    return open_data.opened(built, CALENDAR)


def _event(stored: Activity, one: PublicActivity, reader: str) -> Event:
    return Event(
        id=stored.id,
        title=one.title(reader),
        day=one.held_on or one.planned_on,
        starts=one.starts,
        ends=one.ends,
        place=one.place(reader),
        url=f"{one.url}?lang={reader}",
        categories=[str(words.CLUSTERS[key]) for key in one.clusters],
        changed_at=one.changed_at,
        revision=stored.revision,
        called_off=one.status == State.CALLED_OFF,
    )


def _root() -> str:
    return str(platform().settings.public_url.rstrip("/"))
