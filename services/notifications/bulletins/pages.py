"""Asking for news by mail, confirming it and ending it. A page that is only followed changes nothing: mail filters follow every link."""

import hmac
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.bulletins import domain, queries
from services.notifications.bulletins.actions import subscribing
from services.notifications.bulletins.actions.keys import Keys
from services.notifications.bulletins.forms import ConfirmForm, EndForm, SubscribeForm
from shared import access, limits
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import ContentViolation, NotFound
from shared.sealing import derive
from shared.tries import network_of
from shared.words import language

blueprint = Blueprint("bulletins_pages", __name__)
BLUEPRINTS = (blueprint,)
#: Ten minutes; an office or a school stands behind one address. And how often an address may be guessed at one link.
WINDOW, ASKED_PER_NETWORK, TRIES_PER_LINK = 600, 30, 20


@blueprint.route("/bulletins", methods=["GET", "POST"])
@access.public
def subscribe() -> ResponseReturnValue:
    here, form = platform(), SubscribeForm()
    with here.database.reading() as session:
        clusters = queries.clusters(session, utc_now())
    form.clusters.choices = [(one.key, one.name(language())) for one in clusters]
    if form.validate_on_submit():
        _count("bulletins", _network(), ASKED_PER_NETWORK)
        with here.database.transaction() as session:
            address, chosen, wants = form.address.data or "", form.clusters.data or (), form.wants.data or ()
            subscribing.ask(session, Keys.of(here.settings), address, language(), chosen, wants, now=utc_now())
        return redirect(url_for("bulletins_pages.asked"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("notifications/bulletins.html", form=form), status


@blueprint.get("/bulletins/asked")
@access.public
def asked() -> str:
    said = _("Nëse adresa është e saktë, do të gjeni aty një mesazh. Lajmet vijnë pasi ta konfirmoni me lidhjen e tij.")
    return _said(_("Shihni postën tuaj"), said)


@blueprint.route("/bulletins/confirm/<string:token>", methods=["GET", "POST"])
@access.public
def confirm(token: str) -> ResponseReturnValue:
    """The page is the same for every link; its button is not."""
    here, form = platform(), ConfirmForm()
    if form.validate_on_submit():
        subscriber_id = _whose(domain.CONFIRM, token)
        with here.database.transaction() as session:
            subscribing.confirm(session, subscriber_id, now=utc_now())
        return redirect(url_for("bulletins_pages.confirmed"), 303)
    return render_template("notifications/bulletins_confirm.html", form=form)


@blueprint.get("/bulletins/confirmed")
@access.public
def confirmed() -> str:
    return _said(_("Do t'i merrni lajmet"), _("Çdo mesazh ka një lidhje me të cilën i mbyllni kur të doni."))


@blueprint.route("/bulletins/end/<string:token>", methods=["GET", "POST"])
@access.public
def end(token: str) -> ResponseReturnValue:
    """The page is the same for every link; its button is not."""
    form = EndForm()
    if form.validate_on_submit() and _left(form, _whose(domain.LEAVE, token)):
        return redirect(url_for("bulletins_pages.ended"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("notifications/bulletins_end.html", form=form), status


@blueprint.get("/bulletins/ended")
@access.public
def ended() -> str:
    return _said(_("Nuk do t'ju shkruajmë më"), _("Adresa juaj u fshi."))


def _left(form: EndForm, subscriber_id: UUID) -> bool:
    here = platform()
    _count("bulletin_end", subscriber_id.hex, TRIES_PER_LINK)
    try:
        with here.database.transaction() as session:
            subscribing.leave(session, Keys.of(here.settings), subscriber_id, form.address.data or "", now=utc_now())
    except ContentViolation:
        form.address.errors = [_("Ky mesazh nuk u dërgua në atë adresë.")]
        return False
    return True


def _whose(purpose: str, token: str) -> UUID:
    found = domain.read_token(Keys.of(platform().settings).link, purpose, token)
    if found is None:
        raise NotFound
    return found


def _network() -> str:
    """A name for the network that cannot be traced back, nor joined with that of another day."""
    secret = derive(platform().settings.secret_key.encode(), "besa.bulletins.network")
    said = f"{utc_now().date().isoformat()} {network_of(request.remote_addr or '')}"
    return hmac.digest(secret, said.encode(), "sha256").hex()[:32]


def _count(bucket: str, key: str, most: int) -> None:
    """In a transaction of its own, so that it stands. Raises `TooManyError`."""
    with platform().database.transaction() as counting:
        limits.count(counting, bucket, key, most=most, seconds=WINDOW)


def _said(title: str, text: str) -> str:
    page: str = render_template("notifications/bulletins_said.html", heading=title, text=text)
    return page
