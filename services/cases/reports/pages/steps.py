"""What is pressed on the page of a report: freezing, proofreading, approving, taking up again, filing, publishing."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.forms.recommendation import ApprovalForm
from services.cases.pages.acting import done, same_version, see
from services.cases.reports.actions import approving, filing, writing
from services.cases.reports.forms import FreezeForm, StepForm, WithdrawalForm
from services.cases.reports.pages.desk import report_page
from services.cases.reports.queries.reports import APPROVERS, FILERS, PUBLISHERS, WRITERS
from services.cases.reports.schemas import FreezeBody, ReportApprovalBody, ReportWithdrawalBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform

blueprint = Blueprint("report_steps", __name__)


@blueprint.route("/staff/reports/<uuid:report_id>/freezing", methods=["POST"])
@access.staff(*WRITERS)
def freeze(report_id: UUID) -> ResponseReturnValue:
    form, by, now = FreezeForm(), access.current(), utc_now()
    if not form.validate_on_submit():
        return report_page(report_id, form), 422
    check, wanted = same_version(form.version.data), FreezeBody(on=form.on.data, known=form.known.data)
    return _do(
        report_id, form, lambda s: writing.freeze(by, s, report_id, wanted, check, now=now), _("Shifrat u ngrinë.")
    )


@blueprint.route("/staff/reports/<uuid:report_id>/proofreading", methods=["POST"])
@access.staff(*WRITERS)
def proofread(report_id: UUID) -> ResponseReturnValue:
    form, by, now, store = StepForm(), access.current(), utc_now(), platform().documents
    check = same_version(form.version.data)
    return _do(
        report_id,
        form,
        lambda s: approving.proofread(by, s, store, report_id, check, now=now),
        _("U shënua që raporti u lexua i tërë."),
    )


@blueprint.route("/staff/reports/<uuid:report_id>/approval", methods=["POST"])
@access.staff(*APPROVERS)
def approve(report_id: UUID) -> ResponseReturnValue:
    form, by, now, store = ApprovalForm(), access.current(), utc_now(), platform().documents
    if not form.validate_on_submit():
        return report_page(report_id, form), 422
    wanted = ReportApprovalBody(digest=form.content_hash.data or "", names_reason=form.names_reason.data or "")
    _compare_again(report_id)
    return _do(
        report_id, form, lambda s: approving.approve(by, s, store, report_id, wanted, now=now), _("Raporti u miratua.")
    )


@blueprint.route("/staff/reports/<uuid:report_id>/reworking", methods=["POST"])
@access.staff(*WRITERS)
def rework(report_id: UUID) -> ResponseReturnValue:
    form, by = StepForm(), access.current()
    check = same_version(form.version.data)
    return _do(report_id, form, lambda s: writing.rework(by, s, report_id, check), _("Raporti është përsëri projekt."))


@blueprint.route("/staff/reports/<uuid:report_id>/filing", methods=["POST"])
@access.staff(*FILERS)
def file(report_id: UUID) -> ResponseReturnValue:
    form, by, now, store = StepForm(), access.current(), utc_now(), platform().documents
    check = same_version(form.version.data)
    return _do(
        report_id,
        form,
        lambda s: filing.file(by, s, store, report_id, check, now=now),
        _("U hartua akti me të cilin raporti i paraqitet Kuvendit."),
    )


@blueprint.route("/staff/reports/<uuid:report_id>/publication", methods=["POST"])
@access.staff(*PUBLISHERS)
def publish(report_id: UUID) -> ResponseReturnValue:
    form, by, now, store = StepForm(), access.current(), utc_now(), platform().documents
    _compare_again(report_id)
    return _do(report_id, form, lambda s: approving.release(by, s, store, report_id, now=now), _("Raporti u publikua."))


@blueprint.route("/staff/reports/<uuid:report_id>/withdrawal", methods=["POST"])
@access.staff(*PUBLISHERS)
def withdraw(report_id: UUID) -> ResponseReturnValue:
    form, by, now = WithdrawalForm(), access.current(), utc_now()
    if not form.validate_on_submit():
        return report_page(report_id, form), 422
    wanted = ReportWithdrawalBody(reason=form.reason.data or "")
    return _do(report_id, form, lambda s: approving.withdraw(by, s, report_id, wanted, now=now), _("Raporti u tërhoq."))


def _do(report_id: UUID, form: BesaForm, work: Callable[[Session], object], said: str) -> ResponseReturnValue:
    kept, status = done(form, work)
    if kept is None:
        return report_page(report_id, form), status
    flash(said, "success")
    return see(url_for("report_desk.report", report_id=report_id))


def _compare_again(report_id: UUID) -> None:
    here, now = platform(), utc_now()
    here.database.run(lambda session: approving.compare_again(session, here.documents, report_id, now=now))
