"""`/recommendations/{id}/public-version`: what the public reads of an act."""

from datetime import datetime
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import public_versions
from services.cases.queries import public_versions as queries
from services.cases.schemas import acts as act_schemas
from services.cases.schemas import public_versions as schemas
from services.cases.schemas.checks import goes_on
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("public_versions", __name__, description="What the public reads of an act")
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


@blueprint.route("/recommendations/<uuid:act_id>/public-version", methods=["GET"])
@blueprint.response(200, schemas.PublicVersionAnswer)
@access.staff(*WORKERS)
def get_public_version(act_id: UUID) -> schemas.PublicVersionAnswer:
    """The draft that waits to be approved, with its check, and what the public reads now."""
    with platform().database.transaction() as session:
        return queries.read(session, act_id, access.current()).answer()


@blueprint.route("/recommendations/<uuid:act_id>/public-version", methods=["POST"])
@blueprint.arguments(schemas.PublicVersionBody)
@blueprint.response(201, schemas.PublicVersionAnswer)
@access.staff(*WORKERS)
def write_public_version(body: schemas.PublicVersionBody, act_id: UUID) -> Response:
    """Write what the public is to read of an issued act; a draft that waits is changed."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.PublicVersionAnswer:
        public_versions.write(by, session, here.documents, act_id, body, now=now)
        return queries.read(session, act_id, by).answer()

    return idempotency.answer(work, 201)


@blueprint.route("/recommendations/<uuid:act_id>/public-version/approval", methods=["POST"])
@blueprint.arguments(act_schemas.ApprovalBody)
@blueprint.response(200, schemas.PublicVersionAnswer)
@blueprint.doc(responses={"202": {"description": "It waits to be compared with the sealed files"}})
@access.staff(*LEADING)
def approve_public_version(body: act_schemas.ApprovalBody, act_id: UUID) -> Response:
    """Let the public read exactly this content; by someone else than who wrote in it. 202 as for an act."""
    by, now = access.current(), utc_now()
    _compare_again(act_id, now)

    def work(session: Session) -> schemas.PublicVersionAnswer:
        public_versions.approve(
            by, session, platform().documents, act_id, body.content_hash, names_reason=body.names_reason, now=now
        )
        return queries.read(session, act_id, by).answer()

    return idempotency.answer(work, lambda version: 202 if goes_on(version.names_check) else 200)


@blueprint.route("/recommendations/<uuid:act_id>/public-version/names-reason", methods=["POST"])
@blueprint.arguments(act_schemas.NamesReasonBody)
@blueprint.response(200, schemas.PublicVersionAnswer)
@access.staff(*LEADING)
def show_public_version_again(body: act_schemas.NamesReasonBody, act_id: UUID) -> Response:
    """Say why the public may read what was taken back for naming someone; by someone else than who wrote in it."""
    by, now = access.current(), utc_now()
    _compare_again(act_id, now)

    def work(session: Session) -> schemas.PublicVersionAnswer:
        public_versions.explain_names(by, session, act_id, body.content_hash, body.names_reason, now=now)
        return queries.read(session, act_id, by).answer()

    return idempotency.answer(work, 200)


def _compare_again(act_id: UUID, now: datetime) -> None:
    here, by = platform(), access.current()
    here.database.run(lambda session: public_versions.compare_again(by, session, here.documents, act_id, now=now))
