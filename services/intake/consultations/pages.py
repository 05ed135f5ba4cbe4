"""Consultations of children: at a desk, and what anybody reads of them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.consultations import actions, forms, queries, words
from services.intake.consultations.domain import State
from services.intake.consultations.lists import ConsultationListing
from services.intake.consultations.models import Consultation
from services.intake.consultations.schemas import ConsultationAnswer
from shared import access, open_data
from shared.clock import utc_now
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("consultation_pages", __name__)
BLUEPRINTS = (blueprint,)
ASKERS = ("case_officer", "approver", "commissioner")
OPENERS = ("approver", "commissioner")


@blueprint.get("/staff/consultations")
@access.staff(*ASKERS)
def listed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(ConsultationListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and queries.consultations(session, here.cursors, asked.listing, reading)
    return render_template("intake/staff_consultations.html", asked=asked, page=page, words=words), asked.status


@blueprint.route("/staff/consultations/new", methods=["GET", "POST"])
@access.staff(*ASKERS)
def new() -> ResponseReturnValue:
    by, now, status = access.current(), utc_now(), 200
    form = forms.ConsultationForm().offer([SelectChoice(key, name) for key, name in _municipalities().items()])
    if form.is_submitted():
        status = 422
        if form.validate():
            made = platform().database.run(lambda session: actions.prepare(by, session, form.wanted(), now=now).id)
            flash(_("U ruajt: shkruani si plotësohen kushtet."), "success")
            return redirect(url_for("consultation_pages.one", consultation_id=made), 303)
    return render_template("intake/staff_consultation_new.html", form=form), status


@blueprint.get("/staff/consultations/<uuid:consultation_id>")
@access.staff(*ASKERS)
def one(consultation_id: UUID) -> str:
    return _page(_stored(consultation_id))


@blueprint.post("/staff/consultations/<uuid:consultation_id>/capacity")
@access.staff(*ASKERS)
def record_capacity(consultation_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.capacity_form(), access.current(), utc_now()

    def work(session: Session) -> Consultation:
        return actions.record_capacity(by, session, consultation_id, form.wanted(), _seen(form), now=now)

    return _press(consultation_id, form, work, _("Kushtet u shënuan: tani e hap dikush tjetër."))


@blueprint.post("/staff/consultations/<uuid:consultation_id>/opening")
@access.staff(*OPENERS)
def open_it(consultation_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.Seen(), access.current(), utc_now()

    def work(session: Session) -> Consultation:
        return actions.open_it(by, session, consultation_id, _seen(form), now=now)

    return _press(consultation_id, form, work, _("U hap: fëmijët mund të pyeten."))


@blueprint.post("/staff/consultations/<uuid:consultation_id>/answers")
@access.staff(*ASKERS)
def enter(consultation_id: UUID) -> ResponseReturnValue:
    stored, by = _stored(consultation_id), access.current()
    form = forms.answers_form(stored)

    def work(session: Session) -> Consultation:
        return actions.enter(by, session, consultation_id, form.wanted(stored.questions), _seen(form))

    return _press(consultation_id, form, work, _("Përgjigjet u ruajtën."))


@blueprint.post("/staff/consultations/<uuid:consultation_id>/closing")
@access.staff(*ASKERS)
def close(consultation_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.Seen(), access.current(), utc_now()

    def work(session: Session) -> Consultation:
        return actions.close(by, session, consultation_id, _seen(form), now=now)

    return _press(consultation_id, form, work, _("U mbyll."))


@blueprint.get("/consultations")
@access.public
def told() -> str:
    with platform().database.reading() as session:
        found = queries.told(session, open_data.LICENCE)
    page: str = render_template(
        "intake/consultations.html",
        found=found, words=words, places=_municipalities(), licence=open_data.LICENCE,
    )  # fmt: skip
    return page


def _stored(consultation_id: UUID) -> ConsultationAnswer:
    with platform().database.reading() as session:
        return queries.answer(queries.consultation(session, consultation_id))


def _seen(form: Any) -> actions.Check:
    def check(revision: int) -> None:
        if str(revision) != form.revision.data:
            raise RuleViolation("it is another by now", code="page.changed_meanwhile")

    return check


def _press(consultation_id: UUID, form: Any, work: Callable[[Session], Consultation], said: str) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it."""
    if not form.validate_on_submit():
        return _page(_stored(consultation_id), form), 422
    try:
        platform().database.run(work)
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(_stored(consultation_id), form), status
    flash(said, "success")
    return redirect(url_for("consultation_pages.one", consultation_id=consultation_id), 303)


def _page(stored: ConsultationAnswer, failing: Any = None) -> str:
    fresh = {
        "formdata": None,
        "data": {"revision": stored.revision, "agreed": stored.agreed, "guardians": stored.guardians},
    }
    capacity = answers = None
    if stored.state == State.DRAFT:
        capacity = failing if isinstance(failing, forms.CapacityForm) else forms.capacity_form(**fresh)
    if stored.state == State.OPEN:
        answers = failing if isinstance(failing, forms.AnswersForm) else forms.answers_form(stored, **fresh)
    page: str = render_template(
        "intake/staff_consultation.html",
        consultation=stored, words=words, capacity=capacity, answers=answers, failing=failing, places=_municipalities(),
        step=forms.Seen(**fresh), may_open=bool(access.current().roles & set(OPENERS)),
    )  # fmt: skip
    return page


def _municipalities() -> Mapping[str, str]:
    """By key, in the language of whoever reads."""
    rows = select(KnownInstitution).where(KnownInstitution.institution_class == MUNICIPALITY)
    with platform().database.reading() as session:
        found = list(session.execute(rows.order_by(KnownInstitution.name_sq)).scalars())
    return {body.key: body.name_en if language() == "en" else body.name_sq for body in found}
