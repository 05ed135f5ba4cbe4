"""`/institutions/…/relations` and `…/successions`: how bodies stand to each other and follow each other."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.actions import institutions, relations, successions
from services.partners.api.institutions import OFFICE, etag_of, record_of
from services.partners.schemas import institutions as institution_schemas
from services.partners.schemas import relations as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.preconditions import require_version

blueprint = Blueprint("relations", __name__, description="Dated relations and successions of bodies")


@blueprint.route("/institutions/<uuid:institution_id>/relations", methods=["POST"])
@blueprint.arguments(schemas.NewRelation)
@blueprint.response(201, institution_schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def add_relation(body: schemas.NewRelation, institution_id: UUID) -> Response:
    """Add a relation to another body; a hierarchy that would close a circle on some day is refused."""
    here, by = platform(), access.current()

    def work(session: Session) -> institution_schemas.InstitutionAnswer:
        institution = institutions.locked(session, institution_id)
        return record_of(session, relations.relate(by, session, here.documents, institution, body))

    return idempotency.answer(work, 201, etag_of)


@blueprint.route("/institutions/<uuid:institution_id>/relations/<uuid:relation_id>/end", methods=["POST"])
@blueprint.arguments(schemas.RelationEnd)
@blueprint.response(200, institution_schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def end_relation(body: schemas.RelationEnd, institution_id: UUID, relation_id: UUID) -> Response:
    """End a relation on a day; it stays to be seen on the days before."""
    here, by = platform(), access.current()

    def work(session: Session) -> institution_schemas.InstitutionAnswer:
        institution = institutions.locked(session, institution_id)
        ended = relations.end(by, session, here.documents, institution, relation_id, body.valid_to)
        return record_of(session, ended)

    return idempotency.answer(work, 200, etag_of)


@blueprint.route("/institutions/<uuid:institution_id>/relations/<uuid:relation_id>", methods=["PATCH"])
@blueprint.arguments(schemas.RelationChange)
@blueprint.response(200, institution_schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def correct_relation(body: schemas.RelationChange, institution_id: UUID, relation_id: UUID) -> Response:
    """Put right a relation that was entered wrongly; wants If-Match with the body's ETag."""
    here, by = platform(), access.current()

    def work(session: Session) -> institution_schemas.InstitutionAnswer:
        institution = institutions.locked(session, institution_id)
        require_version(institution.version)
        return record_of(session, relations.correct(by, session, here.documents, institution, relation_id, body))

    return idempotency.answer(work, 200, etag_of)


@blueprint.route("/institutions/<uuid:institution_id>/successions", methods=["POST"])
@blueprint.arguments(schemas.NewSuccession)
@blueprint.response(201, institution_schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def succeed(body: schemas.NewSuccession, institution_id: UUID) -> Response:
    """Say who follows a body that ends: for a merger once for each, for a split with several successors."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> institution_schemas.InstitutionAnswer:
        institution = institutions.locked(session, institution_id)
        return record_of(session, successions.succeed(by, session, here.documents, institution, body, now=now))

    return idempotency.answer(work, 201, etag_of)
