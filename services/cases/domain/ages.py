"""How long what is late has been late: counts by age, with the borders of the ages as data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.cases.domain import entries


@dataclass(frozen=True)
class Age:
    """So many days late, both included; `to` none: and longer."""

    key: str
    from_days: int
    to_days: int | None

    def holds(self, days: int) -> bool:
        return self.from_days <= days and (self.to_days is None or days <= self.to_days)


def read_ages(rows: Iterable[Mapping[str, object]]) -> tuple[Age, ...]:
    """The ages in force, from the youngest; raises ValueError unless each day from the first one late belongs to just one."""
    ages = sorted((_read(row) for row in rows), key=lambda age: age.from_days)
    starts, ends = [age.from_days for age in ages], [age.to_days for age in ages]
    if not ages or starts != [1, *(0 if end is None else end + 1 for end in ends[:-1])] or ends[-1] is not None:
        raise ValueError(
            "ages: the first begins on day 1, each on the day after the one before, and the last has no end"
        )
    return tuple(ages)


def _read(row: Mapping[str, object]) -> Age:
    where = f"age {row.get('key')}"
    to = None if row.get("to") is None else entries.number(row, "to", where)
    return Age(entries.text(row, "key", where), entries.number(row, "from", where), to)


def by_age(days_late: Iterable[int], ages: Sequence[Age]) -> dict[str, int]:
    """How many are of each age, all ages named; what is not late (0 days) is of none."""
    found = Counter(age.key for days in days_late for age in ages if age.holds(days))
    return {age.key: found[age.key] for age in ages}
