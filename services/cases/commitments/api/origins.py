"""`/commitment-origins`: what the Assembly made of recommendations of the office."""

from flask import Response
from sqlalchemy.orm import Session

from services.cases.commitments.actions import ties
from services.cases.commitments.lists import OriginListing
from services.cases.commitments.queries import links
from services.cases.commitments.queries.commitments import WORKERS
from services.cases.commitments.schemas import commitments as schemas
from services.cases.domain.timeliness import local_date
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("commitment_origins", __name__, description="What the Assembly made of recommendations")


@blueprint.route("/commitment-origins")
@blueprint.arguments(OriginListing, location="query")
@blueprint.response(200, schemas.CommitmentOriginList)
@access.staff(*WORKERS)
def list_origins(asked: OriginListing) -> Page[schemas.CommitmentOriginAnswer]:
    """Of each recommendation the task that came of it, or that none did; what was corrected stays."""
    here = platform()
    with here.database.reading() as session:
        return links.origins(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/commitment-origins", methods=["POST"])
@blueprint.arguments(schemas.OriginBody)
@blueprint.response(201, schemas.CommitmentOriginAnswer)
@access.staff(*WORKERS)
def note_origin(body: schemas.OriginBody) -> Response:
    """Note what the Assembly made of a recommendation, and where that was read."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.CommitmentOriginAnswer:
        return links.origin(session, ties.note_origin(by, session, body, now=now), by, local_date(now))

    return idempotency.answer(work, 201)
