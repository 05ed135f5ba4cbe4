"""What of a table of places is told: the one rule by which small numbers of children are not shown, nor what would give them away.

Whoever reads a table knows every sum, be it from elsewhere. So what is hidden stands in groups of which no more is known than their sum, and
each small number among them could be any other small number: who solves the table learns no more than the mark says. A county that cannot be
told is hidden with all its municipalities, beside another one. An edition beside earlier ones hides the same cells: of two dates neither
tells what the other hides, also to somebody who knows which numbers did not change between them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: A place, and the code by which it is split (`sex=female`); empty: the whole.
Key: TypeAlias = tuple[str, str]
#: Puts places in an order that nobody can know: who knows the rule would else know which number was hidden for the sake of another.
Shuffle: TypeAlias = Callable[[Sequence[Key]], Sequence[Key]]
NATION: Key = ("al", "")
#: More than any figure: a number that is no part of another may be as large as one likes.
_ENDLESS = 10**15


@dataclass(frozen=True)
class Cell:
    """`count` out of `of`, which is none where the count is the figure; `is_part`: the rest of the whole is a number of children too."""

    count: int
    of: int | None
    is_part: bool = False

    @property
    def rest(self) -> int:
        """How much larger the count could be."""
        return self.of - self.count if self.is_part and self.of is not None else _ENDLESS

    def with_lower(self, other: "Cell") -> "Cell":
        """Of two dates the smaller room downwards and upwards."""
        count, rest = min(self.count, other.count), min(self.rest, other.rest)
        return Cell(count, count + rest if self.is_part else self.of, self.is_part)


Cells: TypeAlias = Mapping[Key, Cell]


@dataclass(frozen=True)
class Least:
    """No number under `count` is shown, be it 0, and none of a whole that is under `whole`."""

    count: int
    whole: int

    def is_small(self, cell: Cell) -> bool:
        few = cell.of is not None and cell.of < self.whole
        return few or cell.count < self.count or cell.rest < self.count


@dataclass(frozen=True)
class Places:
    """Which municipalities there are, by their county; a county has its key as a place too."""

    counties: Mapping[str, Sequence[str]]

    def municipalities(self, county: str) -> list[Key]:
        return [(one, "") for one in self.counties[county]]

    def county_of(self, place: str) -> str | None:
        return next((key for key, those in self.counties.items() if place == key or place in those), None)


@dataclass(frozen=True)
class Told:
    """What is published: `cells` by their true numbers, of which `hidden` are marked and not shown. `closed`: the counties of which not even
    the sum is known. `NATION` stands in `cells` where it was counted.
    """

    cells: Cells
    hidden: frozenset[Key]
    closed: frozenset[str]


def tell(cells: Cells, places: Places, least: Least, shuffled: Shuffle) -> Told | None:
    """The first edition of a table; none where nothing of it can be told."""
    hidden: set[Key] = set()
    closed: set[str] = set()
    for county in places.counties:
        chosen = _of_county(cells, county, places, least, shuffled)
        if chosen is None:
            closed.add(county)
        hidden |= chosen or set()
    units = _counties(cells, places)
    found = _chosen(units, {(one, "") for one in closed}, least, shuffled)
    if found is None:
        return None
    closed = {key for key, _code in found}
    hidden |= {key for county in closed for key in [(county, ""), *places.municipalities(county)]}
    told = {key: cell for key, cell in cells.items() if not key[1]}
    for split in sorted({_split(key) for key in cells if key[1]}):
        codes = {key: cell for key, cell in cells.items() if _split(key) == split and key[0] == NATION[0]}
        small = {key for key, cell in codes.items() if least.is_small(cell)}
        of_split = _chosen(codes, small, least, shuffled) if NATION in cells else None
        # A split whose small numbers could not be kept is left out whole, as if it had never been counted.
        if of_split is not None and _fits(cells[NATION], codes, False, of_split):
            told |= codes
            hidden |= of_split
    edition = Told(told, frozenset(hidden & told.keys()), frozenset(closed))
    return edition if holds(edition, places, least) else None


def tell_again(cells: Cells, earlier: Sequence[Told], places: Places, least: Least) -> Told | None:
    """The next edition beside those that were published, the newest last; none where the two together would tell what one hides: then the one
    before stays what is published. What was counted since and would have to be hidden stays untold.
    """
    before = earlier[-1]
    new = {key: cell for key, cell in cells.items() if key not in before.cells}
    untold = {key for key, cell in new.items() if key[1] or least.is_small(cell) or _is_closed(key, before, places)}
    # That a hidden number fell away would tell it: what is left of its group is shorter by just that.
    if before.hidden - cells.keys() or any(_moved(key, cells, before, places) for key in untold):
        return None
    told = Told({key: cell for key, cell in cells.items() if key not in untold}, before.hidden, before.closed)
    lowest = {key: _lowest(key, cell, earlier) for key, cell in told.cells.items()}
    dates = (told, *earlier)
    return told if holds(told, places, least) and all(_is_kept(one, places, least, lowest) for one in dates) else None


def holds(told: Told, places: Places, least: Least) -> bool:
    """Whether no small number is shown and none of those that are hidden can be found."""
    shown = [cell for key, cell in told.cells.items() if key not in told.hidden]
    return not any(map(least.is_small, shown)) and _is_kept(told, places, least) and _adds_up(told, places)


def is_open(units: Sequence[Cell], least: Least, lowest: Sequence[Cell] = ()) -> bool:
    """Whether of these, of which only the sum is known and how large each could be, every small one could be any small number, and every other
    one more or one less. `lowest`: the room of each on all dates, where there are several: what did not change between them is one number.
    """
    rooms = lowest or units
    down, up = sum(one.count for one in rooms), sum(one.rest for one in rooms)
    pairs = zip(units, rooms, strict=True)
    return all(_is_free(one, room, down - room.count, up - room.rest, least.count) for one, room in pairs)


def _is_free(cell: Cell, room: Cell, others_down: int, others_up: int, least: int) -> bool:
    up, down = min(room.rest, others_down), min(room.count, others_up)
    if cell.count < least and (down < cell.count or up < min(least - 1 - cell.count, cell.rest)):
        return False
    if cell.rest < least and (up < cell.rest or down < min(least - 1 - cell.rest, cell.count)):
        return False
    return up + down > 0


def _is_kept(told: Told, places: Places, least: Least, lowest: Cells | None = None) -> bool:
    """`lowest`: the room of each cell on all dates."""
    rooms = told.cells if lowest is None else {**told.cells, **lowest}
    groups = [[[of[key] for key in group] for of in (told.cells, rooms)] for group in _groups(told, places)]
    for units_of in (_counties, _parts):
        of_date, of_all = units_of(told.cells, places), units_of(rooms, places)
        closed = [key for key in of_date if places.county_of(key[0]) in told.closed]
        groups.append([[of[key] for key in closed] for of in (of_date, of_all)])
    return all(is_open(units, least, room) for units, room in groups)


def _groups(told: Told, places: Places) -> list[list[Key]]:
    """The hidden cells that stand under one sum, those of closed counties apart."""
    found = [
        [key for key in places.municipalities(county) if key in told.hidden and key in told.cells]
        for county in places.counties
        if county not in told.closed
    ]
    splits = {_split(key) for key in told.hidden if key[1]}
    return found + [[key for key in told.hidden if _split(key) == one and key in told.cells] for one in sorted(splits)]


def _parts(cells: Cells, places: Places) -> dict[Key, Cell]:
    """Each municipality, and each county of which none was counted."""
    found: dict[Key, Cell] = {}
    for county in places.counties:
        keys = [key for key in places.municipalities(county) if key in cells] or [(county, "")]
        found |= {key: cells[key] for key in keys if key in cells}
    return found


def _of_county(cells: Cells, county: str, places: Places, least: Least, shuffled: Shuffle) -> set[Key] | None:
    """Which of its municipalities are hidden; none where the county itself has to be."""
    whole = cells.get((county, ""))
    units = {key: cells[key] for key in places.municipalities(county) if key in cells}
    if whole is not None and least.is_small(whole):
        return None
    found = _chosen(units, {key for key, cell in units.items() if least.is_small(cell)}, least, shuffled)
    if found and not _fits(whole, units, len(units) == len(places.counties[county]), found):
        return None
    return found


def _chosen(units: Cells, small: set[Key], least: Least, shuffled: Shuffle) -> set[Key] | None:
    """The small ones and as many others as it takes; none where all together do not suffice."""
    chosen = sorted(small)
    others = list(shuffled(sorted(units.keys() - small)))
    while not is_open([units[key] for key in chosen if key in units], least):
        if not others:
            return None
        chosen.append(others.pop())
    return set(chosen)


def _counties(cells: Cells, places: Places) -> dict[Key, Cell]:
    """Each county as it was counted, else as the sum of its municipalities."""
    found: dict[Key, Cell] = {}
    for county in places.counties:
        parts = [cells[key] for key in places.municipalities(county) if key in cells]
        if (county, "") in cells:
            found[county, ""] = cells[county, ""]
        elif parts:
            found[county, ""] = _sum(parts)
    return found


def _sum(parts: Sequence[Cell]) -> Cell:
    whole = None if any(one.of is None for one in parts) else sum(one.of or 0 for one in parts)
    return Cell(sum(one.count for one in parts), whole, parts[0].is_part)


def _adds_up(told: Told, places: Places) -> bool:
    """A sum from another source may be another than that of its parts. Less what is shown it would be taken for the sum of what is hidden, so that
    of such a table nothing is told.
    """
    units = _counties(told.cells, places)
    nation = told.cells.get(NATION)
    hidden = {(one, "") for one in told.closed} & units.keys()
    codes = [key for key in told.cells if key[1]]
    splits = {_split(key): {one: told.cells[one] for one in codes if _split(one) == _split(key)} for key in codes}
    return (
        _fits(nation, units, len(units) == len(places.counties), hidden)
        and all(_fits(nation, parts, False, parts.keys() & told.hidden) for parts in splits.values())
        and all(
            _fits(
                told.cells.get((county, "")),
                parts := {key: told.cells[key] for key in places.municipalities(county) if key in told.cells},
                len(parts) == len(places.counties[county]),
                parts.keys() & told.hidden,
            )
            for county in places.counties
            if county not in told.closed
        )
    )


def _fits(whole: Cell | None, parts: Cells, is_complete: bool, hidden: Iterable[Key]) -> bool:
    if whole is None or not list(hidden):
        return True
    found = _sum(list(parts.values()))
    pairs = [(whole.count, found.count), (whole.of or 0, found.of or 0)]
    return all(left == right if is_complete else left >= right for left, right in pairs)


def _is_closed(key: Key, before: Told, places: Places) -> bool:
    return places.county_of(key[0]) in before.closed


def _moved(key: Key, cells: Cells, before: Told, places: Places) -> bool:
    """Whether a sum that holds this untold cell is told anew beside it."""
    county = places.county_of(key[0])
    sums = [one for one in ((county or "", ""), NATION) if one in cells and one != key]
    return any(cells[one] != before.cells.get(one) for one in sums)


def _lowest(key: Key, cell: Cell, earlier: Sequence[Told]) -> Cell:
    for one in earlier:
        cell = cell.with_lower(one.cells[key]) if key in one.cells else cell
    return cell


def _split(key: Key) -> str:
    return key[1].partition("=")[0]
