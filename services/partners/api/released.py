"""`/dispatches/{id}/released`: data on people that the office released to this body alone."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from services.partners.queries import released, wall
from services.partners.schemas import released as schemas
from shared import access, audit
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("released", __name__, description="Data that the office released to one body")


@blueprint.route("/dispatches/<uuid:dispatch_id>/released", methods=["GET"])
@blueprint.response(200, schemas.Releases)
@access.partner("dispatch:read")
def get_released(dispatch_id: UUID) -> Any:
    """What was released with a letter. Each reading is in the audit trail."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        found = released.of(wall.own(session, by), here.documents, dispatch_id)
        audit.record(session, by, "released.read", "dispatch", dispatch_id)
    response: Response = jsonify(schemas.Releases().dump({"items": found}))
    response.headers["Cache-Control"] = "private, no-store"
    return response
