"""How many cases are about which rights: by cluster of the reporting guidelines, each case once per cluster."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.data import taxonomy
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.models import Case
from services.cases.queries.visibility import visible_cases
from shared.principal import Principal


@dataclass(frozen=True)
class ClusterCount:
    """Cases with at least one article of the cluster."""

    number: str
    name_sq: str
    name_en: str
    cases: int


@dataclass(frozen=True)
class RightsFigures:
    """Cases opened from `since` to `until`, both included, local days. The clusters sum to more than `cases` where a case is
    about several; `taxonomy_day` is the day whose clusters were used.
    """

    since: date
    until: date
    taxonomy_day: date
    cases: int
    clusters: list[ClusterCount]


def by_cluster(session: Session, principal: Principal, since: date, until: date) -> RightsFigures:
    """The figures of the cases that the reader may know of, by the taxonomy of the last day of the period."""
    opened = (
        Case.opened_at >= first_instant_late(since - timedelta(days=1)),
        Case.opened_at < first_instant_late(until),
    )
    counted = select(Case.rights, func.count()).where(visible_cases(principal), *opened).group_by(Case.rights)
    found: Counter[str] = Counter()
    total = 0
    for rights, many in session.execute(counted):
        total += many
        found.update(dict.fromkeys(taxonomy.clusters(rights, until), many))
    named = taxonomy.cluster_names(until)
    clusters = [ClusterCount(number, **name, cases=found[number]) for number, name in named.items()]
    return RightsFigures(since, until, until, total, clusters)


def years(session: Session, today: date) -> list[int]:
    """The years in which cases can have been opened, the newest first."""
    first = session.execute(select(func.min(Case.opened_at))).scalar()
    return list(range(today.year, (local_date(first).year if first else today.year) - 1, -1))
