"""`/<service>/api/v1/asyncapi.json`: which events the service sends and receives, as OpenAPI says which requests it answers."""

from flask import Blueprint, Response, current_app, jsonify

from shared import access
from shared.events import printed

blueprint = Blueprint("asyncapi", __name__)


@blueprint.get("/asyncapi.json")
@access.public
def asyncapi() -> Response:
    return jsonify(printed.asyncapi(current_app.name))
