"""How bodies are reached, as the office keeps it: contacts, what bodies propose, and who has not confirmed for a quarter."""

from datetime import timedelta
from typing import Any
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
from services.partners.pages.directory import documents, done, record_of
from services.partners.pages.office import OFFICE, may_edit, today
from services.partners.queries import contacts as queries
from services.partners.queries import institutions as directory
from shared import access
from shared.clock import utc_now
from shared.errors import Problem
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
    here, after, reader = platform(), request.args.get("after"), access.current().name
    with here.database.transaction() as session:
        found, following = queries.unconfirmed(session, here.cursors, reader, after=after, limit=PER_PAGE)
        proposals, _more = queries.open_proposals(session, here.cursors, reader, after=None, limit=MOST_PROPOSALS)
        bodies = directory.names(session, [one.institution_id for one in proposals])
    return render_template(
        "partners/contacts_unconfirmed.html",
        found=found,
        proposals=[(one, bodies[one.institution_id]) for one in proposals],
        language=language(),
        words=directory_words,
        next_href=url_for("office_contacts.unconfirmed", after=following) if following else None,
        first_href=url_for("office_contacts.unconfirmed") if after else None,
    )


@blueprint.get("/staff/institutions/<uuid:institution_id>/contacts")
@access.staff()
def contacts(institution_id: UUID) -> ResponseReturnValue:
    return _shown(institution_id, forms.ContactForm())


@blueprint.post("/staff/institutions/<uuid:institution_id>/contacts")
@access.staff(*OFFICE)
def add_contact(institution_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.ContactForm(), access.current(), utc_now()

    def work(session: Session) -> Any:
        body = institutions.locked(session, institution_id)
        return actions.add(by, session, documents(), body, form.values(), now=now)

    if form.validate_on_submit() and done(form, work) is not None:
        return _back(institution_id, _("Kontakti u shtua."))
    return _shown(institution_id, form)


@blueprint.post("/staff/institutions/<uuid:institution_id>/contacts/<uuid:contact_id>/end")
@access.staff(*OFFICE)
def end_contact(institution_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Out of use from today on."""
    last, by, now = today() - timedelta(days=1), access.current(), utc_now()

    def work(session: Session) -> Any:
        body = institutions.locked(session, institution_id)
        return actions.end(by, session, documents(), body, contact_id, last, now=now)

    return _pressed(institution_id, work, _("Kontakti u mbyll."))


@blueprint.post("/staff/institutions/<uuid:institution_id>/contact-proposals/<uuid:proposal_id>/decision")
@access.staff(*OFFICE)
def decide(institution_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    accepted, by = {"yes": True, "no": False}.get(request.form.get("accepted", "")), access.current()
    if accepted is None:
        raise Problem(422, "invalid_content")

    def work(session: Session) -> Any:
        body = institutions.locked(session, institution_id)
        return actions.decide(by, session, documents(), body, proposal_id, accepted=accepted, now=utc_now())

    return _pressed(institution_id, work, _("Propozimi u pranua.") if accepted else _("Propozimi nuk u pranua."))


def _shown(institution_id: UUID, form: forms.ContactForm) -> ResponseReturnValue:
    record = record_of(institution_id)
    with platform().database.transaction() as session:
        view = queries.office_view(session, institution_id, today())
    day = today().isoformat()
    view["contacts"] = [{**one, "over": (one["valid_to"] or day) < day} for one in view["contacts"]]
    page = render_template(
        "partners/contacts_office.html", form=form, view=view, institution=record, language=language(),
        words=directory_words, days=words, may_edit=may_edit(),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _pressed(institution_id: UUID, work: Any, said: str) -> ResponseReturnValue:
    try:
        platform().database.run(work)
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
        return redirect(url_for("office_contacts.contacts", institution_id=institution_id), 303)
    return _back(institution_id, said)


def _back(institution_id: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("office_contacts.contacts", institution_id=institution_id), 303)
