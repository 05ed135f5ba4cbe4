"""Who is on call at a moment, and who is called next. A rule of the office, no law: the numbers stand in data/duty.yaml.

A shift belongs to the day on which it begins, so that one of Friday night is Friday's, also after midnight. Days and hours are
Tirana's; where the clocks change, a shift lasts as long as the clock on the wall says.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.cases.domain import entries
from services.cases.domain.timeliness import ZONE
from services.cases.domain.versions import Versioned
from shared.rules import ContentViolation

_ZONE = ZoneInfo(ZONE)
#: Who enters who is on call. An administrator sees no content, and the roster holds none.
KEEPERS = ("admin", "approver", "commissioner")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, kw_only=True)
class CallRule(Versioned):
    """After how many minutes without a look the next is called, who is called when nobody on call is left, and which roles may be on call.
    `former_days`: for so long somebody is warned at the address that somebody else changed.
    """

    minutes: int
    former_days: int
    leading: tuple[str, ...]
    on_call: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.minutes < 1 or not self.leading or not self.on_call:
            raise ValueError(
                f"call rule {self.key}: it needs minutes, somebody who leads and somebody who may be on call"
            )

    @property
    def former(self) -> timedelta:
        return timedelta(days=self.former_days)

    @property
    def pause(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def read_rule(entry: Mapping[str, object]) -> CallRule:
    """The rule from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"call rule {entry.get('key')}"
    return CallRule(
        key=entries.text(entry, "key", where),
        minutes=entries.number(entry, "minutes", where),
        former_days=entries.number(entry, "former_days", where),
        leading=entries.texts(entry, "leading", where),
        on_call=entries.texts(entry, "on_call", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )


@dataclass(frozen=True)
class Hours:
    """A shift of one person: on which weekdays (1 is Monday) of which days, both included, and its hours.

    It runs over midnight where `begins` is after `ends`, and for a day and a night where they are the same.
    """

    staff_id: UUID
    place: int
    weekdays: Collection[int]
    first_day: date
    last_day: date | None
    begins: time
    ends: time

    def day_of(self, moment: datetime) -> date | None:
        """The day whose shift `moment` (aware) lies in; None outside."""
        today = moment.astimezone(_ZONE).date()
        return next((day for day in (today, today - timedelta(days=1)) if self._holds(day, moment)), None)

    def _holds(self, day: date, moment: datetime) -> bool:
        if day.isoweekday() not in self.weekdays or not self.first_day <= day <= (self.last_day or date.max):
            return False
        over = day + timedelta(days=self.ends <= self.begins)
        return datetime.combine(day, self.begins, _ZONE) <= moment < datetime.combine(over, self.ends, _ZONE)


@dataclass(frozen=True)
class StandIn:
    """Somebody takes the shifts of another that begin on these days, both included."""

    absent: UUID
    stands_in: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Step:
    """Who is called now, together. A round is once through the list."""

    round: int
    people: tuple[UUID, ...]


def on_call(shifts: Iterable[Hours], stand_ins: Sequence[StandIn], moment: datetime) -> list[UUID]:
    """Who is on call, in the order in which they are called; each once. Who stands in takes the place of who is away."""
    standing = [(shift.place, str(shift.staff_id), shift, day) for shift in shifts if (day := shift.day_of(moment))]
    ordered = sorted(standing, key=lambda one: one[:2])
    return list(dict.fromkeys(_present(shift.staff_id, stand_ins, day) for *_, shift, day in ordered))


def _present(staff_id: UUID, stand_ins: Sequence[StandIn], day: date) -> UUID:
    """Whoever stands in may be away too. Of two who are away for each other, the one whose shift it is is called."""
    present, passed = staff_id, {staff_id}
    while (other := _stand_in(present, stand_ins, day)) is not None:
        if other in passed:
            return staff_id
        passed.add(other)
        present = other
    return present


def _stand_in(absent: UUID, stand_ins: Iterable[StandIn], day: date) -> UUID | None:
    """The one entered last, where two were entered for the same day."""
    found = [one.stands_in for one in stand_ins if one.absent == absent and one.first_day <= day <= one.last_day]
    return found[-1] if found else None


def next_step(on_call: Sequence[UUID], leading: Sequence[UUID], last_round: int, called: Collection[UUID]) -> Step:
    """Who is called next: the first on call whom this round has not called; after the last one the list begins again, and who
    leads the office is called too. Where nobody is on call, who leads is called each time. It never ends by itself.

    `called`: whom the last round (0: none yet) has called. Give only people who can be reached.
    """
    waiting = [one for one in on_call if one not in called]
    if waiting and last_round > 0:
        return Step(last_round, (waiting[0],))
    first = tuple(on_call[:1])
    with_leading = first if first and last_round == 0 else (*first, *leading)
    return Step(last_round + 1, tuple(dict.fromkeys(with_leading)))


def check_days(first_day: date, last_day: date | None) -> None:
    """Refuses an end before its beginning."""
    if last_day is not None and last_day < first_day:
        raise ContentViolation("it ends before it begins", code="duty.ends_before_it_begins", field="last_day")


def check_stand_in(absent: UUID, stands_in: UUID) -> None:
    """Refuses somebody who stands in for themselves."""
    if absent == stands_in:
        raise ContentViolation("nobody stands in for themselves", code="duty.same_person", field="stands_in")


def check_role(roles: Collection[str], rule: CallRule, field: str) -> None:
    """Refuses somebody who could not look at what they are called about."""
    if not set(roles) & set(rule.on_call):
        raise ContentViolation("their roles open no complaint", code="duty.role_not_on_call", field=field)


def check_fits(new: StandIn, standing: Sequence[StandIn]) -> None:
    """Refuses a second substitution of one person on a day, and one that closes a circle of people who are all away on a day."""
    if any(one.absent == new.absent and _common(one, new) for one in standing):
        raise ContentViolation("somebody stands in on one of these days", code="duty.overlaps", field="first_day")
    reached = [new]
    for link in reached:
        following = [one for one in standing if one.absent == link.stands_in]
        reached += [common for one in following if (common := _common(one, link)) and common not in reached]
    if any(link.stands_in == new.absent for link in reached):
        raise ContentViolation("whoever stands in is away for them", code="duty.circle", field="stands_in")


def _common(one: StandIn, other: StandIn) -> StandIn | None:
    """`one` on the days of both."""
    first, last = max(one.first_day, other.first_day), min(one.last_day, other.last_day)
    return replace(one, first_day=first, last_day=last) if first <= last else None
