"""`/institutions`: the directory of bodies."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import institutions as actions
from services.partners.models import Institution
from services.partners.queries import institutions as queries
from services.partners.schemas import institutions as schemas
from shared import access, idempotency
from shared.gate import Blueprint
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("institutions", __name__, description="Bodies and their dated relations")
OFFICE = ("admin", "commissioner", "approver")


@blueprint.route("/institutions", methods=["GET"])
@blueprint.arguments(schemas.InstitutionQuery, location="query")
@blueprint.response(200, schemas.InstitutionList)
@access.signed_in()
def list_institutions(query: dict[str, Any]) -> dict[str, Any]:
    """Bodies by name; `q` finds names and seats without regard to case, ë and ç."""
    here = platform()
    filters = queries.Filters(query["q"], query["class_"], query["active"])
    reader = access.current().name
    with here.database.transaction() as session:
        items, following = queries.listed(
            session, filters, here.cursors, reader, after=query["after"], limit=query["limit"]
        )
    return {"items": items, "next": following}


@blueprint.route("/institutions/<uuid:institution_id>", methods=["GET"])
@blueprint.response(200, schemas.InstitutionAnswer)
@access.signed_in()
def get_institution(institution_id: UUID) -> Response:
    """One body with its relations."""
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id)
    response = jsonify(record)
    response.headers["ETag"] = etag(record["version"])
    return response


@blueprint.route("/institutions", methods=["POST"])
@blueprint.arguments(schemas.NewInstitution)
@blueprint.response(201, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def create_institution(body: dict[str, Any]) -> Response:
    """Add a body."""
    here = platform()
    by = access.current().name

    def work(session: Session) -> dict[str, Any]:
        return _record(session, actions.create(session, here.documents, dict(body), by, _today()))

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/institutions/<uuid:institution_id>", methods=["PATCH"])
@blueprint.arguments(schemas.InstitutionChange)
@blueprint.response(200, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def change_institution(body: dict[str, Any], institution_id: UUID) -> Response:
    """Change a body; wants If-Match."""
    here = platform()
    by = access.current().name

    def work(session: Session) -> dict[str, Any]:
        institution = actions.locked(session, institution_id)
        require_version(institution.version)
        return _record(session, actions.change(session, here.documents, institution, dict(body), by, _today()))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/institutions/<uuid:institution_id>/relations", methods=["POST"])
@blueprint.arguments(schemas.NewRelation)
@blueprint.response(201, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def add_relation(body: dict[str, Any], institution_id: UUID) -> Response:
    """Add a relation to another body; a hierarchy that would close a circle on some day is refused."""
    here = platform()
    by = access.current().name

    def work(session: Session) -> dict[str, Any]:
        institution = actions.locked(session, institution_id)
        return _record(session, actions.relate(session, here.documents, institution, body, by))

    return idempotency.answer(work, 201, _etag)


def _record(session: Session, institution: Institution) -> dict[str, Any]:
    return queries.records(session, [institution])[0]


def _etag(record: dict[str, Any]) -> str:
    return etag(record["version"])


def _today() -> date:
    return domain.local_date(datetime.now(UTC))
