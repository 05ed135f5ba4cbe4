"""`/obligations`: what is late, why on that day, and what is done about it."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import assessments, escalations, extensions
from services.cases.actions.assessments import WantedAssessment
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Assessed, Confirmed
from services.cases.domain.timeliness import local_date
from services.cases.lists.obligations import ObligationListing
from services.cases.queries import acts
from services.cases.queries import obligations as queries
from services.cases.queries.acts import ObligationView
from services.cases.schemas import obligations as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("obligations", __name__, description="What bodies owe, and their clocks")
WORKERS = ("case_officer", "approver", "commissioner")


def _today() -> date:
    return local_date(utc_now())


@blueprint.route("/obligations", methods=["GET"])
@blueprint.arguments(ObligationListing, location="query")
@blueprint.response(200, schemas.ObligationList)
@access.staff(*WORKERS)
def list_obligations(asked: ObligationListing) -> Page[ObligationView]:
    """Obligations that the reader may see; `timeliness=late` by their last day, earliest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return queries.page_of(session, here.cursors, asked, reading)


@blueprint.route("/obligations/<uuid:obligation_id>", methods=["GET"])
@blueprint.response(200, schemas.ObligationWhole)
@access.staff(*WORKERS)
def get_obligation(obligation_id: UUID) -> Any:
    """One obligation with all that was said and done about it."""
    here = platform()
    with here.database.transaction() as session:
        return queries.read(session, here.documents, obligation_id, access.current(), _today())


@blueprint.route("/obligations/<uuid:obligation_id>/rungs", methods=["GET"])
@blueprint.response(200, schemas.LadderAnswer)
@access.staff(*WORKERS)
def get_rungs(obligation_id: UUID) -> Any:
    """What was sent, what comes next and from when, and what waits for a person to send it."""
    with platform().database.transaction() as session:
        return queries.ladder(session, obligation_id, access.current(), _today())


@blueprint.route("/obligations/<uuid:obligation_id>/assessments", methods=["POST"])
@blueprint.arguments(schemas.AssessmentBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def assess(body: dict[str, Any], obligation_id: UUID) -> Response:
    """Record what the office found; the caller is its verifier."""
    by = access.current()
    rest = {name: value for name, value in body.items() if name != "assessment"}
    wanted = WantedAssessment(word=Assessed(body["assessment"]) if body["assessment"] else None, **rest)

    def work(session: Session) -> dict[str, Any]:
        return _line(session, assessments.assess(by, session, obligation_id, wanted, now=utc_now()))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/insufficiency", methods=["POST"])
@blueprint.arguments(schemas.InsufficiencyBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def find_insufficient(body: dict[str, Any], obligation_id: UUID) -> Response:
    """The reply is not enough; the ladder opens."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        return _line(session, assessments.find_insufficient(by, session, obligation_id, body["reason"], now=utc_now()))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/confirmation", methods=["POST"])
@blueprint.arguments(schemas.ConfirmationBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def confirm(body: dict[str, Any], obligation_id: UUID) -> Response:
    """What the child or complainant says; a no opens again what was settled."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        return _line(
            session, assessments.confirm(by, session, obligation_id, Confirmed(body["confirmed"]), now=utc_now())
        )

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/extensions", methods=["POST"])
@blueprint.arguments(schemas.ExtensionBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def decide_extension(body: dict[str, Any], obligation_id: UUID) -> Response:
    """More time or not."""
    by = access.current()
    rest = {name: body[name] for name in ("until", "request_id", "reason")}

    def work(session: Session) -> dict[str, Any]:
        return _line(session, extensions.decide(by, session, obligation_id, body["granted"], now=utc_now(), **rest))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/escalations", methods=["POST"])
@blueprint.arguments(schemas.EscalationBody)
@blueprint.response(201, schemas.TakenRung)
@access.staff(*WORKERS, "publisher")
def escalate(body: dict[str, Any], obligation_id: UUID) -> Response:
    """Send a rung; 409 says from when, which comes first, or what is lawful where there is no superior."""
    by, documents = access.current(), platform().documents
    rest = {name: body[name] for name in ("reason", "override_reason", "alternative", "to")}

    def work(session: Session) -> dict[str, Any]:
        taken = escalations.send(by, session, documents, obligation_id, RungKey(body["rung"]), now=utc_now(), **rest)
        return schemas.TakenRung().dump(taken)

    return idempotency.answer(work, 201)


def _line(session: Session, obligation: Any) -> dict[str, Any]:
    found: dict[str, Any] = schemas.ObligationLine().dump(acts.views(session, [obligation], _today())[0])
    return found
