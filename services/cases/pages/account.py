"""One's own log-ins: where one is in, and the way out of one or of all others."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import sessions
from services.cases.pages.acting import see
from services.cases.queries import sessions as queries
from services.cases.schemas import devices
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.staff_sessions import idle

blueprint = Blueprint("account", __name__)


@blueprint.get("/staff/account")
@access.staff()
def account() -> ResponseReturnValue:
    here, by = platform(), access.current()
    with here.database.reading() as session:
        own = queries.own(session, by, idle(here.settings), utc_now())
    minutes = here.settings.staff_idle_minutes
    return render_template("cases/account.html", sessions=own, device_words=devices.device_words, minutes=minutes)


@blueprint.post("/staff/account/sessions/<uuid:session_id>/end")
@access.staff()
def end_session(session_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: sessions.end(by, session, session_id, now=now))
    flash(_("Hyrja u mbyll."), "success")
    return see(url_for("account.account"))


@blueprint.post("/staff/account/sessions/others/end")
@access.staff()
def end_other_sessions() -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    platform().database.run(lambda session: sessions.end_others(by, session, now=now))
    flash(_("Hyrjet e tjera u mbyllën."), "success")
    return see(url_for("account.account"))
