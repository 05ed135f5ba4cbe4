"""Reports at a desk: the list, beginning one, one with all that stands in it, its chapters, and how it will be read."""

from uuid import UUID

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.forms.recommendation import ApprovalForm
from services.cases.pages.acting import done, same_version, see, today
from services.cases.pages.marked import check_shown
from services.cases.reports import data
from services.cases.reports.actions import writing
from services.cases.reports.clients import page as printed
from services.cases.reports.clients import said
from services.cases.reports.clients.served import served
from services.cases.reports.domain.content import named
from services.cases.reports.domain.life import Step
from services.cases.reports.forms import FreezeForm, ReportForm, StepForm, WithdrawalForm, WordsForm
from services.cases.reports.lists import ReportListing
from services.cases.reports.pages import words as shown
from services.cases.reports.queries import reports as queries
from services.cases.reports.queries.reports import READERS, WRITERS, ReportView
from services.cases.reports.schemas import NewReportBody, WordsBody
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("report_desk", __name__)


@blueprint.route("/staff/reports")
@access.staff(*READERS)
def report_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(ReportListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = asked.listing and queries.reports(session, here.cursors, asked.listing, reading)
    rows = [shown.row(line) for line in page.items] if page else []
    may_begin = bool(access.current().roles & set(WRITERS))
    body = render_template("cases/report_list.html", asked=asked, page=page, reports=rows, may_begin=may_begin)
    return body, asked.status


@blueprint.route("/staff/reports/new", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new_report() -> ResponseReturnValue:
    year = today().replace(year=today().year - 1, month=1, day=1)
    given = {"kind": "annual", "first": year, "last": year.replace(month=12, day=31)}
    form, status, by, now = ReportForm(language(), data=given), 200, access.current(), utc_now()
    if form.is_submitted():
        status = 422
        if form.validate():
            wanted = _wanted(form)
            begun, status = done(form, lambda session: writing.begin(by, session, wanted, now=now))
            if begun is not None:
                flash(_("Raporti u hap. Tani ngrini shifrat dhe shkruani kapitujt."), "success")
                return see(_href(begun.id))
    return render_template("cases/report_new.html", form=form), status


@blueprint.route("/staff/reports/<uuid:report_id>")
@access.staff(*READERS)
def report(report_id: UUID) -> ResponseReturnValue:
    return report_page(report_id, None), 200


@blueprint.route("/staff/reports/<uuid:report_id>/reading")
@access.staff(*READERS)
def reading(report_id: UUID) -> ResponseReturnValue:
    """As it will be read. Raises `NotFound` while nothing is frozen."""
    view = _view(report_id)
    if view.content is None:
        raise NotFound
    row, body = shown.row(view.line), printed.body(view.content, language())
    return render_template("cases/report_reading.html", report=row, body=body), 200


@blueprint.route("/staff/reports/<uuid:report_id>/files/<string:tongue>/<string:form>")
@access.staff(*READERS)
def report_file(report_id: UUID, tongue: str, form: str) -> Response:
    """A file of what was approved."""
    with platform().database.reading() as session:
        kept = queries.file_of(session, queries.find(session, report_id), tongue, form)
    return served(kept.form, kept.document, f"{report_id}-{tongue}.{form}", to_all=False)


@blueprint.route("/staff/reports/<uuid:report_id>/chapters/<chapter>", methods=["GET", "POST"])
@access.staff(*WRITERS)
def chapter_words(report_id: UUID, chapter: str) -> ResponseReturnValue:
    view, by, status = _view(report_id), access.current(), 200
    if chapter not in view.words:
        raise NotFound
    form = _words_form(view, chapter)
    if form.is_submitted():
        status = 422
        if form.validate():
            wanted = WordsBody(chapter=chapter, words_sq=form.words_sq.data or "", words_en=form.words_en.data or "")
            check = same_version(form.version.data)
            kept, status = done(form, lambda session: writing.write(by, session, report_id, wanted, check))
            if kept is not None:
                flash(_("Kapitulli u ruajt."), "success")
                return see(_href(report_id))
    return _words_page(view, chapter, form), status


def report_page(report_id: UUID, failing: BesaForm | None) -> str:
    """One report, with what may be done now. `failing`: what was pressed and refused."""
    view = _view(report_id)
    given = {"version": str(view.report.version)}
    freezing = failing if isinstance(failing, FreezeForm) else FreezeForm(formdata=None, data=_days(view) | given)
    approval = failing if isinstance(failing, ApprovalForm) else ApprovalForm(formdata=None)
    approval.content_hash.data = view.digest
    return render_template(
        "cases/report.html",
        form=failing,
        report=shown.row(view.line),
        report_id=report_id,
        facts=shown.facts(view),
        steps=view.steps,
        step=StepForm(formdata=None, data=given),
        step_address=shown.step_address,
        freezing=freezing,
        approval=approval,
        withdrawal=failing if isinstance(failing, WithdrawalForm) else WithdrawalForm(formdata=None),
        check=check_shown(view.check) if view.report.digest else None,
        own=view.own,
        chapters=[(key, data.chapters()[key].name.of(language())) for key in view.words],
        may_write=Step.WRITE in view.steps,
        frozen=view.content is not None,
        freezes=[shown.freezing(one) for one in reversed(view.freezes)],
        files=[
            (shown.file_name(tongue, form), tongue, form)
            for tongue, form in shown.in_order((one.language, one.form) for one in view.files)
        ],
        filed=view.filed,
        number=view.report.number,
    )


def _href(report_id: UUID) -> str:
    return url_for("report_desk.report", report_id=report_id)


def _view(report_id: UUID) -> ReportView:
    with platform().database.transaction() as session:
        return queries.read(session, report_id, access.current())


def _wanted(form: ReportForm) -> NewReportBody:
    return NewReportBody(
        kind=form.kind.data,
        title_sq=form.title_sq.data or "",
        title_en=form.title_en.data or "",
        first=form.first.data,
        last=form.last.data,
        county=form.county.data or None,
    )


def _days(view: ReportView) -> dict[str, object]:
    """Those of the last freezing, or the end of the period."""
    last = view.freezes[-1] if view.freezes else None
    return {"on": last.on, "known": last.known} if last else {"on": view.report.last}


def _words_form(view: ReportView, chapter: str) -> WordsForm:
    words = view.words[chapter]
    return WordsForm(data={"words_sq": words.sq, "words_en": words.en, "version": str(view.report.version)})


def _words_page(view: ReportView, chapter: str, form: WordsForm) -> str:
    card = data.chapters()[chapter]
    tables = [one for of in view.content.chapters if of.key == chapter for one in of.tables] if view.content else []
    return render_template(
        "cases/report_words.html",
        form=form,
        report=shown.row(view.line),
        chapter=card.name.of(language()),
        child=card.child,
        measure=data.measure(),
        tongue=language(),
        tables=tables,
        said=said,
        named=named,
    )
