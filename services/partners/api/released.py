"""`/dispatches/{id}/released`: data on people that the office released to this body alone."""

from uuid import UUID

from services.partners.queries import released, wall
from services.partners.schemas import released as schemas
from shared import access, audit
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("released", __name__, description="Data that the office released to one body")


@blueprint.route("/dispatches/<uuid:dispatch_id>/released", methods=["GET"])
@blueprint.response(200, schemas.Releases)
@access.partner("dispatch:read")
def get_released(dispatch_id: UUID) -> tuple[schemas.Releases, dict[str, str]]:
    """What was released with a letter. Each reading is in the audit trail."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        releases = released.of(wall.own(session, by), here.documents, dispatch_id)
        audit.record(session, by, "released.read", "dispatch", dispatch_id)
    return schemas.Releases(items=releases), {"Cache-Control": "private, no-store"}
