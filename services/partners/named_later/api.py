"""`/named-later`: what is announced and seems to name somebody by now, and what is to become of it."""

from uuid import UUID

from flask import Response

from services.partners.named_later import actions, queries, schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("named_later", __name__, description="What is announced and seems to name somebody by now")
BLUEPRINTS = (blueprint,)
ANNOUNCERS = ("publisher", "commissioner")


@blueprint.route("/named-later")
@blueprint.response(200, schemas.NamedLaterList)
@access.staff(*ANNOUNCERS)
def list_named_later() -> schemas.NamedLaterList:
    """All that waits to be taken off, or kept with a reason."""
    with platform().database.reading() as session:
        return schemas.NamedLaterList(items=tuple(queries.answer(one) for one in queries.asked(session)))


@blueprint.route("/named-later/<uuid:activity_id>/settling", methods=["POST"])
@blueprint.arguments(schemas.NamedLaterBody)
@blueprint.response(200, schemas.NamedLaterAnswer)
@access.staff(*ANNOUNCERS)
def settle_named_later(body: schemas.NamedLaterBody, activity_id: UUID) -> Response:
    """Take it off, or say why it stays, as somebody who wrote nothing of it."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: actions.settle(by, session, activity_id, body, now=now))
