"""The figures of what reached the office, as tables that say what each percentage is a share of."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.domain.figures import counts_children, period
from services.intake.domain.openings import OFFICERS
from services.intake.forms.registration import PeriodForm
from services.intake.pages.routes import today
from services.intake.queries import figures as queries
from shared import access
from shared.percentages import DECIMAL_FROM
from shared.platform import platform
from shared.rules import ContentViolation

blueprint = Blueprint("figures_pages", __name__)

_REFUSED = {
    "in_the_future": _l("Kjo ditë ende nuk ka ardhur"),
    "before_the_office": _l("Zyra ende nuk ekzistonte"),
    "ends_before_it_begins": _l("Periudha mbaron para se të fillojë"),
}


@blueprint.get("/staff/figures")
@access.staff(*OFFICERS)
def figures() -> ResponseReturnValue:
    """Of the year so far, unless days are given; what cannot be counted is said at its date, with the year's figures."""
    form = PeriodForm(request.args)
    first, last = _period(form)
    with platform().database.reading() as session:
        counted = queries.figures(session, first, last, reader=access.current(), today=today())
    page = render_template(
        "intake/staff_figures.html",
        form=form,
        counted=counted,
        of_children=counts_children(first, last, today()),
        names={key: data.parts_of(key) for key in data.figures()},
        units=data.figure_units(),
        percent=_percent,
    )
    return page, 422 if form.errors else 200


def _percent(value: float | None, whole: int) -> str:
    return "–" if value is None else f"{format_decimal(value, '0.0' if whole >= DECIMAL_FROM else '0')} %"


def _period(form: PeriodForm) -> tuple[date, date]:
    if form.validate():
        try:
            return period(form.first.data, form.last.data, today())
        except ContentViolation as refused:
            field = form.first if refused.field == "from" else form.last
            field.errors = [*field.errors, str(_REFUSED[refused.code])]
    return period(None, None, today())
