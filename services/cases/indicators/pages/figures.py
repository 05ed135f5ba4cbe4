"""Every figure that was observed, and entering one that a document says."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.indicators import data
from services.cases.indicators.actions import observing
from services.cases.indicators.domain.cards import Card
from services.cases.indicators.domain.figures import Quality, State
from services.cases.indicators.forms import FigureForm
from services.cases.indicators.lists import FigureListing
from services.cases.indicators.pages import words as shown
from services.cases.indicators.queries import areas
from services.cases.indicators.queries import figures as queries
from services.cases.indicators.queries.cards import OBSERVERS, READERS
from services.cases.indicators.schemas import NewFigureBody
from services.cases.pages.acting import done, see
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("figure_pages", __name__)


@blueprint.route("/staff/figures")
@access.staff(*READERS)
def figure_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(FigureListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and queries.figures(session, here.documents, here.cursors, asked.listing, reading)
    rows = [shown.row(one) for one in page.items] if page else []
    return render_template("cases/figure_list.html", asked=asked, page=page, figures=rows), asked.status


@blueprint.route("/staff/indicators/<key>/figures/new", methods=["GET", "POST"])
@access.staff(*OBSERVERS)
def new_figure(key: str) -> ResponseReturnValue:
    """A figure that a document says."""
    form, status, by, now = _form(key), 200, access.current(), utc_now()
    if form.is_submitted():
        status = 422
        if form.validate():
            wanted = _wanted(key, form)
            kept, status = done(form, lambda session: observing.enter(by, session, wanted, now=now))
            if kept is not None:
                flash(_("Shifra u shënua."), "success")
                return see(shown.indicator_href(key, kept.area))
    page = render_template(
        "cases/figure_new.html", form=form, card=data.newest(key), tongue=language(), href=_href(key)
    )
    return page, status


def _form(key: str) -> FigureForm:
    cards: tuple[Card, ...] = data.versions_of(key)
    if not cards:
        raise NotFound
    with platform().database.reading() as session:
        offered = [SelectChoice(one.key, one.name(language())) for one in areas.offered(session, cards[-1].levels)]
    versions = [SelectChoice(str(one.version), shown.version_name(one)) for one in cards]
    given = {"version": versions[-1].value, "state": State.COUNTED.value, "quality": Quality.CONTESTED.value}
    return FigureForm(offered, versions, data=given)


def _wanted(key: str, form: FigureForm) -> NewFigureBody:
    return NewFigureBody(
        indicator=key,
        version=int(form.version.data),
        area=form.area.data,
        period=form.period.data or "",
        state=State(form.state.data),
        numerator=form.numerator.data,
        denominator=form.denominator.data,
        quality=Quality(form.quality.data),
        citation=form.citation.data or "",
    )


def _href(key: str) -> str:
    return url_for("indicator_pages.indicator", key=key)
