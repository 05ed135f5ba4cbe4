"""Who has every table that is published, on two dates, and solves for what is hidden finds no small number of children.

The attacker knows more than anybody should: every sum, how large each whole is, which numbers did not change from one date to the other, and
how tables are hidden. Still, of each small number they learn no more than that it is small.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from services.cases.open_data.domain.disclosure import NATION, Cell, Key, Least, Places, Told, tell, tell_again
from tests.cases.solving import Sums

LEAST = Least(5, 20)
Numbers = Mapping[Key, tuple[int, int]]


def as_it_comes(keys: Sequence[Key]) -> Sequence[Key]:
    return keys


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Places, bool | None, Numbers, Numbers, frozenset[Key], list[int]]:
    """Places, whether the rest of a whole is children too (none: there is no whole), the numbers of each municipality on two dates, which
    sums were counted, and in which shares the country is split.
    """
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    places = Places({f"c{at}": [f"c{at}m{m}" for m in range(size)] for at, size in enumerate(sizes)})
    keys = [key for county in places.counties for key in places.municipalities(county)]
    pair = st.tuples(st.integers(0, 14), st.integers(0, 30)).map(lambda two: (two[0], sum(two)))
    first = {key: draw(pair) for key in keys}
    second = {key: draw(st.one_of(st.just(numbers), st.just(numbers), pair)) for key, numbers in first.items()}
    late = draw(st.sets(st.sampled_from(keys), max_size=2))
    first = {key: numbers for key, numbers in first.items() if key not in late}
    gone = draw(st.sets(st.sampled_from(keys), max_size=1))
    second = {key: numbers for key, numbers in second.items() if key not in gone - late}
    counted = draw(st.sets(st.sampled_from([(county, "") for county in places.counties])))
    shares = draw(st.lists(st.integers(0, 6), max_size=4))
    return places, draw(st.sampled_from([True, False, None])), first, second, frozenset({*counted, NATION}), shares


def table(
    places: Places, is_part: bool | None, numbers: Numbers, counted: frozenset[Key], shares: Sequence[int] = ()
) -> dict[Key, Cell]:
    found = dict(numbers)
    for county in places.counties:
        parts = [numbers[key] for key in places.municipalities(county) if key in numbers]
        if (county, "") in counted and parts:
            found[county, ""] = sum(one for one, _of in parts), sum(of for _one, of in parts)
    if numbers:
        found[NATION] = sum(one for one, _of in numbers.values()), sum(of for _one, of in numbers.values())
        for at, share in enumerate(shares):
            count, rest = (
                number * share // max(1, sum(shares))
                for number in (found[NATION][0], found[NATION][1] - found[NATION][0])
            )
            found["al", f"sex={at}"] = count, count + rest
    return {key: Cell(one, None if is_part is None else of, bool(is_part)) for key, (one, of) in found.items()}


def unknowns(editions: Sequence[Told], key: Key, at: int) -> str:
    """What the attacker calls a hidden number: the same on two dates on which it was the same."""
    cell = editions[at].cells[key]
    same = next(before for before in range(len(editions)) if editions[before].cells.get(key) == cell)
    return f"{'.'.join(key)}@{same}"


def found(places: Places, editions: Sequence[Told]) -> list[tuple[Key, Cell, Fraction, Fraction | None]]:
    """Of each hidden number, its place and cell, and between which bounds it lies for the attacker."""
    caps: dict[str, int | None] = {}
    sums: list[tuple[list[str], int]] = []
    targets: list[tuple[Key, Cell, list[str]]] = []
    for at, told in enumerate(editions):
        closed: list[Key] = []
        for county in places.counties:
            parts = [key for key in places.municipalities(county) if key in told.hidden and key in told.cells]
            whole = (county, "")
            unknown = parts or [key for key in (whole,) if key in told.hidden and key in told.cells]
            if whole in told.hidden and whole in told.cells:
                targets.append((whole, told.cells[whole], [unknowns(editions, key, at) for key in unknown]))
            targets += [(key, told.cells[key], [unknowns(editions, key, at)]) for key in parts]
            caps |= {
                unknowns(editions, key, at): told.cells[key].of if told.cells[key].is_part else None for key in unknown
            }
            if county in told.closed:
                closed += unknown
            elif parts:
                sums.append(
                    ([unknowns(editions, key, at) for key in parts], sum(told.cells[key].count for key in parts))
                )
        if closed:
            sums.append(([unknowns(editions, key, at) for key in closed], sum(told.cells[key].count for key in closed)))
        codes = [key for key in told.hidden if key[1] and key in told.cells]
        names = {key: unknowns(editions, key, at) for key in codes}
        targets += [(key, told.cells[key], [names[key]]) for key in codes]
        caps |= {names[key]: told.cells[key].of if told.cells[key].is_part else None for key in codes}
        if codes:
            sums.append((list(names.values()), sum(told.cells[key].count for key in codes)))
    solved = Sums(caps, sums)
    return [(key, cell, *solved.bounds(*names)) for key, cell, names in targets]


def shown(told: Told) -> list[Cell]:
    return [cell for key, cell in told.cells.items() if key not in told.hidden]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_who_solves_all_sums_of_two_dates_learns_of_a_small_number_only_that_it_is_small(world) -> None:
    places, is_part, before, after, counted, shares = world
    first = tell(table(places, is_part, before, counted, shares), places, LEAST, as_it_comes)
    assume(first is not None and first.hidden)
    second = tell_again(table(places, is_part, after, counted, shares), [first], places, LEAST)
    event(f"two dates: {second is not None and second.cells != first.cells}")
    editions = [first, second] if second else [first]
    assert not [cell for told in editions for cell in shown(told) if LEAST.is_small(cell)]
    for key, cell, low, high in found(places, editions):
        # Of nobody there is nothing to find.
        if cell.is_part and cell.of == 0:
            continue
        assert high is None or low < high, key
        if cell.count < LEAST.count:
            assert low == 0, (key, low, high)
            assert high is None or high >= min(LEAST.count - 1, cell.of if is_part else LEAST.count), (key, low, high)
        if cell.rest < LEAST.count:
            assert high >= cell.of, (key, low, high)
            assert low <= max(0, cell.of - LEAST.count + 1), (key, low, high)


def test_the_attacker_finds_what_a_border_alone_hides_and_what_two_editions_made_apart_hide() -> None:
    places = Places({"c0": ["a", "b", "c"]})
    of = dict.fromkeys("abc", 60)
    cells = table(
        places, False, {("a", ""): (3, of["a"]), ("b", ""): (9, of["b"]), ("c", ""): (8, of["c"])}, frozenset()
    )
    alone = Told(cells, frozenset({("a", "")}), frozenset())
    assert [(low, high) for _key, _cell, low, high in found(places, [alone])] == [(3, 3)]
    later = {**cells, ("c", ""): Cell(2, 60)}
    apart = [Told(cells, frozenset(), frozenset()), Told(later, frozenset({("b", ""), ("c", "")}), frozenset())]
    # Beside an edition that shows the other, one of which it is known that it did not change hides nothing.
    known = {key for key in apart[1].hidden if apart[0].cells[key] == later[key] and key not in apart[0].hidden}
    assert known == {("b", "")}
    assert tell_again(later, [tell_all(cells)], places, Least(5, 20)) is None


def tell_all(cells: Mapping[Key, Cell]) -> Told:
    return Told(cells, frozenset(), frozenset())
