"""Messages to complainants that wait: each with what it names marked, for a second person's reason or to be given up."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import going_on
from services.cases.forms.recommendation import NamesReasonForm
from services.cases.lists.held_messages import HeldListing
from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.pages.marked import CheckShown, Piece, check_shown, pieces
from services.cases.queries import held
from services.cases.queries.checks import find_held
from services.cases.queries.held import HeldView
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform

blueprint = Blueprint("held_messages_pages", __name__)
LEADING = ("approver", "commissioner")
PER_PAGE = 20


@dataclass(frozen=True)
class HeldRow:
    """`explains`: whether the reader is the second person who may say why."""

    id: UUID
    title: list[Piece]
    text: list[Piece]
    check: CheckShown
    explains: bool
    obligation_id: UUID | None


@blueprint.route("/staff/cases/<uuid:case_id>/held-messages")
@access.staff(*WORKING)
def held_messages(case_id: UUID) -> ResponseReturnValue:
    return _page(case_id, None)


@blueprint.route("/staff/held-messages/<uuid:check_id>/names-reason", methods=["POST"])
@access.staff(*LEADING)
def explain_names(check_id: UUID) -> ResponseReturnValue:
    form, by, now, status = NamesReasonForm(), access.current(), utc_now(), 422
    case_id, reason = _case_of(check_id), form.names_reason.data or ""
    if form.validate_on_submit():
        _none, status = done(form, lambda session: going_on.explain_names(by, session, check_id, reason, now=now))
        if status == 303:
            flash(_("Mesazhi u dërgua."), "success")
            return see(url_for("held_messages_pages.held_messages", case_id=case_id))
    return _page(case_id, form)[0], status


@blueprint.route("/staff/held-messages/<uuid:check_id>/discard", methods=["POST"])
@access.staff(*WORKING)
def discard(check_id: UUID) -> ResponseReturnValue:
    form, by, status = BesaForm(), access.current(), 422
    case_id = _case_of(check_id)
    if form.validate_on_submit():
        _none, status = done(form, lambda session: going_on.discard(by, session, check_id))
        if status == 303:
            flash(_("Mesazhi nuk dërgohet."), "success")
            return see(url_for("held_messages_pages.held_messages", case_id=case_id))
    return _page(case_id, form)[0], status


def _case_of(check_id: UUID) -> UUID | None:
    with platform().database.transaction() as session:
        return find_held(session, check_id, access.current()).case_id


def _page(case_id: UUID | None, failing: BesaForm | None) -> tuple[str, int]:
    here, by, asked = platform(), access.current(), lists.asked(HeldListing, limit=PER_PAGE)
    # A refused form stands above the first of them.
    wanted, reading = asked.listing or HeldListing(limit=PER_PAGE), Reading(by, utc_now())
    with here.database.transaction() as session:
        found = held.read(session, here.documents, here.cursors, case_id, wanted, reading) if case_id else None
    shown = render_template(
        "cases/held_messages.html",
        form=failing,
        case=found.case if found else None,
        messages=[_row(one, by.id, leads=bool(by.roles & set(LEADING))) for one in found.messages.items]
        if found
        else [],
        asked=asked,
        # An answer to a form that was refused has an address of its own, and no next page.
        page=found.messages if found and failing is None else None,
        naming=failing if isinstance(failing, NamesReasonForm) else NamesReasonForm(formdata=None),
    )
    return shown, asked.status


def _row(view: HeldView, reader: UUID | None, *, leads: bool) -> HeldRow:
    check = check_shown(view.check)
    explains = check.stops and leads and str(reader) != view.by
    title = pieces(view.title, view.check, 0) if view.title else []
    text = pieces(view.text, view.check, 1 if view.title else 0)
    return HeldRow(view.check.id, title, text, check, explains, view.obligation_id)
