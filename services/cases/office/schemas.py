"""Shapes of the figures by right."""

from dataclasses import dataclass
from datetime import date

from marshmallow import ValidationError

from services.cases.gaps.schemas.gaps import ClusterAnswer
from shared.edges import Answer, Query


@dataclass(frozen=True, kw_only=True)
class RightsQuery(Query):
    """Both days included; without them the present year until today."""

    from_: date | None = None
    to: date | None = None

    def check(self) -> None:
        """Refuses an end before its beginning."""
        if self.from_ and self.to and self.from_ > self.to:
            raise ValidationError("Not before `from`.", "to")


@dataclass(frozen=True, kw_only=True)
class ClusterCountAnswer(ClusterAnswer):
    """Cases with at least one article of the cluster."""

    cases: int


@dataclass(frozen=True, kw_only=True)
class RightsAnswer(Answer):
    """Cases opened on the days from `from` to `to`, both included. `cases`: all of them, each once; `clusters` sum to more where
    a case is about several; `taxonomy_day`: the day whose clusters were used.
    """

    from_: date
    to: date
    taxonomy_day: date
    cases: int
    clusters: tuple[ClusterCountAnswer, ...]
