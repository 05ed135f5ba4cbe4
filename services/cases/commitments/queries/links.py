"""What commitments are tied to, as far as the reader may see it: indicators, gaps, acts, and what the Assembly made of acts."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.commitments.domain.days import AsOf
from services.cases.commitments.lists import OriginListing
from services.cases.commitments.models import CommitmentLink, CommitmentOrigin
from services.cases.commitments.schemas.commitments import CommitmentOriginAnswer, PublicOriginAnswer, TieAnswer
from services.cases.domain.evidence import Openable, Opens
from services.cases.domain.timeliness import local_date
from services.cases.gaps.models import Gap
from services.cases.gaps.queries.public import public_rows
from services.cases.indicators import data as indicators
from services.cases.models import Recommendation
from services.cases.queries import public_acts
from services.cases.queries.public_acts import shown
from services.cases.queries.visibility import in_visible_act
from services.cases.visits.models import Visit
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled
from shared.words import language

INDICATOR, GAP, ACT, VISIT = "indicator", "gap", "act", "visit"
#: An act and its title.
_Act: TypeAlias = tuple[Recommendation, str]


#: Who sees acts before they are public; all others see what anybody does.
OF_CASES = ("case_officer", "approver", "commissioner")


def seen_by(by: Principal, today: date) -> ColumnElement[bool]:
    """A condition on acts: those that the reader may see, or anybody."""
    return or_(in_visible_act(by), shown(today)) if by.roles & set(OF_CASES) else shown(today)


def links(session: Session, commitment_id: UUID, by: Principal, today: date) -> tuple[TieAnswer, ...]:
    """What it is tied to; acts that are walled off from the reader are not there."""
    return _links(session, commitment_id, select(Gap), _acts(session, seen_by(by, today), today))


def public_links(session: Session, commitment_id: UUID, today: date) -> tuple[TieAnswer, ...]:
    """What of it anybody may read of, by number."""
    found = _links(session, commitment_id, public_rows(today), _acts(session, shown(today), today))
    return tuple(one if one.name is None else replace(one, ref=one.name) for one in found)


def _links(
    session: Session, commitment_id: UUID, gaps: Select[Gap], acts: Callable[[Iterable[UUID]], dict[UUID, _Act]]
) -> tuple[TieAnswer, ...]:
    mine = select(CommitmentLink).where(CommitmentLink.commitment_id == commitment_id)
    rows = session.execute(mine.order_by(CommitmentLink.at, CommitmentLink.id)).scalars().all()
    ids = [one.gap_id for one in rows if one.gap_id]
    of_gaps = {one.id: one for one in session.execute(gaps.where(Gap.id.in_(ids))).scalars()}
    of_acts = acts([one.act_id for one in rows if one.act_id])
    answers = []
    for row in rows:
        if row.indicator is not None:
            name = indicators.newest(row.indicator).name.of(language())
            answers.append(TieAnswer(kind=INDICATOR, ref=row.indicator, name=None, title=name))
        elif row.gap_id in of_gaps:
            gap = of_gaps[row.gap_id]
            answers.append(TieAnswer(kind=GAP, ref=str(gap.id), name=gap.number, title=gap.title))
        elif row.act_id in of_acts:
            act, title = of_acts[row.act_id]
            answers.append(TieAnswer(kind=ACT, ref=str(act.id), name=act.number, title=title))
    return tuple(answers)


def _acts(session: Session, seen: ColumnElement[bool], today: date) -> Callable[[Iterable[UUID]], dict[UUID, _Act]]:
    """Those of these ids that are seen, each with its title: that for the public, once there is one."""

    def found(ids: Iterable[UUID]) -> dict[UUID, _Act]:
        rows = select(Recommendation).where(Recommendation.id.in_(set(ids)))
        acts = session.execute(rows.where(seen)).scalars().all()
        public = session.execute(rows.where(shown(today))).scalars().all()
        titles = {one.act.id: one.title for one in public_acts.whole(session, public, today)}
        return {act.id: (act, titles.get(act.id, act.title)) for act in acts}

    return found


def gap_of_number(session: Session, number: str) -> UUID | None:
    return session.execute(select(Gap.id).where(Gap.number == number)).scalar_one_or_none()


def act_of_number(session: Session, number: str, by: Principal, today: date) -> UUID | None:
    """The act with this number, if the reader may see it."""
    act = select(Recommendation.id).where(Recommendation.number == number, seen_by(by, today))
    return session.execute(act).scalar_one_or_none()


def openable(session: Session, commitment_id: UUID, by: Principal, today: date) -> Openable:
    """What a finding of it may rest on, besides a public source: what it is tied to, and visits that were concluded."""
    tied = {f"{one.kind}:{one.ref}" for one in links(session, commitment_id, by, today)}
    visits = session.execute(select(Visit.number).where(Visit.concluded_at.is_not(None))).scalars()
    return {Opens.RECORD: tied | {f"{VISIT}:{number}" for number in visits}}


def origins_of(
    session: Session, commitment_id: UUID, by: Principal, at: AsOf, today: date
) -> tuple[CommitmentOriginAnswer, ...]:
    """Of which recommendations of the office it came, as the newest word on each said that was known then."""
    rows = standing_origins(session, seen_by(by, today), at, CommitmentOrigin.commitment_id == commitment_id)
    acts = _acts(session, seen_by(by, today), today)([one.act_id for one in rows])
    return tuple(_origin(one, acts[one.act_id]) for one in rows)


def public_origins(session: Session, commitment_id: UUID, at: AsOf, today: date) -> tuple[PublicOriginAnswer, ...]:
    rows = standing_origins(session, shown(today), at, CommitmentOrigin.commitment_id == commitment_id)
    acts = _acts(session, shown(today), today)([one.act_id for one in rows])
    found = [(one, *acts[one.act_id]) for one in rows]
    return tuple(
        PublicOriginAnswer(act_number=act.number or "", act_title=title, fidelity=one.fidelity)
        for one, act, title in found
    )


def origins(session: Session, cursors: Cursors, asked: OriginListing, reading: Reading) -> Page[CommitmentOriginAnswer]:
    """One page of what became of recommendations in the Assembly, the newest first; what was corrected stays."""
    today = local_date(reading.now)
    seen = seen_by(reading.by, today)
    rows = select(CommitmentOrigin).where(CommitmentOrigin.act_id.in_(select(Recommendation.id).where(seen)))
    order = [CommitmentOrigin.at, CommitmentOrigin.id]
    page = page_of(session, cursors, rows, asked, reading, order, descending=True)
    acts = _acts(session, seen, today)([one.act_id for one in page.items])
    return page.of(lambda one: _origin(one, acts[one.act_id]))


def origin(session: Session, row: CommitmentOrigin, by: Principal, today: date) -> CommitmentOriginAnswer:
    """One as its reader sees it, who sees its act."""
    return _origin(row, _acts(session, seen_by(by, today), today)([row.act_id])[row.act_id])


def standing_origins(
    session: Session, seen: ColumnElement[bool], at: AsOf, *more: ColumnElement[bool]
) -> list[CommitmentOrigin]:
    """The word that stood, as known then, of each recommendation that is seen, and each task."""
    of_both = (CommitmentOrigin.act_id, CommitmentOrigin.commitment_id)
    rows = select(CommitmentOrigin).join(Recommendation, Recommendation.id == CommitmentOrigin.act_id)
    rows = rows.where(seen, CommitmentOrigin.at < at.before, *more).order_by(
        *of_both, CommitmentOrigin.at.desc(), CommitmentOrigin.id
    )
    return list(session.execute(rows.ext(distinct_on(*of_both))).scalars())


def _origin(origin: CommitmentOrigin, act: _Act) -> CommitmentOriginAnswer:
    return filled(CommitmentOriginAnswer, origin, act_number=act[0].number, act_title=act[1])
