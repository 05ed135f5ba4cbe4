"""What is shown beside an activity that was held."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.activities.domain import Shown
from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class WindowAnswer(Answer):
    """Complaints by children from one municipality in so many days: a number; or `few`, where it is smaller than is shown. None without a place."""

    complaints: int | None
    few: bool

    @classmethod
    def of(cls, shown: Shown) -> "WindowAnswer":
        return cls(complaints=shown.count, few=shown.few)


@dataclass(frozen=True, kw_only=True)
class AfterwardsAnswer(Answer):
    """An activity and what came from its municipality before and after it. Beside each other, and no cause of each other: other things happened there
    too. `over`: whether all days of the window have passed.
    """

    id: UUID
    number: str
    kind: str
    municipality: str | None
    name_sq: str | None
    name_en: str | None
    held_on: date
    children: int
    adults: int
    before: WindowAnswer
    after: WindowAnswer
    until: date
    over: bool

    def name(self, language: str) -> str | None:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class AfterwardsList(Answer):
    """`days`: of the window before and after; `least`: smaller numbers are not shown."""

    items: tuple[AfterwardsAnswer, ...]
    next: str | None
    days: int
    least: int
