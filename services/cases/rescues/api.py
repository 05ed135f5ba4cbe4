"""`/rescues`: another password, or no second factor any more, for somebody who is locked out."""

from uuid import UUID

from flask import Response

from services.cases.rescues import actions, queries, schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("rescues", __name__, description="A way back in for who is locked out, by two people")
BLUEPRINTS = (blueprint,)


@blueprint.route("/rescues")
@blueprint.response(200, schemas.RescueList)
@access.staff()
def list_rescues() -> schemas.RescueList:
    """Those that are open: of one's own account, that one asked for, and for who could agree, all."""
    with platform().database.reading() as session:
        return schemas.RescueList(items=tuple(queries.seen_by(session, access.current(), utc_now())), next=None)


@blueprint.route("/rescues", methods=["POST"])
@blueprint.arguments(schemas.RescueBody)
@blueprint.response(201, schemas.RescueAnswer)
@access.staff("admin")
def ask(body: schemas.RescueBody) -> Response:
    """Ask for one. It is done by another request: after a second person agreed, or from `alone_from` on."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: actions.ask(by, session, body, now=now), 201)


@blueprint.route("/rescues/<uuid:rescue_id>/agreement", methods=["POST"])
@blueprint.response(200, schemas.RescueAnswer)
@access.staff("admin", "commissioner")
def agree(rescue_id: UUID) -> Response:
    """Agree as the second person. 403 for who asked and for the owner of the account."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: actions.agree(by, session, rescue_id, now=now))


@blueprint.route("/rescues/<uuid:rescue_id>/stop", methods=["POST"])
@blueprint.response(200, schemas.RescueAnswer)
@access.staff()
def stop(rescue_id: UUID) -> Response:
    """Stop one: the owner of the account, who asked, and who could agree."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: actions.stop(by, session, rescue_id, now=now))


@blueprint.route("/rescues/<uuid:rescue_id>/completion", methods=["POST"])
@blueprint.response(200, schemas.RescueDone)
@access.staff("admin")
def complete(rescue_id: UUID) -> Response:
    """Do it. 409 `rescue.waits` while a second person has to agree or the time runs."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: actions.complete(by, session, rescue_id, now=now))
