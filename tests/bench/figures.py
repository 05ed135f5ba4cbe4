"""How a figure is taken and shown: interleaved rounds, the median of ratios, the spread beside it."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A ratio of ours to a limit of the same round; `bar` is what reference measurements allow to expect."""

    name: str
    ratios: Sequence[float]
    bar: str
    ours: str
    limit: str

    def line(self) -> str:
        low, high = min(self.ratios), max(self.ratios)
        median = statistics.median(self.ratios)
        return f"{self.name:<58} {median:>8.2f}  ({low:.2f}-{high:.2f}, n={len(self.ratios)})  bar {self.bar:<8} {self.ours} / {self.limit}"


def rate(count: int, work: Callable[[], object]) -> float:
    """How many per second, when `work` does `count` of them."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def compare(name: str, bar: str, rounds: int, ours: Callable[[], float], limit: Callable[[], float]) -> Figure:
    """Both measured in turn, the pair of each round giving one ratio."""
    pairs = [(ours(), limit()) for _ in range(rounds)]
    return Figure(
        name,
        [mine / other for mine, other in pairs],
        bar,
        f"{statistics.median(mine for mine, _ in pairs):,.0f}/s",
        f"{statistics.median(other for _, other in pairs):,.0f}/s",
    )


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
