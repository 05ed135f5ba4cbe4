"""The register of gaps as anyone may read it: those of which an act is public. No case is named, small numbers are not told."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.gaps.domain.gaps import shown_number
from services.cases.gaps.models import Gap, GapAct, GapBody, GapCase
from services.cases.gaps.queries import gaps
from services.cases.gaps.queries.gaps import GapLine, LinkedAct
from services.cases.models import Recommendation
from services.cases.queries.situations import institutions
from services.cases.register.queries import acts as public
from shared.directory import KnownInstitution
from shared.numbers import is_valid
from shared.pagination import Cursors, Page, page
from shared.rules import NotFound


@dataclass(frozen=True)
class PublicGap:
    """`cases`: how many showed it; None where they are so few that the number could lead to a child."""

    line: GapLine
    bodies: list[KnownInstitution]
    cases: int | None
    acts: list[LinkedAct]


def page_of(session: Session, cursors: Cursors, *, today: date, after: str | None = None, limit: int = 50) -> Page:
    """Gaps of which an act may be shown, newest first, as `PublicGap`s."""
    statement = select(Gap).where(Gap.id.in_(_with_public_act(today)))
    key = [Gap.opened_at, Gap.id]
    found = page(session, statement, key, cursors, ["public.gaps"], after=after, limit=limit, descending=True)
    return Page([_whole(session, line, today) for line in gaps.lines(session, list(found.items), today)], found.next)


def read(session: Session, number: str, today: date) -> PublicGap:
    """One gap by its number. Raises `NotFound` for one that may not be shown, as for none."""
    statement = select(Gap).where(Gap.number == number, Gap.id.in_(_with_public_act(today)))
    found = session.execute(statement).scalar_one_or_none() if is_valid(number) else None
    if found is None:
        raise NotFound
    return _whole(session, gaps.lines(session, [found], today)[0], today)


def _with_public_act(today: date):  # noqa: ANN202 - a Select of one column
    public_acts = select(GapAct.gap_id).join(Recommendation, Recommendation.id == GapAct.recommendation_id)
    return public_acts.where(public.shown(today))


def _whole(session: Session, line: GapLine, today: date) -> PublicGap:
    bodies = select(GapBody.institution_id).where(GapBody.gap_id == line.gap.id)
    behind = select(func.count()).select_from(GapCase).where(GapCase.gap_id == line.gap.id)
    return PublicGap(
        line=line,
        bodies=sorted(institutions(session, session.execute(bodies).scalars()).values(), key=lambda one: one.name_sq),
        cases=shown_number(session.execute(behind).scalar_one()),
        acts=gaps.linked_acts(session, line.gap.id, public.shown(today), today),
    )
