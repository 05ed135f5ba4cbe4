"""Small numbers are not shown, and neither is what would give them away. The one place of that rule.

Whoever reads a figure knows its whole and every part that is shown, so that one hidden part is found by subtraction, and two that
are both as small, or as large, as a hidden number can be are found by thinking. More is hidden until each could be another number.
It looks at one figure; several that have cells in common: cases/register/queries/beside_total.py and domain/children.py there.
"""

from collections.abc import Sequence


def hidden(counts: Sequence[int], least: int) -> frozenset[int]:
    """The places of the parts that are not shown: those under `least` that are not 0, and what would give them away.

    Of a whole under `least`, nothing is shown. The smallest that will do are hidden besides.
    """
    small = [place for place, count in enumerate(counts) if 0 < count < least]
    everything = frozenset(range(len(counts)))
    if not small:
        return frozenset()
    if sum(counts) < least:
        return everything
    chosen = list(small)
    others = sorted((count, place) for place, count in enumerate(counts) if count >= least)
    while not is_open([counts[place] for place in chosen], least):
        if not others:
            return everything
        chosen.append(others.pop(0)[1])
    return frozenset(chosen)


def is_open(values: Sequence[int], least: int) -> bool:
    """Whether each of these, none of which is shown, could be another number for who knows their sum, and of each whether it is under
    `least` and whether it is 0. Numbers that are all 0 give nothing away; those whose sum is under `least` do: whoever takes what is shown
    from the whole has that sum, which is a small number itself.
    """
    whole = sum(values)
    if whole == 0:
        return True
    if whole < least:
        return False
    lows = [min(value, 1) if value < least else least for value in values]
    highs = [least - 1 if value < least else whole for value in values]
    return all(
        max(low, whole - (sum(highs) - high)) < min(high, whole - (sum(lows) - low))
        for value, low, high in zip(values, lows, highs, strict=True)
        if value
    )
