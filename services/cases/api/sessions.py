"""`/sessions` and `/staff`: logging in, and who there is to give a case to."""

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.actions import staff
from services.cases.queries import people
from services.cases.schemas import people as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("sessions", __name__, description="Log-in, and the people of the office")


@blueprint.route("/sessions", methods=["POST"])
@blueprint.arguments(schemas.LogInBody)
@blueprint.response(201, schemas.SessionAnswer)
@access.public
def log_in(body: schemas.LogInBody) -> Response:
    """A bearer token for eight hours. 401 for a wrong name or password alike, 429 for too many tries."""
    here, now = platform(), utc_now()
    with here.database.transaction() as session:
        staff.count_try(session, body.username, request.remote_addr or "")

    def work(session: Session) -> schemas.SessionAnswer:
        begun = staff.log_in(session, body, here.settings.staff_signing_key or "", now=now)
        if begun is None:
            raise Problem(401, "wrong_log_in", detail="no such username and password")
        return begun

    return idempotency.answer(work, 201)


@blueprint.route("/staff", methods=["GET"])
@blueprint.arguments(schemas.StaffQuery, location="query")
@blueprint.response(200, schemas.MemberList)
@access.staff("case_officer", "approver", "commissioner", "admin")
def list_staff(query: schemas.StaffQuery) -> schemas.MemberList:
    """Active staff by name."""
    with platform().database.transaction() as session:
        return schemas.MemberList(items=tuple(people.members(session, query.role)), next=None)
