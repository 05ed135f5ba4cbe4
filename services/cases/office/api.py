"""How the office works: who has how much, about which rights, the handover of a portfolio, and the audit trail."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.office import actions, schemas
from services.cases.office.queries import rights, trail, workload
from services.cases.office.schemas import RightsAnswer, RightsQuery
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("office", __name__, description="Workload, rights, handover, audit trail")
BLUEPRINTS = (blueprint,)
LEADING = ("approver", "commissioner")


@blueprint.route("/workload", methods=["GET"])
@blueprint.response(200, schemas.WorkloadList)
@access.staff(*LEADING)
def get_workload() -> Any:
    """What each officer has on the desk, by name; the last line is what nobody has yet."""
    with platform().database.transaction() as session:
        return {"items": workload.of_all(session, access.current(), local_date(utc_now())), "next": None}


@blueprint.route("/rights", methods=["GET"])
@blueprint.arguments(RightsQuery, location="query")
@blueprint.response(200, RightsAnswer)
@access.staff(*LEADING)
def get_rights(asked: RightsQuery) -> RightsAnswer:
    """Cases opened in a period by cluster of the Convention, each case once per cluster."""
    today = local_date(utc_now())
    until = asked.to or max(today, asked.from_ or today)
    since = asked.from_ or until.replace(month=1, day=1)
    with platform().database.transaction() as session:
        return rights.by_cluster(session, access.current(), since, until)


@blueprint.route("/staff/<uuid:staff_id>/handover", methods=["POST"])
@blueprint.arguments(schemas.HandoverBody)
@blueprint.response(200, schemas.HandoverAnswer)
@access.staff(*LEADING)
def hand_over(body: dict[str, Any], staff_id: UUID) -> Response:
    """Give the open cases of one officer, all or some, to another; says which stay and why."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        found: dict[str, Any] = schemas.HandoverAnswer().dump(
            actions.hand_over(session, here.documents, staff_id, by=by, **body)
        )
        return found

    return idempotency.answer(work)


@blueprint.route("/audit", methods=["GET"])
@blueprint.arguments(schemas.AuditQuery, location="query")
@blueprint.response(200, schemas.TrailList)
@access.staff("auditor", "commissioner")
def get_audit(query: dict[str, Any]) -> Any:
    """The audit trail, newest first, of everything or of one object; reading it leaves an entry too."""
    here = platform()
    about = {"object_type": query["about"], "object_id": query["id"]}
    paging = {"after": query["after"], "limit": query["limit"]}
    with here.database.transaction() as session:
        return trail.page_of(session, here.cursors, access.current(), **about, **paging)
