"""`/dispatches`: the feed, one letter, its acknowledgement."""

from uuid import UUID

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from services.partners.actions import dispatches as actions
from services.partners.actions.dispatches import OpenedDocument
from services.partners.actions.receipts import Signer
from services.partners.api import feed
from services.partners.domain import local_date
from services.partners.queries import also_sent, letters, wall
from services.partners.schemas import dispatches as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

#: A JWK set (RFC 7517).
KEY_SET = {
    "type": "object",
    "required": ["keys"],
    "properties": {
        "keys": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kty", "kid", "use", "alg"],
                "properties": {
                    "nbf": {
                        "type": "integer",
                        "description": "from when the key signed, in seconds since 1970; left out of the first",
                    },
                    "exp": {
                        "type": "integer",
                        "description": "until when it signed; left out of the one that signs now",
                    },
                },
            },
        }
    },
}

blueprint = Blueprint("dispatches", __name__, description="What was sent to a body")


@blueprint.route("/dispatches", methods=["GET"])
@blueprint.arguments(schemas.FeedQuery, location="query")
@blueprint.response(200, schemas.Feed)
@access.partner("dispatch:read")
def read_feed(query: schemas.FeedQuery) -> schemas.Feed:
    """What happened to the letters of the body that asks: gapless, in one order, from the beginning without `after`."""
    return feed.follow(access.current(), query)


@blueprint.route("/dispatches/<uuid:dispatch_id>", methods=["GET"])
@blueprint.response(200, schemas.DispatchAnswer)
@access.partner("dispatch:read")
def get_dispatch(dispatch_id: UUID) -> tuple[schemas.DispatchAnswer, dict[str, str]]:
    """A letter with its document. The first time, it counts as opened."""
    opened = _open(dispatch_id)
    documents = platform().documents
    with platform().database.transaction() as session:
        own = wall.own(session, access.current())
        others = also_sent.to_whom(own, documents, opened.dispatch)
        today = local_date(utc_now())
        answer = letters.answer(own, documents, opened.dispatch, opened.parsed, others, today=today)
    return answer, _headers(opened)


@blueprint.route("/dispatches/<uuid:dispatch_id>/document", methods=["GET"])
@blueprint.response(
    200, {"type": "object", "description": "The letter as it was served"}, content_type="application/json"
)
@access.partner("dispatch:read")
def get_document(dispatch_id: UUID) -> Response:
    """The document alone: exactly the bytes that the digest is over."""
    opened = _open(dispatch_id)
    return Response(opened.content, mimetype="application/json", headers=_headers(opened))


@blueprint.route("/dispatches/<uuid:dispatch_id>/acknowledgement", methods=["POST"])
@blueprint.arguments(schemas.Acknowledgement)
@blueprint.response(200, schemas.AcknowledgementReceipt)
@access.partner("dispatch:read")
def acknowledge(body: schemas.Acknowledgement, dispatch_id: UUID) -> Response:
    """Confirm that the body holds the document with this digest; countersigned."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.AcknowledgementReceipt:
        return actions.acknowledge(by, session, dispatch_id, body, Signer.of(here.settings, here.documents), now=now)

    return idempotency.answer(work, 200)


@blueprint.route("/keys", methods=["GET"])
@blueprint.response(200, KEY_SET, content_type="application/json")
@access.public
def keys() -> Response:
    """The public keys that verify the signatures of receipts, as a JWK set."""
    here = platform()
    return jsonify(Signer.of(here.settings, here.documents).public_keys())


def _open(dispatch_id: UUID) -> OpenedDocument:
    if request.method == "HEAD":
        # Flask adds HEAD to every GET; a letter is opened by whoever takes its bytes.
        raise Problem(405, "method_not_allowed", headers={"Allow": "GET, OPTIONS"})
    here, by, now = platform(), access.current(), utc_now()
    return here.database.run(lambda session: actions.open_document(by, session, here.documents, dispatch_id, now=now))


def _headers(opened: OpenedDocument) -> dict[str, str]:
    digest = opened.dispatch.digest
    return {"Document-Digest": digest or "", "ETag": f'"{digest}"', "Cache-Control": "private, no-store"}
