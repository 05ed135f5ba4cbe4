"""What stands around a case on its page: rows to show, and a form for each thing that can be added."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.forms.investigation import (
    COMPLAINT,
    INSTITUTION,
    PART_FORMS,
    ExclusionForm,
    PartyForm,
    TaskForm,
)
from services.cases.pages.tables import task_row
from services.cases.queries import investigation, people
from services.cases.queries.visibility import LEADING, may_see
from shared import access
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.staff import StaffAccount
from shared.words import language


def part_form(session: Session, view: Any, part: str, *, fresh: bool = False) -> BesaForm:
    """The form of one part, filled from the request unless `fresh`."""
    form = PART_FORMS[part](**({"formdata": None} if fresh else {}), prefix=f"{part}-")
    if isinstance(form, PartyForm):
        form.who.choices = [SelectChoice("", _("Një person pa ankesë")), *_known(view)]
    if isinstance(form, TaskForm):
        form.assignee.choices = who_sees(session, view.case.id)
        if fresh:
            form.assignee.data = str(access.current().id)
    if isinstance(form, ExclusionForm):
        form.staff.choices = _who_may_be_excluded(session)
    return form


def shown(session: Session, view: Any, failing: BesaForm | None, failed: str | None) -> dict[str, Any]:
    """What the template of a case shows of all this; the failed form is open and keeps what was typed."""
    around = view.around
    leading = bool(access.current().roles & LEADING)
    excluded = (
        investigation.exclusions(session, platform().documents, view.case.id, access.current()) if leading else []
    )
    forms = {
        part: failing if failing is not None and part == failed else part_form(session, view, part, fresh=True)
        for part in PART_FORMS
        if part == failed or part not in {"party", "task"} or not view.case.is_closed
    }
    return {
        "parties": [_party(one) for one in around.parties if one.party.ended_at is None],
        "links": [_link(one) for one in around.links if one.link.ended_at is None],
        "tasks": [task_row(one) for one in around.tasks],
        "notes": [_note(one) for one in reversed(around.notes)],
        "exclusions": [_exclusion(one) for one in excluded],
        "forms": {part: {"fields": list(form), "open": form is failing} for part, form in forms.items()},
    }


def _known(view: Any) -> list[SelectChoice]:
    complaints = [
        SelectChoice(f"{COMPLAINT}:{one.id}", _("Ankesa %(ref)s", ref=one.reference)) for one in view.complaints
    ]
    return [*complaints, *(SelectChoice(f"{INSTITUTION}:{one.id}", one.name(language())) for one in view.bodies)]


def who_sees(session: Session, case_id: UUID) -> list[SelectChoice]:
    """Whom something in a case may be given to: nobody whom a wall shuts out of it."""
    able = []
    for one in people.members(session):
        account = session.get(StaffAccount, one.id)
        if account is not None and may_see(session, account, case_id):
            able.append(SelectChoice(str(one.id), one.name or one.username))
    return able


def _who_may_be_excluded(session: Session) -> list[SelectChoice]:
    """Anybody of the office, by who leads; an officer shuts out nobody but themselves."""
    by = access.current()
    able = [one for one in people.members(session) if by.roles & LEADING or one.id == by.id]
    return [SelectChoice("", _("Zgjidhni")), *(SelectChoice(str(one.id), one.name or one.username) for one in able)]


def _party(view: Any) -> dict[str, Any]:
    name = view.body.name(language()) if view.body else view.reference or view.party.label
    return {
        "id": view.party.id,
        "role": words.label(words.PARTY_ROLES, view.party.role),
        "name": name or "–",
        "note": view.note or "–",
    }


def _link(view: Any) -> dict[str, Any]:
    table = words.LINKS if view.outgoing else words.LINKED
    return {
        "id": view.link.id,
        "kind": words.label(table, view.link.kind),
        "number": view.other.number,
        "case_id": view.other.id if view.opens else None,
        "ends": view.opens,
    }


def _note(view: Any) -> dict[str, Any]:
    return {"title": _("Shënim"), "when": view.note.at, "by": view.by_name, "text": view.text}


def _exclusion(view: Any) -> dict[str, Any]:
    return {
        "name": view.name,
        "state": _("Nuk e sheh") if view.exclusion.ended_at is None else _("E sheh përsëri"),
        "when": view.exclusion.ended_at or view.exclusion.at,
        "reason": view.reason or _("U vendos për ankesën"),
    }
