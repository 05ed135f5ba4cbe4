"""`/sessions` and `/staff`: logging in, and who there is to give a case to."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.cases.actions import staff
from services.cases.queries import people
from services.cases.schemas import people as schemas
from shared import access, idempotency
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("sessions", __name__, description="Log-in, and the people of the office")


@blueprint.route("/sessions", methods=["POST"])
@blueprint.arguments(schemas.LogInBody)
@blueprint.response(201, schemas.SessionAnswer)
@access.public
def log_in(body: dict[str, Any]) -> Any:
    """A bearer token for eight hours. 401 for a wrong name or password alike, 429 for too many tries."""
    here = platform()
    with here.database.transaction() as session:
        staff.count_try(session, body["username"], request.remote_addr or "")

    def work(session: Session) -> dict[str, Any]:
        found = staff.log_in(session, body["username"], body["password"], here.settings.staff_signing_key or "")
        if found is None:
            raise Problem(401, "wrong_log_in", detail="no such username and password")
        return schemas.SessionAnswer().dump(found)

    return idempotency.answer(work, 201)


@blueprint.route("/staff", methods=["GET"])
@blueprint.arguments(schemas.StaffQuery, location="query")
@blueprint.response(200, schemas.MemberList)
@access.staff("case_officer", "approver", "commissioner", "admin")
def list_staff(query: dict[str, Any]) -> dict[str, Any]:
    """Active staff by name."""
    with platform().database.transaction() as session:
        return {"items": people.members(session, query["role"]), "next": None}
