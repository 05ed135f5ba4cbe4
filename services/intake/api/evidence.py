"""Files of the evidence, for staff who have opened the complaint's file."""

from uuid import UUID

from flask import Response

from services.intake.actions import openings
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.models import Vault
from shared import access, file_parts
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = uncached(Blueprint("evidence", __name__, description="Files that were handed in"))


@blueprint.route("/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@access.staff(*OFFICERS)
def evidence_file(complaint_id: UUID, evidence_id: UUID) -> Response:
    """The clean copy of one file, to save. Needs an opening of the complaint's file by the same person in the last 15 minutes (409)."""
    file = _opened(complaint_id, evidence_id)
    return file_parts.shown(file.document, file.name, file.box)


@blueprint.route("/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>/original")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@access.staff(*OFFICERS)
def evidence_original(complaint_id: UUID, evidence_id: UUID) -> Response:
    """A file as it came, to save: where another person agreed to that (an access with the purpose `original`), else 409."""
    file = _opened(complaint_id, evidence_id, original=True)
    return file_parts.original(file.document, file.media_type, file.name, file.box, beside_copy=True)


def _opened(complaint_id: UUID, evidence_id: UUID, *, original: bool = False) -> openings.EvidenceFile:
    here, now, by = platform(), utc_now(), access.current()
    vault = Vault.of(here.settings)
    return here.database.run(
        lambda session: openings.open_evidence(
            by, session, vault, complaint_id, evidence_id, now=now, original=original
        )
    )
