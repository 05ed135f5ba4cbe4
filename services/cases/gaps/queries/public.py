"""The register of gaps as anyone may read it: those of which an act is public. No case is named, small numbers are not told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from services.cases.domain.checks import CheckState
from services.cases.domain.timeliness import local_date
from services.cases.gaps.domain.gaps import shown_number
from services.cases.gaps.lists import PublicGapListing
from services.cases.gaps.models import Gap, GapAct, GapCase
from services.cases.gaps.queries import gaps
from services.cases.gaps.queries.gaps import LinkedAct
from services.cases.gaps.queries.stages import stages_of, standing
from services.cases.gaps.schemas.gaps import GapLineAnswer, PublicActLine, PublicBody, PublicGapAnswer
from services.cases.gaps.schemas.stages import PublicStage, StageAnswer
from services.cases.models import Recommendation, TextCheck
from services.cases.queries.checks import names_nobody
from services.cases.queries.public_acts import shown
from shared.directory import KnownInstitution
from shared.lists import Reading, page_of
from shared.numbers import is_valid
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


@dataclass(frozen=True)
class PublicGap:
    """`cases`: how many showed it; None where they are so few that the number could lead to a child."""

    line: GapLineAnswer
    description: str
    bodies: Sequence[KnownInstitution]
    cases: int | None
    acts: Sequence[LinkedAct]
    stages: Sequence[StageAnswer]


def public_gaps(session: Session, cursors: Cursors, asked: PublicGapListing, reading: Reading) -> Page[PublicGap]:
    """One page of the gaps of which an act may be shown, the newest first."""
    today, order = local_date(reading.now), [Gap.opened_at, Gap.id]
    rows = page_of(session, cursors, public_rows(today), asked, reading, order, descending=True)
    return Page(_whole(session, rows.items, today), rows.next)


def public_rows(today: date) -> Select[Gap]:
    """The gaps that anyone may read of."""
    return select(Gap).where(Gap.id.in_(_with_public_act(today)), compared())


def read(session: Session, number: str, today: date) -> PublicGap:
    """One gap by its number. Raises `NotFound` for one that may not be shown, as for none."""
    statement = public_rows(today).where(Gap.number == number)
    gap = session.execute(statement).scalar_one_or_none() if is_valid(number) else None
    if gap is None:
        raise NotFound
    return _whole(session, [gap], today)[0]


def answer(public: PublicGap) -> PublicGapAnswer:
    """The gap as the API gives it to anyone."""
    return filled(
        PublicGapAnswer,
        public.line,
        description=public.description,
        bodies=tuple(PublicBody.of(body) for body in public.bodies),
        cases=public.cases,
        acts=tuple(filled(PublicActLine, one.act, obligations=gaps.asked_on(one)) for one in public.acts),
        stages=tuple(filled(PublicStage, one) for one in public.stages),
    )


def compared() -> ColumnElement[bool]:
    """A condition on `Gap`: exactly its texts were compared with the sealed files, and name nobody, or with a reason."""
    looked = (TextCheck.text_id == Gap.id, TextCheck.content_hash == Gap.content_hash)
    # A case that was linked later, or a complaint that joined one, is another look at the same texts.
    waits = TextCheck.state == CheckState.WAITING.value
    return names_nobody(Gap.id, Gap.content_hash) & ~exists().where(*looked, waits)


def _with_public_act(today: date) -> Select[UUID]:
    public_acts = select(GapAct.gap_id).join(Recommendation, Recommendation.id == GapAct.recommendation_id)
    return public_acts.where(shown(today))


def _whole(session: Session, rows: Sequence[Gap], today: date) -> list[PublicGap]:
    lines = gaps.lines(session, rows, today)
    return [_public(session, gap, line, today) for gap, line in zip(rows, lines, strict=True)]


def _public(session: Session, gap: Gap, line: GapLineAnswer, today: date) -> PublicGap:
    behind = select(func.count()).select_from(GapCase).where(GapCase.gap_id == gap.id)
    return PublicGap(
        line=line,
        description=gap.description,
        bodies=gaps.bodies_of(session, gap.id),
        cases=shown_number(session.execute(behind).scalar_one()),
        acts=gaps.linked_acts(session, gap.id, shown(today), today),
        stages=standing(stages_of(session, gap.id)),
    )
