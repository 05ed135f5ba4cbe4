"""`/notifications/api/v1`: what became of the messages, for those who run the platform."""

from typing import Any

from services.notifications import queries, schemas
from shared import access
from shared.gate import Blueprint
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("api", __name__, description="Mails and SMS and what became of them.")


@blueprint.route("/messages", methods=["GET"])
@blueprint.arguments(schemas.MessageQuery, location="query")
@blueprint.response(200, schemas.MessageList)
@access.staff("admin")
def list_messages(query: dict[str, Any]) -> Page:
    """Messages, newest first, with the state of each; `last_error` is a code, never a server's words."""
    here = platform()
    with here.database.reading() as session:
        return queries.messages(session, here.cursors, [access.current().name], **query)
