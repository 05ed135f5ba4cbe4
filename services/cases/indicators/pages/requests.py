"""Asking bodies for figures, and who answered: complete, timely, late and silent ones."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions.outgoing import Outgoing
from services.cases.indicators import data
from services.cases.indicators.actions import asking
from services.cases.indicators.forms import EVERYWHERE, FigureRequestForm
from services.cases.indicators.lists import FigureRequestListing
from services.cases.indicators.pages import words as shown
from services.cases.indicators.queries import areas
from services.cases.indicators.queries import requests as queries
from services.cases.indicators.queries.cards import ASKERS
from services.cases.indicators.schemas import NewFigureRequestBody
from services.cases.indicators.words import COUNTIES
from services.cases.pages.acting import done, see, today
from shared import access
from shared.clock import utc_now
from shared.directory import MUNICIPALITY
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("figure_request_pages", __name__)


@blueprint.route("/staff/figure-requests")
@access.staff(*ASKERS)
def request_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(FigureRequestListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and queries.requests(session, here.cursors, asked.listing, reading)
    rows = [shown.request_row(one) for one in page.items] if page else []
    return render_template("cases/figure_request_list.html", asked=asked, page=page, requests=rows), asked.status


@blueprint.route("/staff/figure-requests/new", methods=["GET", "POST"])
@access.staff(*ASKERS)
def new_request() -> ResponseReturnValue:
    form, by, now, here, status = _form(), access.current(), utc_now(), platform(), 200
    if form.is_submitted():
        status, out = 422, Outgoing.of(here.settings)
        if form.validate():
            wanted = _wanted(form)
            asked, status = done(form, lambda s: asking.ask(by, s, here.documents, wanted, now=now, outgoing=out))
            if asked is not None:
                flash(_("Kërkesa u përgatit. Del sapo të krahasohet me dosjet e mbyllura."), "success")
                return see(url_for("figure_request_pages.figure_request", request_id=asked.id))
    return render_template("cases/figure_request_new.html", form=form), status


@blueprint.route("/staff/figure-requests/<uuid:request_id>")
@access.staff(*ASKERS)
def figure_request(request_id: UUID) -> ResponseReturnValue:
    with platform().database.transaction() as session:
        found = queries.read(session, request_id, access.current(), today())
    return render_template("cases/figure_request.html", found=found, words=shown, tongue=language()), 200


def _form() -> FigureRequestForm:
    cards = [data.newest(key) for key in data.indicator_keys()]
    offered = [SelectChoice(one.key, shown.with_period(one)) for one in cards if MUNICIPALITY in one.asked]
    counties = [
        SelectChoice(EVERYWHERE, _("Të gjitha bashkitë")),
        *(SelectChoice(key, name) for key, name in COUNTIES.items()),
    ]
    return FigureRequestForm(offered, counties)


def _wanted(form: FigureRequestForm) -> NewFigureRequestBody:
    bodies: list[UUID] | None = None
    if form.county.data != EVERYWHERE:
        with platform().database.reading() as session:
            bodies = areas.municipalities_of(session, form.county.data)
    return NewFigureRequestBody(
        period=form.period.data or "",
        indicators=tuple(form.indicators.data or ()),
        institutions=None if bodies is None else tuple(bodies),
        accepted_until=form.accepted_until.data,
    )
