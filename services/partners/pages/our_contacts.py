"""A body's own page of how the office reaches it: confirm that it is right, or say what is wrong."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import contacts as actions
from services.partners.forms import directory_words, words
from services.partners.forms.directory import ProposalForm
from services.partners.forms.directory_words import refuse, sentence
from services.partners.models import Contact
from services.partners.pages.correspondence import PEOPLE
from services.partners.pages.office import today
from services.partners.queries import contacts as queries
from services.partners.queries import wall
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

blueprint = Blueprint("our_contacts", "services.partners")
ADMIN = access.partner(None, "partner_admin")


@blueprint.get("/contacts")
@PEOPLE
def contacts() -> ResponseReturnValue:
    with platform().database.transaction() as session:
        view = queries.own_view(wall.own(session, access.current()), today())
    admin = "partner_admin" in access.current().roles
    return render_template(
        "partners/contacts.html", view=view, admin=admin, words=directory_words, days=words, today=today()
    )


@blueprint.post("/contacts/confirmation")
@PEOPLE
def confirm() -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    try:
        platform().database.run(lambda session: actions.confirm(by, session, now=now))
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
    else:
        flash(_("Faleminderit. Kontaktet u konfirmuan."), "success")
    return redirect(url_for("our_contacts.contacts"), 303)


@blueprint.route("/contacts/proposal", methods=["GET", "POST"])
@ADMIN
def propose() -> ResponseReturnValue:
    contact = _contact_asked_for()
    form = ProposalForm(data={"value": contact.value, "function": contact.function} if contact else {})
    form.suit(known=contact is not None)
    if form.validate_on_submit() and _sent(form, contact):
        flash(_("Propozimi u dërgua. Vlen kur ta pranojë zyra."), "success")
        return redirect(url_for("our_contacts.contacts"), 303)
    page = render_template(
        "partners/form.html", form=form, back=url_for("our_contacts.contacts"), heading=_("Propozoni një ndryshim")
    )
    return page, 422 if form.errors or form.form_errors else 200


def _contact_asked_for() -> Contact | None:
    """The contact that the proposal is about, `?contact=`. Raises `NotFound` for another's as for none."""
    if not request.args.get("contact"):
        return None
    try:
        contact_id = UUID(request.args["contact"])
    except ValueError as error:
        raise NotFound from error
    with platform().database.transaction() as session:
        return wall.own(session, access.current()).get(Contact, contact_id)


def _sent(form: ProposalForm, contact: Contact | None) -> bool:
    """Whether the office has the proposal now; else the form says why not."""
    by, wanted = access.current(), form.wanted(contact.id if contact else None)
    try:
        platform().database.run(lambda session: actions.propose(by, session, wanted))
    except RuleViolation as error:
        refuse(form, error)
        return False
    return True
