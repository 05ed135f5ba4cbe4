"""What the Assembly made of recommendations of the office: the list, and noting that it took up nothing of one."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.commitments import words
from services.cases.commitments.actions import ties
from services.cases.commitments.domain.origins import Fidelity
from services.cases.commitments.forms import NotTakenUpForm
from services.cases.commitments.lists import OriginListing
from services.cases.commitments.queries import links
from services.cases.commitments.queries.commitments import WORKERS
from services.cases.commitments.schemas.commitments import OriginBody
from services.cases.pages.acting import done, see, today
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform
from shared.rules import ContentViolation

blueprint = Blueprint("commitment_origin_pages", __name__)


@blueprint.route("/staff/commitment-origins", methods=["GET", "POST"])
@access.staff(*WORKERS)
def origins() -> ResponseReturnValue:
    form, by, now, status = NotTakenUpForm(), access.current(), utc_now(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            noted, status = done(
                form, lambda session: ties.note_origin(by, session, _not_taken(session, form), now=now)
            )
            if noted is not None:
                flash(_("U shënua."), "success")
                return see(url_for("commitment_origin_pages.origins"))
    return _page(form, status)


def _page(form: NotTakenUpForm, status: int) -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(OriginListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and links.origins(session, here.cursors, asked.listing, reading)
    body = render_template("cases/commitment_origins.html", asked=asked, page=page, form=form, words=words)
    return body, max(status, asked.status)


def _not_taken(session: Session, form: NotTakenUpForm) -> OriginBody:
    act = links.act_of_number(session, (form.act.data or "").strip(), access.current(), today())
    if act is None:
        raise ContentViolation("no such act", code="commitment.no_such_number", field="act")
    return OriginBody(act_id=act, fidelity=Fidelity.NOT_TAKEN_UP, source=form.source.data or "")
