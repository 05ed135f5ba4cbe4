"""How many cases are about which rights: by cluster of the reporting guidelines, each case once per cluster."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.data import taxonomy
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.models import Case
from services.cases.office.schemas import ClusterCountAnswer, RightsAnswer
from services.cases.queries.visibility import visible_cases
from shared.principal import Principal


def by_cluster(session: Session, by: Principal, since: date, until: date) -> RightsAnswer:
    """The figures of the cases that the reader may know of, by the taxonomy of the last day of the period."""
    opened = (
        Case.opened_at >= first_instant_late(since - timedelta(days=1)),
        Case.opened_at < first_instant_late(until),
    )
    counted = select(Case.rights, func.count()).where(visible_cases(by), *opened).group_by(Case.rights)
    of_cluster: Counter[str] = Counter()
    total = 0
    for rights, many in session.execute(counted):
        total += many
        of_cluster.update(dict.fromkeys(taxonomy.clusters(rights, until), many))
    clusters = tuple(
        ClusterCountAnswer(number=number, **name, cases=of_cluster[number])
        for number, name in taxonomy.cluster_names(until).items()
    )
    return RightsAnswer(from_=since, to=until, taxonomy_day=until, cases=total, clusters=clusters)


def years(session: Session, today: date) -> list[int]:
    """The years in which cases can have been opened, the newest first."""
    first = session.execute(select(func.min(Case.opened_at))).scalar()
    return list(range(today.year, (local_date(first).year if first else today.year) - 1, -1))
