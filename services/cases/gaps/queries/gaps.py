"""The register of gaps as the staff see it: where each stands, the cases behind it, what was proposed, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, case, cast, exists, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import Session

from services.cases.data import taxonomy
from services.cases.domain.recommendation import ActStatus
from services.cases.gaps import data as practice
from services.cases.gaps.domain.gaps import GapStatus
from services.cases.gaps.models import Gap, GapAct, GapBody, GapCase, GapOutcome
from services.cases.gaps.models.gaps import find_gap
from services.cases.models import Case, Obligation, Recommendation
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import in_visible_case, visible_cases
from services.cases.register.queries import acts as public
from services.cases.schemas.cases import NamedBody
from shared import audit
from shared.pagination import Cursors, Page, page
from shared.principal import Principal

#: An act that was superseded went out too: what took its place goes on with the same matter.
WENT_OUT = (ActStatus.ISSUED.value, ActStatus.SUPERSEDED.value)


@dataclass(frozen=True)
class GapLine:
    """A gap in a list. `clusters`: `{number, name_sq, name_en}` each, by the taxonomy of the day of asking."""

    gap: Gap
    kind: Mapping[str, Any]
    status: GapStatus
    outcome: GapOutcome | None
    clusters: list[dict[str, str]]


@dataclass(frozen=True)
class LinkedAct:
    """An act that came of a gap, and what its addressees owe and said."""

    act: Recommendation
    obligations: list[ObligationView]


@dataclass(frozen=True)
class GapView:
    """One gap with what the reader may see of it: cases and acts that are walled off from them are not there."""

    line: GapLine
    bodies: list[NamedBody]
    cases: list[Case]
    acts: list[LinkedAct]
    outcomes: list[GapOutcome]


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    today: date,
    kind: str | None = None,
    cluster: str | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Gaps as `GapLine`s, newest first."""
    statement = select(Gap)
    if kind is not None:
        statement = statement.where(Gap.kind == kind)
    if cluster is not None:
        statement = statement.where(Gap.rights.op("?|")(cast(taxonomy.rights_in(cluster, today), ARRAY(Text))))
    if status is not None:
        statement = statement.where(_stands() == status)
    scope = ["gaps", kind or "", cluster or "", status or "", principal.name]
    found = page(session, statement, [Gap.opened_at, Gap.id], cursors, scope, after=after, limit=limit, descending=True)
    return Page(lines(session, list(found.items), today), found.next)


def read(session: Session, gap_id: UUID, principal: Principal, today: date) -> GapView:
    """One gap with everything. The reading is noted. Raises `NotFound`."""
    gap = find_gap(session, gap_id)
    audit.record(session, principal.name, "gap.read", "gap", gap.id)
    bodies = select(GapBody.institution_id).where(GapBody.gap_id == gap.id)
    behind = select(Case).join(GapCase, GapCase.case_id == Case.id)
    behind = behind.where(GapCase.gap_id == gap.id, visible_cases(principal)).order_by(Case.opened_at, Case.id)
    outcomes = select(GapOutcome).where(GapOutcome.gap_id == gap.id).order_by(GapOutcome.at)
    seen = or_(in_visible_case(principal, Recommendation.case_id), public.shown(today))
    return GapView(
        line=lines(session, [gap], today)[0],
        bodies=sorted(
            (NamedBody.of(body) for body in institutions(session, session.execute(bodies).scalars()).values()),
            key=lambda body: body.name_sq,
        ),
        cases=list(session.execute(behind).scalars()),
        acts=linked_acts(session, gap.id, seen, today),
        outcomes=list(session.execute(outcomes).scalars()),
    )


def case_of_number(session: Session, number: str, principal: Principal) -> UUID | None:
    """The case with this number, if the reader may see it."""
    statement = select(Case.id).where(Case.number == number, visible_cases(principal))
    return session.execute(statement).scalar_one_or_none()


def lines(session: Session, gaps: list[Gap], today: date) -> list[GapLine]:
    """These gaps with where they stand, in the same order."""
    ids = [gap.id for gap in gaps]
    stands = dict(iter(session.execute(select(Gap.id, _stands()).where(Gap.id.in_(ids)))))
    last = select(GapOutcome).where(GapOutcome.gap_id.in_(ids)).order_by(GapOutcome.gap_id, GapOutcome.at.desc())
    outcomes = {one.gap_id: one for one in session.execute(last.ext(distinct_on(GapOutcome.gap_id))).scalars()}
    kinds = practice.gap_kind_names()
    return [
        GapLine(gap, kinds[gap.kind], GapStatus(stands[gap.id]), outcomes.get(gap.id), clusters_of(gap.rights, today))
        for gap in gaps
    ]


def linked_acts(session: Session, gap_id: UUID, seen: ColumnElement[bool], today: date) -> list[LinkedAct]:
    """The acts that came of a gap and meet `seen`, oldest first."""
    of_gap = select(Recommendation).join(GapAct, GapAct.recommendation_id == Recommendation.id)
    of_gap = of_gap.where(GapAct.gap_id == gap_id, seen, Recommendation.status != ActStatus.DISCARDED)
    found = list(session.execute(of_gap.order_by(Recommendation.created_at, Recommendation.id)).scalars())
    owed = select(Obligation).where(Obligation.recommendation_id.in_([act.id for act in found]))
    views = acts.views(session, list(session.execute(owed.order_by(Obligation.id)).scalars()), today)
    return [LinkedAct(act, [view for view in views if view.act.id == act.id]) for act in found]


def clusters_of(rights: Iterable[str], today: date) -> list[dict[str, str]]:
    """The clusters of these articles with their names, in the order of the taxonomy."""
    names = taxonomy.cluster_names(today)
    return [{"number": one, **names[one]} for one in taxonomy.clusters(rights, today)]


def _stands() -> ColumnElement[str]:
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
