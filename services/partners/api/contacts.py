"""`/institutions/…/contacts` for the office, `/institutions/mine/…` for a body: how it is reached, and that this is right."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.actions import contacts as actions
from services.partners.actions import institutions
from services.partners.api.institutions import OFFICE, today
from services.partners.queries import contacts as queries
from services.partners.queries import institutions as directory
from services.partners.queries import wall
from services.partners.schemas import contacts as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint, PageQuery
from shared.platform import platform

blueprint = Blueprint("contacts", __name__, description="How bodies are reached")


@blueprint.route("/institutions/unconfirmed-contacts", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.UnconfirmedList)
@access.staff()
def list_unconfirmed(query: dict[str, Any]) -> dict[str, Any]:
    """Bodies with people or machines here that did not confirm their contacts for a quarter, by name."""
    here = platform()
    with here.database.transaction() as session:
        found, following = queries.unconfirmed(session, here.cursors, access.current().name, **query)
    return {"items": [queries.unconfirmed_record(one) for one in found], "next": following}


@blueprint.route("/institutions/contact-proposals", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.WaitingList)
@access.staff()
def list_proposals(query: dict[str, Any]) -> dict[str, Any]:
    """What bodies propose and nobody has decided yet, the oldest first."""
    here = platform()
    with here.database.transaction() as session:
        found, following = queries.open_proposals(session, here.cursors, access.current().name, **query)
    items = [{**queries.proposal_record(one), "institution_id": str(one.institution_id)} for one in found]
    return {"items": items, "next": following}


@blueprint.route("/institutions/<uuid:institution_id>/contacts", methods=["GET"])
@blueprint.response(200, schemas.ContactsAnswer)
@access.staff()
def list_contacts(institution_id: UUID) -> dict[str, Any]:
    """The contacts of a body of all days, what it proposes to change, and when it confirmed them."""
    with platform().database.transaction() as session:
        directory.record(session, institution_id)
        return queries.office_view(session, institution_id, today())


@blueprint.route("/institutions/<uuid:institution_id>/contacts", methods=["POST"])
@blueprint.arguments(schemas.NewContact)
@blueprint.response(201, schemas.ContactAnswer)
@access.staff(*OFFICE)
def add_contact(body: dict[str, Any], institution_id: UUID) -> Response:
    """Add a contact; of the mailboxes for recommendations, mails go to the newest."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        institution = institutions.locked(session, institution_id)
        return queries.contact_record(actions.add(by, session, here.documents, institution, body, now=now))

    return idempotency.answer(work, 201)


@blueprint.route("/institutions/<uuid:institution_id>/contacts/<uuid:contact_id>/end", methods=["POST"])
@blueprint.arguments(schemas.ContactEnd)
@blueprint.response(200, schemas.ContactAnswer)
@access.staff(*OFFICE)
def end_contact(body: dict[str, Any], institution_id: UUID, contact_id: UUID) -> Response:
    """Let a contact hold until a day."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        institution = institutions.locked(session, institution_id)
        ended = actions.end(by, session, here.documents, institution, contact_id, body["valid_to"], now=now)
        return queries.contact_record(ended)

    return idempotency.answer(work, 200)


@blueprint.route("/institutions/<uuid:institution_id>/contact-proposals/<uuid:proposal_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.ProposalDecision)
@blueprint.response(200, schemas.ProposalAnswer)
@access.staff(*OFFICE)
def decide_proposal(body: dict[str, Any], institution_id: UUID, proposal_id: UUID) -> Response:
    """Accept or refuse what a body proposes."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        institution = institutions.locked(session, institution_id)
        decided = actions.decide(
            by, session, here.documents, institution, proposal_id, accepted=body["accepted"], now=now
        )
        return queries.proposal_record(decided)

    return idempotency.answer(work, 200)


@blueprint.route("/institutions/mine/contacts", methods=["GET"])
@blueprint.response(200, schemas.ContactsAnswer)
@access.partner("dispatch:read")
def my_contacts() -> dict[str, Any]:
    """How the office reaches the body that asks, and whether it is asked to confirm that."""
    with platform().database.transaction() as session:
        return queries.own_view(wall.own(session, access.current()), today())


@blueprint.route("/institutions/mine/contacts-confirmation", methods=["POST"])
@blueprint.arguments(schemas.Confirmation)
@blueprint.response(200, schemas.ConfirmationAnswer)
@access.partner("reply:write")
def confirm_contacts(_body: dict[str, Any]) -> Response:
    """The body says for this quarter that its contacts are right."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: {"confirmed_at": actions.confirm(by, session, now=now).isoformat()}, 200)


@blueprint.route("/institutions/mine/contact-proposals", methods=["POST"])
@blueprint.arguments(schemas.NewProposal)
@blueprint.response(201, schemas.ProposalAnswer)
@access.partner("reply:write")
def propose_contact(body: dict[str, Any]) -> Response:
    """The body says what is wrong; it holds once the office has accepted it."""
    by = access.current()
    return idempotency.answer(lambda session: queries.proposal_record(actions.propose(by, session, body)), 201)
