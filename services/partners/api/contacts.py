"""`/institutions/…/contacts` for the office, `/institutions/mine/…` for a body: how it is reached, and that this is right."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.actions import contacts as actions
from services.partners.actions import institutions
from services.partners.api.institutions import OFFICE, today
from services.partners.lists import ProposalListing, UnconfirmedListing
from services.partners.queries import contacts as queries
from services.partners.queries import institutions as directory
from services.partners.queries import wall
from services.partners.schemas import contacts as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("contacts", __name__, description="How bodies are reached")


@blueprint.route("/institutions/unconfirmed-contacts", methods=["GET"])
@blueprint.arguments(UnconfirmedListing, location="query")
@blueprint.response(200, schemas.UnconfirmedList)
@access.staff()
def list_unconfirmed(asked: UnconfirmedListing) -> Page[schemas.UnconfirmedAnswer]:
    """Bodies with people or machines here that did not confirm their contacts for a quarter, by name."""
    here = platform()
    with here.database.transaction() as session:
        return queries.unconfirmed(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/institutions/contact-proposals", methods=["GET"])
@blueprint.arguments(ProposalListing, location="query")
@blueprint.response(200, schemas.WaitingList)
@access.staff()
def list_proposals(asked: ProposalListing) -> Page[schemas.WaitingAnswer]:
    """What bodies propose and nobody has decided yet, the oldest first."""
    here = platform()
    with here.database.transaction() as session:
        return queries.open_proposals(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/institutions/<uuid:institution_id>/contacts", methods=["GET"])
@blueprint.response(200, schemas.ContactsAnswer)
@access.staff()
def list_contacts(institution_id: UUID) -> schemas.ContactsAnswer:
    """The contacts of a body of all days, what it proposes to change, and when it confirmed them."""
    with platform().database.transaction() as session:
        directory.record(session, institution_id)
        return queries.office_view(session, institution_id, today())


@blueprint.route("/institutions/<uuid:institution_id>/contacts", methods=["POST"])
@blueprint.arguments(schemas.NewContact)
@blueprint.response(201, schemas.ContactAnswer)
@access.staff(*OFFICE)
def add_contact(body: schemas.NewContact, institution_id: UUID) -> Response:
    """Add a contact; of the mailboxes for recommendations, mails go to the newest."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ContactAnswer:
        institution = institutions.locked(session, institution_id)
        return queries.contact_answer(actions.add(by, session, here.documents, institution, body, now=now))

    return idempotency.answer(work, 201)


@blueprint.route("/institutions/<uuid:institution_id>/contacts/<uuid:contact_id>/end", methods=["POST"])
@blueprint.arguments(schemas.ContactEnd)
@blueprint.response(200, schemas.ContactAnswer)
@access.staff(*OFFICE)
def end_contact(body: schemas.ContactEnd, institution_id: UUID, contact_id: UUID) -> Response:
    """Let a contact hold until a day."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ContactAnswer:
        institution = institutions.locked(session, institution_id)
        ended = actions.end(by, session, here.documents, institution, contact_id, body.valid_to, now=now)
        return queries.contact_answer(ended)

    return idempotency.answer(work, 200)


@blueprint.route("/institutions/<uuid:institution_id>/contact-proposals/<uuid:proposal_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.ProposalDecision)
@blueprint.response(200, schemas.ProposalAnswer)
@access.staff(*OFFICE)
def decide_proposal(body: schemas.ProposalDecision, institution_id: UUID, proposal_id: UUID) -> Response:
    """Accept or refuse what a body proposes."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ProposalAnswer:
        institution = institutions.locked(session, institution_id)
        decided = actions.decide(by, session, here.documents, institution, proposal_id, accepted=body.accepted, now=now)
        return queries.proposal_answer(decided)

    return idempotency.answer(work, 200)


@blueprint.route("/institutions/mine/contacts", methods=["GET"])
@blueprint.response(200, schemas.ContactsAnswer)
@access.partner("dispatch:read")
def my_contacts() -> schemas.ContactsAnswer:
    """How the office reaches the body that asks, and whether it is asked to confirm that."""
    with platform().database.transaction() as session:
        return queries.own_view(wall.own(session, access.current()), today())


@blueprint.route("/institutions/mine/contacts-confirmation", methods=["POST"])
@blueprint.arguments(schemas.Confirmation)
@blueprint.response(200, schemas.ConfirmationAnswer)
@access.partner("reply:write")
def confirm_contacts(_body: schemas.Confirmation) -> Response:
    """The body says for this quarter that its contacts are right."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: schemas.ConfirmationAnswer(confirmed_at=actions.confirm(by, session, now=now)), 200
    )


@blueprint.route("/institutions/mine/contact-proposals", methods=["POST"])
@blueprint.arguments(schemas.NewProposal)
@blueprint.response(201, schemas.ProposalAnswer)
@access.partner("reply:write")
def propose_contact(body: schemas.NewProposal) -> Response:
    """The body says what is wrong; it holds once the office has accepted it."""
    by = access.current()
    return idempotency.answer(lambda session: queries.proposal_answer(actions.propose(by, session, body)), 201)
