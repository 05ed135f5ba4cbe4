"""`/institutions`: the directory of bodies."""

from datetime import date
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import institutions as actions
from services.partners.lists import InstitutionListing
from services.partners.models import Institution
from services.partners.queries import institutions as queries
from services.partners.schemas import institutions as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("institutions", __name__, description="Bodies and their dated relations")
OFFICE = ("admin", "commissioner", "approver")


@blueprint.route("/institutions", methods=["GET"])
@blueprint.arguments(InstitutionListing, location="query")
@blueprint.response(200, schemas.InstitutionList)
@access.signed_in()
def list_institutions(asked: InstitutionListing) -> Page[schemas.InstitutionAnswer]:
    """Bodies by name; `q` finds names and seats without regard to case, ë and ç."""
    here = platform()
    with here.database.transaction() as session:
        return queries.institutions(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/institutions/<uuid:institution_id>", methods=["GET"])
@blueprint.arguments(schemas.InstitutionDayQuery, location="query")
@blueprint.response(200, schemas.InstitutionAnswer)
@access.signed_in()
def get_institution(
    query: schemas.InstitutionDayQuery, institution_id: UUID
) -> tuple[schemas.InstitutionAnswer, dict[str, str]]:
    """One body with its relations and successions, of all days or `on` one."""
    with platform().database.transaction() as session:
        record = queries.record(session, institution_id, query.on)
    return record, {"ETag": etag(record.version)}


@blueprint.route("/institutions", methods=["POST"])
@blueprint.arguments(schemas.NewInstitution)
@blueprint.response(201, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def create_institution(body: schemas.NewInstitution) -> Response:
    """Add a body."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.InstitutionAnswer:
        return record_of(session, actions.create(by, session, here.documents, body, now=now))

    return idempotency.answer(work, 201, etag_of)


@blueprint.route("/institutions/<uuid:institution_id>", methods=["PATCH"])
@blueprint.arguments(schemas.InstitutionChange)
@blueprint.response(200, schemas.InstitutionAnswer)
@access.staff(*OFFICE)
def change_institution(body: schemas.InstitutionChange, institution_id: UUID) -> Response:
    """Change a body; wants If-Match."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.InstitutionAnswer:
        institution = actions.locked(session, institution_id)
        require_version(institution.version)
        return record_of(session, actions.change(by, session, here.documents, institution, body, now=now))

    return idempotency.answer(work, 200, etag_of)


def record_of(session: Session, institution: Institution) -> schemas.InstitutionAnswer:
    return queries.records(session, [institution])[0]


def etag_of(record: schemas.InstitutionAnswer) -> str:
    return etag(record.version)


def today() -> date:
    return domain.local_date(utc_now())
