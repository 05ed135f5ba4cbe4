"""Obligations: the list by which lateness is found, and what of them the office has to look at, and what nobody can find of one yet."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.domain.assessments import OF_WHAT_ARRIVED, taking_back_refusal
from services.cases.domain.looking_ahead import Ahead, look_ahead
from services.cases.domain.obligations import Assessed
from services.cases.domain.standing import (
    BEFORE_IT_ARRIVED,
    BEFORE_ITS_DAY,
    UNDONE,
    denied_refusal,
    ended_refusal,
    idle_refusal,
    undelivered_refusal,
    undone_refusal,
)
from services.cases.domain.timeliness import local_date
from services.cases.lists.attention import ATTENTION, wants_attention
from services.cases.lists.obligations import ObligationListing
from services.cases.lists.rung_letters import STEPS, step_stands
from services.cases.models import Case, Obligation, Recommendation
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.situations import receipt_waits
from services.cases.queries.visibility import in_visible_case, tells_of_no_walled
from services.cases.schemas.obligations import ObligationLine
from shared import lists
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.rules import RuleViolation

#: Beyond this a figure says no more than that there are many.
MOST_COUNTED = 1000


def page_of(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationView]:
    """One page of the obligations that the reader may see, as pages show them."""
    statement = select(Obligation).where(*seen(reading))
    rows = lists.page_of(session, cursors, statement, asked, reading, asked.order, descending=asked.newest_first)
    return Page(acts.views(session, list(rows.items), local_date(reading.now)), rows.next)


def lines(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationLine]:
    """The same for whoever reads it by the API."""
    return page_of(session, cursors, asked, reading).of(acts.obligation_line)


def line(session: Session, obligation: Obligation, today: date) -> ObligationLine:
    """One of them, as it is now."""
    return acts.obligation_line(acts.views(session, [obligation], today)[0])


def attention_of(session: Session, obligation: Obligation, reading: Reading) -> tuple[str, ...]:
    """By which lists the office has to look at it, in their order."""
    asked = {what: _of_list(what, reading).where(Obligation.id == obligation.id).exists() for what in ATTENTION}
    found = session.execute(select(*(one.label(what) for what, one in asked.items()))).one()
    return tuple(what for what in ATTENTION if getattr(found, what))


def attention_counts(session: Session, reading: Reading) -> dict[str, int]:
    """How many the reader has to look at, by list; no more than `MOST_COUNTED` are counted of each."""
    counted = {
        what: select(func.count()).select_from(
            _of_list(what, reading).where(*seen(reading)).limit(MOST_COUNTED).subquery()
        )
        for what in ATTENTION
    }
    found = session.execute(select(*(one.scalar_subquery().label(what) for what, one in counted.items()))).one()
    return {what: int(getattr(found, what)) for what in ATTENTION}


def steps_elsewhere(session: Session, reading: Reading) -> dict[str, int]:
    """Of how many the next step is not on the list of those to be sent, by where it is; counted as `attention_counts` does."""
    today = local_date(reading.now)
    counted = {
        word: select(func.count()).select_from(
            select(Obligation.id).where(step_stands(word, today), *seen(reading)).limit(MOST_COUNTED).subquery()
        )
        for word in STEPS
        if word != "listed"
    }
    found = session.execute(select(*(one.scalar_subquery().label(word) for word, one in counted.items()))).one()
    return {word: int(getattr(found, word)) for word in counted}


def _of_list(what: str, reading: Reading) -> Select[UUID]:
    return select(Obligation.id).where(wants_attention(what, reading))


def seen(reading: Reading) -> tuple[ColumnElement[bool], ...]:
    """Those that the reader may see."""
    return (
        in_visible_case(reading.by, Obligation.case_id),
        tells_of_no_walled(reading.by, Obligation.recommendation_id),
    )


def ahead_of(obligation: Obligation, today: date) -> Ahead:
    """The days that a finding of today may name, as the page says them and the act refuses others."""
    bounds, calendar = data.finding_bounds(today), data.calendar_of(today)
    left = data.grant_left(today)
    return look_ahead(obligation.facts, obligation.day_counted, bounds, calendar, today, left=left)


def refused_findings(session: Session, obligation: Obligation, today: date) -> dict[Assessed, RuleViolation]:
    """What the office cannot find of it today, each with the reason (`domain/standing.py`): what the page does not offer and the act refuses.
    No finding is taken back (*not assessed*) where none stands. How it turned out may be another's decision, which is known whenever it is told; of a letter that has not arrived nobody decided.
    """
    back = _why_not_back(session, obligation)
    return _unfound(session, obligation, today) | ({Assessed.NOT_ASSESSED: back} if back else {})


def _why_not_back(session: Session, obligation: Obligation) -> RuleViolation | None:
    if refused := taking_back_refusal(obligation.facts):
        return refused
    if session.get_one(Case, obligation.case_id).is_closed:
        return RuleViolation("the case was closed over this finding: reopen it first", code="assessment.case_closed")
    return None


def _unfound(session: Session, obligation: Obligation, today: date) -> dict[Assessed, RuleViolation]:
    kind = session.get_one(Recommendation, obligation.recommendation_id).kind
    decided = bool(act_data.outcomes_of(kind, obligation.issued_on))
    missing = undelivered_refusal(obligation.facts)
    waits = receipt_waits(session, obligation)
    if waits and (missing or not decided):
        message = "the receipt of the letter waits for a second person"
        waiting = RuleViolation(
            message, code="assessment.receipt_waits", legal=BEFORE_IT_ARRIVED if missing else BEFORE_ITS_DAY
        )
        return dict.fromkeys(OF_WHAT_ARRIVED if missing else UNDONE, waiting)
    if missing:
        return dict.fromkeys(OF_WHAT_ARRIVED, missing)
    ended = None if decided else ended_refusal(obligation.facts)
    if ended:
        return dict.fromkeys((*UNDONE, Assessed.IN_PROCESS), ended)
    refused = None if decided else _why_not_undone(obligation, today)
    idle = idle_refusal(obligation.facts) or (None if decided else denied_refusal(obligation.facts))
    return (dict.fromkeys(UNDONE, refused) if refused else {}) | ({Assessed.IN_PROCESS: idle} if idle else {})


def _why_not_undone(obligation: Obligation, today: date) -> RuleViolation | None:
    arrived = obligation.deemed_on or obligation.delivered_on
    # Who was let off has no day; the time that the letter gave it has not passed for that.
    due, by = (
        obligation.reply_due,
        obligation.implementation_due or ((obligation.turned_on or obligation.let_off_on) and obligation.item_due),
    )
    weak = obligation.insufficient_on is not None
    return undone_refusal(obligation.facts, due, by, arrived, today, stands=obligation.clock_stands, insufficient=weak)
