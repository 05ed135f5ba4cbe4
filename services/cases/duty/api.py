"""`/duty`: who is on call, who stands in, and how staff are reached. No content of any complaint."""

from uuid import UUID

from flask import Response

from services.cases.duty import queries, schemas
from services.cases.duty.actions import roster
from services.cases.duty.domain import KEEPERS
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("duty", __name__, description="Who is on call, and how staff are reached")
BLUEPRINTS = (blueprint,)


@blueprint.route("/duty")
@blueprint.response(200, schemas.RosterAnswer)
@access.staff(*KEEPERS)
def get_roster() -> schemas.RosterAnswer:
    """The roster as it stands, and who is on call at this moment. No address is ever shown."""
    with platform().database.reading() as session:
        return queries.roster(session, utc_now())


@blueprint.route("/duty/shifts", methods=["POST"])
@blueprint.arguments(schemas.ShiftBody)
@blueprint.response(201, schemas.EnteredAnswer)
@access.staff(*KEEPERS)
def add_shift(body: schemas.ShiftBody) -> Response:
    """Put somebody on call."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: roster.add_shift(by, session, body, now=now), 201)


@blueprint.route("/duty/shifts/<uuid:shift_id>/end", methods=["POST"])
@blueprint.response(200, schemas.EnteredAnswer)
@access.staff(*KEEPERS)
def end_shift(shift_id: UUID) -> Response:
    """Take a shift out of the roster."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: roster.end_shift(by, session, shift_id, now=now))


@blueprint.route("/duty/substitutions", methods=["POST"])
@blueprint.arguments(schemas.SubstitutionBody)
@blueprint.response(201, schemas.EnteredAnswer)
@access.staff(*KEEPERS)
def add_substitution(body: schemas.SubstitutionBody) -> Response:
    """Have one person take the shifts of another on some days."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: roster.add_substitution(by, session, body, now=now), 201)


@blueprint.route("/duty/substitutions/<uuid:substitution_id>/end", methods=["POST"])
@blueprint.response(200, schemas.EnteredAnswer)
@access.staff(*KEEPERS)
def end_substitution(substitution_id: UUID) -> Response:
    """Take a substitution back."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: roster.end_substitution(by, session, substitution_id, now=now))


@blueprint.route("/duty/contacts/<uuid:staff_id>", methods=["POST"])
@blueprint.arguments(schemas.ContactBody)
@blueprint.response(200, schemas.EnteredAnswer)
@access.staff(*KEEPERS)
def set_contact(body: schemas.ContactBody, staff_id: UUID) -> Response:
    """How a person is reached from now on; without address and number, not at all any more."""
    here, by, now = platform(), access.current(), utc_now()
    return idempotency.answer(lambda session: roster.set_contact(by, session, here.documents, staff_id, body, now=now))
