"""Meetings at a desk, and their decisions as tasks."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.cooperation import forms, words
from services.partners.cooperation.actions import meetings as actions
from services.partners.cooperation.lists import DecisionListing, MeetingListing
from services.partners.cooperation.models import Meeting, MeetingDecision
from services.partners.cooperation.pages.actors import READERS, WRITERS, may, parties_offered
from services.partners.cooperation.queries import agreements, meetings
from services.partners.domain import local_date
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("meetings_desk", __name__)
DOERS = (*WRITERS, "publisher", "monitor")


@blueprint.get("/staff/meetings")
@access.staff(*READERS)
def listed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(MeetingListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and meetings.meetings(session, here.cursors, asked.listing, reading)
    body = render_template("partners/meetings.html", asked=asked, page=page, words=words, may_write=may(WRITERS))
    return body, asked.status


@blueprint.get("/staff/decisions")
@access.staff(*READERS)
def decisions() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(DecisionListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and meetings.decisions(session, here.cursors, asked.listing, reading)
        figures = meetings.figures(session, local_date(reading.now))
    return render_template(
        "partners/decisions.html", asked=asked, page=page, words=words, figures=figures
    ), asked.status


@blueprint.route("/staff/meetings/new", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new() -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    with platform().database.reading() as session:
        signed = [SelectChoice(str(one.id), f"{one.number} {one.title}") for one in agreements.signed(session)]
    form = forms.MeetingForm().offer(parties_offered(), signed)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            meeting_id = platform().database.run(lambda s: actions.enter(by, s, form.wanted(), now=now).id)
        except RuleViolation as error:
            status = forms.refuse(form, error)
        else:
            flash(_("Takimi u shënua: shtoni çfarë u vendos."), "success")
            return redirect(url_for("meetings_desk.meeting", meeting_id=meeting_id), 303)
    return render_template("partners/meeting_form.html", form=form), status


@blueprint.get("/staff/meetings/<uuid:meeting_id>")
@access.staff(*READERS)
def meeting(meeting_id: UUID) -> str:
    return _page(meeting_id)


@blueprint.post("/staff/meetings/<uuid:meeting_id>/decisions")
@access.staff(*WRITERS)
def decide(meeting_id: UUID) -> ResponseReturnValue:
    form, by = forms.DecisionForm(prefix="decision-"), access.current()

    def work(session: Session) -> Meeting:
        return actions.decide(by, session, meeting_id, form.wanted())

    return _press(meeting_id, form, work, _("Vendimi u shtua."))


@blueprint.post("/staff/decisions/<uuid:decision_id>/owner")
@access.staff(*DOERS)
def take(decision_id: UUID) -> ResponseReturnValue:
    form, by = BesaForm(prefix=f"take-{decision_id}-"), access.current()

    def work(session: Session) -> MeetingDecision:
        return actions.take(by, session, decision_id)

    return _press(_meeting_of(decision_id), form, work, _("E keni marrë ju."))


@blueprint.post("/staff/decisions/<uuid:decision_id>/proof")
@access.staff(*DOERS)
def do(decision_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.DoneForm(prefix=f"{decision_id}-"), access.current(), utc_now()

    def work(session: Session) -> MeetingDecision:
        return actions.do(by, session, decision_id, form.wanted(), now=now)

    return _press(_meeting_of(decision_id), form, work, _("U shënua i kryer."))


def _meeting_of(decision_id: UUID) -> UUID:
    with platform().database.transaction() as session:
        return meetings.decision(session, decision_id).meeting_id


def _press(meeting_id: UUID, form: Any, work: Any, said: str) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it."""
    if not form.validate_on_submit():
        return _page(meeting_id, form), 422
    try:
        platform().database.run(work)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(meeting_id, form), status
    flash(said, "success")
    return redirect(url_for("meetings_desk.meeting", meeting_id=meeting_id), 303)


def _page(meeting_id: UUID, failing: Any = None) -> str:
    by = access.current()
    with platform().database.reading() as session:
        found = meetings.answer(session, meetings.meeting(session, meeting_id), local_date(utc_now()))
    sent = getattr(failing, "_prefix", None)
    doing = {
        one.id: failing if sent == f"{one.id}-" else forms.DoneForm(formdata=None, prefix=f"{one.id}-")
        for one in found.decisions
        if one.owner == by.person and one.done_on is None
    }
    free = {one.id for one in found.decisions if one.owner is None and one.function in by.roles}
    more = failing if sent == "decision-" else forms.DecisionForm(formdata=None, prefix="decision-")
    page: str = render_template(
        "partners/meeting.html",
        meeting=found, words=words, doing=doing, free=free, me=by.person, failing=failing,
        more=more if may(WRITERS) else None,
    )  # fmt: skip
    return page
