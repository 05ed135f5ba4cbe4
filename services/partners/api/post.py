"""`/post-book`: letters on paper, printed, sent, delivered, come back; for the office."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.partners.actions import mistakes, posting, printing
from services.partners.api.files import FORM
from services.partners.domain import local_date
from services.partners.lists import PostListing
from services.partners.queries import post as queries
from services.partners.queries.seen import LEADING
from services.partners.schemas import mistakes as told
from services.partners.schemas import post as schemas
from shared import access, file_parts, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.typed import filled

blueprint = Blueprint("post", __name__, description="The post book")
#: Who keeps it.
POSTING = ("case_officer", "approver", "commissioner")


@blueprint.route("/post-book", methods=["GET"])
@blueprint.arguments(PostListing, location="query")
@blueprint.response(200, schemas.PostList)
@access.staff(*POSTING)
def read_book(asked: PostListing) -> Page[schemas.PostAnswer]:
    """Letters on paper, the oldest first."""
    here = platform()
    with here.database.transaction() as session:
        return queries.entries(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/post-book/batch", methods=["GET"])
@blueprint.arguments(schemas.Batch, location="query")
@blueprint.response(200, content_type="application/pdf")
@access.staff(*POSTING)
def print_batch(asked: schemas.Batch) -> Response:
    """The chosen letters, or all that wait, with their enclosures and a sheet for each body, as one PDF; noted as printed."""
    if request.method == "HEAD":
        # Flask adds HEAD to every GET; what was printed is what somebody took.
        raise Problem(405, "method_not_allowed", headers={"Allow": "GET, OPTIONS"})
    here, by, now = platform(), access.current(), utc_now()
    content = here.database.run(
        lambda session: printing.print_batch(by, session, here.documents, asked.chosen, now=now)
    )
    return file_parts.attachment(content, "application/pdf", "posta")


@blueprint.route("/post-book/sendings", methods=["POST"])
@blueprint.arguments(schemas.Sendings)
@blueprint.response(200, schemas.Recorded)
@access.staff(*POSTING)
def record_sendings(body: schemas.Sendings) -> Response:
    """Record that letters left, by which way, on which day, under which numbers."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        sent = posting.send(by, session, here.documents, body, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, sent, local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/deliveries", methods=["POST"])
@blueprint.arguments(schemas.Delivered)
@blueprint.response(200, schemas.Recorded)
@access.staff(*POSTING)
def record_deliveries(body: schemas.Delivered) -> Response:
    """Record that letters arrived, with the file that shows it."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        delivered = posting.deliver(by, session, here.documents, body, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, delivered, local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/returns", methods=["POST"])
@blueprint.arguments(schemas.Returned)
@blueprint.response(200, schemas.Recorded)
@access.staff(*POSTING)
def record_returns(body: schemas.Returned) -> Response:
    """Record that letters came back, and whether they are sent anew."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        returned = posting.take_back(by, session, body, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, returned, local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/mistakes", methods=["POST"])
@blueprint.arguments(told.Mistakes)
@blueprint.response(200, schemas.Recorded)
@access.staff(*POSTING)
def record_mistakes(body: told.Mistakes) -> Response:
    """Record that letters were recorded as delivered by mistake: a second person looks at it before it counts."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        doubted = mistakes.record(by, session, body, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, doubted, local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/<uuid:entry_id>/second-look", methods=["POST"])
@blueprint.arguments(schemas.SecondLook)
@blueprint.response(200, schemas.Recorded)
@access.staff(*sorted(LEADING))
def look_again(body: schemas.SecondLook, entry_id: UUID) -> Response:
    """A second person looks at a delivery that was recorded on an old day: it counts, or is as not told; or at one that was recorded by mistake:
    it is taken back, or stands.
    """
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        entry = posting.look(by, session, here.documents, entry_id, body, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, [entry], local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/<uuid:entry_id>/again", methods=["POST"])
@blueprint.response(200, schemas.Recorded)
@access.staff(*POSTING)
def send_again(entry_id: UUID) -> Response:
    """Let a letter that came back and was left lying wait to be sent anew."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Recorded:
        entry = posting.send_again(by, session, entry_id, now=now)
        return schemas.Recorded(items=tuple(queries.answers(session, by, [entry], local_date(now))))

    return idempotency.answer(work, 200)


@blueprint.route("/post-book/proofs", methods=["POST"])
@blueprint.response(201, schemas.ProofAnswer)
@blueprint.doc(requestBody=FORM)
@access.staff(*POSTING)
def upload_proof() -> Response:
    """Hand in a file that shows deliveries: PDF, JPEG or PNG, told by its content; at most 20 MiB."""
    here, by, now = platform(), access.current(), utc_now()
    sent = file_parts.single(request.files.items(multi=True), request.form, schemas.PROOFS)

    def work(session: Session) -> schemas.ProofAnswer:
        proof = posting.store_proof(by, session, here.documents, sent, now=now)
        return filled(schemas.ProofAnswer, proof)

    return idempotency.answer(work, 201)


@blueprint.route("/post-book/proofs/<uuid:proof_id>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@access.staff(*POSTING)
def download_proof(proof_id: UUID) -> Response:
    """A proof: the clean copy of what was handed in."""
    here = platform()
    with here.database.transaction() as session:
        proof = queries.proof(session, access.current(), proof_id)
    return file_parts.shown(proof.document, str(proof.id))
