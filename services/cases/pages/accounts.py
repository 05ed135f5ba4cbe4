"""Who works here, for the administrator: a password for one log-in to somebody who forgot theirs. Roles are given by no page."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import passwords, staff
from services.cases.pages.acting import see
from services.cases.queries import people
from services.cases.words import STAFF_ROLES
from shared import access
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/staff/accounts")
@access.staff("admin")
def everyone() -> ResponseReturnValue:
    return _page()


@blueprint.post("/staff/accounts/<uuid:staff_id>/password")
@access.staff("admin")
def reset_password(staff_id: UUID) -> ResponseReturnValue:
    """The new password stands on this answer alone: nothing keeps it."""
    by, now = access.current(), utc_now()
    username, password = platform().database.run(lambda session: passwords.reset(by, session, staff_id, now=now))
    return _page(username=username, password=password)


@blueprint.post("/staff/accounts/<uuid:staff_id>/second-factor/removal")
@access.staff("admin")
def remove_factor(staff_id: UUID) -> ResponseReturnValue:
    """Of somebody who lost their device."""
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: staff.remove_factor(by, session, staff_id, now=now))
    flash(_("Hapi i dytë u hoq. Personi hyn me fjalëkalim dhe e vë përsëri."), "success")
    return see(url_for("accounts.everyone"))


def _page(**shown: str) -> str:
    with platform().database.reading() as session:
        members, secured = people.members(session), people.with_second_factor(session)
    me = access.current().id
    return render_template("cases/accounts.html", members=members, roles=STAFF_ROLES, me=me, secured=secured, **shown)
