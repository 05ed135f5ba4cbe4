"""What stands around a case on its page: rows to show, and a form for each thing that can be added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Field

from services.cases import words
from services.cases.forms.investigation import (
    COMPLAINT,
    INSTITUTION,
    PART_FORMS,
    ExclusionForm,
    PartyForm,
    TaskForm,
)
from services.cases.pages.case_rows import TaskRow, task_row
from services.cases.pages.history import Entry
from services.cases.queries import investigation, people
from services.cases.queries.cases import CaseView
from services.cases.queries.investigation import LinkView
from services.cases.queries.visibility import LEADING, may_see
from services.cases.schemas.investigation import ExclusionAnswer, PartyAnswer
from shared import access
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.staff import StaffAccount
from shared.words import language


@dataclass(frozen=True)
class PartyRow:
    id: UUID
    role: str
    name: str
    note: str


@dataclass(frozen=True)
class LinkRow:
    """`case_id`: where the reader may open the other case; `ends`: may end the link."""

    id: UUID
    kind: str
    number: str
    case_id: UUID | None
    ends: bool


@dataclass(frozen=True)
class ExclusionRow:
    name: str
    state: str
    when: datetime
    reason: str


@dataclass(frozen=True)
class PartForm:
    """`open`: it failed, and holds what was typed."""

    fields: Sequence[Field]
    open: bool


@dataclass(frozen=True)
class CaseFile:
    """`forms`: by part, for those that may be added now."""

    parties: Sequence[PartyRow]
    links: Sequence[LinkRow]
    tasks: Sequence[TaskRow]
    notes: Sequence[Entry]
    exclusions: Sequence[ExclusionRow]
    forms: Mapping[str, PartForm]


def part_form(session: Session, view: CaseView, part: str, *, fresh: bool = False) -> BesaForm:
    """The form of one part, filled from the request unless `fresh`."""
    form = PART_FORMS[part](formdata=None, prefix=f"{part}-") if fresh else PART_FORMS[part](prefix=f"{part}-")
    if isinstance(form, PartyForm):
        form.who.choices = [SelectChoice("", _("Një person pa ankesë")), *_known(view)]
    if isinstance(form, TaskForm):
        form.assignee.choices = who_sees(session, view.case.id)
        if fresh:
            form.assignee.data = str(access.current().id)
    if isinstance(form, ExclusionForm):
        form.staff.choices = _who_may_be_excluded(session)
    return form


def shown(session: Session, view: CaseView, failing: BesaForm | None, failed: str | None) -> CaseFile:
    """What the template of a case shows of all this; the failed form is open and keeps what was typed."""
    around, by = view.around, access.current()
    leading = bool(by.roles & LEADING)
    excluded = investigation.exclusions(session, platform().documents, view.case.id, by) if leading else []
    forms = {
        part: failing if failing is not None and part == failed else part_form(session, view, part, fresh=True)
        for part in PART_FORMS
        if part == failed or part not in {"party", "task"} or not view.case.is_closed
    }
    return CaseFile(
        parties=[_party(one) for one in around.parties if one.ended_at is None],
        links=[_link(one) for one in around.links if one.link.ended_at is None],
        tasks=[task_row(one) for one in around.tasks],
        notes=[Entry(_("Shënim"), one.at, one.by, one.text) for one in reversed(around.notes)],
        exclusions=[_exclusion(one) for one in excluded],
        forms={part: PartForm(list(form), form is failing) for part, form in forms.items()},
    )


def _known(view: CaseView) -> list[SelectChoice]:
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


def _party(party: PartyAnswer) -> PartyRow:
    name = party.institution.name(language()) if party.institution else party.reference or party.label
    return PartyRow(party.id, words.label(words.PARTY_ROLES, party.role), name or "–", party.note or "–")


def _link(view: LinkView) -> LinkRow:
    link = view.link
    return LinkRow(
        id=link.id,
        kind=words.label(words.LINKS if link.outgoing else words.LINKED, link.kind),
        number=link.number,
        case_id=link.case_id if view.opens else None,
        ends=view.opens,
    )


def _exclusion(exclusion: ExclusionAnswer) -> ExclusionRow:
    return ExclusionRow(
        name=exclusion.name,
        state=_("Nuk e sheh") if exclusion.ended_at is None else _("E sheh përsëri"),
        when=exclusion.ended_at or exclusion.at,
        reason=exclusion.reason or _("U vendos për ankesën"),
    )
