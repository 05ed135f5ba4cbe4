"""What follows from a look at a text: it may leave, it waits, or somebody else says why it leaves although it may name somebody.

Law 8454, the confidentiality of a complaint; rule 15 of the mandate. The look itself is intake's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.rules import ContentViolation, RuleViolation

#: For so long a look holds: meanwhile other files come.
HOLDS_FOR = timedelta(hours=1)
#: About nobody of the files: the number or address of an office.
ABOUT_NOBODY = frozenset({"number", "email"})
#: Letters of the shortest reason.
SHORTEST_REASON = 3


@dataclass(frozen=True)
class Look:
    """At exactly this text. `checked_at`: none while it waits; `stops`: places that name somebody; `asks`: that may; `reason`: why it may
    leave all the same.
    """

    checked_at: datetime | None
    stops: int
    asks: int
    reason: str | None

    @property
    def open(self) -> bool:
        """Whether somebody has to say why the text may leave."""
        return self.checked_at is not None and self.stops + self.asks > 0 and self.reason is None

    @property
    def clean(self) -> bool:
        """Whether the text may be read by anybody: it was compared, and what was found is answered."""
        return self.checked_at is not None and not self.open

    def holds(self, now: datetime, holds_for: timedelta = HOLDS_FOR) -> bool:
        return self.checked_at is None or now - self.checked_at <= holds_for


def says_why(reason: str) -> bool:
    """Whether it is words: a dash that is typed past a field tells nobody anything."""
    return sum(letter.isalpha() for letter in reason) >= SHORTEST_REASON


def against_leaving(look: Look | None, now: datetime, holds_for: timedelta = HOLDS_FOR) -> Iterator[RuleViolation]:
    """All that stands against a text's leaving now."""
    if look is None or look.checked_at is None or not look.holds(now, holds_for):
        yield RuleViolation("it is being compared with the sealed files; try again in a moment", code="text.compared")
    elif look.open:
        yield ContentViolation(
            "it names somebody, or may: say why it may leave", code="text.names", field="names_reason"
        )
