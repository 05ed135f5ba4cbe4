"""`/rung-letters`: what is due to be sent, its words, and the words of a person in their place."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import escalations
from services.cases.lists.rung_letters import RungLetterListing
from services.cases.queries import acts
from services.cases.schemas import rung_letters as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("rung_letters", __name__, description="Rungs of the ladder that wait to be sent")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/rung-letters")
@blueprint.arguments(RungLetterListing, location="query")
@blueprint.response(200, schemas.LetterList)
@access.staff(*WORKERS, "publisher")
def list_letters(asked: RungLetterListing) -> Page[schemas.LetterAnswer]:
    """What is due to be sent, longest due first; sent by `POST /obligations/{id}/escalations` or by the issue of `act`."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return escalations.listed(session, here.documents, here.cursors, asked, reading)


@blueprint.route("/rung-letters/<uuid:letter_id>")
@blueprint.response(200, schemas.LetterWhole)
@access.staff(*WORKERS, "publisher")
def get_letter(letter_id: UUID) -> tuple[schemas.LetterWhole, int, dict[str, str]]:
    """One letter, whatever became of it; the words of one that waits are those of today."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        view = escalations.read(session, here.documents, letter_id, reading)
        return view.whole(), 200, {"ETag": etag(view.tag)}


@blueprint.route("/rung-letters/<uuid:letter_id>", methods=["PATCH"])
@blueprint.arguments(schemas.LetterChangeBody)
@blueprint.response(200, schemas.LetterWhole)
@access.staff(*WORKERS)
def edit_letter(body: schemas.LetterChangeBody, letter_id: UUID) -> Response:
    """Other words for a reminder that waits; wants If-Match. The words that the system has for it today are nobody's own."""
    documents, reading = platform().documents, Reading(access.current(), utc_now())

    def work(session: Session) -> schemas.LetterWhole:
        escalations.edit(reading.by, session, documents, letter_id, body, require_version, now=reading.now)
        return escalations.read(session, documents, letter_id, reading).whole()

    return idempotency.answer(work, 200, lambda letter: etag(letter.version))


@blueprint.route("/rung-letters/<uuid:letter_id>/anew", methods=["POST"])
@blueprint.response(201, schemas.LetterWhole)
@access.staff(*WORKERS)
def write_anew(letter_id: UUID) -> Response:
    """Take a reminder back that was sent and has not left, and draft it as of today: the answer is that draft, to be read and sent."""
    documents, reading = platform().documents, Reading(access.current(), utc_now())

    def work(session: Session) -> schemas.LetterWhole:
        anew = escalations.write_anew(reading.by, session, documents, letter_id, now=reading.now)
        return escalations.read(session, documents, anew.id, reading).whole()

    return idempotency.answer(work, 201, lambda letter: etag(letter.version))


@blueprint.route("/rung-letters/reports", methods=["POST"])
@blueprint.arguments(schemas.ReportBody)
@blueprint.response(201, schemas.ReportAnswer)
@access.staff("commissioner")
def join_reports(body: schemas.ReportBody) -> Response:
    """One report to the Assembly for several letters that wait to be reported, with the measures proposed."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> schemas.ReportAnswer:
        act = escalations.join(by, session, documents, body, now=now)
        return schemas.ReportAnswer(act=act.id, letters=body.letters)

    return idempotency.answer(work, 201)


@blueprint.route("/recommendations/<uuid:act_id>/attachments/<string:document>")
@blueprint.response(200, schemas.AttachmentAnswer)
@access.staff(*WORKERS, "publisher")
def get_attachment(act_id: UUID, document: str) -> schemas.AttachmentAnswer:
    """What an act encloses: the copy of a letter, a reminder, how a date was counted."""
    here = platform()
    with here.database.transaction() as session:
        return acts.attachment(session, here.documents, act_id, document, access.current())
