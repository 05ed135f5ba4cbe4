"""The page on which who leads looks at openings: who, in which role, for what, when, how much. Never what the file says."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions import reviews as actions
from services.intake.domain.releases import SECOND
from services.intake.forms.reviews import ReviewForm
from services.intake.pages.exclusions import code
from services.intake.queries import reviews as queries
from shared import access, audit
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("reviews_pages", __name__)

HERE = "/intake/staff/openings"
_REFUSED = {
    "review.own_opening": _l("Këtë dosje e hapët ju: e shikon një person tjetër."),
    "review.own_agreement": _l("Këtë hapje e lejuat ju: e shikon një person tjetër."),
    "review.done": _l("Kjo hapje është parë tashmë."),
}


@blueprint.get("/staff/openings")
@access.staff(*sorted(SECOND))
def openings() -> ResponseReturnValue:
    return _page(200)


@blueprint.post("/staff/openings/<uuid:opening_id>/review")
@access.staff(*sorted(SECOND))
def review(opening_id: UUID) -> ResponseReturnValue:
    form = ReviewForm()
    if not form.validate_on_submit():
        return _page(422)
    try:
        with platform().database.transaction() as session:
            actions.review(access.current(), session, opening_id, form.review(), now=utc_now())
    except RuleViolation as refused:
        flash(str(_REFUSED[refused.code]), "notice")
    else:
        flash(_("U regjistrua."), "success")
    return redirect(HERE, 303)


def _page(status: int) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        items = queries.waiting(session, by)
        audit.record(session, by, "openings.read", "staff", by.person)
    lists = {"roles": data.opened_by(), "reasons": data.opened_for(), "outcomes": data.review_outcomes()}
    words = {
        name: {key: data.words(entry, "name", language()) for key, entry in entries.items()}
        for name, entries in lists.items()
    }
    return render_template("intake/staff_openings.html", items=items, words=words, code=code), status
