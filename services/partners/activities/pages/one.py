"""One activity at a desk, and the steps that are taken with it."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.activities import forms, words
from services.partners.activities.actions import comparing, planning
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk, texts
from services.partners.activities.schemas import ActivityAnswer
from services.partners.comparing.queries import named as named_in
from services.partners.comparing.queries import newest
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("activity_desk", __name__)
PLANNERS = ("case_officer", "approver", "commissioner", "publisher", "monitor")
READERS = (*PLANNERS, "auditor")
ANNOUNCERS = ("publisher", "commissioner")
FORMS: dict[str, type[BesaForm]] = {
    "announce": forms.AnnouncementForm,
    "retract": forms.StepForm,
    "call_off": forms.CallingOffForm,
}


@blueprint.get("/staff/activities/<uuid:activity_id>")
@access.staff(*READERS)
def activity(activity_id: UUID) -> str:
    return _page(activity_id)


@blueprint.post("/staff/activities/<uuid:activity_id>/announcement")
@access.staff(*ANNOUNCERS)
def announce(activity_id: UUID) -> ResponseReturnValue:
    here, form, by, now = platform(), _sent("announce"), access.current(), utc_now()
    here.database.run(lambda session: comparing.offer(session, here.documents, activity_id, now=now))

    def work(session: Session) -> Activity:
        return planning.announce(by, session, activity_id, seen(form), form.names_reason.data or "", now=now)

    return _press(activity_id, form, work, _("U njoftua: e lexon kushdo."))


@blueprint.post("/staff/activities/<uuid:activity_id>/retraction")
@access.staff(*ANNOUNCERS)
def retract(activity_id: UUID) -> ResponseReturnValue:
    form, by, now = _sent("retract"), access.current(), utc_now()

    def work(session: Session) -> Activity:
        return planning.retract(by, session, activity_id, seen(form), now=now)

    return _press(activity_id, form, work, _("Njoftimi u hoq: nuk e lexon më askush jashtë zyrës."))


@blueprint.post("/staff/activities/<uuid:activity_id>/calling-off")
@access.staff(*PLANNERS)
def call_off(activity_id: UUID) -> ResponseReturnValue:
    form, by, now = _sent("call_off"), access.current(), utc_now()

    def work(session: Session) -> Activity:
        return planning.call_off(by, session, activity_id, form.reason.data or "", seen(form), now=now)

    return _press(activity_id, form, work, _("U shënua që nuk mbahet."))


def seen(form: Any) -> planning.Check:
    def check(revision: int) -> None:
        if str(revision) != form.revision.data:
            raise RuleViolation("it is another by now", code="page.changed_meanwhile")

    return check


def found(activity_id: UUID) -> ActivityAnswer:
    with platform().database.reading() as session:
        return desk.answer(desk.activity(session, activity_id))


def may(roles: Collection[str]) -> bool:
    return bool(access.current().roles & set(roles))


def _sent(step: str) -> Any:
    return FORMS[step](prefix=f"{step}-")


def _press(activity_id: UUID, form: BesaForm, work: Callable[[Session], Activity], said: str) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it."""
    if not form.validate_on_submit():
        return _page(activity_id, form), 422
    try:
        platform().database.run(work)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(activity_id, form), status
    flash(said, "success")
    return redirect(url_for("activity_desk.activity", activity_id=activity_id), 303)


def _page(activity_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.reading() as session:
        stored = desk.activity(session, activity_id)
        shown, own = desk.answer(stored), access.current().person in stored.stands.hands
        body = desk.body(session, stored.institution_id)
        text = texts.of_activity(stored)
        named = named_in(newest(session, text), text) if "announce" in shown.steps else None
        place = desk.municipalities(session).get(stored.municipality or "")
    made = {
        step: failing if failing is not None and failing._prefix == f"{step}-" else kind(  # noqa: SLF001 - WTForms has no other name for it
            formdata=None, prefix=f"{step}-", data={"revision": shown.revision}
        )
        for step, kind in FORMS.items()
    }  # fmt: skip
    page: str = render_template(
        "partners/activity.html",
        activity=shown, forms=made, failing=failing, words=words, own=own, named=named, me=access.current().person,
        body=body.name(language()) if body else None, place=place.name(language()) if place else None,
        may_plan=may(PLANNERS), may_announce=may(ANNOUNCERS),
    )  # fmt: skip
    return page
