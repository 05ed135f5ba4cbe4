"""The page with data on people that the office released to this body alone."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.partners.pages.correspondence import READERS
from services.partners.queries import released as queries
from services.partners.queries import wall
from shared import access, audit
from shared.platform import platform
from shared.words import language

blueprint = Blueprint("released_pages", "services.partners")


@blueprint.get("/dispatches/<uuid:dispatch_id>/released")
@READERS
def released(dispatch_id: UUID) -> ResponseReturnValue:
    """Each showing is in the audit trail."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        releases = queries.of(wall.own(session, by), here.documents, dispatch_id)
        audit.record(session, by, "released.read", "dispatch", dispatch_id)
    return render_template("partners/released.html", releases=releases, dispatch_id=dispatch_id, language=language())
