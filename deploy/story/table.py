"""The table at the end: every obligation, what was said, done and found, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("Act", "Item", "Body", "Class", "Delivery", "Reply", "Claimed", "Assessed", "Reply due", "Timeliness")

#: As the API calls the delivery of a letter that came back and was not sent anew.
NOT_DELIVERED = "failed"


@dataclass(frozen=True)
class Row:
    """One obligation, as text."""

    act: str
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
            self.act, self.item, self.body, self.body_class, self.delivery, self.reply, self.claimed, self.assessed,
            self.reply_due, self.timeliness,
        )  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The obligations of the acts of the story."""

    rows: Sequence[Row]
    #: A sentence per figure that is public.
    figures: Sequence[str] = ()

    @property
    def states(self) -> set[tuple[str, str, str]]:
        return {row.state for row in self.rows}

    @property
    def not_delivered(self) -> list[Row]:
        """What came back: no clock runs, and it stands apart."""
        return [row for row in self.rows if row.delivery == NOT_DELIVERED]

    def text(self) -> str:
        """The table for a terminal, with a title above, what never arrived apart, and the public figures below."""
        delivered = [row for row in self.rows if row not in self.not_delivered]
        lines = [HEAD, *(row.cells for row in (*delivered, *self.not_delivered))]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        drawn = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        ]
        rule = "  ".join("-" * width for width in widths)
        title = f"{len({row.act for row in self.rows})} recommendations: {len(self.rows)} obligations in {len(self.states)} different states"
        upper, apart = drawn[1 : len(delivered) + 1], drawn[len(delivered) + 1 :]
        below = ["", f"Not delivered ({len(apart)}): the letter came back, no term runs, nobody is late", *apart]
        return "\n".join([title, "", drawn[0], rule, *upper, *(below if apart else []), "", *self.figures])
