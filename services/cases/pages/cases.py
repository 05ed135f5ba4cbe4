"""The cases: the list, one case with all that is known of it, its steps, and a message to who complained."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.form import BaseForm

from services.cases import words
from services.cases.actions import bars, messages, steps
from services.cases.actions import cases as case_actions
from services.cases.actions.outgoing import Outgoing
from services.cases.actions.steps import StepTaken
from services.cases.domain.case import Origin, Step
from services.cases.domain.recommendation import ActStatus
from services.cases.forms.case import BarForm, MessageForm
from services.cases.lists.cases import CaseListing
from services.cases.pages import case_bodies, case_file, case_forms, where_it_stands
from services.cases.pages.acting import done, see, today
from services.cases.pages.case_rows import (
    Fact,
    Named,
    Titled,
    act_row,
    case_head,
    case_row,
    finding_row,
    profile_words,
    right_name,
)
from services.cases.pages.history import timeline
from services.cases.queries import cases
from services.cases.queries.cases import CaseView
from services.cases.schemas.cases import BarDecisionBody, MessageBody, StepBody
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("cases_pages", __name__)

WORKING = ("case_officer", "approver", "commissioner")


@blueprint.route("/staff/cases")
@access.staff(*WORKING, "auditor")
def case_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(CaseListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = cases.cases(session, here.cursors, asked.listing, reading) if asked.listing else None
    rows = [case_row(case) for case in page.items] if page else []
    may_open = bool(reading.by.roles & set(WORKING))
    return render_template("cases/case_list.html", asked=asked, cases=rows, page=page, may_open=may_open), asked.status


@blueprint.route("/staff/cases/<uuid:case_id>")
@access.staff(*WORKING)
def case(case_id: UUID) -> ResponseReturnValue:
    return case_page(case_id, None, None), 200


@blueprint.route("/staff/cases/<uuid:case_id>/steps/<step>", methods=["POST"])
@access.staff(*WORKING)
def take_step(case_id: UUID, step: str) -> ResponseReturnValue:
    if step not in set(case_forms.STEP_FORMS):
        raise NotFound
    here, by, status = platform(), access.current(), 422
    with here.database.transaction() as session:
        view = cases.read(session, here.documents, case_id, by, today())
        form = case_forms.step_form(session, view, Step(step))
    if form.validate_on_submit():
        wanted = case_bodies.step_body(Step(step), form)
        taken, status = _take(form, case_id, wanted)
        if taken is not None:
            return _after(taken, step)
    else:
        here.database.run(lambda session: case_forms.say_all(session, view, form))
    return case_page(case_id, form, step), status


def _after(taken: StepTaken, step: str) -> ResponseReturnValue:
    """Where the officer goes on: at the draft, if what was to be asked is not asked yet."""
    if taken.request is not None and taken.request.status != ActStatus.ISSUED:
        flash(
            _(
                "Kërkesa është ende projekt. Niset vetë sapo të jetë krahasuar me dosjet, nëse nuk përmend askënd;"
                " ndryshe e lëshoni nga kjo faqe."
            )
        )
        return see(url_for("recommendations_pages.recommendation", act_id=taken.request.id))
    flash(words.label(words.STEPS_TAKEN, step), "success")
    return see(url_for("cases_pages.case", case_id=taken.case.id))


def _take(form: BaseForm, case_id: UUID, wanted: StepBody) -> tuple[StepTaken | None, int]:
    """What came of the step, as `done` says it."""
    here, by, now = platform(), access.current(), utc_now()
    out = Outgoing.of(here.settings)
    return done(form, lambda session: steps.take(by, session, here.documents, case_id, wanted, now=now, outgoing=out))


@blueprint.route("/staff/cases/<uuid:case_id>/elsewhere/<uuid:proposal_id>", methods=["POST"])
@access.staff(*WORKING)
def decide_bar(case_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    form, status = BarForm(prefix=f"bar-{proposal_id}-"), 422
    if form.validate_on_submit():
        wanted = BarDecisionBody(accept=form.accept.data == "yes", reason=form.reason.data or "")
        decided, status = done(
            form, lambda session: bars.decide(by, session, here.documents, case_id, proposal_id, wanted, now=now)
        )
        if decided is not None:
            flash(_("Vendimi u shënua."), "success")
            return see(url_for("cases_pages.case", case_id=case_id))
    return case_page(case_id, form, str(proposal_id)), status


@blueprint.route("/staff/cases/<uuid:case_id>/messages", methods=["POST"])
@access.staff(*WORKING)
def send_message(case_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by, today())
    form, status = case_forms.message_form(view), 422
    if form.validate_on_submit():
        now = utc_now()
        sent, status = done(form, lambda session: _inform(by, session, case_id, form, now))
        if sent is not None:
            flash(_("Mesazhi niset vetë te ankuesi sapo të jetë krahasuar me dosjet."), "success")
            return see(url_for("cases_pages.case", case_id=case_id))
    return case_page(case_id, form, "message"), status


@blueprint.route("/staff/cases/<uuid:case_id>/messages-read", methods=["POST"])
@access.staff(*WORKING)
def mark_read(case_id: UUID) -> ResponseReturnValue:
    by = access.current()
    platform().database.run(lambda session: case_actions.mark_read(by, session, case_id))
    return see(url_for("cases_pages.case", case_id=case_id))


def _inform(by: Principal, session: Session, case_id: UUID, form: MessageForm, now: datetime) -> list[UUID]:
    to = None if form.complaints.data == case_forms.EVERYONE else (UUID(form.complaints.data),)
    wanted = MessageBody(text=form.text.data or "", complaints=to)
    return messages.inform(by, session, platform().documents, case_id, wanted, now=now)


def case_page(case_id: UUID, failing: BesaForm | None, failed: str | None) -> str:
    """The case with all its forms; `failing` takes the place of the fresh form of `failed` (a step, "message", or a part
    of the file).
    """
    by = access.current()
    with platform().database.transaction() as session:
        view = cases.read(session, platform().documents, case_id, by, today())
        working = bool(by.roles & set(WORKING))
        return render_template(
            "cases/case.html",
            form=failing,
            case=case_head(view),
            facts=_facts(view),
            stands=where_it_stands.rows(session, view, today()),
            may_mark_read=working and view.case.unread_messages > 0,
            rights=[right_name(code) for code in view.case.rights],
            bodies=[Named(body.id, body.name(language())) for body in view.bodies],
            complaints=view.complaints,
            summary_title=_("Përmbledhja") if view.summaries else _("Vendimi për hapjen e çështjes"),
            summaries=_summaries(view),
            findings=[finding_row(one) for one in view.findings],
            bars=case_forms.bars_of(view, failing, failed) if working else [],
            acts=[act_row(act) for act in view.acts],
            # Also while the case stands still for a court: a notice to a judicial oversight body goes out all the same.
            may_draft=working and not view.case.is_closed,
            steps=case_forms.steps_of(session, view, failing, failed) if working else [],
            message=_message(view, failing, working=working),
            several=len(view.complaints) > 1,
            file=case_file.shown(session, view, failing, failed),
            timeline=timeline(session, view.history),
        )


def _message(view: CaseView, failing: BesaForm | None, *, working: bool) -> BesaForm | None:
    if isinstance(failing, MessageForm):
        return failing
    return case_forms.message_form(view, fresh=True) if working and view.complaints else None


def _summaries(view: CaseView) -> list[Titled]:
    """Of each complaint, and the memo of a case that the office opened."""
    texts = [Titled(one.reference, one.text) for one in view.summaries]
    return [*texts, Titled(_("Vendimi për hapjen"), view.memo)] if view.memo else texts


def _facts(view: CaseView) -> list[Fact]:
    case = view.case
    rows = [
        Fact(_("Si u hap"), words.label(words.ORIGINS, case.origin)),
        Fact(_("Hapur më"), date_words(case.opened_at)),
        Fact(_("Eksperti"), view.officer or _("Ende pa ekspert")),
        Fact(_("Gjykatë ose prokurori"), words.label(words.ELSEWHERE, case.elsewhere)),
    ]
    if case.origin == Origin.OWN_INITIATIVE:
        rows.append(Fact(_("Shkak"), f"{words.label(words.TRIGGERS, case.trigger)}. {case.trigger_source or ''}"))
    if view.profile:
        rows.append(Fact(_("Për shifrat: fëmijët"), profile_words(view.profile)))
    if case.outcome:
        rows.append(Fact(_("Përfundimi"), words.label(words.OUTCOMES, case.outcome)))
    if case.closed_on:
        rows.append(Fact(_("Mbyllur më"), date_words(case.closed_on)))
    if case.unread_messages:
        rows.append(Fact(_("Mesazhe të palexuara nga ankuesi"), str(case.unread_messages)))
    return rows
