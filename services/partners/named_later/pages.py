"""What is announced and seems to name somebody by now, at a desk: each is taken off, or kept with a reason."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.named_later import actions, forms, queries
from services.partners.named_later.schemas import TAKE_OFF, NamedLaterBody
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

blueprint = Blueprint("named_later_desk", __name__)
BLUEPRINTS = (blueprint,)
ANNOUNCERS = ("publisher", "commissioner")


@blueprint.get("/staff/named-later")
@access.staff(*ANNOUNCERS)
def named_later() -> str:
    return _page()


@blueprint.post("/staff/named-later/<uuid:activity_id>/settling")
@access.staff(*ANNOUNCERS)
def settle(activity_id: UUID) -> ResponseReturnValue:
    by, now, form = access.current(), utc_now(), forms.NamedLaterForm(prefix=f"{activity_id}-")
    if not form.validate_on_submit():
        return _page(activity_id, form), 422
    wanted = NamedLaterBody(choice=form.choice.data, seen=form.seen.data or "", reason=form.reason.data or "")
    try:
        platform().database.run(lambda session: actions.settle(by, session, activity_id, wanted, now=now))
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(activity_id, form), status
    flash(_said(wanted), "success")
    return redirect(url_for("named_later_desk.named_later"), 303)


def _said(wanted: NamedLaterBody) -> str:
    if wanted.choice == TAKE_OFF:
        return _("U hoq: jashtë zyrës nuk e lexon më askush.")
    return _("U ruajt: mbetet siç është, dhe arsyeja mbetet në gjurmë.")


def _page(failing_id: UUID | None = None, failing: forms.NamedLaterForm | None = None) -> str:
    with platform().database.reading() as session:
        rows = [(queries.answer(one), one.named) for one in queries.asked(session)]
    if failing_id is not None and failing_id not in [row[0].id for row in rows]:
        raise NotFound
    made = {
        one.id: failing
        if failing is not None and one.id == failing_id
        else forms.NamedLaterForm(formdata=None, prefix=f"{one.id}-")
        for one, _named in rows
    }
    for one, _named in rows:
        made[one.id].seen.data = one.seen
    page: str = render_template("partners/named_later.html", rows=rows, forms=made, failing=failing)
    return page
