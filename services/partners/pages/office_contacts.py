"""How bodies are reached, as the office keeps it: contacts, what bodies propose, and who has not confirmed for a quarter."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import contacts as actions
from services.partners.actions import institutions
from services.partners.forms import directory as forms
from services.partners.forms import directory_words, words
from services.partners.forms.directory_words import sentence
from services.partners.lists import ProposalListing, UnconfirmedListing
from services.partners.models import Contact, ContactProposal
from services.partners.pages.directory import documents, done, record_of
from services.partners.pages.office import OFFICE, may_edit, today
from services.partners.queries import contacts as queries
from services.partners.queries import institutions as directory
from shared import access
from shared.clock import utc_now
from shared.errors import Problem
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("office_contacts", "services.partners")
PER_PAGE = 25
#: The oldest; the list of the API has all.
MOST_PROPOSALS = 50


@blueprint.get("/staff/institutions/contacts")
@access.staff()
def unconfirmed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(UnconfirmedListing, limit=PER_PAGE)
    reading = Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = queries.unconfirmed(session, here.cursors, asked.listing, reading) if asked.listing else None
        proposals = queries.open_proposals(session, here.cursors, ProposalListing(limit=MOST_PROPOSALS), reading).items
        bodies = directory.names(session, [proposal.institution_id for proposal in proposals])
    body = render_template(
        "partners/contacts_unconfirmed.html", page=page, asked=asked, language=language(), words=directory_words,
        proposals=[(proposal, bodies[proposal.institution_id]) for proposal in proposals],
    )  # fmt: skip
    return body, asked.status


@blueprint.get("/staff/institutions/<uuid:institution_id>/contacts")
@access.staff()
def contacts(institution_id: UUID) -> ResponseReturnValue:
    return _shown(institution_id, forms.ContactForm())


@blueprint.post("/staff/institutions/<uuid:institution_id>/contacts")
@access.staff(*OFFICE)
def add_contact(institution_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.ContactForm(), access.current(), utc_now()

    def work(session: Session) -> Contact:
        body = institutions.locked(session, institution_id)
        return actions.add(by, session, documents(), body, form.wanted(), now=now)

    if form.validate_on_submit() and done(form, work) is not None:
        return _back(institution_id, _("Kontakti u shtua."))
    return _shown(institution_id, form)


@blueprint.post("/staff/institutions/<uuid:institution_id>/contacts/<uuid:contact_id>/end")
@access.staff(*OFFICE)
def end_contact(institution_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Out of use from today on."""
    last, by, now = today() - timedelta(days=1), access.current(), utc_now()

    def work(session: Session) -> Contact:
        body = institutions.locked(session, institution_id)
        return actions.end(by, session, documents(), body, contact_id, last, now=now)

    return _pressed(institution_id, work, _("Kontakti u mbyll."))


@blueprint.post("/staff/institutions/<uuid:institution_id>/contact-proposals/<uuid:proposal_id>/decision")
@access.staff(*OFFICE)
def decide(institution_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    accepted, by = {"yes": True, "no": False}.get(request.form.get("accepted", "")), access.current()
    if accepted is None:
        raise Problem(422, "invalid_content")

    def work(session: Session) -> ContactProposal:
        body = institutions.locked(session, institution_id)
        return actions.decide(by, session, documents(), body, proposal_id, accepted=accepted, now=utc_now())

    return _pressed(institution_id, work, _("Propozimi u pranua.") if accepted else _("Propozimi nuk u pranua."))


def _shown(institution_id: UUID, form: forms.ContactForm) -> ResponseReturnValue:
    record = record_of(institution_id)
    with platform().database.transaction() as session:
        view = queries.office_view(session, institution_id, today())
    page = render_template(
        "partners/contacts_office.html", form=form, view=view, institution=record, language=language(),
        words=directory_words, days=words, may_edit=may_edit(), today=today(),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _pressed(institution_id: UUID, work: Callable[[Session], object], message: str) -> ResponseReturnValue:
    try:
        platform().database.run(work)
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
        return redirect(url_for("office_contacts.contacts", institution_id=institution_id), 303)
    return _back(institution_id, message)


def _back(institution_id: UUID, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("office_contacts.contacts", institution_id=institution_id), 303)
