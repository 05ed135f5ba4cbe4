"""`/consultations`: what the office asks children, for the office and for anybody."""

from collections.abc import Callable
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.consultations import actions, queries, schemas
from services.intake.consultations.lists import ConsultationListing
from services.intake.consultations.models import Consultation
from shared import access, idempotency, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("consultations", __name__, description="What the office asks children, in counts alone")
BLUEPRINTS = (blueprint,)
ASKERS = ("case_officer", "approver", "commissioner")
#: Who lets children be asked.
OPENERS = ("approver", "commissioner")


def _done(work: Callable[[Session], Consultation], status: int = 200) -> Response:
    return idempotency.answer(lambda session: queries.answer(work(session)), status, _etag)


def _etag(consultation: schemas.ConsultationAnswer) -> str:
    return etag(consultation.revision)


@blueprint.route("/consultations")
@blueprint.arguments(ConsultationListing, location="query")
@blueprint.response(200, schemas.ConsultationList)
@access.staff(*ASKERS)
def list_consultations(asked: ConsultationListing) -> Page[schemas.ConsultationLine]:
    """Consultations, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.consultations(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/consultations", methods=["POST"])
@blueprint.arguments(schemas.ConsultationBody)
@blueprint.response(201, schemas.ConsultationAnswer)
@access.staff(*ASKERS)
def prepare_consultation(body: schemas.ConsultationBody) -> Response:
    """Prepare a consultation; nobody is asked yet."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.prepare(by, session, body, now=now), 201)


@blueprint.route("/consultations/<uuid:consultation_id>")
@blueprint.response(200, schemas.ConsultationAnswer)
@access.staff(*ASKERS)
def get_consultation(consultation_id: UUID) -> tuple[schemas.ConsultationAnswer, int, dict[str, str]]:
    """One consultation; no result of few answers, to the office neither."""
    with platform().database.reading() as session:
        found = queries.answer(queries.consultation(session, consultation_id))
    return found, 200, {"ETag": _etag(found)}


@blueprint.route("/consultations/<uuid:consultation_id>/capacity", methods=["POST"])
@blueprint.arguments(schemas.CapacityBody)
@blueprint.response(200, schemas.ConsultationAnswer)
@access.staff(*ASKERS)
def record_capacity(body: schemas.CapacityBody, consultation_id: UUID) -> Response:
    """Record how each of the nine conditions is met and how many children can be heard; wants If-Match. Once, and before anybody opens it."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.record_capacity(by, session, consultation_id, body, require_version, now=now))


@blueprint.route("/consultations/<uuid:consultation_id>/opening", methods=["POST"])
@blueprint.response(200, schemas.ConsultationAnswer)
@access.staff(*OPENERS)
def open_consultation(consultation_id: UUID) -> Response:
    """Let children be asked, as somebody who wrote nothing of it; wants If-Match."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.open_it(by, session, consultation_id, require_version, now=now))


@blueprint.route("/consultations/<uuid:consultation_id>/answers", methods=["POST"])
@blueprint.arguments(schemas.GivenAnswersBody)
@blueprint.response(200, schemas.ConsultationAnswer)
@access.staff(*ASKERS)
def enter_answers(body: schemas.GivenAnswersBody, consultation_id: UUID) -> Response:
    """Enter all answers so far, in counts; wants If-Match."""
    by = access.current()
    return _done(lambda session: actions.enter(by, session, consultation_id, body, require_version))


@blueprint.route("/consultations/<uuid:consultation_id>/closing", methods=["POST"])
@blueprint.response(200, schemas.ConsultationAnswer)
@access.staff(*ASKERS)
def close_consultation(consultation_id: UUID) -> Response:
    """Ask no more; anybody reads what enough children said. Wants If-Match."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.close(by, session, consultation_id, require_version, now=now))


@blueprint.route("/public/consultations")
@blueprint.response(200, schemas.ToldConsultations)
@access.any_site
def list_told() -> Response:
    """What children said in consultations that are closed: questions that enough of them answered, and no others."""
    with platform().database.reading() as session:
        return open_data.as_json(queries.told(session, open_data.LICENCE))
