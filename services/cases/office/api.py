"""How the office works: who has how much, about which rights, the handover of a portfolio, and the audit trail."""

from uuid import UUID

from flask import Response

from services.cases.domain.timeliness import local_date
from services.cases.office import actions, schemas
from services.cases.office.lists import ProtocolListing, TrailListing
from services.cases.office.queries import protocol, rights, workload
from services.cases.office.queries.trail import state, trail
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("office", __name__, description="Workload, rights, handover, audit trail")
BLUEPRINTS = (blueprint,)
LEADING = ("approver", "commissioner")
READING_THE_BOOK = ("case_officer", "approver", "commissioner", "auditor")


@blueprint.route("/workload")
@blueprint.response(200, schemas.WorkloadList)
@access.staff(*LEADING)
def get_workload() -> schemas.WorkloadList:
    """What each officer has on the desk, by name; the last line is what nobody has yet."""
    with platform().database.transaction() as session:
        lines = workload.of_all(session, access.current(), local_date(utc_now()))
    return schemas.WorkloadList(items=tuple(lines), next=None)


@blueprint.route("/rights")
@blueprint.arguments(schemas.RightsQuery, location="query")
@blueprint.response(200, schemas.RightsAnswer)
@access.staff(*LEADING)
def get_rights(asked: schemas.RightsQuery) -> schemas.RightsAnswer:
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
def hand_over(body: schemas.HandoverBody, staff_id: UUID) -> Response:
    """Give the open cases of one officer, all or some, to another; says which stay and why."""
    documents, by, now = platform().documents, access.current(), utc_now()
    return idempotency.answer(lambda session: actions.hand_over(by, session, documents, staff_id, body, now=now))


@blueprint.route("/audit")
@blueprint.arguments(TrailListing, location="query")
@blueprint.response(200, schemas.TrailList)
@access.staff("auditor", "commissioner")
def get_audit(asked: TrailListing) -> Page[schemas.TrailAnswer]:
    """The audit trail, newest first, of everything or of one object; reading it leaves an entry too."""
    here = platform()
    with here.database.transaction() as session:
        return trail(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/protocol-book")
@blueprint.arguments(ProtocolListing, location="query")
@blueprint.response(200, schemas.ProtocolList)
@access.staff(*READING_THE_BOOK)
def get_protocol_book(asked: ProtocolListing) -> Page[schemas.ProtocolAnswer]:
    """Every number of the protocol book, the newest first; of some no more than that it is taken."""
    here = platform()
    with here.database.transaction() as session:
        return protocol.book(session, here.documents, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/audit/state")
@blueprint.response(200, schemas.TrailStateAnswer)
@access.staff("auditor", "commissioner")
def get_audit_state() -> schemas.TrailStateAnswer:
    """How far the trail is sealed, its signed head, and what the other services say of it."""
    with platform().database.reading() as session:
        return state(session)
