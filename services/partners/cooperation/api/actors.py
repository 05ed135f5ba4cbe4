"""`/actors`: with whom the office works, besides bodies."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.cooperation import schemas
from services.partners.cooperation.actions import actors as actions
from services.partners.cooperation.lists import ActorListing
from services.partners.cooperation.queries import actors
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("actors", __name__, description="With whom the office works, besides bodies of the directory")
WRITERS = ("case_officer", "approver", "commissioner")
READERS = (*WRITERS, "publisher", "monitor", "auditor")


def _etag(actor: schemas.ActorAnswer) -> str:
    return etag(actor.revision)


@blueprint.route("/actors")
@blueprint.arguments(ActorListing, location="query")
@blueprint.response(200, schemas.ActorList)
@access.staff(*READERS)
def list_actors(asked: ActorListing) -> Page[schemas.ActorAnswer]:
    """Actors by name."""
    here = platform()
    with here.database.reading() as session:
        return actors.actors(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/actors", methods=["POST"])
@blueprint.arguments(schemas.ActorBody)
@blueprint.response(201, schemas.ActorAnswer)
@access.staff(*WRITERS)
def enter_actor(body: schemas.ActorBody) -> Response:
    """Enter an actor."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActorAnswer:
        return actors.answer(actions.enter(by, session, body, now=now))

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/actors/<uuid:actor_id>", methods=["PUT"])
@blueprint.arguments(schemas.ActorBody)
@blueprint.response(200, schemas.ActorAnswer)
@access.staff(*WRITERS)
def change_actor(body: schemas.ActorBody, actor_id: UUID) -> Response:
    """All of an actor, anew; wants If-Match."""
    by = access.current()

    def work(session: Session) -> schemas.ActorAnswer:
        return actors.answer(actions.change(by, session, actor_id, body, require_version))

    return idempotency.answer(work, 200, _etag)
