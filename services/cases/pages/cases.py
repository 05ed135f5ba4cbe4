"""The cases: the list, one case with all that is known of it, its steps, and a message to who complained."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import cases as case_actions
from services.cases.actions import messages, steps
from services.cases.actions.findings import WantedFinding
from services.cases.actions.steps import WantedStep
from services.cases.domain.case import Elsewhere, Origin, Outcome, Step
from services.cases.domain.findings import Result
from services.cases.forms.case import CaseFilter, FindingsForm, MessageForm, StepForm
from services.cases.pages import case_file, case_forms
from services.cases.pages.acting import an_id, done, see
from services.cases.pages.frame import blueprint
from services.cases.pages.history import timeline
from services.cases.pages.tables import act_row, case_row, finding_row, right_name
from services.cases.queries import cases
from shared import access
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

WORKING = ("case_officer", "approver", "commissioner")


@blueprint.route("/staff/cases")
@access.staff(*WORKING, "auditor")
def case_list() -> ResponseReturnValue:
    form = CaseFilter(request.args, meta={"csrf": False})
    good = form.validate()
    status, whose = (form.status.data or None, form.whose.data or None) if good else (None, None)
    after = request.args.get("after")
    of = {"status": status, "mine": whose == "mine", "unassigned": whose == "nobody"}
    with platform().database.transaction() as session:
        page = cases.page_of(session, platform().cursors, access.current(), after=after, **of)
    kept = {"status": status, "whose": whose}
    body = render_template(
        "cases/case_list.html",
        form=form,
        cases=[case_row(line) for line in page.items],
        may_open=bool(access.current().roles & set(WORKING)),
        next_href=url_for("pages.case_list", after=page.next, **kept) if page.next else None,
        first_href=url_for("pages.case_list", **kept) if after else None,
    )
    return body, 200 if good else 422


@blueprint.route("/staff/cases/<uuid:case_id>")
@access.staff(*WORKING)
def case(case_id: UUID) -> ResponseReturnValue:
    return case_page(case_id, None, None), 200


@blueprint.route("/staff/cases/<uuid:case_id>/steps/<step>", methods=["POST"])
@access.staff(*WORKING)
def take_step(case_id: UUID, step: str) -> ResponseReturnValue:
    if step not in set(case_forms.STEP_FORMS):
        raise NotFound
    by = access.current()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by)
        form = case_forms.step_form(session, view, Step(step))
    status = 422
    if form.validate_on_submit():
        wanted = _wanted(Step(step), form)
        taken, status = done(form, lambda session: steps.take(session, platform().documents, case_id, wanted, by))
        if taken is not None:
            flash(words.label(words.STEPS_TAKEN, step), "success")
            return see(url_for("pages.case", case_id=case_id))
    return case_page(case_id, form, step), status


@blueprint.route("/staff/cases/<uuid:case_id>/messages", methods=["POST"])
@access.staff(*WORKING)
def send_message(case_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by)
    form, status = case_forms.message_form(view), 422
    if form.validate_on_submit():
        sent, status = done(form, lambda session: _inform(session, case_id, form, by))
        if sent is not None:
            flash(_("Mesazhi u dërgua në kutinë e ankuesit."), "success")
            return see(url_for("pages.case", case_id=case_id))
    return case_page(case_id, form, "message"), status


@blueprint.route("/staff/cases/<uuid:case_id>/messages-read", methods=["POST"])
@access.staff(*WORKING)
def mark_read(case_id: UUID) -> ResponseReturnValue:
    by = access.current()
    platform().database.run(lambda session: case_actions.mark_read(session, case_id, by))
    return see(url_for("pages.case", case_id=case_id))


def _inform(session: Session, case_id: UUID, form: MessageForm, by: access.Principal) -> list[UUID]:
    to = None if form.complaints.data == case_forms.EVERYONE else [UUID(form.complaints.data)]
    return messages.inform(session, platform().documents, case_id, form.text.data, by, complaints=to)


def _wanted(step: Step, form: StepForm) -> WantedStep:
    filled = {name: value for name, value in form.data.items() if name != "csrf_token" and value}
    if isinstance(form, FindingsForm):
        body = an_id(form.institution_id.data)
        result, text = Result(form.result.data), form.text.data
        return WantedStep(step, findings=[WantedFinding(one, body, result, text) for one in form.rights.data])
    for name, read in (("assignee", UUID), ("institution_id", UUID), ("outcome", Outcome), ("elsewhere", Elsewhere)):
        if name in filled:
            filled[name] = read(filled[name])
    return WantedStep(step=step, **filled)


def case_page(case_id: UUID, failing: BesaForm | None, failed: str | None) -> str:
    """The case with all its forms; `failing` takes the place of the fresh form of `failed` (a step, "message", or a part
    of the file).
    """
    by = access.current()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by)
        working = bool(by.roles & set(WORKING))
        return render_template(
            "cases/case.html",
            form=failing,
            case={
                "id": case_id,
                "number": view.case.number,
                "title": view.case.name,
                "status": view.case.status,
                "status_label": words.label(words.STATUSES, view.case.status),
            },
            facts=_facts(view),
            may_mark_read=working and view.case.unread_messages > 0,
            rights=[right_name(code) for code in view.case.rights],
            bodies=[{"id": body.id, "name": body.name(language())} for body in view.bodies],
            complaints=view.complaints,
            summary_title=_("Përmbledhja") if view.summaries else _("Vendimi për hapjen e çështjes"),
            summaries=[{"title": one.reference, "text": one.text} for one in view.summaries] + _memo(view),
            findings=[finding_row(one) for one in view.findings],
            acts=[act_row(act) for act in view.acts],
            # Also while the case stands still for a court: a notice to a judicial oversight body goes out all the same.
            may_draft=working and not view.case.is_closed,
            steps=case_forms.steps_of(session, view, failing, failed) if working else [],
            message=_message(view, failing, working=working),
            file=case_file.shown(session, view, failing, failed),
            timeline=timeline(session, view.history),
        )


def _message(view: Any, failing: BesaForm | None, *, working: bool) -> BesaForm | None:
    if isinstance(failing, MessageForm):
        return failing
    return case_forms.message_form(view, fresh=True) if working and view.complaints else None


def _memo(view: Any) -> list[dict[str, str]]:
    return [{"title": _("Vendimi për hapjen"), "text": view.memo}] if view.memo else []


def _facts(view: Any) -> list[dict[str, str]]:
    case = view.case
    rows = [
        (_("Si u hap"), words.label(words.ORIGINS, case.origin)),
        (_("Hapur më"), date_words(case.opened_at)),
        (_("Eksperti"), view.officer or _("Ende pa ekspert")),
        (_("Gjykatë ose prokurori"), words.label(words.ELSEWHERE, case.elsewhere)),
    ]
    if case.origin == Origin.OWN_INITIATIVE:
        rows.append((_("Shkak"), f"{words.label(words.TRIGGERS, case.trigger)}. {case.trigger_source or ''}"))
    if case.outcome:
        rows.append((_("Përfundimi"), words.label(words.OUTCOMES, case.outcome)))
    if case.closed_on:
        rows.append((_("Mbyllur më"), date_words(case.closed_on)))
    if case.unread_messages:
        rows.append((_("Mesazhe të palexuara nga ankuesi"), str(case.unread_messages)))
    return [{"key": key, "value": value} for key, value in rows]
