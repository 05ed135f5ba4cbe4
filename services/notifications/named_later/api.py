"""`/named-later`: what is shown and seems to name somebody by now, and why it stays."""

from uuid import UUID

from flask import Response

from services.notifications.named_later import actions, queries, schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("named_later", __name__, description="What is shown and seems to name somebody by now")
BLUEPRINTS = (blueprint,)
PUBLISHERS = ("publisher", "commissioner")


@blueprint.route("/named-later")
@blueprint.response(200, schemas.NamedLaterList)
@access.staff(*PUBLISHERS)
def list_named_later() -> schemas.NamedLaterList:
    """All that waits to be withdrawn where it stands, or kept with a reason."""
    here = platform()
    with here.database.reading() as session:
        found = queries.asked(session, here.documents, utc_now())
        return schemas.NamedLaterList(items=tuple(queries.answer(one) for one in found))


@blueprint.route("/named-later/<uuid:shown_id>/keeping", methods=["POST"])
@blueprint.arguments(schemas.KeepingBody)
@blueprint.response(200, schemas.NamedLaterAnswer)
@access.staff(*PUBLISHERS)
def keep_named_later(body: schemas.KeepingBody, shown_id: UUID) -> Response:
    """Say why it stays, as somebody who wrote nothing of it."""
    here, by, now = platform(), access.current(), utc_now()
    return idempotency.answer(lambda session: actions.keep(by, session, here.documents, shown_id, body, now=now))
