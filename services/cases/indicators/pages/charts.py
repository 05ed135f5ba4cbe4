"""Pictures of figures as places on a drawing: the template draws them, and the table beside it says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from services.cases.indicators.schemas import AreaAnswer, PointAnswer

#: The drawing of a series, in units that are pixels on a telephone.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 200, 52, 12, 16, 34
#: One tile of the map, and in how many shades it is told.
TILE, SHADES = 48, 5


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    point: PointAnswer


@dataclass(frozen=True)
class Line:
    """A series: `runs` of dots that one method counted, each a line of its own; `breaks`: where another method begins; `ticks`: heights with
    their values; `labels`: the periods that are named, each with its place.
    """

    runs: Sequence[Sequence[Dot]]
    breaks: Sequence[float]
    ticks: Sequence[tuple[float, float]]
    labels: Sequence[tuple[float, str]]

    @property
    def paths(self) -> list[str]:
        return [" ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in run) for run in self.runs]

    @property
    def dots(self) -> list[Dot]:
        return [dot for run in self.runs for dot in run]


def line(points: Sequence[PointAnswer]) -> Line | None:
    """The line of those points that say a number, by their place among the periods; none where there is no number."""
    periods = list(dict.fromkeys(one.period for one in points))
    told = [one for one in points if one.rate is not None]
    if not told:
        return None
    highest = _above(max(one.rate or 0 for one in told))
    step = (WIDTH - LEFT - RIGHT) / max(len(periods) - 1, 1)
    across = {period: LEFT + place * step for place, period in enumerate(periods)}
    dots = [Dot(across[one.period], _height(one.rate or 0, highest), one) for one in told]
    runs = [list(run) for _version, run in groupby(dots, key=lambda dot: dot.point.version)]
    every = -(-len(periods) // 5)
    return Line(
        runs=runs,
        breaks=[(before[-1].x + after[0].x) / 2 for before, after in pairwise(runs)],
        ticks=[(_height(value, highest), value) for value in (0, highest / 2, highest)],
        labels=[(across[period], period) for period in periods[::every]],
    )


@dataclass(frozen=True)
class Tile:
    """`shade`: 0 for no number, else from the lowest to the highest of `SHADES`."""

    x: int
    y: int
    shade: int
    place: AreaAnswer


@dataclass(frozen=True)
class TileMap:
    """`steps`: of each shade the values that it stands for, from and to."""

    tiles: Sequence[Tile]
    width: int
    height: int
    steps: Sequence[tuple[float, float]]


def tile_map(places: Sequence[AreaAnswer], grid: dict[str, tuple[int, int]]) -> TileMap:
    """The places that have a tile. Shades are steps of one width between the lowest and the highest that is told."""
    on_map = [one for one in places if one.area in grid]
    rates = [one.rate for one in on_map if one.rate is not None]
    low, high = (min(rates), max(rates)) if rates else (0.0, 0.0)
    width = (high - low) / SHADES
    return TileMap(
        tiles=[Tile(*_corner(grid[one.area]), _shade(one.rate, low, width), one) for one in on_map],
        width=TILE * (1 + max((column for column, _row in grid.values()), default=0)),
        height=TILE * (1 + max((row for _column, row in grid.values()), default=0)),
        steps=[(low + width * place, low + width * (place + 1)) for place in range(SHADES)] if rates else [],
    )


def _corner(tile: tuple[int, int]) -> tuple[int, int]:
    column, row = tile
    return column * TILE, row * TILE


def _shade(rate: float | None, low: float, width: float) -> int:
    if rate is None:
        return 0
    return 1 if width == 0 else min(int((rate - low) / width) + 1, SHADES)


def _height(value: float, highest: float) -> float:
    return HEIGHT - BOTTOM - value / highest * (HEIGHT - TOP - BOTTOM)


def _above(value: float) -> float:
    """The next round number: 1, 2 or 5 with noughts."""
    size = 1.0
    while size < value:
        size *= 10
    return next((size * part for part in (0.1, 0.2, 0.5) if size * part >= value), size)
