"""Complaints: taken in from anyone, listed and decided by staff."""

import json
from uuid import UUID

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from services.intake.actions import complaints, decisions, guardians, mailbox, openings, profiles, tries
from services.intake.api.credentials import network_bucket
from services.intake.api.routes import uncached
from services.intake.api.views import shown
from services.intake.domain.addresses import is_this_machine
from services.intake.domain.openings import OFFICERS
from services.intake.lists import ComplaintListing
from services.intake.models import Vault
from services.intake.queries import complaints as queries
from services.intake.queries import walls
from services.intake.schemas import complaints as schemas
from services.intake.schemas import decisions as verdicts
from services.intake.schemas import files
from services.intake.schemas import mailbox as letters
from services.intake.schemas import profile as told
from shared import access, audit, rate_headers
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version
from shared.principal import Principal
from shared.typed import dump, filled

blueprint = uncached(Blueprint("complaints", __name__, description="Complaints, and the decision on them"))


@blueprint.route("/complaints", methods=["POST"])
@blueprint.arguments(schemas.NewComplaint)
@blueprint.response(201, schemas.Registered)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.public
def complain(body: schemas.NewComplaint) -> Response:
    """Complain. Nobody needs an account, a name or an adult for it; the receipt code is shown once, here."""
    here, caller = platform(), access.current()
    by = caller if caller.kind == "staff" and caller.roles & set(OFFICERS) else Principal()
    if by.kind == "public" and not is_this_machine(request.remote_addr or ""):
        with here.database.transaction() as session:
            standing = tries.count_complaint(session, network_bucket())
        rate_headers.note(standing, told=False)
    vault, now = Vault.of(here.settings), utc_now()
    return answer(
        lambda session: filled(
            schemas.Registered, complaints.register(by, session, vault, here.documents, body, now=now)
        ),
        201,
    )


@blueprint.route("/complaints")
@blueprint.arguments(ComplaintListing, location="query")
@blueprint.response(200, schemas.Complaints)
@access.staff(*OFFICERS)
def list_complaints(asked: ComplaintListing) -> Page[schemas.Listed]:
    """Complaints without identities, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.complaints(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/complaints/<uuid:complaint_id>")
@blueprint.response(200, schemas.Complaint)
@access.staff(*OFFICERS)
def one_complaint(complaint_id: UUID) -> Response:
    """What is known of a complaint without opening its file. That it was looked at is in the audit trail."""
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        view, version = queries.versioned_view(session, here.documents, complaint_id, now, by)
        audit.record(session, by, "complaint.read", "complaint", complaint_id)
    response = jsonify(dump(view))
    response.headers["ETag"] = etag(version)
    return response


@blueprint.route("/complaints/<uuid:complaint_id>/openings", methods=["POST"])
@blueprint.arguments(files.NewOpening)
@blueprint.response(201, files.OpenedFile)
@access.staff(*OFFICERS)
def open_complaint(body: files.NewOpening, complaint_id: UUID) -> Response:
    """Open the sealed file for 15 minutes, with a reason that the complainant sees; gives identity and words.

    The trace is committed before anything is decrypted. Only the trace is kept for `Idempotency-Key`: a repeat shows the
    file again while it is open, else 409.
    """
    here, by, now = platform(), access.current(), utc_now()
    vault = Vault.of(here.settings)

    def work(session: Session) -> files.Opened:
        return filled(files.Opened, openings.open_file(by, session, vault, complaint_id, body, now=now))

    answered = answer(work, 201)
    shown = here.database.run(
        lambda session: openings.show_file(by, session, vault, here.documents, complaint_id, now=now)
    )
    answered.data = json.dumps(dump(shown))
    return answered


@blueprint.route("/complaints/<uuid:complaint_id>/decision", methods=["POST"])
@blueprint.arguments(verdicts.NewDecision)
@blueprint.response(201, schemas.Complaint)
@access.staff(*OFFICERS)
def decide(body: verdicts.NewDecision, complaint_id: UUID) -> Response:
    """Decide on admissibility: once, with what the outcome and the ground need. `If-Match` is heeded where it is sent."""
    here, now, by = platform(), utc_now(), access.current()
    vault = Vault.of(here.settings)

    def work(session: Session) -> schemas.Complaint:
        if "If-Match" in request.headers:
            require_version(walls.complaint(session, complaint_id, by.person).version)
        decisions.decide(by, session, vault, here.documents, complaint_id, body, now=now)
        return shown(session, complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/messages", methods=["POST"])
@blueprint.arguments(letters.NewAnswer)
@blueprint.response(201, letters.Sent)
@access.staff(*OFFICERS)
def write_to_complainant(body: letters.NewAnswer, complaint_id: UUID) -> Response:
    """Write into the mailbox of the complainant; 409 where the complainant is shut out, so that nobody would read it, 422 where it names
    somebody of another file, or may and no `names_reason` says why it goes.
    """
    by, now, vault = access.current(), utc_now(), Vault.of(platform().settings)
    return answer(
        lambda session: filled(letters.Sent, mailbox.answer(by, session, vault, complaint_id, body, now=now)), 201
    )


@blueprint.route("/complaints/<uuid:complaint_id>/profile", methods=["POST"])
@blueprint.arguments(told.NewProfile)
@blueprint.response(200, schemas.Complaint)
@access.staff(*OFFICERS)
def change_profile(body: told.NewProfile, complaint_id: UUID) -> Response:
    """Correct what is counted of the child, as a whole; what is left out is not said any more. Past figures stay."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Complaint:
        profiles.change(by, session, complaint_id, body, now=now)
        return shown(session, complaint_id)

    return answer(work)


@blueprint.route("/complaints/<uuid:complaint_id>/guardian-conflict", methods=["POST"])
@blueprint.arguments(verdicts.Conflict)
@blueprint.response(200, schemas.Complaint)
@access.staff(*OFFICERS)
def mark_conflict(body: verdicts.Conflict, complaint_id: UUID) -> Response:
    """Shut out a person who is in conflict with the child, or let them in again: see `who`."""
    here, by = platform(), access.current()
    vault = Vault.of(here.settings)

    def work(session: Session) -> schemas.Complaint:
        guardians.mark_conflict(by, session, vault, here.documents, complaint_id, body)
        return shown(session, complaint_id)

    return answer(work)
