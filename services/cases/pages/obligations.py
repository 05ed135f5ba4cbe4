"""What one body owes on one item: the list, and one obligation with its clock, its answers and what the office may do."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.actions import assessments, clarifications, escalations, extensions, readdressings
from services.cases.actions.outgoing import Outgoing
from services.cases.forms.clock import ClockEntryForm
from services.cases.forms.obligation import (
    AssessmentForm,
    ClarificationForm,
    ConfirmationForm,
    ExtensionForm,
    InsufficientForm,
    LadderEndForm,
    ReaddressingForm,
    RungForm,
)
from services.cases.lists.obligations import ObligationListing
from services.cases.models import Readdressing
from services.cases.pages import evidence as found
from services.cases.pages import obligation_bodies as bodies
from services.cases.pages import obligation_forms, one_obligation
from services.cases.pages.acting import done, see, today
from services.cases.pages.beside import beside
from services.cases.pages.cases import WORKING
from services.cases.pages.rungs import alternative_names
from services.cases.pages.tables import obligation_row
from services.cases.queries import obligations
from services.cases.schemas.obligations import ClarificationBody, InsufficiencyBody, LadderEndBody
from services.cases.schemas.rungs import TakenRung
from shared import access, directory
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("obligations_pages", __name__)
D = TypeVar("D")


@blueprint.route("/staff/obligations")
@access.staff(*WORKING)
def obligation_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(ObligationListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = obligations.page_of(session, here.cursors, asked.listing, reading) if asked.listing else None
        institution = asked.listing.institution if asked.listing else None
        others = beside(session, asked.listing, reading)
        only = session.get(directory.KnownInstitution, institution) if institution else None
    rows = [obligation_row(view) for view in page.items] if page else []
    name = only.name(language()) if only else None
    body = render_template(
        "cases/obligation_list.html", asked=asked, obligations=rows, page=page, only=name, today=today(), others=others
    )
    return body, asked.status


@blueprint.route("/staff/obligations/<uuid:obligation_id>")
@access.staff(*WORKING)
def obligation(obligation_id: UUID) -> ResponseReturnValue:
    return one_obligation.page(obligation_id, None), 200


@blueprint.route("/staff/obligations/<uuid:obligation_id>/assessments", methods=["POST"])
@access.staff(*WORKING)
def assess(obligation_id: UUID) -> ResponseReturnValue:
    form, by, now = AssessmentForm(prefix="assessment-"), access.current(), utc_now()
    return _do(
        obligation_id,
        form,
        lambda session: found.record(by, session, obligation_id, form, bodies.assessment(form), now=now),
        _("Vlerësimi u shënua."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/outcome", methods=["POST"])
@access.staff(*WORKING)
def record_outcome(obligation_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    form = obligation_forms.outcome_form(obligation_id, by)
    return _do(
        obligation_id,
        form,
        lambda session: found.record(by, session, obligation_id, form, bodies.outcome(form), now=now),
        _("Përfundimi u shënua."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/clock-entries", methods=["POST"])
@access.staff(*WORKING)
def enter_into_clock(obligation_id: UUID) -> ResponseReturnValue:
    form, by, now = ClockEntryForm(prefix="clock-"), access.current(), utc_now()
    return _do(
        obligation_id,
        form,
        lambda session: found.enter(by, session, obligation_id, form, bodies.entry(form), now=now),
        _("Afati u llogarit përsëri. Institucioni e sheh datën e re në portal."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/readdressing", methods=["POST"])
@access.staff(*WORKING)
def readdress(obligation_id: UUID) -> ResponseReturnValue:
    """Decide whether to turn to the competent body; a draft that this makes is shown at once."""
    form, by, now = ReaddressingForm(prefix="readdressing-"), access.current(), utc_now()
    return _do(
        obligation_id,
        form,
        lambda session: readdressings.decide(
            by, session, platform().documents, obligation_id, bodies.readdressing(session, form), now=now
        ),
        _readdressed,
        lambda decided: (
            url_for("recommendations_pages.recommendation", act_id=decided.act_id) if decided.act_id else None
        ),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/clarifications", methods=["POST"])
@access.staff(*WORKING)
def clarify(obligation_id: UUID) -> ResponseReturnValue:
    form, by, documents, now = (
        ClarificationForm(prefix="clarification-"),
        access.current(),
        platform().documents,
        utc_now(),
    )
    body = ClarificationBody(text=form.text.data or "")
    return _do(
        obligation_id,
        form,
        lambda session: clarifications.write(by, session, documents, obligation_id, body, now=now),
        _("Përgjigjja u shkrua. Niset sapo krahasohet me dosjen e mbyllur dhe nuk tregon askënd."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/insufficiency", methods=["POST"])
@access.staff(*WORKING)
def find_insufficient(obligation_id: UUID) -> ResponseReturnValue:
    form, by, now = InsufficientForm(prefix="insufficient-"), access.current(), utc_now()
    body = InsufficiencyBody(reason=form.reason.data or "")
    return _do(
        obligation_id,
        form,
        lambda session: assessments.find_insufficient(by, session, obligation_id, body, now=now),
        _("U shënua se përgjigjja nuk mjafton."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/ladder-end", methods=["POST"])
@access.staff("commissioner")
def end_ladder(obligation_id: UUID) -> ResponseReturnValue:
    form, by, now = LadderEndForm(prefix="ladder_end-"), access.current(), utc_now()
    body = LadderEndBody(reason=form.reason.data or "")
    return _do(
        obligation_id,
        form,
        lambda session: assessments.end_ladder(by, session, obligation_id, body, now=now),
        _("Hapat ndaj institucionit u mbyllën."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/confirmation", methods=["POST"])
@access.staff(*WORKING)
def confirm(obligation_id: UUID) -> ResponseReturnValue:
    form, by, now = ConfirmationForm(prefix="confirmation-"), access.current(), utc_now()
    return _do(
        obligation_id,
        form,
        lambda session: assessments.confirm(by, session, obligation_id, bodies.confirmation(form), now=now),
        _("U shënua çfarë thotë fëmija ose ankuesi."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/extensions", methods=["POST"])
@access.staff(*WORKING)
def decide_extension(obligation_id: UUID) -> ResponseReturnValue:
    here, form, by, now = platform(), ExtensionForm(prefix="extension-"), access.current(), utc_now()
    documents, out = here.documents, Outgoing.of(here.settings)
    return _do(
        obligation_id,
        form,
        lambda session: extensions.decide(
            by, session, documents, obligation_id, bodies.extension(form), now=now, outgoing=out
        ),
        _("Vendimi për afatin u shënua dhe institucioni njoftohet."),
    )


@blueprint.route("/staff/obligations/<uuid:obligation_id>/escalations", methods=["POST"])
@access.staff(*WORKING)
def escalate(obligation_id: UUID) -> ResponseReturnValue:
    form, by, documents, now = RungForm(prefix="rung-"), access.current(), platform().documents, utc_now()
    out = Outgoing.of(platform().settings)
    bodies.compare_again(by, obligation_id, form.rung.data, now=now)
    return _do(
        obligation_id,
        form,
        lambda session: escalations.send(
            by, session, documents, obligation_id, bodies.rung(form), now=now, outgoing=out
        ),
        _taken,
        _to_read,
    )


def _taken(taken: TakenRung) -> str:
    if taken.state == "sent":
        return _("Hapi u shënua.")
    if taken.act is not None:
        return _("Akti u hartua. Lexojeni; dërgohet kur miratohet dhe lëshohet.")
    return _("Letra u hartua. Lexojeni dhe dërgojeni.")


def _to_read(taken: TakenRung) -> str | None:
    """What was drafted and is sent once it was read."""
    drafted = taken.state == "drafted" and taken.act is None
    return url_for("rung_letters_pages.rung_letter", letter_id=taken.letter) if drafted else None


def _readdressed(decided: Readdressing) -> str:
    if decided.accepted:
        return _("Vendimi u shënua. Një akt i ri del vetëm si projekt, për miratim.")
    return _("Vendimi u shënua. Kërkesa mbetet te ky institucion.")


def _do(
    obligation_id: UUID,
    form: BesaForm,
    work: Callable[[Session], D],
    message: str | Callable[[D], str],
    leads_to: Callable[[D], str | None] = lambda _changed: None,
) -> ResponseReturnValue:
    """Do it and lead back to the obligation, or to what it made; what is wrong or refused stands on its page."""
    status = 422
    if form.validate_on_submit():
        changed, status = done(form, work, alternative_names())
        if changed is not None:
            flash(message(changed) if callable(message) else message, "success")
            return see(leads_to(changed) or url_for("obligations_pages.obligation", obligation_id=obligation_id))
    return one_obligation.page(obligation_id, form), status
