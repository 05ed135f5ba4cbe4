"""Small numbers are not shown, and neither is what would give them away. The one place of that rule.

Whoever reads a figure knows its whole and every part that is shown, so that one hidden part is found by subtraction, and two that
are both as small, or as large, as a hidden number can be are found by thinking. More is hidden until each could be another number.
It looks at one figure: two figures of different periods, or crossed ones, need more than this.
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
    while not _open([counts[place] for place in chosen], least):
        if not others:
            return everything
        chosen.append(others.pop(0)[1])
    return frozenset(chosen)


def _open(values: Sequence[int], least: int) -> bool:
    """Whether each could be another number for who knows their sum, and of each whether it is under `least`."""
    whole = sum(values)
    lows = [1 if value < least else least for value in values]
    highs = [least - 1 if value < least else whole for value in values]
    return all(
        max(low, whole - (sum(highs) - high)) < min(high, whole - (sum(lows) - low))
        for low, high in zip(lows, highs, strict=True)
    )
