"""`/public/subscriptions/…`: the address by which mail programs end a subscription with one POST (RFC 8058)."""

from uuid import UUID

from flask import Response, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from services.notifications.bulletins import domain, schemas
from services.notifications.bulletins.actions import subscribing
from services.notifications.bulletins.actions.keys import Keys
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.rules import NotFound

blueprint = Blueprint("subscriptions", __name__, description="Ending what comes by mail")
BLUEPRINTS = (blueprint,)
PATH = "/public/subscriptions/<string:token>"
#: How a link's token looks, for the OpenAPI document; any other is one that nobody was sent.
TOKEN = {
    "in": "path",
    "name": "token",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{48}$"},
}


@blueprint.route(PATH, methods=["POST"], parameters=[TOKEN])
@blueprint.response(200, schemas.EndedAnswer)
@access.public
def end_subscription(token: str) -> Response:
    """End the subscription that this link is of. Whatever is sent in the body is not read; twice is as once."""
    subscriber_id, now = _whose(token), utc_now()

    def work(session: Session) -> schemas.EndedAnswer:
        subscribing.end(session, subscriber_id, now=now)
        return schemas.EndedAnswer(ended=True)

    return idempotency.answer(work, 200)


@blueprint.route(PATH, methods=["GET"], parameters=[TOKEN])
@blueprint.response(303)
@access.public
def ask_to_end(token: str) -> AnyResponse:
    """Leads a person to the page where they end it themselves; nothing changes by following it."""
    leave = domain.token(Keys.of(platform().settings).link, domain.LEAVE, _whose(token))
    return redirect(url_for("bulletins_pages.end", token=leave), 303)


def _whose(token: str) -> UUID:
    found = domain.read_token(Keys.of(platform().settings).link, domain.END, token)
    if found is None:
        raise NotFound
    return found
