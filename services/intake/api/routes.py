"""The blueprint that the routes of the API share."""

from flask import Response

from shared.gate import Blueprint

blueprint = Blueprint(
    "api", __name__, description="Complaints, their mailbox behind the receipt code, and the decision on them"
)


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """No cache keeps an answer of this API: any of them says that there is a complaint."""
    response.headers["Cache-Control"] = "no-store"
    return response
