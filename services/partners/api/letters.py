"""`/dispatches/{id}/letter.pdf`: the letter as it is printed."""

from uuid import UUID

from flask import Response, request

from services.partners.actions import dispatches
from shared import access
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("letters", __name__, description="Letters as PDF")


@blueprint.route("/dispatches/<uuid:dispatch_id>/letter.pdf", methods=["GET"])
@blueprint.response(200, content_type="application/pdf")
@access.partner("dispatch:read")
def get_letter(dispatch_id: UUID) -> Response:
    """The letter as PDF, whose SHA-256 the document gives as `pdf_sha256`. The first time, it counts as opened."""
    if request.method == "HEAD":
        # Flask adds HEAD to every GET; a letter is opened by whoever takes its bytes.
        raise Problem(405, "method_not_allowed", headers={"Allow": "GET, OPTIONS"})
    here, by, now = platform(), access.current(), utc_now()
    content, number = here.database.run(
        lambda session: dispatches.open_letter(by, session, here.documents, dispatch_id, now=now)
    )
    headers = {"Content-Disposition": f'attachment; filename="{number}.pdf"', "Cache-Control": "private, no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
