"""What an officer adds to the file of a case: parties, links, tasks, notes, the wall."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.cases.actions import exclusions, parties, tasks
from services.cases.actions.parties import WantedParty
from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.forms.investigation import COMPLAINT, INSTITUTION, PART_FORMS
from services.cases.pages import case_file
from services.cases.pages import cases as case_pages
from services.cases.pages.acting import an_id, done, see
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.queries import cases
from shared import access
from shared.errors import NotFound
from shared.platform import platform
from shared.principal import Principal

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
    by, status = access.current(), 422
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by)
        form = case_file.part_form(session, view, part)
    if form.validate_on_submit():
        made, status = done(form, lambda session: _ADD[part](session, case_id, form.data, by))
        if made is not None:
            flash(SAID[part], "success")
            # Whoever shut out themselves sees no case to come back to.
            away = part == "exclusion" and form.data["staff"] == str(by.id)
            return see(url_for("pages.home") if away else url_for("pages.case", case_id=case_id))
    return case_pages.case_page(case_id, form, part), status


@blueprint.route("/staff/cases/<uuid:case_id>/file/<part>/<uuid:row_id>/end", methods=["POST"])
@access.staff(*WORKING)
def end_in_file(case_id: UUID, part: str, row_id: UUID) -> ResponseReturnValue:
    ends: Mapping[str, Callable[[Session, UUID, UUID, Principal], Any]] = {
        "party": parties.end_party,
        "link": parties.unlink,
    }
    if part not in ends:
        raise NotFound
    by = access.current()
    platform().database.run(lambda session: ends[part](session, case_id, row_id, by))
    flash(_("U shënua se mbaroi."), "success")
    return see(url_for("pages.case", case_id=case_id))


def _party(session: Session, case_id: UUID, typed: Mapping[str, Any], by: Principal) -> Any:
    what, _sep, found = (typed["who"] or "").partition(":")
    wanted = WantedParty(
        role=PartyRole(typed["role"]),
        complaint_id=an_id(found) if what == COMPLAINT else None,
        institution_id=an_id(found) if what == INSTITUTION else None,
        label=typed["label"] or None,
        note=typed["note"] or "",
    )
    return parties.add_party(session, platform().documents, case_id, wanted, by)


def _link(session: Session, case_id: UUID, typed: Mapping[str, Any], by: Principal) -> Any:
    other = cases.by_number(session, typed["number"], by)
    return parties.link(session, case_id, other, LinkKind(typed["kind"]), by)


def _task(session: Session, case_id: UUID, typed: Mapping[str, Any], by: Principal) -> Any:
    due: date = typed["due"]
    return tasks.add(session, platform().documents, case_id, typed["text"], due, by, UUID(typed["assignee"]))


def _note(session: Session, case_id: UUID, typed: Mapping[str, Any], by: Principal) -> Any:
    return tasks.write_note(session, platform().documents, case_id, typed["text"], by)


def _exclusion(session: Session, case_id: UUID, typed: Mapping[str, Any], by: Principal) -> Any:
    excluded, staff = typed["excluded"] == "yes", UUID(typed["staff"])
    return exclusions.change(session, platform().documents, case_id, staff, typed["reason"], by, excluded=excluded)


_ADD: Mapping[str, Callable[[Session, UUID, Mapping[str, Any], Principal], Any]] = {
    "party": _party,
    "link": _link,
    "task": _task,
    "note": _note,
    "exclusion": _exclusion,
}
