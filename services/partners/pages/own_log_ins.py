"""One's own log-ins to the portal: where one is in, and the way out of one or of all others."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.partners.actions import people
from services.partners.models.people import IDLE
from services.partners.pages.correspondence import PEOPLE
from services.partners.queries import credentials
from shared import access, devices
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("own_log_ins", "services.partners")


@blueprint.get("/log-ins")
@PEOPLE
def log_ins() -> ResponseReturnValue:
    with platform().database.reading() as session:
        own = credentials.own_sessions(session, access.current(), utc_now())
    minutes = IDLE.seconds // 60
    return render_template("partners/log_ins.html", sessions=own, device_words=devices.device_words, minutes=minutes)


@blueprint.post("/log-ins/<uuid:session_id>/end")
@PEOPLE
def end(session_id: UUID) -> ResponseReturnValue:
    by = access.current()
    platform().database.run(lambda session: people.end_session(by, session, session_id))
    flash(_("Hyrja u mbyll."), "success")
    return redirect(url_for("own_log_ins.log_ins"), 303)


@blueprint.post("/log-ins/others/end")
@PEOPLE
def end_others() -> ResponseReturnValue:
    by = access.current()
    platform().database.run(lambda session: people.end_others(by, session))
    flash(_("Hyrjet e tjera u mbyllën."), "success")
    return redirect(url_for("own_log_ins.log_ins"), 303)
