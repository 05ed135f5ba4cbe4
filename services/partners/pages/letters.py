"""The letter as PDF, for people."""

from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from services.partners.actions import dispatches
from services.partners.pages.correspondence import READERS
from shared import access
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("letters_pages", "services.partners")


@blueprint.get("/dispatches/<uuid:dispatch_id>/letter.pdf")
@READERS
def letter_pdf(dispatch_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    whole = request.args.get("enclosures") == "true"
    content, number = here.database.run(
        lambda session: dispatches.open_letter(by, session, here.documents, dispatch_id, now=now, whole=whole)
    )
    headers = {"Content-Disposition": f'inline; filename="{number}.pdf"', "Cache-Control": "private, no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
