"""Agreements at a desk: the list, and a new one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.cooperation import forms, words
from services.partners.cooperation.actions import agreements as actions
from services.partners.cooperation.lists import AgreementListing
from services.partners.cooperation.pages.actors import READERS, WRITERS, may
from services.partners.cooperation.queries import agreements
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("agreements_desk", __name__)
#: Who also reads, in cases, what became of the clauses.
HANDLERS = ("case_officer", "approver", "commissioner")


@blueprint.get("/staff/agreements")
@access.staff(*READERS)
def listed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(AgreementListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and agreements.agreements(session, here.cursors, asked.listing, reading)
    seen_by = {"may_write": may(WRITERS), "handles": may(HANDLERS)}
    return render_template("partners/agreements.html", asked=asked, page=page, words=words, **seen_by), asked.status


@blueprint.route("/staff/agreements/new", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new() -> ResponseReturnValue:
    form, by, now = forms.AgreementForm(), access.current(), utc_now()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            agreement_id = platform().database.run(lambda s: actions.write(by, s, form.wanted(None), now=now).id)
        except RuleViolation as error:
            status = forms.refuse(form, error)
        else:
            flash(_("Projekti u ruajt: shtoni palët dhe pikat."), "success")
            return redirect(url_for("agreement_desk.agreement", agreement_id=agreement_id), 303)
    return render_template("partners/agreement_form.html", form=form, agreement=None), status
