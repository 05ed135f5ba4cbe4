"""What a body fills in of a table of figures: what cannot be so, and what it is asked about before it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.rules import ContentViolation

COUNTED, NONE_ASKED, NOT_KNOWN = "counted", "none_asked", "not_known"
#: What a row may say. Zero is counted.
STATES = (COUNTED, NONE_ASKED, NOT_KNOWN)


@dataclass(frozen=True)
class Cell:
    """What is said of one row; the numbers of what was counted alone."""

    state: str
    numerator: int | None = None
    denominator: int | None = None
    comment: str = ""

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        return self.numerator, self.denominator


@dataclass(frozen=True)
class Asked:
    """One row of the table: whether a denominator is asked for, and whether the numerator is a part of it."""

    key: str
    of_how_many: bool
    part: bool


@dataclass(frozen=True)
class Rule:
    """As it came with the table. `cell`, `beside`: an indicator and one of its numbers, as `pmf.numerator`."""

    key: str
    test: str
    blocks: bool
    cell: str | None = None
    beside: str | None = None
    percent: int | None = None
    least: int | None = None
    value: int | None = None


@dataclass(frozen=True)
class Doubt:
    """A rule that a row meets; `indicator` none: the table as a whole. One that blocks cannot be sent so, any other waits for words."""

    rule: str
    indicator: str | None
    blocks: bool


Cells = Mapping[str, Cell]


def check_cells(table: Sequence[Asked], said: Sequence[tuple[str, Cell]]) -> Cells:
    """By indicator. Refuses a row that is not asked for, one twice, one that is left out, and what is no count."""
    asked, found = {one.key: one for one in table}, dict[str, Cell]()
    for place, (key, cell) in enumerate(said):
        where = f"figures.{place}"
        if key not in asked:
            raise ContentViolation("not asked for", code="figures.not_asked", field=f"{where}.indicator")
        if key in found:
            raise ContentViolation("said twice", code="figures.twice", field=f"{where}.indicator")
        _check_cell(asked[key], cell, where)
        found[key] = cell
    if missing := [key for key in asked if key not in found]:
        raise ContentViolation(f"nothing is said of {', '.join(missing)}", code="figures.missing", field="figures")
    return found


def _check_cell(asked: Asked, cell: Cell, where: str) -> None:
    if cell.state != COUNTED:
        if cell.numbers != (None, None):
            raise ContentViolation("no number beside it", code="figures.number_beside_none", field=f"{where}.numerator")
    elif cell.numerator is None:
        raise ContentViolation("how many", code="figures.no_number", field=f"{where}.numerator")
    elif (cell.denominator is not None) is not asked.of_how_many:
        raise ContentViolation("of how many", code="figures.denominator", field=f"{where}.denominator")


def doubts(rules: Iterable[Rule], table: Sequence[Asked], cells: Cells, before: Cells) -> tuple[Doubt, ...]:
    """What of it meets a rule; one that a newer office made is passed over. `before`: what the body said of the period before, empty for nothing."""
    known = [rule for rule in rules if rule.test in _TESTS]
    return tuple(one for rule in known for one in _TESTS[rule.test](rule, table, cells, before))


def unanswered(found: Iterable[Doubt], cells: Cells, comment: str) -> tuple[Doubt, ...]:
    """Those that stand against sending: what blocks, and what nobody wrote a word about."""
    return tuple(
        one
        for one in found
        if one.blocks or not (comment if one.indicator is None else cells[one.indicator].comment).strip()
    )


Found = Iterator[Doubt]


def _above(rule: Rule, table: Sequence[Asked], cells: Cells, _before: Cells) -> Found:
    for asked in table:
        numerator, denominator = cells[asked.key].numbers
        if asked.part and numerator is not None and denominator is not None and numerator > denominator:
            yield Doubt(rule.key, asked.key, rule.blocks)


def _jump(rule: Rule, table: Sequence[Asked], cells: Cells, before: Cells) -> Found:
    for asked in table:
        was = before.get(asked.key)
        pairs = zip(was.numbers, cells[asked.key].numbers, strict=True) if was else ()
        if any(_apart(one, other, rule.percent or 0, rule.least or 0) for one, other in pairs):
            yield Doubt(rule.key, asked.key, rule.blocks)


def _repeat(rule: Rule, _table: Sequence[Asked], cells: Cells, before: Cells) -> Found:
    counted = [key for key, cell in cells.items() if cell.numerator]
    if counted and all(key in before and before[key].numbers == cells[key].numbers for key in counted):
        yield Doubt(rule.key, None, rule.blocks)


def _all_zero(rule: Rule, _table: Sequence[Asked], cells: Cells, _before: Cells) -> Found:
    counted = [cell.numerator for cell in cells.values() if cell.state == COUNTED]
    if counted and not any(counted):
        yield Doubt(rule.key, None, rule.blocks)


def _at_least(rule: Rule, _table: Sequence[Asked], cells: Cells, _before: Cells) -> Found:
    key, number = _number(rule.cell, cells)
    if number is not None and 0 < number < (rule.value or 0):
        yield Doubt(rule.key, key, rule.blocks)


def _zero_beside(rule: Rule, _table: Sequence[Asked], cells: Cells, _before: Cells) -> Found:
    (key, number), (_other, beside) = _number(rule.cell, cells), _number(rule.beside, cells)
    if number == 0 and beside:
        yield Doubt(rule.key, key, rule.blocks)


def _apart_from(rule: Rule, _table: Sequence[Asked], cells: Cells, _before: Cells) -> Found:
    (key, number), (_other, beside) = _number(rule.cell, cells), _number(rule.beside, cells)
    if _apart(number, beside, rule.percent or 0, 0):
        yield Doubt(rule.key, key, rule.blocks)


def _apart(one: int | None, other: int | None, percent: int, least: int) -> bool:
    """Whether two numbers differ by more than so many per cent of the first, and by more than `least`."""
    if one is None or other is None:
        return False
    return abs(other - one) > least and abs(other - one) * 100 > percent * one


def _number(cell: str | None, cells: Cells) -> tuple[str, int | None]:
    """The number that a rule names, none where nothing was counted there."""
    key, _, member = (cell or "").partition(".")
    row = cells.get(key)
    return key, None if row is None else row.denominator if member == "denominator" else row.numerator


_TESTS = {
    "above": _above,
    "jump": _jump,
    "repeat": _repeat,
    "all_zero": _all_zero,
    "at_least": _at_least,
    "zero_beside": _zero_beside,
    "apart": _apart_from,
}
