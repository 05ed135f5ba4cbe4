"""The page of one obligation, put together from what is known of it and from the forms that its state allows."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template

from services.cases.domain.assessments import confirmation_refusal
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Confirmed
from services.cases.forms.obligation import ClarificationForm, ConfirmationForm, InsufficientForm, LadderEndForm
from services.cases.lists.attention import ATTENTION
from services.cases.pages import evidence, obligation_forms, obligation_rows, rungs
from services.cases.pages.acting import shown, today
from services.cases.pages.cases import WORKING
from services.cases.pages.delivery_rows import clock_began, delivery_shown
from services.cases.pages.history import timeline
from services.cases.pages.tables import institution_name
from services.cases.queries import one_obligation
from services.cases.queries.situations import institutions
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages.forms import BesaForm
from shared.platform import platform


@dataclass(frozen=True)
class Head:
    """Which obligation it is."""

    id: UUID
    institution: str
    institution_id: UUID
    title: str
    item_number: int


def page(obligation_id: UUID, failing: BesaForm | None) -> str:
    """The whole page; `failing` takes the place of the fresh form of its kind and keeps what was typed."""
    by = access.current()
    with platform().database.transaction() as session:
        detail = one_obligation.read(session, platform().documents, obligation_id, Reading(by, utc_now()))
        history = timeline(session, detail.history)
        bodies = institutions(session, detail.bodies_named)
    working = bool(by.roles & set(WORKING))
    one, act = detail.view.obligation, detail.view.act
    is_open = one.closed_on is None and act.status == "issued"
    return render_template(
        "cases/obligation.html",
        form=failing,
        one=Head(
            id=one.id,
            institution=institution_name(detail.view),
            title=detail.view.item.text,
            item_number=detail.view.item.place + 1,
            institution_id=one.institution_id,
        ),
        act=act,
        attention=[str(ATTENTION[what]) for what in detail.attention],
        may_record=working and act.status == "issued",
        facts=obligation_rows.facts_shown(detail.view, detail.clock, detail.standing_answer_on, detail.moot),
        delivery=delivery_shown(
            detail.copy, one.deemed_on, detail.tries, fell=one.fell_on is not None, held=one.held_since is not None
        ),
        clock_began=clock_began(detail.copy, one.deemed_on, fell=one.fell_on is not None),
        clock=obligation_forms.clock_shown(
            detail.clock, failing, may_enter=working and is_open and one.answered_on is None
        ),
        replies=[obligation_rows.reply_shown(reply, one.id, detail.given_names) for reply in detail.replies],
        claims=[obligation_rows.claim_line(claim, one.id, detail.given_names) for claim in detail.claims],
        extensions=[
            obligation_forms.extension_shown(one, failing, may_decide=working and is_open) for one in detail.requests
        ],
        assessments=[
            obligation_rows.assessment_shown(found, one.id, detail.given_names) for found in detail.assessments
        ],
        questions=[obligation_rows.question_line(one) for one in detail.questions],
        proposal=obligation_forms.proposal_shown(detail.readdressing, bodies, failing, may_decide=working and is_open),
        clarifications=[obligation_rows.clarification_line(said) for said in detail.clarifications],
        clarifying=shown(
            ClarificationForm,
            "clarification-",
            failing,
            working and is_open and one.question_id is not None and not detail.clarification_waits,
        ),
        case_id=one.case_id,
        denied=one.confirmed == Confirmed.NO and one.assessed == Assessed.NOT_ASSESSED,
        assessment=obligation_forms.assessment_offered(detail, failing, allowed=working and act.status == "issued"),
        outcome=obligation_forms.outcome_offered(detail, failing, allowed=working and act.status == "issued"),
        accept=evidence.ACCEPT,
        insufficient=shown(
            InsufficientForm,
            "insufficient-",
            failing,
            working and is_open and one.reply in SUBSTANTIVE and one.insufficient_on is None,
        ),
        ladder_end=shown(
            LadderEndForm, "ladder_end-", failing, "commissioner" in by.roles and is_open and one.may_be_ended(today())
        ),
        confirmation=shown(
            ConfirmationForm,
            "confirmation-",
            failing,
            working and act.status == "issued" and confirmation_refusal(one.facts) is None,
        ),
        sent=rungs.sent(detail.ladder),
        rungs=rungs.offered(
            detail.ladder,
            failing,
            bodies,
            by=by.roles if is_open else frozenset(),
        ),
        no_rungs=rungs.none_left(detail.ladder),
        timeline=history,
    )
