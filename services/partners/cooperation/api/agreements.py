"""`/agreements`: what the office and others took on."""

from collections.abc import Callable
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.cooperation import schemas
from services.partners.cooperation.actions import agreements as actions
from services.partners.cooperation.actions import endings
from services.partners.cooperation.api.actors import READERS, WRITERS
from services.partners.cooperation.lists import AgreementListing
from services.partners.cooperation.models import Agreement
from services.partners.cooperation.queries import agreements
from services.partners.domain import local_date
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("agreements", __name__, description="Agreements, and what each side took on")
#: Who notes that an agreement was signed.
SIGNERS = ("approver", "commissioner")


def _done(work: Callable[[Session], Agreement], status: int = 200) -> Response:
    def answer(session: Session) -> schemas.AgreementAnswer:
        return agreements.answer(session, work(session), local_date(utc_now()))

    return idempotency.answer(answer, status, _etag)


def _etag(agreement: schemas.AgreementAnswer) -> str:
    return etag(agreement.revision)


@blueprint.route("/agreements")
@blueprint.arguments(AgreementListing, location="query")
@blueprint.response(200, schemas.AgreementList)
@access.staff(*READERS)
def list_agreements(asked: AgreementListing) -> Page[schemas.AgreementLine]:
    """Agreements, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return agreements.agreements(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/agreements", methods=["POST"])
@blueprint.arguments(schemas.AgreementBody)
@blueprint.response(201, schemas.AgreementAnswer)
@access.staff(*WRITERS)
def write_agreement(body: schemas.AgreementBody) -> Response:
    """Write a draft; it gets its number."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.write(by, session, body, now=now), 201)


@blueprint.route("/agreements/<uuid:agreement_id>")
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*READERS)
def get_agreement(agreement_id: UUID) -> tuple[schemas.AgreementAnswer, int, dict[str, str]]:
    """One agreement with its parties and clauses."""
    with platform().database.reading() as session:
        found = agreements.answer(session, agreements.agreement(session, agreement_id), local_date(utc_now()))
    return found, 200, {"ETag": _etag(found)}


@blueprint.route("/agreements/<uuid:agreement_id>", methods=["PUT"])
@blueprint.arguments(schemas.AgreementBody)
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*WRITERS)
def change_agreement(body: schemas.AgreementBody, agreement_id: UUID) -> Response:
    """All of a draft, anew; wants If-Match."""
    by = access.current()
    return _done(lambda session: actions.change(by, session, agreement_id, body, require_version))


@blueprint.route("/agreements/<uuid:agreement_id>/signing", methods=["POST"])
@blueprint.arguments(schemas.SigningBody)
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*SIGNERS)
def sign_agreement(body: schemas.SigningBody, agreement_id: UUID) -> Response:
    """Note, as somebody who wrote nothing of it, that all sides signed it; wants If-Match. It is fixed from then on, and its clauses are owed."""
    here, by, now = platform(), access.current(), utc_now()
    return _done(
        lambda session: actions.sign(by, session, here.documents, agreement_id, body, require_version, now=now)
    )


@blueprint.route("/agreements/<uuid:agreement_id>/ending", methods=["POST"])
@blueprint.arguments(schemas.EndingBody)
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*WRITERS)
def ask_ending(body: schemas.EndingBody, agreement_id: UUID) -> Response:
    """Write that an agreement ended, on which ground and what shows it; wants If-Match. It ends once another person confirms it."""
    by, now = access.current(), utc_now()
    return _done(lambda session: endings.ask(by, session, agreement_id, body, require_version, now=now))


@blueprint.route("/agreements/<uuid:agreement_id>/ending/withdrawal", methods=["POST"])
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*WRITERS)
def take_ending_back(agreement_id: UUID) -> Response:
    """Take back what was written of its end and nobody confirmed; wants If-Match."""
    by, now = access.current(), utc_now()
    return _done(lambda session: endings.take_back(by, session, agreement_id, require_version, now=now))


@blueprint.route("/agreements/<uuid:agreement_id>/ending/confirmation", methods=["POST"])
@blueprint.response(200, schemas.AgreementAnswer)
@access.staff(*SIGNERS)
def confirm_ending(agreement_id: UUID) -> Response:
    """Confirm, as somebody else than who wrote it, that it ended; wants If-Match. What was open of it closes."""
    by, now = access.current(), utc_now()
    return _done(lambda session: endings.confirm(by, session, agreement_id, require_version, now=now))


@blueprint.route("/agreements/<uuid:agreement_id>/amendments", methods=["POST"])
@blueprint.response(201, schemas.AgreementAnswer)
@access.staff(*WRITERS)
def amend_agreement(agreement_id: UUID) -> Response:
    """A draft of its next version, with all that stands in it; wants If-Match. It is signed anew, and clauses that stay as they are go on."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.amend(by, session, agreement_id, require_version, now=now), 201)
