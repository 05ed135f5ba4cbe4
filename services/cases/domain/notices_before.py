"""Whether a body is reminded today that the last day for its reply is near: a courtesy before the date, and no rung of a ladder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain import entries
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.versions import Versioned


@dataclass(frozen=True, kw_only=True)
class NoticeBefore(Versioned):
    """One version of a notice, so many calendar days before the last one. `to_unpressed`: also to bodies of the judiciary."""

    days_before: int
    to_unpressed: bool = False

    def __post_init__(self) -> None:
        if self.days_before < 1:
            raise ValueError(f"notice {self.key}: it comes at least one day before")


def notice_on(
    today: date, notices: Iterable[NoticeBefore], *, started: date, due: date, body_class: BodyClass
) -> NoticeBefore | None:
    """The notice of a last day that is to be sent by `today`, if it was not; none once that day is over.

    Of several whose days have come the nearest stands for all, and one whose day came before the term began for none: who has
    just received a letter with five days to answer needs no notice that seven are left.
    """
    if today > due:
        return None
    come = [
        one
        for one in notices
        if one.in_force(today)
        and started < due - timedelta(days=one.days_before) <= today
        and (one.to_unpressed or body_class not in UNPRESSED)
    ]
    return min(come, key=lambda one: one.days_before, default=None)


def read_notice(entry: Mapping[str, object]) -> NoticeBefore:
    """A notice from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"notice {entry.get('key')}"
    return NoticeBefore(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        days_before=entries.number(entry, "days_before", where),
        to_unpressed=entries.flag(entry, "to_unpressed", where),
    )
