"""`/institutions`: the directory of bodies."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import institutions as actions
from services.partners.models import Institution
from services.partners.queries import institutions as queries
from services.partners.schemas import institutions as schemas
from services.partners.schemas.institutions import InstitutionAnswer
from shared import access, idempotency
from shared.clock import utc_now
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
    filters = queries.Filters(query["q"], query["class_"], query["active"], query["county"], query["on"])
    reader = access.current().name
    with here.database.transaction() as session:
        items, following = queries.listed(
            session, filters, here.cursors, reader, after=query["after"], limit=query["limit"]
        )
    return {"items": items, "next": following}


@blueprint.route("/institutions/<uuid:institution_id>", methods=["GET"])
@blueprint.arguments(schemas.InstitutionDayQuery, location="query")
@blueprint.response(200, schemas.InstitutionAnswer)
@access.signed_in()
def get_institution(query: dict[str, Any], institution_id: UUID) -> tuple[InstitutionAnswer, dict[str, str]]:
    """One body with its relations and successions, of all days or `on` one."""
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id, query["on"])
    return record, {"ETag": etag(record.version)}


@blueprint.route("/institutions", methods=["POST"])
@blueprint.arguments(schemas.NewInstitution)
@blueprint.response(201, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def create_institution(body: dict[str, Any]) -> Response:
    """Add a body."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> InstitutionAnswer:
        return record_of(session, actions.create(by, session, here.documents, dict(body), now=now))

    return idempotency.answer(work, 201, etag_of)


@blueprint.route("/institutions/<uuid:institution_id>", methods=["PATCH"])
@blueprint.arguments(schemas.InstitutionChange)
@blueprint.response(200, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def change_institution(body: dict[str, Any], institution_id: UUID) -> Response:
    """Change a body; wants If-Match."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> InstitutionAnswer:
        institution = actions.locked(session, institution_id)
        require_version(institution.version)
        return record_of(session, actions.change(by, session, here.documents, institution, dict(body), now=now))

    return idempotency.answer(work, 200, etag_of)


def record_of(session: Session, institution: Institution) -> InstitutionAnswer:
    return queries.records(session, [institution])[0]


def etag_of(record: InstitutionAnswer) -> str:
    return etag(record.version)


def today() -> date:
    return domain.local_date(utc_now())
