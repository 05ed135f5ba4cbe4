"""`/notifications/api/v1`: what became of the messages, for those who run the platform."""

from services.notifications import queries, schemas
from services.notifications.lists import MessageListing
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform

blueprint = Blueprint("api", __name__, description="Mails and SMS and what became of them.")


@blueprint.route("/messages", methods=["GET"])
@blueprint.arguments(MessageListing, location="query")
@blueprint.response(200, schemas.MessageList)
@access.staff("admin")
def list_messages(asked: MessageListing) -> schemas.MessageList:
    """Messages, newest first, with the state of each; `last_error` is a code, never a server's words."""
    here = platform()
    with here.database.reading() as session:
        return queries.messages(session, here.cursors, asked, Reading(access.current(), utc_now()))
