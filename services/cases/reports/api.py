"""`/reports`: writing, freezing, approving, filing and publishing; `/public/reports`: what was published, for anybody."""

from functools import partial
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.reports import schemas
from services.cases.reports.actions import approving, filing, writing
from services.cases.reports.clients.files import BOTH, MEDIA
from services.cases.reports.clients.served import served
from services.cases.reports.lists import PublicReportListing, ReportListing
from services.cases.reports.queries import public
from services.cases.reports.queries import reports as queries
from services.cases.reports.queries.reports import APPROVERS, FILERS, PUBLISHERS, READERS, WRITERS
from shared import access, idempotency, open_data
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.lists import Reading, anyone
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("reports", __name__, description="Reports of the office")
BLUEPRINTS = (blueprint,)
#: How the parts of an address look, for the OpenAPI document; any other is not there.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^P-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}
WHICH = [
    {"in": "path", "name": "language", "required": True, "schema": {"type": "string", "enum": ["sq", "en", BOTH]}},
    {"in": "path", "name": "form", "required": True, "schema": {"type": "string", "enum": list(MEDIA)}},
]
FILES = {"200": {"description": "A file", "content": {media: {} for media in MEDIA.values()}}}


def _answer(session: Session, report_id: UUID) -> schemas.WholeReport:
    session.flush()
    return queries.answer(queries.read(session, report_id, access.current()))


def _etag(report: schemas.WholeReport) -> str:
    return etag(report.version)


@blueprint.route("/reports")
@blueprint.arguments(ReportListing, location="query")
@blueprint.response(200, schemas.ReportList)
@access.staff(*READERS)
def list_reports(asked: ReportListing) -> Page[schemas.ReportLineAnswer]:
    """All reports, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.reports(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/reports", methods=["POST"])
@blueprint.arguments(schemas.NewReportBody)
@blueprint.response(201, schemas.WholeReport)
@access.staff(*WRITERS)
def begin_report(body: schemas.NewReportBody) -> Response:
    """Begin a report, on the template of its kind that is in force."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, writing.begin(by, session, body, now=now).id), 201, _etag
    )


@blueprint.route("/reports/<uuid:report_id>")
@blueprint.response(200, schemas.WholeReport)
@access.staff(*READERS)
def get_report(report_id: UUID) -> tuple[schemas.WholeReport, int, dict[str, str]]:
    """One report: its words, its figures as they are frozen, what each freezing changed; the reading is noted."""
    with platform().database.transaction() as session:
        report = _answer(session, report_id)
    return report, 200, {"ETag": _etag(report)}


