"""`/public/commitments`: what the State owes to children, as anyone may read it."""

from uuid import UUID

from services.cases.commitments.lists import PublicCommitmentListing
from services.cases.commitments.queries import figures, public
from services.cases.commitments.schemas import commitments as schemas
from services.cases.commitments.schemas import figures as figure_schemas
from services.cases.domain.timeliness import local_date
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import anyone
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("public_commitments", __name__, description="What the State owes, for anyone")


@blueprint.route("/public/commitments")
@blueprint.arguments(PublicCommitmentListing, location="query")
@blueprint.response(200, schemas.CommitmentList)
@access.any_site
def list_public_commitments(asked: PublicCommitmentListing) -> Page[schemas.CommitmentLineAnswer]:
    """What the State owes, with what it says of each and what the office found."""
    here = platform()
    with here.database.reading() as session:
        return public.public_commitments(session, here.cursors, asked, anyone(utc_now()))


@blueprint.route("/public/commitments/figures")
@blueprint.arguments(schemas.AsOfQuery, location="query")
@blueprint.response(200, figure_schemas.CommitmentFigures)
@access.any_site
def get_public_figures(asked: schemas.AsOfQuery) -> figure_schemas.CommitmentFigures:
    """What the State says beside what the office found; as it stood, and as it was known, on any day."""
    with platform().database.reading() as session:
        return figures.public_figures(session, asked, local_date(utc_now()))


@blueprint.route("/public/commitments/<uuid:commitment_id>")
@blueprint.arguments(schemas.AsOfQuery, location="query")
@blueprint.response(200, schemas.PublicCommitmentAnswer)
@access.any_site
def get_public_commitment(asked: schemas.AsOfQuery, commitment_id: UUID) -> schemas.PublicCommitmentAnswer:
    """One of them."""
    with platform().database.reading() as session:
        return public.read(session, commitment_id, asked, local_date(utc_now()))
