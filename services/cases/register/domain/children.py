"""The children behind the cases of a year, by one code of their profile and by how the case ended, without small numbers.

Each table has the codes of one dimension as rows and the outcomes as columns; the tables have the sums of the columns in common, which
are shown. No row is shown that has a small number, and the rows that are not shown are so many that the sum of each of their columns,
which anyone finds by subtraction, is none either and tells none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from services.cases.domain.case import Outcome
from shared.small_numbers import hidden, is_open


class Ending(StrEnum):
    """How a case ended, as it is told of children: a court and a prosecutor are one word, since who has a matter may be secret."""

    OPEN = "open"
    VIOLATION_FOUND_RECOMMENDED = "violation_found_recommended"
    NO_VIOLATION = "no_violation"
    RESOLVED_WITHOUT_RECOMMENDATION = "resolved_without_recommendation"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    ELSEWHERE = "elsewhere"


#: How many complaints about children, and cases that the office opened about certain children, ended how; a number that is not shown is none.
Counts: TypeAlias = Mapping[Ending, int]
Shown: TypeAlias = Mapping[Ending, int | None]


@dataclass(frozen=True)
class Children:
    """`tables`: by the dimension, then by the code. All have the same sums, which are `endings`."""

    whole: int | None
    endings: Shown
    tables: Mapping[str, Mapping[str, Shown]]


def ending(outcome: str | None, *, is_closed: bool) -> Ending:
    if not is_closed or outcome is None:
        return Ending.OPEN
    return Ending(outcome) if Outcome(outcome) in _BY_NAME else Ending.ELSEWHERE


_BY_NAME = frozenset(one for one in Outcome if one.value in set(Ending))


def total(row: Shown) -> int | None:
    """Of a row whose numbers are shown; none of one that has a hidden number."""
    counts = list(row.values())
    return None if None in counts else sum(count or 0 for count in counts)


#: Puts the codes of a table in an order that nobody can know.
Shuffle: TypeAlias = Callable[[Sequence[str]], Sequence[str]]


def children(tables: Mapping[str, Mapping[str, Counts]], least: int, shuffled: Shuffle) -> Children:
    """What is published of the whole numbers, to be made once: by chance it differs another time, and two would tell more than one.
    Every table must hold the same ones.
    """
    sums = _sums(next(iter(tables.values())).values())
    whole = sum(sums.values())
    if 0 < whole < least:
        nobody: Shown = dict.fromkeys(Ending)
        return Children(None, nobody, {name: dict.fromkeys(table, nobody) for name, table in tables.items()})
    places = hidden(list(sums.values()), least)
    away = frozenset(one for place, one in enumerate(Ending) if place in places)
    shown = {name: _table(table, away, least, shuffled) for name, table in tables.items()}
    return Children(whole, _row(sums, away), shown)


def _sums(rows: Iterable[Counts]) -> Counts:
    found = list(rows)
    return {one: sum(row.get(one, 0) for row in found) for one in Ending}


def _row(counts: Counts, away: frozenset[Ending]) -> Shown:
    return {one: None if one in away else counts.get(one, 0) for one in Ending}


def _table(table: Mapping[str, Counts], away: frozenset[Ending], least: int, shuffled: Shuffle) -> Mapping[str, Shown]:
    """A row is shown whole or, but for the columns that are not shown of all, not at all."""
    columns = {code: _columns(counts, away) for code, counts in table.items()}
    chosen = _chosen(columns, least, shuffled(list(columns)))
    return {code: dict.fromkeys(Ending) if code in chosen else _row(counts, away) for code, counts in table.items()}


def _columns(counts: Counts, away: frozenset[Ending]) -> tuple[int, ...]:
    """The numbers of a row that are known if it is shown: the columns that are not shown have a sum that anyone finds."""
    known = [counts.get(one, 0) for one in Ending if one not in away]
    return *known, sum(counts.get(one, 0) for one in away)


def _chosen(columns: Mapping[str, Sequence[int]], least: int, order: Sequence[str]) -> frozenset[str]:
    """The codes whose rows are not shown: those with a small number, with them all of which there is nobody (a row that is hidden could
    else not be empty, and three of them of which three are left would be known), and others by chance until they hide each other. Were
    it the next smallest, who knows how small it is could work out the rest.
    """
    chosen = [code for code, row in columns.items() if any(0 < count < least for count in row)]
    if chosen:
        chosen += [code for code, row in columns.items() if not any(row)]
    others = [code for code in order if code not in chosen]
    while chosen and not _hide_each_other([columns[code] for code in chosen], least):
        if not others:
            return frozenset(columns)
        chosen.append(others.pop(0))
    return frozenset(chosen)


def _hide_each_other(rows: Sequence[Sequence[int]], least: int) -> bool:
    return all(_is_safe(column, least) for column in zip(*rows, strict=True))


def _is_safe(column: Sequence[int], least: int) -> bool:
    if not any(0 < count < least for count in column):
        return True
    return is_open(column, least)
