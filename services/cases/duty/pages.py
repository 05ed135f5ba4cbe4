"""The page of those on call, and the line on the first page of the office while something waits that cannot wait."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.duty import queries
from services.cases.duty.actions import roster
from services.cases.duty.domain import KEEPERS
from services.cases.duty.forms import ContactForm, ShiftForm, SubstitutionForm
from services.cases.duty.schemas import DangersAnswer, RosterAnswer
from services.cases.duty.words import WEEKDAYS
from services.cases.pages.acting import done, see
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform

blueprint = Blueprint("duty_pages", __name__)
BLUEPRINTS = (blueprint,)
MINUTE = timedelta(minutes=1)
F = TypeVar("F", bound=BesaForm)


@blueprint.app_context_processor
def _line() -> dict[str, Callable[[], object]]:
    """For the office's first page: called there alone, so that no other page asks for it."""
    return {"danger_waiting": danger_waiting}


def danger_waiting() -> tuple[DangersAnswer, int]:
    """What waits for a look and cannot wait, and for how many minutes the oldest has waited."""
    with platform().database.reading() as session:
        found = queries.dangers(session)
    return found, (utc_now() - found.since) // MINUTE if found.since else 0


@blueprint.route("/staff/duty")
@access.staff(*KEEPERS)
def duty() -> ResponseReturnValue:
    return _page(_roster()), 200


@blueprint.route("/staff/duty/shifts", methods=["POST"])
@access.staff(*KEEPERS)
def add_shift() -> ResponseReturnValue:
    known, by, now = _roster(), access.current(), utc_now()
    form = ShiftForm(known.people)
    return _do(known, form, lambda session: roster.add_shift(by, session, form.shift(), now=now), _("U shënua."))


@blueprint.route("/staff/duty/substitutions", methods=["POST"])
@access.staff(*KEEPERS)
def add_substitution() -> ResponseReturnValue:
    known, by, now = _roster(), access.current(), utc_now()
    form = SubstitutionForm(known.people)
    return _do(
        known, form, lambda session: roster.add_substitution(by, session, form.substitution(), now=now), _("U shënua.")
    )


@blueprint.route("/staff/duty/contacts", methods=["POST"])
@access.staff(*KEEPERS)
def set_contact() -> ResponseReturnValue:
    known, by, now, documents = _roster(), access.current(), utc_now(), platform().documents
    form = ContactForm(known.people)

    def work(session: Session) -> object:
        return roster.set_contact(by, session, documents, UUID(form.person.data), form.contact(), now=now)

    return _do(known, form, work, _("U ruajt. Adresat nuk shfaqen më."))


@blueprint.route("/staff/duty/shifts/<uuid:shift_id>/end", methods=["POST"])
@access.staff(*KEEPERS)
def end_shift(shift_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: roster.end_shift(by, session, shift_id, now=now))
    flash(_("U hoq nga lista."), "success")
    return see(url_for("duty_pages.duty"))


@blueprint.route("/staff/duty/substitutions/<uuid:substitution_id>/end", methods=["POST"])
@access.staff(*KEEPERS)
def end_substitution(substitution_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: roster.end_substitution(by, session, substitution_id, now=now))
    flash(_("U hoq nga lista."), "success")
    return see(url_for("duty_pages.duty"))


def _do(known: RosterAnswer, form: BesaForm, work: Callable[[Session], object], said: str) -> ResponseReturnValue:
    status = 422
    if form.validate_on_submit():
        entered, status = done(form, work)
        if entered is not None:
            flash(said, "success")
            return see(url_for("duty_pages.duty"))
    return _page(known, form), status


def _roster() -> RosterAnswer:
    with platform().database.reading() as session:
        return queries.roster(session, utc_now())


def _page(known: RosterAnswer, failing: BesaForm | None = None) -> str:
    def form(kind: Callable[..., F], shape: type[F]) -> F:
        return failing if isinstance(failing, shape) else kind(known.people, formdata=None)

    return render_template(
        "cases/duty.html",
        roster=known,
        weekdays=WEEKDAYS,
        failing=failing,
        shift=form(ShiftForm, ShiftForm),
        substitution=form(SubstitutionForm, SubstitutionForm),
        contact=form(ContactForm, ContactForm),
    )
