"""What is shown and seems to name somebody by now, at a desk: each is withdrawn where it stands, or kept with a reason."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.named_later import actions, forms, queries
from services.notifications.named_later.schemas import KeepingBody
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

blueprint = Blueprint("named_later_desk", __name__)
BLUEPRINTS = (blueprint,)
PUBLISHERS = ("publisher", "commissioner")


@blueprint.get("/staff/named-later")
@access.staff(*PUBLISHERS)
def named_later() -> str:
    return _page()


@blueprint.post("/staff/named-later/<uuid:shown_id>/keeping")
@access.staff(*PUBLISHERS)
def keep(shown_id: UUID) -> ResponseReturnValue:
    here, by, now, form = platform(), access.current(), utc_now(), _sent(shown_id)
    if not form.validate_on_submit():
        return _page(shown_id, form), 422
    wanted = KeepingBody(reason=form.reason.data or "", seen=form.seen.data or "")
    try:
        here.database.run(lambda session: actions.keep(by, session, here.documents, shown_id, wanted, now=now))
    except RuleViolation as error:
        status = forms.refuse(form, error)
        return _page(shown_id, form), status
    flash(_("U ruajt: mbetet siç është, dhe arsyeja mbetet në gjurmë."), "success")
    return redirect(url_for("named_later_desk.named_later"), 303)


def _sent(shown_id: UUID) -> forms.KeepingForm:
    return forms.KeepingForm(prefix=f"{shown_id}-")


def _page(failing_id: UUID | None = None, failing: forms.KeepingForm | None = None) -> str:
    here = platform()
    with here.database.reading() as session:
        asked = queries.asked(session, here.documents, utc_now())
        rows = [(queries.answer(one), one.named, access.current().person in one.shown.stands.hands) for one in asked]
    if failing_id is not None and failing_id not in [row[0].id for row in rows]:
        raise NotFound
    made = {
        one.id: failing
        if failing is not None and one.id == failing_id
        else forms.KeepingForm(formdata=None, prefix=f"{one.id}-")
        for one, _named, _own in rows
    }
    for one, _named, _own in rows:
        made[one.id].seen.data = one.seen
    page: str = render_template("notifications/named_later.html", rows=rows, forms=made, failing=failing)
    return page
