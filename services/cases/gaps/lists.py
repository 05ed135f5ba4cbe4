"""The lists of gaps and of patterns: by what each may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Text, case, cast, exists, select
from sqlalchemy.dialects.postgresql import ARRAY

from services.cases.data import taxonomy
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.gaps import words
from services.cases.gaps.domain.gaps import GapStatus
from services.cases.gaps.models import Gap, GapAct, GapOutcome, PatternProposal
from services.cases.models import Obligation, Recommendation
from shared import fields
from shared.lists import Filter, Listing, Reading

#: An act that was superseded went out too: what took its place goes on with the same matter.
WENT_OUT = (ActStatus.ISSUED.value, ActStatus.SUPERSEDED.value)


def stands() -> ColumnElement[str]:
    """Where a gap stands, as the domain says it (gaps.status_of)."""
    settled = exists().where(GapOutcome.gap_id == Gap.id)
    out = select(Recommendation.id).join(GapAct, GapAct.recommendation_id == Recommendation.id)
    out = out.where(GapAct.gap_id == Gap.id, Recommendation.status.in_(WENT_OUT)).correlate(Gap)
    answered = exists().where(Obligation.recommendation_id.in_(out), Obligation.answered_on.is_not(None))
    return case(
        (settled, GapStatus.SETTLED.value),
        (answered, GapStatus.ANSWERED.value),
        (out.exists(), GapStatus.ACT_ISSUED.value),
        else_=GapStatus.OPEN.value,
    )


def _stands_so(status: str, _reading: Reading) -> ColumnElement[bool]:
    return stands() == status


def _of_cluster(cluster: str, reading: Reading) -> ColumnElement[bool]:
    """About an article that stands in that cluster of the Convention on the day of asking."""
    rights = taxonomy.rights_in(cluster, local_date(reading.now))
    return Gap.rights.op("?|")(cast(rights, ARRAY(Text)))


@dataclass(frozen=True, kw_only=True)
class GapListing(Listing):
    """The register of gaps, the newest first."""

    kind: Annotated[str | None, Filter(Gap.kind, _l("Lloji"), words.KINDS)] = None
    cluster: Annotated[str | None, fields.Text(5), Filter(_of_cluster, _l("Grupi i Konventës"), words.clusters)] = None
    status: Annotated[str | None, Filter(_stands_so, _l("Gjendja"), words.GAP_STATUSES)] = None


@dataclass(frozen=True, kw_only=True)
class PublicGapListing(Listing):
    """The gaps that anyone may read of, the newest first."""


@dataclass(frozen=True, kw_only=True)
class PatternListing(Listing):
    """What repeats itself, the newest proposal first."""

    state: Annotated[str | None, Filter(PatternProposal.state, _l("Gjendja"), words.PROPOSAL_STATES)] = None
