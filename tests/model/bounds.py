"""How far the model is explored, and the bugs that are planted into it."""

from functools import cache
from typing import NamedTuple

from tests.model import promises, publisher, steps
from tests.model.explored import Explored, explore
from tests.model.states import Left, State, first


class Bounds(NamedTuple):
    """How often each thing may happen, how many subjects there are, and how many facts of the first are sent before all else."""

    left: Left
    subjects: int = 1
    sent: int = 0

    def told(self) -> str:
        often = [f"{count} {what}" for what, count in self.left._asdict().items() if count]
        more = [f"{self.subjects} subjects"] * (self.subjects > 1) + [f"{self.sent} facts sent before"] * (
            self.sent > 0
        )
        return ", ".join([*often, *more])

    def begin(self) -> State:
        left = self.left._replace(facts=self.left.facts + self.sent)
        state = first(left, self.subjects)
        for fact in range(self.sent):
            written = publisher.publish(state, 0, frozenset())
            state = publisher.marked(publisher.sent(written, fact, frozenset()), fact)
        return state


#: A few seconds in all: what CI runs.
SMALL = (
    Bounds(Left(facts=2, crashes=1, copies=1, restores=1)),
    Bounds(Left(facts=2, faults=1, copies=1, restores=1)),
    Bounds(Left(facts=2, wipes=1, copies=1, restores=1), subjects=2),
    Bounds(Left(facts=1, crashes=1, copies=1, restores=2, beats=1)),
)
#: `make model`: many minutes and some gigabytes.
LARGE = (
    Bounds(Left(facts=2, copies=2, restores=2)),
    Bounds(Left(facts=3, crashes=1, copies=1, restores=1)),
    Bounds(Left(facts=3, faults=1, copies=1, restores=1)),
    Bounds(Left(facts=3, wipes=1, copies=1, restores=1), subjects=2),
    Bounds(Left(facts=1, crashes=2, copies=2, restores=2, beats=1)),
    Bounds(Left(faults=1, copies=1, restores=1), sent=3),
)

_SET_BACK = Bounds(Left(facts=2, copies=1, restores=1))
_SET_BACK_AND_STUCK = Bounds(Left(facts=2, faults=1, copies=1, restores=1))
_STUCK_BEFORE = Bounds(Left(faults=1, copies=1, restores=1), sent=3)
_TWICE = Bounds(Left(copies=1, restores=2))
_DIES = Bounds(Left(facts=1, crashes=1))
_STUCK = Bounds(Left(facts=2, faults=1))

#: By the rules that are taken away: the bounds in which it shows, and what then does not hold.
PLANTED: dict[str, tuple[Bounds, str]] = {
    "undetected": (_SET_BACK, "lost and not named"),
    "restore_without_epoch": (_SET_BACK, "one place for two facts"),
    "sequence_first": (_SET_BACK, "an effect out of a time that was taken back"),
    "asof_of_the_event": (_SET_BACK, "never taken"),
    "epoch_from_the_database": (_TWICE, "one epoch for two times"),
    "database_before_the_file": (_TWICE, "one epoch for two times"),
    "numbers_from_the_others": (_SET_BACK, "lost and not named"),
    "reserved_after_the_commit": (_SET_BACK, "lost and not named"),
    "skipped_forgotten": (_SET_BACK, "lost and not named"),
    "restored_within_a_beat": (_SET_BACK, "lost and not named"),
    "file_before_the_beat": (Bounds(Left(crashes=1, beats=1)), "refused though nothing was set back"),
    "no_reconciliation": (Bounds(Left(facts=1, wipes=1)), "never taken"),
    "held_not_counted": (_SET_BACK, "lost and not named"),
    "held_over_the_epoch": (_SET_BACK, "an effect out of a time that was taken back"),
    "stale_dropped": (_SET_BACK, "lost and not named"),
    "parked_without_its_epoch": (_SET_BACK_AND_STUCK, "an effect out of a time that was taken back"),
    "lost_and_replayed": (_SET_BACK_AND_STUCK, "an effect out of a time that was taken back"),
    "effect_before_the_inbox": (_DIES, "an effect twice"),
    "order_of_arrival": (Bounds(Left(facts=2)), "never taken"),
    "parked_passed_over": (_STUCK, "never taken"),
    "discarded_stops": (_STUCK, "never taken"),
    "marked_before_the_confirm no_reconciliation": (_DIES, "never taken"),
    "acknowledged_first no_reconciliation": (_DIES, "never taken"),
}
#: The same of those that show beyond the small bounds only.
PLANTED_DEEP = {"given_up_and_forgotten": (_STUCK_BEFORE, "never taken")}
#: Bugs that the accounts make good: nothing is lost by them, and nobody would see them but by `besa_events_repaired_total`.
MADE_GOOD = ("marked_before_the_confirm", "acknowledged_first")


@cache
def explored(bounds: Bounds, bugs: str = "") -> Explored:
    """`bugs`: names of the rules to leave out, with spaces between them."""
    without = frozenset(bugs.split())
    return explore(
        bounds.begin(),
        lambda state: steps.steps(state, without),
        lambda state: promises.wrong(state, without),
    )
