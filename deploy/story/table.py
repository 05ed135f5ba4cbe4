"""The table at the end: every obligation, what was said, done and found, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("Item", "Body", "Class", "Delivery", "Reply", "Claimed", "Assessed", "Reply due", "Timeliness")


@dataclass(frozen=True)
class Row:
    """One obligation, as text."""

    item: str
    body: str
    body_class: str
    delivery: str
    reply: str
    claimed: str
    assessed: str
    reply_due: str
    timeliness: str

    @property
    def state(self) -> tuple[str, str, str]:
        """What tells one obligation's state from another's: what the body said, claims, and what the office found."""
        return (self.reply, self.claimed, self.assessed)

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.item, self.body, self.body_class, self.delivery, self.reply, self.claimed, self.assessed,
            self.reply_due, self.timeliness,
        )  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The obligations of one act."""

    number: str
    rows: Sequence[Row]
    #: A sentence per figure that is public.
    figures: Sequence[str] = ()

    @property
    def states(self) -> set[tuple[str, str, str]]:
        return {row.state for row in self.rows}

    def text(self) -> str:
        """The table for a terminal, with a title above and the public figures below."""
        lines = [HEAD, *(row.cells for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        drawn = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        ]
        rule = "  ".join("-" * width for width in widths)
        title = f"Recommendation {self.number}: {len(self.rows)} obligations in {len(self.states)} different states"
        return "\n".join([title, "", drawn[0], rule, *drawn[1:], "", *self.figures])
