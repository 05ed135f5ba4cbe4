"""What became of what was agreed, at a desk."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions.outgoing import Outgoing
from services.cases.agreements import queries
from services.cases.agreements.actions import promises, sending
from services.cases.agreements.forms import AGAIN, OutcomeForm, SendingAgainForm
from services.cases.agreements.lists import KnownAgreementListing, PromiseListing
from services.cases.pages.acting import done, see, shown, today
from services.cases.pages.beside import LATE, Beside
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("agreements_pages", __name__)
BLUEPRINTS = (blueprint,)
HANDLERS = ("case_officer", "approver", "commissioner")


@blueprint.get("/staff/agreements")
@access.staff(*HANDLERS)
def listed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(KnownAgreementListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and queries.agreements(session, here.cursors, asked.listing, reading)
        figures = queries.figures(session, access.current(), today())
    return render_template("cases/agreement_list.html", asked=asked, page=page, figures=figures), asked.status


@blueprint.get("/staff/agreements/<uuid:agreement_id>")
@access.staff(*HANDLERS)
def agreement(agreement_id: UUID) -> str:
    return _page(agreement_id)


@blueprint.post("/staff/agreements/<uuid:agreement_id>/sending")
@access.staff(*HANDLERS)
def send(agreement_id: UUID) -> ResponseReturnValue:
    form, by, now, here, status = BesaForm(), access.current(), utc_now(), platform(), 422
    if form.validate_on_submit():
        out = Outgoing.of(here.settings)
        sent, status = done(
            form, lambda session: sending.send(by, session, here.documents, agreement_id, now=now, outgoing=out)
        )
        if sent is not None:
            flash(_("Letrat u përgatitën: secila del sapo të krahasohet me dosjet e mbyllura."), "success")
            return see(url_for("agreements_pages.agreement", agreement_id=agreement_id))
    return _page(agreement_id, form), status


@blueprint.post("/staff/agreements/<uuid:agreement_id>/sending-again")
@access.staff(*HANDLERS)
def send_again(agreement_id: UUID) -> ResponseReturnValue:
    form, by, now, here, status = SendingAgainForm(prefix=AGAIN), access.current(), utc_now(), platform(), 422
    if form.validate_on_submit():
        wrong, out = form.correction.data or "", Outgoing.of(here.settings)
        sent, status = done(
            form,
            lambda session: sending.send_again(by, session, here.documents, agreement_id, wrong, now=now, outgoing=out),
        )
        if sent is not None:
            flash(_("Letrat u përgatitën: secila del sapo të krahasohet me dosjet e mbyllura."), "success")
            return see(url_for("agreements_pages.agreement", agreement_id=agreement_id))
    return _page(agreement_id, form), status


def _page(agreement_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.reading() as session:
        found = queries.read(session, agreement_id, access.current(), today())
    again = shown(SendingAgainForm, AGAIN, failing, found.agreement.again)
    page: str = render_template(
        "cases/agreement.html", found=found, words=words, failing=failing, again=again, tongue=language()
    )
    return page


@blueprint.get("/staff/agreements/promises")
@access.staff(*HANDLERS)
def promised() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(PromiseListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and queries.promises(session, here.cursors, asked.listing, reading)
    return render_template("cases/promise_list.html", asked=asked, page=page, words=words), asked.status


@blueprint.route("/staff/agreements/promises/<uuid:clause_id>", methods=["GET", "POST"])
@access.staff(*HANDLERS)
def promise(clause_id: UUID) -> ResponseReturnValue:
    form, by, now = OutcomeForm(), access.current(), utc_now()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        saved, status = done(form, lambda session: promises.record(by, session, clause_id, form.wanted(), now=now))
        if saved is not None:
            flash(_("U shënua si doli."), "success")
            return see(url_for("agreements_pages.promise", clause_id=clause_id))
    with platform().database.reading() as session:
        found = queries.whole_promise(session, clause_id, today())
    return render_template("cases/promise.html", found=found, form=form, words=words), status


def late_promises(session: Session, reading: Reading) -> list[Beside]:
    """What parties that are no bodies promised and have not kept, for the list of what is late."""
    page = queries.promises(session, platform().cursors, PromiseListing(timeliness="late"), reading)
    return [
        Beside(one.actor, one.text, one.due, url_for("agreements_pages.promise", clause_id=one.id))
        for one in page.items
    ]


LATE.append(late_promises)
