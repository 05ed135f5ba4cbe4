"""The table of standing.py in SQL, for lists and figures; a property test holds the two together."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_

from services.cases.domain.obligations import ARRIVED, SUBSTANTIVE, Assessed, Reply
from services.cases.domain.standing import NAMED_REASONS, PRESSING, REFUSALS, TABLE, State
from services.cases.models.obligations import Obligation


def has_arrived(columns: Any = Obligation) -> ColumnElement[bool]:
    """`obligations.has_arrived`. `columns`: of a table or subquery with those of the facts."""
    there = columns.delivery.in_([str(word) for word in ARRIVED])
    return or_(there, columns.reply != Reply.NONE.value, columns.deemed_on.is_not(None))


#: The states by their places.
ORDER = tuple(state.value for state in State)


def is_bare(columns: Any = Obligation) -> ColumnElement[bool]:
    """A refusal without reasons."""
    bare: ColumnElement[bool] = columns.reply == Reply.REFUSED_WITHOUT_REASONS.value
    return bare


def is_answered(columns: Any = Obligation) -> ColumnElement[bool]:
    answered: ColumnElement[bool] = columns.reply.in_([str(word) for word in SUBSTANTIVE])
    return answered


def is_silent(day: date, columns: Any = Obligation) -> ColumnElement[bool]:
    """`timeliness.no_reply`, of every obligation whatever was found of it."""
    passed = func.coalesce(columns.reply_due < day, False)
    return and_(has_arrived(columns), ~is_answered(columns), columns.moot_on.is_(None), passed)


def kept_word(columns: Any = Obligation) -> ColumnElement[bool]:
    """`obligations.kept_word`."""
    in_time = func.coalesce(columns.claimed_on <= columns.implementation_due, True)
    return and_(columns.claimed_on.is_not(None), in_time)


def may_be_late() -> ColumnElement[bool]:
    """Of a measure whose day passed: `timeliness.implementation_timeliness`."""
    return and_(~Obligation.clock_stands, ~kept_word())


def state_column(day: date, columns: Any = Obligation) -> ColumnElement[str]:
    """`standing.state_of` of each row."""
    return case(*((condition, state.value) for condition, state in _states(day, columns)), else_=State.IN_PROCESS.value)


def place_column(day: date, columns: Any = Obligation) -> ColumnElement[int]:
    """The place of the state among `State`, by which the weakest of several is found."""
    places = {state: place for place, state in enumerate(State)}
    whens = ((condition, places[state]) for condition, state in _states(day, columns))
    return case(*whens, else_=places[State.IN_PROCESS])


def goes_on(day: date) -> ColumnElement[bool]:
    """`Obligation.goes_on`, but for bodies that are never pressed, which have no ladder."""
    always = [state.value for state in State if TABLE[state].ladder in PRESSING]
    once_insufficient = [state.value for state in State if TABLE[state].if_insufficient in PRESSING]
    state = state_column(day)
    grounded = or_(state.in_(always), and_(Obligation.insufficient_on.is_not(None), state.in_(once_insufficient)))
    open_ladder = (Obligation.closed_on, Obligation.ladder_ended_on, Obligation.fell_on, Obligation.held_since)
    return and_(*(one.is_(None) for one in open_ladder), Obligation.ladder.is_not(None), grounded)


def _states(day: date, columns: Any) -> Iterator[tuple[ColumnElement[bool], State]]:
    """In the order of `standing.state_of`; what none of them meets is in process."""
    assessed = columns.assessed
    # Figures are made of what stands, and know of nothing that fell.
    if columns is Obligation:
        yield Obligation.fell_on.is_not(None), State.FELL
    unassessable = assessed == Assessed.NOT_ASSESSABLE.value
    yield ~has_arrived(columns), State.NOT_DELIVERED
    for reason, state in NAMED_REASONS.items():
        yield and_(unassessable, columns.unassessable == reason), state
    yield unassessable, State.NOT_ASSESSABLE
    yield assessed == Assessed.IMPLEMENTED.value, State.IMPLEMENTED
    yield assessed == Assessed.OVERTAKEN.value, State.OVERTAKEN
    yield assessed == Assessed.PARTLY.value, State.PARTLY
    yield assessed == Assessed.NOT.value, State.NOT
    yield columns.moot_on.is_not(None), State.MOOT
    yield columns.held_since.is_not(None), State.ELSEWHERE
    by_no_day = or_(is_answered(columns), columns.reply_due.is_(None))
    yield and_(columns.asked_again_on.is_not(None), by_no_day), State.ASKED_AGAIN
    yield is_silent(day, columns), State.NO_REPLY
    yield ~is_answered(columns), State.AWAITING_REPLY
    yield columns.reply == Reply.NOT_COMPETENT.value, State.NOT_COMPETENT
    yield columns.reply.in_([str(word) for word in REFUSALS]), State.REFUSED
    yield kept_word(columns), State.CLAIMED
    passed = func.coalesce(columns.implementation_due < day, False)
    yield and_(passed, ~columns.by_own_word), State.DAY_PASSED
    yield passed, State.PROMISE_BROKEN
