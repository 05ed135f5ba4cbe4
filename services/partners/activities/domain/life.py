"""The life of an activity: planned, perhaps announced to anybody, then held or called off; what stands against a step."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: So many years ahead a plan is made, and as many back what was held is entered.
YEARS = 2


class State(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CALLED_OFF = "called_off"


class Step(StrEnum):
    CHANGE = "change"
    ANNOUNCE = "announce"
    #: Take the announcement back: nobody outside reads of it any more.
    RETRACT = "retract"
    #: Say that it was held and who came; said again, it corrects the counts.
    HOLD = "hold"
    CALL_OFF = "call_off"
    #: Enter what was answered before and after, in counts.
    EVALUATE = "evaluate"
    #: Enter a consent for pictures; one that is there is taken back in any state.
    CONSENT = "consent"


#: From which states each step may be taken.
FROM: Mapping[Step, frozenset[State]] = {
    Step.CHANGE: frozenset({State.PLANNED, State.ANNOUNCED}),
    Step.ANNOUNCE: frozenset({State.PLANNED}),
    Step.RETRACT: frozenset({State.ANNOUNCED}),
    Step.HOLD: frozenset({State.PLANNED, State.ANNOUNCED, State.HELD}),
    Step.CALL_OFF: frozenset({State.PLANNED, State.ANNOUNCED}),
    Step.EVALUATE: frozenset({State.HELD}),
    Step.CONSENT: frozenset({State.PLANNED, State.ANNOUNCED, State.HELD}),
}


@dataclass(frozen=True)
class Stands:
    """An activity as the rules see it. `hands`: who wrote anything of it."""

    state: State
    hands: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Words:
    """What somebody typed of it and anybody will read; all else comes out of lists."""

    title_sq: str
    title_en: str
    venue: str


def steps(state: State) -> tuple[str, ...]:
    """Those that may be taken."""
    return tuple(step.value for step in Step if state in FROM[step])


def check_step(state: State, step: Step) -> None:
    """Raises `RuleViolation`."""
    if state not in FROM[step]:
        raise RuleViolation(f"{step} is not possible when {state}", code="activity.not_now", legal=steps(state))


def check_words(state: State, before: Words, after: Words) -> None:
    """What anybody reads was looked at by a second person, so that only its day and place move under it. Raises `RuleViolation`."""
    if state is State.ANNOUNCED and before != after:
        raise RuleViolation("take the announcement back first", code="activity.words_are_public")


def against_announcement(
    stands: Stands, by: UUID, words: Words, planned_on: date, today: date
) -> Iterator[RuleViolation]:
    """All that stands against it."""
    if by in stands.hands:
        yield RuleViolation("somebody else announces what you wrote", code="activity.own_work")
    if not words.title_en:
        yield RuleViolation("a title in both languages", code="activity.no_english")
    if planned_on < today:
        yield RuleViolation("its day is over", code="activity.day_over")


def check_hours(starts: str | None, ends: str | None) -> None:
    """`HH:MM` by the clock of Albania. Raises `ContentViolation` for an end without a beginning, or before it."""
    if ends is not None and (starts is None or ends <= starts):
        raise ContentViolation("it ends before it begins", code="activity.hours", field="ends")


def check_past(day: date, today: date, field: str) -> None:
    """Raises `ContentViolation` for a day to come."""
    if day > today:
        raise ContentViolation("the day is to come", code="activity.to_come", field=field)


def check_planned_on(planned_on: date, today: date) -> None:
    """Raises `ContentViolation` for a year that nobody plans: what was typed for another."""
    if abs(planned_on.year - today.year) > YEARS:
        raise ContentViolation("not a year of a plan", code="activity.far_day", field="planned_on")


def check_clusters(clusters: Collection[str]) -> None:
    """Raises `ContentViolation` where one is named twice."""
    if len(set(clusters)) != len(clusters):
        raise ContentViolation("named twice", code="activity.twice", field="clusters")
