"""What the State owes, in the figures of a report: out of the figures of commitments that anyone is shown, and nothing counted anew."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from services.cases.commitments.domain.words import SAID_NOTHING
from services.cases.commitments.schemas.figures import CommitmentCountsAnswer, CommitmentFigures
from services.cases.domain.obligations import Assessed, Claimed
from services.cases.reports import data
from services.cases.reports.domain.content import Both, Row

SAID = (SAID_NOTHING, *(word.value for word in Claimed))
FOUND = tuple(word.value for word in Assessed)
#: Those of the taxonomy, in the order in which the Committee asks States to report (CRC/C/58/Rev.3).
CLUSTERS = tuple(map(str, range(1, 11)))


def _row(key: str, of: str, count: int, whole: int) -> Row:
    return Row(key, data.row_names()[f"{of}-{key}"], count, whole)


def _found(counts: CommitmentCountsAnswer) -> Iterator[Row]:
    return (_row(word, "found", counts.assessed.get(word, 0), counts.total) for word in FOUND)


def _said(counts: CommitmentCountsAnswer) -> Iterator[Row]:
    return (_row(word, "said", counts.claimed.get(word, 0), counts.total) for word in SAID)


def _apart(counts: CommitmentCountsAnswer) -> Iterator[Row]:
    """What the State says and the office does not find, and what is late."""
    yield _row("contradicted", "apart", counts.contradicted, counts.total)
    yield _row("late", "apart", counts.late, counts.total)


def _kept(figures: CommitmentFigures) -> Iterator[Row]:
    for one in figures.clusters:
        done = one.assessed.get(Assessed.IMPLEMENTED.value, 0)
        yield Row(one.key, Both(one.name_sq, one.name_en), done, one.total)


def _of_cluster(cluster: str, figures: CommitmentFigures) -> Iterator[Row]:
    for one in figures.clusters:
        if one.key == cluster:
            yield from _found(one)


def _of_whole(rows: Callable[[CommitmentCountsAnswer], Iterator[Row]], figures: CommitmentFigures) -> Iterator[Row]:
    """None where nothing is owed: a share of nothing is no number."""
    return rows(figures.whole) if figures.whole.total else iter(())


Take: TypeAlias = Callable[[CommitmentFigures], Iterator[Row]]
#: By the keys of report_queries in reports.yaml.
QUERIES: Mapping[str, Take] = {
    "state_found": partial(_of_whole, _found),
    "state_said": partial(_of_whole, _said),
    "state_apart": partial(_of_whole, _apart),
    "state_kept": _kept,
    **{f"state_cluster_{cluster}": partial(_of_cluster, cluster) for cluster in CLUSTERS},
}
