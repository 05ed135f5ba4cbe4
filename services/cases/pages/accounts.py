"""Who works here, for the administrator: a password for one log-in to somebody who forgot theirs. Roles are given by no page."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.cases.actions import passwords
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


def _page(**shown: str) -> str:
    with platform().database.reading() as session:
        members = people.members(session)
    return render_template("cases/accounts.html", members=members, roles=STAFF_ROLES, me=access.current().id, **shown)
