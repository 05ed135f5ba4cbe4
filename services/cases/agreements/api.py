"""`/agreements`: what became of what each side took on."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions.outgoing import Outgoing
from services.cases.agreements import queries, schemas
from services.cases.agreements.actions import promises, sending
from services.cases.agreements.lists import KnownAgreementListing, PromiseListing
from services.cases.domain.timeliness import local_date
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("agreements", __name__, description="What became of what was agreed")
BLUEPRINTS = (blueprint,)
HANDLERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/agreements")
@blueprint.arguments(KnownAgreementListing, location="query")
@blueprint.response(200, schemas.KnownAgreementList)
@access.staff(*HANDLERS)
def list_agreements(asked: KnownAgreementListing) -> Page[schemas.KnownAgreement]:
    """Signed agreements, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.agreements(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/agreements/figures")
@blueprint.response(200, schemas.AgreementFigures)
@access.staff(*HANDLERS)
def get_figures() -> schemas.AgreementFigures:
    """How many clauses stand how, by who owes them; in no rate of compliance."""
    with platform().database.reading() as session:
        return queries.figures(session, access.current(), local_date(utc_now()))


@blueprint.route("/agreements/<uuid:agreement_id>")
@blueprint.response(200, schemas.KnownAgreementWhole)
@access.staff(*HANDLERS)
def get_agreement(agreement_id: UUID) -> schemas.KnownAgreementWhole:
    """One signed agreement, and where each clause stands."""
    with platform().database.reading() as session:
        return queries.read(session, agreement_id, access.current(), local_date(utc_now()))


@blueprint.route("/agreements/<uuid:agreement_id>/sending", methods=["POST"])
@blueprint.response(200, schemas.KnownAgreementWhole)
@access.staff(*HANDLERS)
def send_clauses(agreement_id: UUID) -> Response:
    """Send each body what it took on: a letter of its own, from whose delivery on it is an obligation."""
    by, now, here = access.current(), utc_now(), platform()

    def work(session: Session) -> schemas.KnownAgreementWhole:
        sending.send(by, session, here.documents, agreement_id, now=now, outgoing=Outgoing.of(here.settings))
        return queries.read(session, agreement_id, by, local_date(now))

    return idempotency.answer(work)


@blueprint.route("/agreements/<uuid:agreement_id>/sending-again", methods=["POST"])
@blueprint.arguments(schemas.SendingAgainBody)
@blueprint.response(200, schemas.KnownAgreementWhole)
@access.staff(*HANDLERS)
def send_clauses_again(body: schemas.SendingAgainBody, agreement_id: UUID) -> Response:
    """Send each body whose letter was withdrawn as issued in error what it took on, anew: it is owed from that letter on."""
    by, now, here = access.current(), utc_now(), platform()

    def work(session: Session) -> schemas.KnownAgreementWhole:
        out = Outgoing.of(here.settings)
        sending.send_again(by, session, here.documents, agreement_id, body.correction, now=now, outgoing=out)
        return queries.read(session, agreement_id, by, local_date(now))

    return idempotency.answer(work)


@blueprint.route("/agreements/promises")
@blueprint.arguments(PromiseListing, location="query")
@blueprint.response(200, schemas.PromiseList)
@access.staff(*HANDLERS)
def list_promises(asked: PromiseListing) -> Page[schemas.Promise]:
    """What parties that are no bodies promised, by the day; `timeliness=late`: past it and not kept."""
    here = platform()
    with here.database.reading() as session:
        return queries.promises(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/agreements/promises/<uuid:clause_id>")
@blueprint.response(200, schemas.PromiseWhole)
@access.staff(*HANDLERS)
def get_promise(clause_id: UUID) -> schemas.PromiseWhole:
    """One promise, and all that was found of it."""
    with platform().database.reading() as session:
        return queries.whole_promise(session, clause_id, local_date(utc_now()))


@blueprint.route("/agreements/promises/<uuid:clause_id>/outcomes", methods=["POST"])
@blueprint.arguments(schemas.OutcomeBody)
@blueprint.response(201, schemas.PromiseWhole)
@access.staff(*HANDLERS)
def record_outcome(body: schemas.OutcomeBody, clause_id: UUID) -> Response:
    """Say how a promise turned out, and what shows it."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.PromiseWhole:
        promises.record(by, session, clause_id, body, now=now)
        return queries.whole_promise(session, clause_id, local_date(now))

    return idempotency.answer(work, 201)