@blueprint.route("/reports/<uuid:report_id>/words", methods=["POST"])
@blueprint.arguments(schemas.WordsBody)
@blueprint.response(200, schemas.WholeReport)
@access.staff(*WRITERS)
def write_words(body: schemas.WordsBody, report_id: UUID) -> Response:
    """The words of one chapter of a draft in both languages; wants If-Match."""
    write = partial(writing.write, access.current())
    return idempotency.answer(
        lambda session: _answer(session, write(session, report_id, body, require_version).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/freezing", methods=["POST"])
@blueprint.arguments(schemas.FreezeBody)
@blueprint.response(200, schemas.WholeReport)
@access.staff(*WRITERS)
def freeze_figures(body: schemas.FreezeBody, report_id: UUID) -> Response:
    """Freeze its figures as they stood on a day, as known on another; wants If-Match. What was frozen before stays."""
    freeze = partial(writing.freeze, access.current(), now=utc_now())
    return idempotency.answer(
        lambda session: _answer(session, freeze(session, report_id, body, require_version).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/reworking", methods=["POST"])
@blueprint.response(200, schemas.WholeReport)
@access.staff(*WRITERS)
def rework_report(report_id: UUID) -> Response:
    """Make it a draft again; wants If-Match. An approval falls."""
    by = access.current()
    return idempotency.answer(
        lambda session: _answer(session, writing.rework(by, session, report_id, require_version).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/proofreading", methods=["POST"])
@blueprint.response(200, schemas.WholeReport)
@access.staff(*WRITERS)
def proofread_report(report_id: UUID) -> Response:
    """Say that all of it was read; wants If-Match. It is compared with the sealed files."""
    proofread = partial(approving.proofread, access.current(), documents=platform().documents, now=utc_now())
    return idempotency.answer(
        lambda session: _answer(session, proofread(session, report_id=report_id, check=require_version).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/approval", methods=["POST"])
@blueprint.arguments(schemas.ReportApprovalBody)
@blueprint.response(200, schemas.WholeReport)
@access.staff(*APPROVERS)
def approve_report(body: schemas.ReportApprovalBody, report_id: UUID) -> Response:
    """Approve exactly what was read, as somebody who wrote nothing of it. Its files are made."""
    by, now, documents = access.current(), utc_now(), platform().documents
    _compare_again(report_id)
    return idempotency.answer(
        lambda session: _answer(session, approving.approve(by, session, documents, report_id, body, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/reports/<uuid:report_id>/filing", methods=["POST"])
@blueprint.response(200, schemas.WholeReport)
@access.staff(*FILERS)
def file_report(report_id: UUID) -> Response:
    """Draft the act by which it goes to the Assembly, in a case that is opened for it; wants If-Match. Nothing is sent."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(
        lambda session: _answer(session, filing.file(by, session, documents, report_id, require_version, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/reports/<uuid:report_id>/publication", methods=["POST"])
@blueprint.response(200, schemas.WholeReport)
@access.staff(*PUBLISHERS)
def publish_report(report_id: UUID) -> Response:
    """Let anybody read it; one that went to the Assembly no earlier than the act by which it did."""
    by, now, documents = access.current(), utc_now(), platform().documents
    _compare_again(report_id)
    return idempotency.answer(
        lambda session: _answer(session, approving.release(by, session, documents, report_id, now=now).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.ReportWithdrawalBody)
@blueprint.response(200, schemas.WholeReport)
@access.staff(*PUBLISHERS)
def withdraw_report(body: schemas.ReportWithdrawalBody, report_id: UUID) -> Response:
    """Take a published report back: nobody outside reads it any more. The reason stays in the office."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, approving.withdraw(by, session, report_id, body, now=now).id), 200, _etag
    )


@blueprint.route("/reports/<uuid:report_id>/files/<string:language>/<string:form>", parameters=WHICH)
@blueprint.doc(responses=FILES)
@access.staff(*READERS)
def get_report_file(report_id: UUID, language: str, form: str) -> Response:
    """One file of an approved report, before anybody else may read it."""
    with platform().database.reading() as session:
        kept = queries.file_of(session, queries.find(session, report_id), language, form)
    return served(kept.form, kept.document, f"{report_id}-{language}.{form}", to_all=False)


@blueprint.route("/public/reports")
@blueprint.arguments(PublicReportListing, location="query")
@blueprint.response(200, schemas.PublicReportList)
@access.any_site
def list_published_reports(asked: PublicReportListing) -> Response:
    """Published reports, the newest first, with their files. Pages of any site may ask (CORS), the licence stands in `Link`."""
    here = platform()
    with here.database.reading() as session:
        found = public.published(session, here.cursors, asked, anyone(utc_now()))
    return open_data.as_json(schemas.PublicReportList(items=tuple(found.items), next=found.next))


@blueprint.route("/public/reports/<string:number>", parameters=[NUMBER])
@blueprint.response(200, schemas.PublicReport)
@access.any_site
def get_published_report(number: str) -> Response:
    """One published report and its files; 410 for one that was withdrawn."""
    here = platform()
    with here.database.reading() as session:
        _refuse_withdrawn(session, number)
        return open_data.as_json(public.read(session, here.documents, number).answer)


@blueprint.route("/public/reports/<string:number>/<string:language>/<string:form>", parameters=[NUMBER, *WHICH])
@blueprint.doc(responses=FILES)
@access.any_site
def get_published_file(number: str, language: str, form: str) -> Response:
    """One file of a published report: the bytes that were approved, for ever. `language` is `both` of data."""
    with platform().database.reading() as session:
        _refuse_withdrawn(session, number)
        kept, name = public.file(session, number, language, form)
    return served(kept.form, kept.document, name, to_all=True)


def _refuse_withdrawn(session: Session, number: str) -> None:
    if (since := public.withdrawn(session, number)) is not None:
        raise Problem(410, "report.withdrawn", detail=f"it was withdrawn on {local_date(since)}")


def _compare_again(report_id: UUID) -> None:
    """In a transaction of its own: what follows waits for what comes of it."""
    here, now = platform(), utc_now()
    here.database.run(lambda session: approving.compare_again(session, here.documents, report_id, now=now))
