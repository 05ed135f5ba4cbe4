"""`/dispatches/{id}/enclosures/{name}`: what a letter encloses, and the office's reminders of it."""

from uuid import UUID

from flask import Response

from services.partners.queries import enclosures, wall
from shared import access, audit
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("enclosures", __name__, description="What lies beside a letter")


@blueprint.route("/dispatches/<uuid:dispatch_id>/enclosures/<string:name>", methods=["GET"])
@blueprint.response(
    200, {"type": "object", "description": "The document as it is frozen"}, content_type="application/json"
)
@access.partner("dispatch:read")
def get_enclosure(dispatch_id: UUID, name: str) -> Response:
    """One enclosure as it is frozen; `name` as `attachments` of the document, or the details of a reminder, give it."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        enclosure = enclosures.content(wall.own(session, by), here.documents, dispatch_id, name)
        audit.record(session, by, "enclosure.read", "dispatch", dispatch_id, document=name)
    response = Response(enclosure, mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response
