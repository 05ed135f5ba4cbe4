"""The register of gaps as the staff see it: where each stands, the cases behind it, what was proposed, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.data import taxonomy
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.gaps.lists import GapListing, stands
from services.cases.gaps.models import Gap, GapAct, GapBody, GapCase, GapOutcome
from services.cases.gaps.queries.stages import stages_of
from services.cases.gaps.schemas.gaps import (
    AskedAnswer,
    BehindAnswer,
    ClusterAnswer,
    GapAnswer,
    GapLineAnswer,
    GapOutcomeAnswer,
    LinkedActAnswer,
)
from services.cases.gaps.schemas.stages import StageAnswer
from services.cases.models import Case, Obligation, Recommendation, TextCheck
from services.cases.queries import acts, checks
from services.cases.queries.acts import ObligationView
from services.cases.queries.monitoring import monitored_cases
from services.cases.queries.public_acts import shown
from services.cases.queries.reply_words import answers_to
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import in_visible_act, visible_cases
from services.cases.schemas.cases import NamedBody
from services.cases.schemas.obligations import BothTimeliness
from shared import audit
from shared.directory import KnownInstitution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled


@dataclass(frozen=True)
class LinkedAct:
    """An act that came of a gap, and what its addressees owe and said. `answered_on`: the day of the answer that stands, by obligation."""

    act: Recommendation
    obligations: Sequence[ObligationView]
    answered_on: Mapping[UUID, date]


@dataclass(frozen=True)
class GapView:
    """One gap with what the reader may see of it: cases and acts that are walled off from them are not there."""

    line: GapLineAnswer
    gap: Gap
    bodies: Sequence[KnownInstitution]
    cases: tuple[BehindAnswer, ...]
    acts: Sequence[LinkedAct]
    stages: Sequence[StageAnswer]
    outcomes: Sequence[GapOutcomeAnswer]
    check: TextCheck | None


def gaps(session: Session, cursors: Cursors, asked: GapListing, reading: Reading) -> Page[GapLineAnswer]:
    """One page of the register, the newest first."""
    order = [Gap.opened_at, Gap.id]
    rows = page_of(session, cursors, select(Gap), asked, reading, order, descending=True)
    return Page(lines(session, rows.items, local_date(reading.now)), rows.next)


def read(session: Session, gap_id: UUID, by: Principal, today: date) -> GapView:
    """One gap with everything. The reading is noted. Raises `NotFound`."""
    gap = find_gap(session, gap_id)
    audit.record(session, by, "gap.read", "gap", gap.id)
    behind = select(Case).join(GapCase, GapCase.case_id == Case.id)
    behind = behind.where(GapCase.gap_id == gap.id, visible_cases(by)).order_by(Case.opened_at, Case.id)
    outcomes = select(GapOutcome).where(GapOutcome.gap_id == gap.id).order_by(GapOutcome.at)
    seen = or_(in_visible_act(by), shown(today))
    return GapView(
        line=lines(session, [gap], today)[0],
        gap=gap,
        bodies=bodies_of(session, gap.id),
        cases=behind_of(session, session.execute(behind).scalars().all(), today),
        acts=linked_acts(session, gap.id, seen, today),
        stages=stages_of(session, gap.id),
        outcomes=[filled(GapOutcomeAnswer, one) for one in session.execute(outcomes).scalars()],
        check=checks.current(session, gap.id, gap.content_hash or "", cases_behind(session, gap.id)),
    )


def behind_of(session: Session, cases: Sequence[Case], today: date) -> tuple[BehindAnswer, ...]:
    """These cases as they stand now."""
    followed = monitored_cases(session, [case.id for case in cases], today)
    return tuple(filled(BehindAnswer, case, monitoring=case.id in followed) for case in cases)


def answer(view: GapView) -> GapAnswer:
    """The gap as the API gives it."""
    return filled(
        GapAnswer,
        view.gap,
        gap=view.line,
        bodies=tuple(NamedBody.of(body) for body in view.bodies),
        cases=view.cases,
        acts=tuple(filled(LinkedActAnswer, one.act, obligations=asked_on(one)) for one in view.acts),
        stages=tuple(view.stages),
        outcomes=tuple(view.outcomes),
        names_check=checks.answer_of(view.check),
    )


def asked_on(linked: LinkedAct) -> tuple[AskedAnswer, ...]:
    """What each addressee of the act owes and said."""
    return tuple(
        filled(
            AskedAnswer,
            view.obligation,
            state=view.state,
            timeliness=BothTimeliness.of(view.reply, view.implementation),
        )
        for view in linked.obligations
    )


def cases_behind(session: Session, gap_id: UUID) -> list[UUID]:
    """The cases that showed it, whoever may see them."""
    return list(session.execute(select(GapCase.case_id).where(GapCase.gap_id == gap_id)).scalars())


def find_gap(session: Session, gap_id: UUID, *, lock: bool = False) -> Gap:
    """Raises `NotFound`. The register is open to all who work on cases; what it is tied to is not."""
    gap = session.get(Gap, gap_id, with_for_update=lock, populate_existing=lock)
    if gap is None:
        raise NotFound
    return gap


def bodies_of(session: Session, gap_id: UUID) -> list[KnownInstitution]:
    """The bodies whose practice or whose provision it is, by name."""
    ids = session.execute(select(GapBody.institution_id).where(GapBody.gap_id == gap_id)).scalars()
    return sorted(institutions(session, ids).values(), key=lambda body: body.name_sq)


def case_of_number(session: Session, number: str, by: Principal) -> UUID | None:
    """The case with this number, if the reader may see it."""
    statement = select(Case.id).where(Case.number == number, visible_cases(by))
    return session.execute(statement).scalar_one_or_none()


def lines(session: Session, rows: Sequence[Gap], today: date) -> list[GapLineAnswer]:
    """These gaps with where they stand, in the same order; the clusters by the taxonomy of the day of asking."""
    ids = [gap.id for gap in rows]
    status = dict(iter(session.execute(select(Gap.id, stands()).where(Gap.id.in_(ids)))))
    last = select(GapOutcome).where(GapOutcome.gap_id.in_(ids)).order_by(GapOutcome.gap_id, GapOutcome.at.desc())
    outcomes = {one.gap_id: one for one in session.execute(last.ext(distinct_on(GapOutcome.gap_id))).scalars()}
    return [
        filled(
            GapLineAnswer,
            gap,
            rights=tuple(gap.rights),
            clusters=clusters_of(gap.rights, today),
            status=status[gap.id],
            outcome=filled(GapOutcomeAnswer, outcomes[gap.id]) if gap.id in outcomes else None,
        )
        for gap in rows
    ]


def linked_acts(session: Session, gap_id: UUID, seen: ColumnElement[bool], today: date) -> list[LinkedAct]:
    """The acts that came of a gap and meet `seen`, oldest first."""
    of_gap = select(Recommendation).join(GapAct, GapAct.recommendation_id == Recommendation.id)
    of_gap = of_gap.where(GapAct.gap_id == gap_id, seen, Recommendation.status != ActStatus.DISCARDED)
    linked = session.execute(of_gap.order_by(Recommendation.created_at, Recommendation.id)).scalars().all()
    obligations = select(Obligation).where(Obligation.recommendation_id.in_([act.id for act in linked]))
    views = acts.views(session, list(session.execute(obligations.order_by(Obligation.id)).scalars()), today)
    answers = answers_to(session, [view.obligation.id for view in views])
    stands = {owed: said[-1].on for owed, said in answers.items()}
    return [LinkedAct(act, [view for view in views if view.act.id == act.id], stands) for act in linked]


def clusters_of(rights: Iterable[str], today: date) -> tuple[ClusterAnswer, ...]:
    """The clusters of these articles with their names, in the order of the taxonomy."""
    names = taxonomy.cluster_names(today)
    return tuple(ClusterAnswer(number=one, **names[one]) for one in taxonomy.clusters(rights, today))
