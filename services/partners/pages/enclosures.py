"""The page of one enclosure of a letter, or of a reminder of it."""

import json
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.partners.forms import words
from services.partners.pages.correspondence import READERS
from services.partners.queries import enclosures as queries
from services.partners.queries import wall
from shared import access, audit
from shared.platform import platform

blueprint = Blueprint("enclosures_pages", "services.partners")


@blueprint.get("/dispatches/<uuid:dispatch_id>/enclosures/<string:name>")
@READERS
def enclosure(dispatch_id: UUID, name: str) -> ResponseReturnValue:
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        content = queries.content(wall.own(session, by), here.documents, dispatch_id, name)
        audit.record(session, by, "enclosure.read", "dispatch", dispatch_id, document=name)
    return render_template(
        "partners/enclosure.html", dispatch_id=dispatch_id, document=json.loads(content), words=words
    )
