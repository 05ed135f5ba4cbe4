"""The figures of all bodies together beside the register, whose acts anyone can count: what is left of them is of acts that nobody may read.

That rest is looked at as if it were one more body. Where a body with such figures would have a number hidden, the figures of all do not have it
either. Where it would not even be told how much there is of it, or where there is nothing, the figures are those of the register alone: so few
and none look alike, and what the public may read is not hidden for the sake of what it may not.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from services.cases.register.domain.compliance import Figures, Scope, rest_of
from services.cases.register.queries.beside_total import (
    ANSWERED,
    WHOLES,
    Cell,
    cells_of,
    together_beside,
    without_cells,
)
from services.cases.register.queries.by_name import blank, shown_by_name


@dataclass(frozen=True)
class Counted:
    """What was counted, whole: of all acts, of those of the register (none where a day was kept without them), and of these of each body that
    is named.
    """

    together: Figures
    register: Figures | None
    each: Sequence[Figures]


def scope_of(counted: Counted, least: int) -> Scope:
    """The widest that may be told."""
    if counted.register is None:
        return Scope.ALL
    rest = rest_of(counted.together, counted.register)
    if not rest.obligations or any(unit in WHOLES for _kind, unit in _hidden(rest, least)):
        return Scope.REGISTER
    return Scope.ALL


def shown_beside_register(counted: Counted, scope: Scope, least: int) -> Figures:
    """The figures of all as the public has them in that scope."""
    if counted.register is None:
        return blank(counted.together)
    if scope is Scope.REGISTER:
        return together_beside(counted.register, counted.each, least)
    away = _hidden(rest_of(counted.together, counted.register), least)
    shown = without_cells(together_beside(counted.together, counted.each, least), frozenset(away))
    return replace(shown, median_days=None) if ANSWERED in away else shown


def _hidden(figures: Figures, least: int) -> Collection[Cell]:
    """The cells that a body with these figures would not have beside its name."""
    shown = cells_of(shown_by_name(figures, least))
    return {cell for cell, count in cells_of(figures).items() if count is not None and shown[cell] is None}
