"""One obligation as it is counted."""

from dataclasses import dataclass
from datetime import date

from services.cases.domain.bodies import Id
from services.cases.domain.ledger import Stretch
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Delivery, Facts, Reply, has_arrived
from services.cases.domain.standing import PASSED, State, state_of
from shared.lateness import days_late


@dataclass(frozen=True)
class Row:
    """One obligation as it stood on the day of the figures. `counts`: its kind is in the rates and its act stands.

    `due`: last day for the reply; none when its clock did not run. `days`: how many the body took to answer (`ledger.running_days`).
    `by`: by when it is to be done (by_when.py); `by_own_word`: the body itself named that day; `claimed_on`: `Facts.claimed_on`; `unassessable`: the key of the reason; `held_since`: the
    day since which a court or a prosecutor has the matter; `holds`: when one had it, or else the reply was not asked; `unasked`: when the measure was not; `moot_on`, `asked_again_on`: as in `Facts`.
    """

    act_id: Id
    item_id: Id
    institution_id: Id
    counts: bool
    delivery: Delivery
    reply: Reply
    assessed: Assessed
    due: date | None = None
    answered_on: date | None = None
    days: int | None = None
    by: date | None = None
    by_own_word: bool = False
    claimed_on: date | None = None
    unassessable: str | None = None
    held_since: date | None = None
    holds: tuple[Stretch, ...] = ()
    unasked: tuple[Stretch, ...] = ()
    moot_on: date | None = None
    asked_again_on: date | None = None

    @property
    def facts(self) -> Facts:
        return Facts(
            delivery=self.delivery,
            reply=self.reply,
            assessed=self.assessed,
            answered_on=self.answered_on,
            claimed_on=self.claimed_on,
            unassessable=self.unassessable,
            held_since=self.held_since,
            moot_on=self.moot_on,
            asked_again_on=self.asked_again_on,
        )

    @property
    def is_answered(self) -> bool:
        return self.reply in SUBSTANTIVE

    @property
    def is_late(self) -> bool:
        """Answered after the last day."""
        after = self.due is not None and self.answered_on is not None and self.answered_on > self.due
        return self.is_answered and after

    def state(self, today: date) -> State:
        return state_of(self.facts, self.due, self.by, today, own=self.by_own_word)

    def is_silent(self, today: date) -> bool:
        """Past its term without an answer, whatever was found of it since."""
        passed = self.due is not None and today > self.due
        return passed and not self.is_answered and has_arrived(self.facts) and self.moot_on is None

    def days_late(self, today: date) -> int:
        """How long it has stood in one of the late states; 0 in any other."""
        last = {State.NO_REPLY: self.due} | dict.fromkeys(PASSED, self.by)
        state = self.state(today)
        since, free = last.get(state), self.holds if state is State.NO_REPLY else self.unasked
        return days_late(since, today, free) if since else 0
