"""What an officer adds to the file of a case: parties, links, tasks, notes, the wall."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.cases.actions import exclusions, parties, tasks
from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.forms.investigation import (
    COMPLAINT,
    INSTITUTION,
    PART_FORMS,
    ExclusionForm,
    LinkForm,
    PartyForm,
    TaskForm,
)
from services.cases.pages import case_file
from services.cases.pages import cases as case_pages
from services.cases.pages.acting import an_id, done, see, today
from services.cases.pages.cases import WORKING
from services.cases.queries import cases
from services.cases.schemas.investigation import ExclusionBody, LinkBody, PartyBody, TaskBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound

blueprint = Blueprint("investigation_pages", __name__)

SAID = {
    "party": _l("Pala u shtua."),
    "link": _l("Çështjet u lidhën."),
    "task": _l("Detyra u shtua."),
    "note": _l("Shënimi u ruajt."),
    "exclusion": _l("U vendos kush e sheh çështjen."),
}


@blueprint.route("/staff/cases/<uuid:case_id>/file/<part>", methods=["POST"])
@access.staff(*WORKING)
def add_to_file(case_id: UUID, part: str) -> ResponseReturnValue:
    if part not in PART_FORMS:
        raise NotFound
    by, status, now = access.current(), 422, utc_now()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by, today())
        form = case_file.part_form(session, view, part)
    if form.validate_on_submit():
        added, status = done(form, lambda session: _add(by, session, case_id, form, now))
        if added is not None:
            flash(SAID[part], "success")
            return see(url_for("home.home") if _shut_out(by, form) else url_for("cases_pages.case", case_id=case_id))
    return case_pages.case_page(case_id, form, part), status


@blueprint.route("/staff/cases/<uuid:case_id>/file/<part>/<uuid:row_id>/end", methods=["POST"])
@access.staff(*WORKING)
def end_in_file(case_id: UUID, part: str, row_id: UUID) -> ResponseReturnValue:
    if part not in {"party", "link"}:
        raise NotFound
    by, now, end = access.current(), utc_now(), parties.end_party if part == "party" else parties.unlink
    platform().database.run(lambda session: end(by, session, case_id, row_id, now=now))
    flash(_("U shënua se mbaroi."), "success")
    return see(url_for("cases_pages.case", case_id=case_id))


def _shut_out(by: Principal, form: BesaForm) -> bool:
    """Whoever shut out themselves sees no case to come back to."""
    return isinstance(form, ExclusionForm) and form.staff.data == str(by.id)


def _add(by: Principal, session: Session, case_id: UUID, form: BesaForm, now: datetime) -> object:
    """What was added. Raises what the action raises."""
    documents = platform().documents
    if isinstance(form, PartyForm):
        return parties.add_party(by, session, documents, case_id, _party(form), now=now)
    if isinstance(form, LinkForm):
        other = cases.by_number(session, form.number.data or "", by)
        wanted = LinkBody(case_id=other, kind=LinkKind(form.kind.data))
        return parties.link(by, session, case_id, wanted, now=now)
    if isinstance(form, TaskForm):
        task = TaskBody(text=form.text.data or "", due=form.due.data, assignee=UUID(form.assignee.data))
        return tasks.add(by, session, documents, case_id, task, now=now)
    if isinstance(form, ExclusionForm):
        return exclusions.change(by, session, documents, case_id, _exclusion(form), now=now)
    return tasks.write_note(by, session, documents, case_id, form["text"].data, now=now)


def _party(form: PartyForm) -> PartyBody:
    what, _sep, chosen = (form.who.data or "").partition(":")
    return PartyBody(
        role=PartyRole(form.role.data),
        complaint_id=an_id(chosen) if what == COMPLAINT else None,
        institution_id=an_id(chosen) if what == INSTITUTION else None,
        label=form.label.data or None,
        note=form.note.data or "",
    )


def _exclusion(form: ExclusionForm) -> ExclusionBody:
    excluded = form.excluded.data == "yes"
    return ExclusionBody(staff_id=UUID(form.staff.data), excluded=excluded, reason=form.reason.data or "")
