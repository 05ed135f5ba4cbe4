"""In by the office's own provider of OpenID Connect, and the link between an account there and one here.

A link is made by its owner, from within a session: whoever could choose an address or a name there could choose a colleague's.
"""

from datetime import datetime, timedelta

import flask
from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import identities
from services.cases.actions.log_ins import StillMissing
from services.cases.domain.identities import Named
from services.cases.forms.log_in import local_path
from services.cases.forms.refusals import sentence
from services.cases.pages import letting_in, log_in_steps, oidc
from services.cases.pages.acting import see
from services.cases.pages.frame import is_staff
from shared import access, security_log
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound, RuleViolation

blueprint = Blueprint("provider", __name__)
Asked = dict[str, str]
_GOAL, _LINKING, _ASKED = "provider_goal", "provider_linking", "provider_asked"
#: How long a person may take at the provider before the link that they asked for here is forgotten.
LONGEST = timedelta(minutes=10)


@blueprint.get("/login/provider")
@access.public
def begin() -> ResponseReturnValue:
    here = platform()
    if not here.settings.oidc_issuer:
        return see(url_for("log_in.log_in"))
    flask.session[_GOAL] = local_path(request.args.get("next"))
    flask.session[_ASKED] = utc_now().isoformat()
    try:
        return oidc.lead(here.settings, here.settings.public_url.rstrip("/") + url_for("provider.come_back"))
    except oidc.AwayError as error:
        return _away(error)


@blueprint.get("/login/provider/back")
@access.public
def come_back() -> ResponseReturnValue:
    here, now = platform(), utc_now()
    if not here.settings.oidc_issuer:
        return see(url_for("log_in.log_in"))
    asked = flask.session.pop(_ASKED, None)
    goal, linking = local_path(flask.session.pop(_GOAL, None)), flask.session.pop(_LINKING, None)
    try:
        named = oidc.come_back(here.settings, datetime.fromisoformat(asked) if asked else now, now)
    except oidc.AwayError as error:
        return _away(error)
    except oidc.RefusedError as error:
        security_log.note_wrong_try(f"provider.{type(error.__cause__).__name__}")
        return _not_in(_("Hyrja te llogaria e zyrës nuk u krye. Provoni përsëri, ose hyni me fjalëkalim."))
    return _linked(named, linking, now) if linking else _let_in(named, goal, now)


def _let_in(named: Named, goal: str, now: datetime) -> ResponseReturnValue:
    terms = letting_in.terms()
    try:
        begun = platform().database.run(lambda session: identities.log_in(session, named, terms, now=now))
    except StillMissing as missing:
        return log_in_steps.lead(missing, goal, "")
    if begun is None:
        security_log.note_wrong_try("provider.unknown")
        return _not_in(
            _("Kjo llogari e zyrës nuk është lidhur këtu. Hyni me fjalëkalim, pastaj lidheni te «Llogaria ime».")
        )
    return letting_in.signed_in(begun.token, goal)


def _linked(named: Named, asked: Asked, now: datetime) -> ResponseReturnValue:
    """Whoever left in the meantime, or another who sits here now, links nothing."""
    if not _still(asked):
        return _not_in(
            _("Lidhja nuk u krye: kaloi shumë kohë, ose hyrja juaj u mbyll. Nisni përsëri te «Llogaria ime».")
        )
    by = access.current()
    try:
        platform().database.run(lambda session: identities.link(by, session, named, now=now))
    except RuleViolation as error:
        flash(sentence(error.code), "notice")
        return see(url_for("account.account"))
    flash(_("Llogaria e zyrës u lidh. Herën tjetër hyni me të."), "success")
    return see(url_for("account.account"))


def _away(_error: oidc.AwayError) -> ResponseReturnValue:
    return _not_in(_("Llogaria e zyrës nuk përgjigjet tani. Hyni me fjalëkalim, ose provoni pas pak."))


def _not_in(words: str) -> ResponseReturnValue:
    flash(words, "notice")
    return see(url_for("account.account") if is_staff() else url_for("log_in.log_in"))


@blueprint.post("/staff/account/provider")
@access.staff()
def link() -> ResponseReturnValue:
    """Asked for here, made when they come back: a page between, since no form may lead to another house."""
    if not platform().settings.oidc_issuer:
        raise NotFound
    flask.session[_LINKING] = {"staff": str(access.current().person), "until": (utc_now() + LONGEST).isoformat()}
    return see(url_for("provider.on_the_way"))


@blueprint.get("/staff/account/provider")
@access.staff()
def on_the_way() -> ResponseReturnValue:
    if not _still(flask.session.get(_LINKING)):
        return see(url_for("account.account"))
    return render_template("cases/provider.html", issuer=oidc.name_of(platform().settings))


@blueprint.post("/staff/account/provider/removal")
@access.staff()
def unlink() -> ResponseReturnValue:
    by, issuer, now = access.current(), platform().settings.oidc_issuer, utc_now()
    platform().database.run(lambda session: identities.unlink(by, session, issuer, now=now))
    flash(_("Llogaria e zyrës u shkëput. Hyrjet e tjera u mbyllën. Këtej e tutje hyni me fjalëkalim."), "success")
    return see(url_for("account.account"))


def _still(asked: Asked | None) -> bool:
    """Whether the one who is in asked for it a short while ago, in this browser."""
    if asked is None or not is_staff() or asked["staff"] != str(access.current().person):
        return False
    return datetime.fromisoformat(asked["until"]) >= utc_now()
