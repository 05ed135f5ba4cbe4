"""The forms that stand on the page of a case: one per step that the case allows, and the message to who complained."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import Field
from wtforms.form import BaseForm

from services.cases import words
from services.cases.actions.steps import LED
from services.cases.data import acts as act_data
from services.cases.domain.case import Status, Step
from services.cases.domain.case_conditions import hindrances
from services.cases.domain.standing import has_undelivered, needs_decision
from services.cases.forms.case import (
    STEP_FORMS,
    AssignForm,
    BarForm,
    CloseForm,
    FindingsForm,
    MessageForm,
    RequestForm,
    StepForm,
    choices,
)
from services.cases.forms.placing import refuse
from services.cases.pages.acting import today
from services.cases.pages.case_rows import right_name
from services.cases.queries import people
from services.cases.queries.cases import CaseView
from services.cases.queries.situations import facts_of
from services.cases.queries.visibility import LEADING, OFFICERS, is_excluded
from shared import access
from shared.pages.forms import BesaForm, SelectChoice
from shared.words import language

__all__ = ["EVERYONE", "STEP_FORMS", "message_form", "say_all", "step_form", "steps_of"]

EVERYONE = "all"

HELP = {
    Step.REQUEST_INFORMATION: _l(
        "Kërkesa krahasohet me dosjet dhe, nëse nuk përmend askënd, i dërgohet institucionit me numrin e vet. Afati nis kur i"
        " dorëzohet."
    ),
    Step.SUSPEND: _l(
        "Çështja ndalet derisa ta rifilloni. Nëse e ka gjykata ose prokuroria, ndalen edhe afatet e institucioneve, dhe asnjë"
        " hap nuk bëhet."
    ),
    Step.INVESTIGATE: _l("Nga tani mund të shënohen gjetje."),
    Step.RECORD_FINDINGS: _l(
        "Një gjetje për çdo të drejtë dhe institucion. Gjetja e re për të njëjtën të drejtë dhe të njëjtin institucion vlen"
        " në vend të së parës. Rekomandim i jepet vetëm atij për të cilin u gjet shkelje."
    ),
    Step.RESUME: _l(
        "Çështja kthehet aty ku ishte. Nëse ajo që ndodhi ndërkohë i ndryshon gjetjet, pastaj hapni përsëri hetimin."
    ),
    Step.CLOSE: _l(
        "Ankuesi e sheh përfundimin. Kur e ka gjykata ose prokuroria, detyrimet e hapura shënohen vetë si të pavlerësueshme."
        " Detyrimet për të cilat vazhdojnë hapat mbeten në monitorim edhe pasi çështja mbyllet."
    ),
}


def step_form(session: Session, view: CaseView, step: Step, *, fresh: bool = False) -> StepForm:
    """The form of one step, filled from the request unless `fresh`."""
    kind, prefix = STEP_FORMS[step], f"{step}-"
    form = kind(formdata=None, prefix=prefix) if fresh else kind(prefix=prefix)
    if isinstance(form, AssignForm):
        form.assignee.choices = officers(session, view.case.id)
    if isinstance(form, CloseForm):
        _offer_grounds(form, view)
    if isinstance(form, FindingsForm):
        bodies = [SelectChoice(str(body.id), body.name(language())) for body in view.bodies]
        form.rights.choices = [SelectChoice(code, right_name(code)) for code in view.case.rights]
        form.institution_id.choices = [SelectChoice("", _("Asnjë në veçanti")), *bodies]
        grades = act_data.finding_grades(today()).items()
        named = [SelectChoice(key, words.of_pair(entry, "name", language())) for key, entry in grades]
        form.grade.choices = [SelectChoice("", _("Nuk u vlerësua")), *named]
    if isinstance(form, RequestForm):
        form.institution_id.choices = [_nothing(), *(SelectChoice(str(b.id), b.name(language())) for b in view.bodies)]
    return form


def say_all(session: Session, view: CaseView, form: BaseForm) -> None:
    """Beside what a form of closing lacks itself, all that stands against closing: nobody meets the faults one after the other."""
    if not isinstance(form, CloseForm):
        return
    ground = form.closing_ground.data if form.closing_ground else None
    facts = facts_of(session, view.case, today(), reason=form.reason.data or "", closing_ground=ground or None)
    for fault in hindrances(Status(view.case.status), Step.CLOSE, facts):
        if fault.code != "case.no_outcome":
            refuse(form, fault)


def _offer_grounds(form: CloseForm, view: CaseView) -> None:
    """Those that may close it: over a letter that did not arrive its own ground, over anything else any but that; that steps go on only where they do."""
    lost = has_undelivered(view.facts.standing) and not view.facts.on_its_way
    if not lost and not needs_decision(view.facts.standing):
        del form.closing_ground
        return
    form.reason.flags.required = True
    grounds = act_data.closing_grounds(today())
    shown = {
        key
        for key, entry in grounds.items()
        if bool(entry.get("undelivered")) is lost and (view.facts.pressed or not entry.get("pressed"))
    }
    form.closing_ground.choices = choices({key: name for key, name in words.CLOSING_GROUNDS.items() if key in shown})


@dataclass(frozen=True)
class StepRow:
    """A step with its form; `open`: it failed, and holds what was typed."""

    key: str
    label: str
    help: object
    fields: Sequence[Field]
    open: bool


def steps_of(session: Session, view: CaseView, failing: BesaForm | None, failed: str | None) -> list[StepRow]:
    """The steps that are open, each with its form; the failed one is open and keeps what was typed.

    A step that was refused stays on the page even if it is not legal any more: its form holds somebody's text.
    """
    shown = []
    for step in STEP_FORMS:
        if step != failed and not _is_open(view, step):
            continue
        form = failing if failing is not None and step == failed else step_form(session, view, step, fresh=True)
        label = words.label(words.STEPS, step)
        shown.append(StepRow(step.value, label, HELP.get(step), list(form), open=form is failing))
    return shown


def _is_open(view: CaseView, step: Step) -> bool:
    """Whether the case allows this step now and the reader may take it: an officer assigns to nobody but themselves."""
    by = access.current()
    if step not in view.possible:
        return False
    if by.roles & LEADING:
        return True
    return step not in LED and (step is not Step.ASSIGN or view.case.officer_id is None)


def officers(session: Session, case_id: UUID) -> list[SelectChoice]:
    """Whom the reader may give a case to; nobody who is excluded from it."""
    by = access.current()
    able = [one for one in people.members(session) if OFFICERS & set(one.roles)]
    able = [one for one in able if not is_excluded(session, one.id, case_id)]
    if not by.roles & LEADING:
        able = [one for one in able if one.id == by.id]
    return [_nothing(), *(SelectChoice(str(one.id), one.name or one.username) for one in able)]


def message_form(view: CaseView, *, fresh: bool = False) -> MessageForm:
    """To one of the complainants or, of several, to all."""
    form = MessageForm(formdata=None, prefix="message-") if fresh else MessageForm(prefix="message-")
    each = [SelectChoice(str(one.id), one.reference) for one in view.complaints]
    form.complaints.choices = [SelectChoice(EVERYONE, _("Të gjithë ankuesve")), *each] if len(each) > 1 else each
    if fresh and each:
        form.complaints.data = EVERYONE if len(each) > 1 else each[0].value
    return form


@dataclass(frozen=True)
class BarRow:
    """What an outcome says of where the matter is, waiting for a person's word."""

    id: UUID
    words: str
    form: BarForm


def bars_of(view: CaseView, failing: BesaForm | None, failed: str | None) -> list[BarRow]:
    """The proposals that nobody decided yet; the failed one keeps what was typed."""
    return [
        BarRow(
            one.id,
            words.label(words.ELSEWHERE, one.elsewhere),
            failing
            if isinstance(failing, BarForm) and failed == str(one.id)
            else BarForm(formdata=None, prefix=f"bar-{one.id}-"),
        )
        for one in view.bars
        if one.decided_at is None
    ]


def _nothing() -> SelectChoice:
    return SelectChoice("", _("Zgjidhni"))
