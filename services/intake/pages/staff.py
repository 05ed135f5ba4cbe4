"""The officers' work with complaints: the list, one complaint, its opened file, the mailbox."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import guardians, mailbox, openings
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.forms.staff import AnswerForm, ConflictForm, OpeningForm
from services.intake.lists import CASES, SERIES, ComplaintListing
from services.intake.pages.routes import today, vault
from services.intake.pages.view import page_of
from services.intake.queries import complaints as queries
from services.intake.schemas.complaints import Complaint, Listed
from services.intake.schemas.files import OpenedFile
from shared import access, file_parts
from shared.clock import utc_now
from shared.lists import Reading
from shared.numbers import as_written, is_written_as_number, meant
from shared.pages import lists
from shared.pagination import Page
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

blueprint = Blueprint("staff", __name__)

PAGE = 50
_NOT_OPENED = {
    "erased": _l("Dosja është fshirë dhe nuk hapet më."),
    "budget.own": _l(
        "Sot keni hapur aq dosje sa lejohen në një ditë. Për këtë duhet leja e një personi tjetër: kërkojeni më poshtë."
    ),
    "budget.let_in": _l("Sot keni hapur aq dosje të të tjerëve sa lejohen në një ditë."),
}


@blueprint.get("/staff/complaints")
@access.staff(*OFFICERS)
def complaints() -> ResponseReturnValue:
    """The complaints, newest first, without identities; above them the urgent ones that nobody looked at yet."""
    here, asked, reading = platform(), lists.asked(ComplaintListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = queries.complaints(session, here.cursors, asked.listing, reading) if asked.listing else None
        waiting = [] if asked.narrowed else queries.urgent_unseen(session, reading, PAGE)
    if only := _only(asked.listing, page):
        return redirect(f"/intake/staff/complaints/{only.id}")
    offices = data.regional_offices()
    body = render_template(
        "intake/staff_list.html", page=page, waiting=waiting, asked=asked, offices=offices, now=reading.now,
        today=today(), leading=bool(reading.by.roles & SECOND), words=_words() | {"offices": offices}, mistyped=_is_mistyped(asked.listing),
    )  # fmt: skip
    return body, asked.status


def _only(asked: ComplaintListing | None, page: Page[Listed] | None) -> Listed | None:
    """The complaint whose number somebody typed, or the only one of the case: nobody has to choose it from a list of one."""
    if asked is None or page is None or set(asked.chosen()) != {"q"}:
        return None
    if is_written_as_number(asked.q or "", [CASES]):
        return page.items[0] if len(page.items) == 1 else None
    numbers = as_written(asked.q or "", [SERIES])
    return next((one for one in page.items if one.reference in numbers), None)


def _is_mistyped(asked: ComplaintListing | None) -> bool:
    words = (asked and asked.q) or ""
    return is_written_as_number(words, [SERIES, CASES]) and not meant(words, [SERIES, CASES])


@blueprint.get("/staff/complaints/<uuid:complaint_id>")
@access.staff(*OFFICERS)
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    return page_of(complaint_id)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/openings")
@access.staff(*OFFICERS)
def open_file(complaint_id: UUID) -> ResponseReturnValue:
    form, by = OpeningForm(language()), access.current()
    if not form.validate_on_submit():
        return page_of(complaint_id, opening=form)
    try:
        with platform().database.transaction() as session:
            openings.open_file(
                by, session, vault(), complaint_id, form.opening(), now=utc_now()
            )  # fmt: skip
    except RuleViolation as refused:
        form.form_errors.append(str(_NOT_OPENED[refused.code]))
        return page_of(complaint_id, opening=form)
    return redirect(f"/intake/staff/complaints/{complaint_id}/file", 303)


@blueprint.get("/staff/complaints/<uuid:complaint_id>/file")
@access.staff(*OFFICERS)
def opened_file(complaint_id: UUID) -> ResponseReturnValue:
    """The sealed file, to whoever has opened it in the last 15 minutes; each showing is noted first."""
    here, now, by, key = platform(), utc_now(), access.current(), vault()

    def work(session: Session) -> tuple[Complaint, OpenedFile]:
        view = queries.complaint_view(session, here.documents, complaint_id, now, by)
        return view, openings.show_file(by, session, key, here.documents, complaint_id, now=now)

    try:
        view, file = here.database.run(work)
    except RuleViolation:
        return redirect(f"/intake/staff/complaints/{complaint_id}", 303)
    return render_template("intake/staff_file.html", view=view, file=file, words=_words())


@blueprint.get("/staff/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>")
@access.staff(*OFFICERS)
def evidence(complaint_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """One file of the evidence, to save; never shown by the browser."""
    here, now, by, key = platform(), utc_now(), access.current(), vault()
    file = here.database.run(
        lambda session: openings.open_evidence(by, session, key, complaint_id, evidence_id, now=now)
    )
    return file_parts.shown(file.document, file.name, file.box)


@blueprint.get("/staff/complaints/<uuid:complaint_id>/files/<uuid:evidence_id>/original")
@access.staff(*OFFICERS)
def evidence_original(complaint_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """A file as it came, to save, where another person agreed to that."""
    here, now, by, key = platform(), utc_now(), access.current(), vault()
    file = here.database.run(
        lambda session: openings.open_evidence(by, session, key, complaint_id, evidence_id, now=now, original=True)
    )
    return file_parts.original(file.document, file.media_type, file.name, file.box, beside_copy=True)


#: By the code of what is wrong with the words.
MESSAGE_REFUSALS = {
    "message_names_another": _l(
        "Mesazhi përmend me emër dikë që ky ankues nuk e ka përmendur: nga një dosje tjetër, ose nga shënimet e zyrës. Shkruajeni pa emrin e tij."
    ),
    "message_gives_number": _l(
        "Mesazhi ka një numër ose adresë që mund të jetë e një personi tjetër: nuk është as e zyrës, as në fjalët e ankuesit. Shkruajeni pa të."
    ),
    "message_may_name": _l(
        "Mesazhi mund të përmendë dikë nga një dosje tjetër, ose ku jeton. Shkruajeni pa të, ose zgjidhni pse mund të shkojë."
    ),
}


@blueprint.post("/staff/complaints/<uuid:complaint_id>/messages")
@access.staff(*OFFICERS)
def write_to_complainant(complaint_id: UUID) -> ResponseReturnValue:
    form = AnswerForm(language())
    if not form.validate_on_submit():
        return page_of(complaint_id, message=form)
    try:
        with platform().database.transaction() as session:
            mailbox.answer(access.current(), session, vault(), complaint_id, form.answer(), now=utc_now())
    except ContentViolation as error:
        form[error.field or "text"].errors = [MESSAGE_REFUSALS[error.code]]
        return page_of(complaint_id, message=form)
    except RuleViolation:
        form.text.errors = [_("Ankuesi është përjashtuar: këtë nuk do ta lexonte askush. Mesazhi nuk u mor.")]
        return page_of(complaint_id, message=form)
    flash(_("Mesazhi u vu te ankuesi."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}", 303)


@blueprint.post("/staff/complaints/<uuid:complaint_id>/conflict")
@access.staff(*OFFICERS)
def mark_conflict(complaint_id: UUID) -> ResponseReturnValue:
    form, here = ConflictForm(), platform()
    if form.validate_on_submit():
        conflict = form.conflict()
        with here.database.transaction() as session:
            guardians.mark_conflict(access.current(), session, vault(), here.documents, complaint_id, conflict)
        flash(_("Nuk sheh dhe nuk merr më asgjë.") if conflict.in_conflict else _("Shenja u hoq."), "success")
    return redirect(f"/intake/staff/complaints/{complaint_id}", 303)


def _words() -> dict[str, Mapping[str, data.Entry]]:
    names = ("channels", "life_areas", "urgency_levels", "urgency_questions", "roles", "opened_by", "opened_for",
             "reopening_reasons")  # fmt: skip
    return {name: getattr(data, name)() for name in names}
