"""Who works here, for the administrator, who asks there for a way back in for somebody; and the page of what was asked for, for all whom
it concerns. Roles are given by no page.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import flask
from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from services.cases.forms.refusals import sentence
from services.cases.pages.acting import see
from services.cases.queries import people
from services.cases.rescues import actions, queries
from services.cases.rescues.domain import FACTOR, PASSWORD
from services.cases.rescues.schemas import RescueBody, RescueDone
from services.cases.words import STAFF_ROLES
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("accounts", __name__)
BLUEPRINTS = (blueprint,)
_SEEN = "rescues_seen"
T = TypeVar("T")


@blueprint.after_app_request
def _alarm(response: Response) -> Response:
    """Who comes to the first page is led to what concerns them and may be stopped, once a session: who has no work in cases too."""
    if request.endpoint != "home.home" or response.status_code not in (200, 303):
        return response
    with platform().database.reading() as session:
        mine = {str(one.id) for one in queries.seen_by(session, access.current(), utc_now())}
    if mine <= set(flask.session.get(_SEEN, ())):
        return response
    flask.session[_SEEN] = sorted(mine)
    return see(url_for("accounts.rescues"))


@blueprint.get("/staff/accounts")
@access.staff("admin")
def everyone() -> ResponseReturnValue:
    return _page()


@blueprint.post("/staff/accounts/<uuid:staff_id>/password")
@access.staff("admin")
def reset_password(staff_id: UUID) -> ResponseReturnValue:
    return _ask(RescueBody(staff_id=staff_id, what=PASSWORD))


@blueprint.post("/staff/accounts/<uuid:staff_id>/second-factor/removal")
@access.staff("admin")
def remove_factor(staff_id: UUID) -> ResponseReturnValue:
    """Of somebody who lost their device."""
    return _ask(RescueBody(staff_id=staff_id, what=FACTOR))


@blueprint.get("/staff/rescues")
@access.staff()
def rescues() -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    with platform().database.reading() as session:
        items = queries.seen_by(session, by, now)
        names = people.names(session, [one for row in items for one in (row.staff_id, row.asked_by, row.agreed_by)])
    agrees = queries.rule(now).lets_agree(by.roles)
    return render_template("cases/rescues.html", items=items, names=names, me=by.person, agrees=agrees, now=now)


@blueprint.post("/staff/rescues/<uuid:rescue_id>/agreement")
@access.staff("admin", "commissioner")
def agree(rescue_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.agree(by, session, rescue_id, now=now), _("U pranua. E kryen kush e kërkoi."))


@blueprint.post("/staff/rescues/<uuid:rescue_id>/stop")
@access.staff()
def stop(rescue_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.stop(by, session, rescue_id, now=now), _("U ndal."))


@blueprint.post("/staff/rescues/<uuid:rescue_id>/completion")
@access.staff("admin")
def complete(rescue_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    done = _try(lambda session: actions.complete(by, session, rescue_id, now=now))
    return see(url_for("accounts.rescues")) if done is None else _told(done)


def _ask(wanted: RescueBody) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    told = _("U kërkua. Personi dhe kush mund ta ndalë u njoftuan.")
    return _done(lambda session: actions.ask(by, session, wanted, now=now), told)


def _told(done: RescueDone) -> ResponseReturnValue:
    """The new password stands on this answer alone: no page shows it again."""
    if done.password is not None:
        return _page(username=done.username, password=done.password)
    flash(_("Hapi i dytë u hoq. Personi hyn me fjalëkalim dhe e vë përsëri."), "success")
    return see(url_for("accounts.everyone"))


def _done(work: Callable[[Session], object], said: str) -> ResponseReturnValue:
    if _try(work) is not None:
        flash(said, "success")
    return see(url_for("accounts.rescues"))


def _try(work: Callable[[Session], T]) -> T | None:
    """What `work` gives; None where a rule says no, which the next page says."""
    try:
        return platform().database.run(work)
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
        return None


def _page(**shown: str) -> str:
    with platform().database.reading() as session:
        members, secured = people.members(session), people.with_second_factor(session)
    me = access.current().id
    return render_template("cases/accounts.html", members=members, roles=STAFF_ROLES, me=me, secured=secured, **shown)
