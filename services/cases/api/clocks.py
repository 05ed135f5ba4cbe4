"""`/obligations/{id}/clock-entries`: what an officer enters into a clock."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import clock_entries
from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.queries import clocks as queries
from services.cases.schemas import clocks as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("clocks", __name__, description="The ledgers of clocks")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/obligations/<uuid:obligation_id>/clock")
@blueprint.response(200, schemas.ClockAnswer)
@access.staff(*WORKERS)
def get_clock(obligation_id: UUID) -> schemas.ClockAnswer:
    """The ledger of the clock, its explanation day by day (in runs of days), the dates it showed and those that were told."""
    with platform().database.transaction() as session:
        return queries.clock(session, obligation_id, access.current(), local_date(utc_now()))


@blueprint.route("/obligations/<uuid:obligation_id>/clock-entries", methods=["POST"])
@blueprint.arguments(schemas.ClockEntryBody)
@blueprint.response(201, schemas.ClockAnswer)
@access.staff(*WORKERS)
def enter(body: schemas.ClockEntryBody, obligation_id: UUID) -> Response:
    """Pause, resume, extend, close or reopen a clock, or correct the day from which it runs or a grant. 409 names what is open now."""
    here, by, now = platform(), access.current(), utc_now()
    documents, out = here.documents, Outgoing.of(here.settings)

    def work(session: Session) -> schemas.ClockAnswer:
        clock_entries.enter(by, session, documents, obligation_id, body, now=now, outgoing=out)
        return queries.clock(session, obligation_id, by, local_date(now))

    return idempotency.answer(work, 201)
