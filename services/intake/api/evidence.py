"""Files of the evidence, for staff who have opened the complaint's file."""

from uuid import UUID

from flask import Response

from services.intake.actions import openings
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.models import Vault
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.sealing import unseal

blueprint = uncached(Blueprint("evidence", __name__, description="Files that were handed in"))

#: Whatever the file is, a browser may only save it: no guessing of types, no scripts, no plug-ins, no frames.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}


@blueprint.route("/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@access.staff(*OFFICERS)
def evidence_file(complaint_id: UUID, evidence_id: UUID) -> Response:
    """One file, to save. Needs an opening of the complaint's file by the same person in the last 15 minutes (409)."""
    here, now, by = platform(), utc_now(), access.current()
    vault = Vault.of(here.settings)
    file = here.database.run(
        lambda session: openings.open_evidence(by, session, vault, complaint_id, evidence_id, now=now)
    )
    content = unseal(file.key, here.documents.get(file.document), f"evidence.document.{file.id}")
    response = Response(content, mimetype=file.media_type)
    response.headers.update(HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
