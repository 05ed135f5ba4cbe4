"""One-time links for the office: how far each came, a new one, and one that is taken back."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import link_opening
from services.partners.forms import links as forms
from services.partners.lists import LinkListing
from services.partners.pages.post import POSTING
from services.partners.queries import links as queries
from services.partners.words import LINK_STATES
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("office_links", "services.partners")


@blueprint.get("/staff/links")
@access.staff(*POSTING)
def links() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(LinkListing)
    reading = Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = queries.listed(session, here.cursors, asked.listing, reading) if asked.listing else None
    shown = render_template(
        "partners/office_links.html", page=page, asked=asked, language=language(), states=LINK_STATES
    )
    return shown, asked.status


@blueprint.post("/staff/links/<uuid:link_id>/anew")
@access.staff(*POSTING)
def send_anew(link_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    return _do(lambda session: link_opening.send_anew(by, session, link_id, now=now), _("Lidhja e re u vu për dërgim."))


@blueprint.post("/staff/links/<uuid:link_id>/revocation")
@access.staff(*POSTING)
def revoke(link_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    return _do(
        lambda session: link_opening.revoke(by, session, link_id, now=now), _("Lidhja u revokua: nuk hap më asgjë.")
    )


def _do(work: Callable[[Session], object], done: str) -> ResponseReturnValue:
    try:
        platform().database.run(work)
    except RuleViolation as error:
        flash(str(forms.sentence(error.code)), "notice")
    else:
        flash(done, "success")
    return redirect(url_for("office_links.links"), 303)
