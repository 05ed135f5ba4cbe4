"""When a rescue may be done, and by how many: an administrator alone becomes nobody. A rule of the office, no law."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cases.domain import entries
from services.cases.domain.versions import Versioned

PASSWORD, FACTOR = "password", "second_factor"
WHATS = (PASSWORD, FACTOR)


@dataclass(frozen=True, kw_only=True)
class RescueRule(Versioned):
    """Who may `agree`, by role; the hours of waiting where nobody could, those between one person's two rescues of one account, and
    after how many days one that was not done is over.
    """

    agree: tuple[str, ...]
    wait_hours: int
    apart_hours: int
    lapses_days: int

    def __post_init__(self) -> None:
        if not self.agree or not 0 < self.wait_hours < self.lapses_days * 24:
            raise ValueError(f"rescue rule {self.key}: somebody agrees, and it outlives its waiting")

    @property
    def apart(self) -> timedelta:
        return timedelta(hours=self.apart_hours)

    @property
    def lapses(self) -> timedelta:
        return timedelta(days=self.lapses_days)

    def lets_agree(self, roles: Collection[str]) -> bool:
        return not set(self.agree).isdisjoint(roles)

    def alone_from(self, asked_at: datetime, *, anybody_else: bool, other_done_at: datetime | None) -> datetime | None:
        """From when who asked may do it without a second person; None while somebody else could agree. `other_done_at`: when the same
        person last gave this account its other half anew.
        """
        if anybody_else:
            return None
        waited = asked_at + timedelta(hours=self.wait_hours)
        return max(waited, other_done_at + self.apart) if other_done_at else waited


def read_rule(entry: Mapping[str, object]) -> RescueRule:
    """The rule from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"rescue rule {entry.get('key')}"
    return RescueRule(
        key=entries.text(entry, "key", where),
        agree=entries.texts(entry, "agree", where),
        wait_hours=entries.number(entry, "wait_hours", where),
        apart_hours=entries.number(entry, "apart_hours", where),
        lapses_days=entries.number(entry, "lapses_days", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )
