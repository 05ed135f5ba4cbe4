"""How many files one person may open in a day: enough for the work, and too few to read through them all."""

from dataclasses import dataclass

from shared.rules import RuleViolation


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Openings a day: of files that are the person's work, and of those into which they were let. `near`: percent of either."""

    own: int
    let_in: int
    near: int

    def is_spent(self, own: int) -> bool:
        """Whether, after so many openings of own files, each further one needs another person's word."""
        return own >= self.own

    def check(self, *, own: int, let_in: int) -> None:
        """Raise `RuleViolation` where this opening, which is counted already, is one too many."""
        if own > self.own:
            raise RuleViolation("another person must agree to more", code="budget.own", legal=("accesses",))
        if let_in > self.let_in:
            raise RuleViolation("no more today", code="budget.let_in")

    def near_counts(self) -> tuple[int, int]:
        """From how many openings on, of own files and of those let into, somebody is told."""
        return -(-self.own * self.near // 100), -(-self.let_in * self.near // 100)
