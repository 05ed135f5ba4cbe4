"""`/library` for the office, `/public/publications` for anybody."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.notifications.library import data, schemas
from services.notifications.library.actions import copies as copies_actions
from services.notifications.library.actions import versions
from services.notifications.library.lists import DeskListing, LibraryListing
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import copies, desk, harvest, public
from shared import access, file_parts, idempotency, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading, anyone
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("library", __name__, description="Publications of the office")
BLUEPRINTS = (blueprint,)
HARVESTED = {"200": {"description": "An answer of OAI-PMH 2.0", "content": {"text/xml": {}}}}
LIBRARIANS = ("publisher", "commissioner")
#: The body of a request that hands in one file.
FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    },
}


def _done(work: Callable[[Session], PublicationVersion], status: int = 200) -> Response:
    """What `work` made of one version, as its publication stands then."""

    def answer(session: Session) -> schemas.PublicationAnswer:
        version = work(session)
        session.flush()
        return desk.answer(desk.versions(session, version.publication_id), utc_now())

    return idempotency.answer(answer, status, _etag)


def _etag(publication: schemas.PublicationAnswer) -> str:
    return etag(publication.versions[0].revision)


@blueprint.route("/library")
@blueprint.arguments(DeskListing, location="query")
@blueprint.response(200, schemas.PublicationList)
@access.staff(*LIBRARIANS)
def list_publications(asked: DeskListing) -> Page[schemas.PublicationLine]:
    """All publications, each with its newest version."""
    here = platform()
    with here.database.reading() as session:
        return desk.publications(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/library", methods=["POST"])
@blueprint.arguments(schemas.NewPublicationBody)
@blueprint.response(201, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def begin_publication(body: schemas.NewPublicationBody) -> Response:
    """Begin a publication: the draft of its first version."""
    by, now = access.current(), utc_now()
    return _done(lambda session: versions.begin(by, session, body, now=now), 201)


@blueprint.route("/library/<uuid:publication_id>")
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def get_publication(publication_id: UUID) -> tuple[schemas.PublicationAnswer, int, dict[str, str]]:
    """One publication with all of its versions; the ETag is that of the newest."""
    with platform().database.reading() as session:
        found = desk.answer(desk.versions(session, publication_id), utc_now())
    return found, 200, {"ETag": _etag(found)}


@blueprint.route("/library/<uuid:publication_id>/setting", methods=["POST"])
@blueprint.arguments(schemas.SettingBody)
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def set_out(body: schemas.SettingBody, publication_id: UUID) -> Response:
    """Say for whom the draft is, what it is about, and its hour; wants If-Match."""
    by = access.current()
    return _done(lambda session: versions.set_out(by, session, publication_id, body, require_version))


@blueprint.route("/library/<uuid:publication_id>/texts", methods=["POST"])
@blueprint.arguments(schemas.TextBody)
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def write_text(body: schemas.TextBody, publication_id: UUID) -> Response:
    """Title and summary of the draft in one language; wants If-Match."""
    by = access.current()
    return _done(lambda session: versions.write(by, session, publication_id, body, require_version))


@blueprint.route("/library/<uuid:publication_id>/files", methods=["POST"])
@blueprint.arguments(schemas.FileQuery, location="query")
@blueprint.response(200, schemas.PublicationAnswer)
@blueprint.doc(requestBody=FILE)
@access.staff(*LIBRARIANS)
def add_file(asked: schemas.FileQuery, publication_id: UUID) -> Response:
    """One file of the draft, in one language and form, at most 20 MiB; wants If-Match."""
    here, by = platform(), access.current()
    sent = file_parts.single(request.files.items(multi=True), request.form, data.takes(asked.form), public=True)
    return _done(
        lambda session: versions.add_file(
            by, session, here.documents, publication_id, asked.language, asked.form, sent, require_version
        )
    )


@blueprint.route("/library/<uuid:publication_id>/files", methods=["DELETE"])
@blueprint.arguments(schemas.FileQuery, location="query")
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def remove_file(asked: schemas.FileQuery, publication_id: UUID) -> Response:
    """Take a file out of the draft; wants If-Match."""
    by, which = access.current(), (asked.language, asked.form)
    return _done(lambda session: versions.remove_file(by, session, publication_id, *which, require_version))


@blueprint.route("/library/<uuid:publication_id>/citations", methods=["POST"])
@blueprint.arguments(schemas.CitationBody)
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def cite(body: schemas.CitationBody, publication_id: UUID) -> Response:
    """Cite an act that anybody may read; wants If-Match."""
    by = access.current()
    return _done(lambda session: versions.cite(by, session, publication_id, body, require_version))


@blueprint.route("/library/<uuid:publication_id>/citations", methods=["DELETE"])
@blueprint.arguments(schemas.CitationQuery, location="query")
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def uncite(asked: schemas.CitationQuery, publication_id: UUID) -> Response:
    """Take a citation out of the draft; wants If-Match."""
    by, which = access.current(), (asked.act_id, asked.item)
    return _done(lambda session: versions.uncite(by, session, publication_id, *which, require_version))


@blueprint.route("/library/<uuid:publication_id>/approval", methods=["POST"])
@blueprint.arguments(schemas.PublicationApprovalBody)
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def approve(body: schemas.PublicationApprovalBody, publication_id: UUID) -> Response:
    """Approve the draft, as somebody who wrote nothing of it; wants If-Match. At its hour it is compared with the sealed files once more, and released."""
    here, by, now = platform(), access.current(), utc_now()
    said = versions.Said(body.names_reason, body.read_myself)
    return _done(
        lambda session: versions.approve(by, session, here.documents, publication_id, require_version, said, now=now)
    )


@blueprint.route("/library/<uuid:publication_id>/versions/<int:number>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.WithdrawalBody)
@blueprint.response(200, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def withdraw(body: schemas.WithdrawalBody, publication_id: UUID, number: int) -> Response:
    """Withdraw a version that is shown, with the reason; or take back the approval of one that waits for its hour."""
    by, now = access.current(), utc_now()
    return _done(lambda session: versions.withdraw(by, session, publication_id, number, body.reason, now=now))


@blueprint.route("/library/<uuid:publication_id>/versions", methods=["POST"])
@blueprint.response(201, schemas.PublicationAnswer)
@access.staff(*LIBRARIANS)
def renew(publication_id: UUID) -> Response:
    """Begin the next version, once the last is out."""
    by, now = access.current(), utc_now()
    return _done(lambda session: versions.renew(by, session, publication_id, now=now), 201)


@blueprint.route("/library/<uuid:publication_id>/copies")
@blueprint.response(200, schemas.CopiesAnswer)
@access.staff(*LIBRARIANS)
def get_copies(publication_id: UUID) -> schemas.CopiesAnswer:
    """Copies that were ordered, that came, and where they were given out."""
    with platform().database.reading() as session:
        return copies.of_publication(session, publication_id)


@blueprint.route("/library/<uuid:publication_id>/orders", methods=["POST"])
@blueprint.arguments(schemas.OrderBody)
@blueprint.response(201, schemas.CopiesAnswer)
@access.staff(*LIBRARIANS)
def order_copies(body: schemas.OrderBody, publication_id: UUID) -> Response:
    """Order printed copies of an approved version."""
    by, now = access.current(), utc_now()
    return _counted(
        publication_id, lambda session: copies_actions.order(by, session, publication_id, body, now=now), 201
    )


@blueprint.route("/library/<uuid:publication_id>/orders/<uuid:order_id>/receipt", methods=["POST"])
@blueprint.arguments(schemas.ReceiptBody)
@blueprint.response(200, schemas.CopiesAnswer)
@access.staff(*LIBRARIANS)
def receive_copies(body: schemas.ReceiptBody, publication_id: UUID, order_id: UUID) -> Response:
    """Say that the copies of an order came."""
    by, now, day = access.current(), utc_now(), body.received_on
    return _counted(
        publication_id, lambda session: copies_actions.receive(by, session, publication_id, order_id, day, now=now)
    )


@blueprint.route("/library/<uuid:publication_id>/handouts", methods=["POST"])
@blueprint.arguments(schemas.HandoutBody)
@blueprint.response(201, schemas.CopiesAnswer)
@access.staff(*LIBRARIANS)
def hand_out(body: schemas.HandoutBody, publication_id: UUID) -> Response:
    """Count copies that were given out in a municipality."""
    by, now = access.current(), utc_now()
    return _counted(
        publication_id, lambda session: copies_actions.hand_out(by, session, publication_id, body, now=now), 201
    )


def _counted(publication_id: UUID, work: Callable[[Session], object], status: int = 200) -> Response:
    """What `work` did, as the copies of the publication stand then."""

    def answer(session: Session) -> schemas.CopiesAnswer:
        work(session)
        session.flush()
        return copies.of_publication(session, publication_id)

    return idempotency.answer(answer, status)


@blueprint.route("/public/oai")
@blueprint.doc(responses=HARVESTED)
@access.any_site
def harvest_library() -> Response:
    """The library for harvesters: OAI-PMH 2.0 with oai_dc. Errors are those of the protocol, with status 200."""
    return _harvested(request.args)


@blueprint.route("/public/oai", methods=["POST"])
@blueprint.doc(responses=HARVESTED)
@access.any_site
def harvest_by_form() -> Response:
    """The same, asked by a form; nothing is changed by it."""
    return _harvested(request.form)


def _harvested(sent: MultiDict[str, str]) -> Response:
    here = platform()
    root = here.settings.public_url.rstrip("/")
    with here.database.reading() as session:
        archive = harvest.Archive(session, utc_now(), f"{root}{request.path}", root, here.settings.mail_sender)
        said = harvest.answer(archive, sent.items(multi=True))
    response = Response(said, mimetype="text/xml", headers={"Cache-Control": "no-cache"})
    # When it was asked is no part of what it says.
    response.set_etag(hashlib.sha256(harvest.undated(said)).hexdigest())
    response.make_conditional(request)
    return response


@blueprint.route("/public/distribution")
@blueprint.response(200, schemas.DistributionAnswer)
@access.any_site
def get_distribution() -> Response:
    """Printed copies of all publications that were given out, by municipality."""
    with platform().database.reading() as session:
        return open_data.as_json(copies.distribution(session))


@blueprint.route("/public/publications")
@blueprint.arguments(LibraryListing, location="query")
@blueprint.response(200, schemas.PublicLibrary)
@access.any_site
def list_library(asked: LibraryListing) -> Response:
    """What the office published, the latest first: of each publication the version that stands."""
    here = platform()
    with here.database.reading() as session:
        page = public.current_versions(session, here.cursors, asked, anyone(utc_now()))
        items = tuple(public.line(one, here.settings.public_url) for one in page.items)
    return open_data.as_json(schemas.PublicLibrary(licence=open_data.LICENCE, items=items, next=page.next))


@blueprint.route("/public/publications/<uuid:publication_id>")
@blueprint.response(200, schemas.PublicPublication)
@access.any_site
def get_public(publication_id: UUID) -> Response:
    """One publication with its older versions; of a version that was withdrawn when and why, and nothing of what stood in it."""
    here = platform()
    with here.database.reading() as session:
        found = public.answer(
            public.known(session, publication_id, utc_now()), here.settings.public_url, open_data.LICENCE
        )
    return open_data.as_json(found)
