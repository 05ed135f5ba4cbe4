"""The requests for figures: who was asked, who answered and when, how complete and how timely that is."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import Word
from services.cases.indicators.domain.figures import Count, State
from services.cases.indicators.lists import FigureRequestListing
from services.cases.indicators.models import FigureObserved, FigureRequest
from services.cases.indicators.schemas import (
    AskedBodyAnswer,
    FigureRequestAnswer,
    FigureRequestDetail,
    ShareAnswer,
    WantedAnswer,
)
from services.cases.models import ActAddressee, Recommendation
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import in_visible_case
from shared import audit
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled


def requests(
    session: Session, cursors: Cursors, asked: FigureRequestListing, reading: Reading
) -> Page[FigureRequestAnswer]:
    """One page of those whose case the reader may see, the newest first."""
    statement = select(FigureRequest).where(in_visible_case(reading.by, FigureRequest.case_id))
    order = [FigureRequest.asked_at, FigureRequest.id]
    page = page_of(session, cursors, statement, asked, reading, order, descending=True)
    return page.of(lambda one: _answer(session, one))


def read(session: Session, request_id: UUID, by: Principal, today: date) -> FigureRequestDetail:
    """One request with everybody who was asked; the reading is noted. Raises `NotFound`, also for who does not see its case."""
    visible = in_visible_case(by, FigureRequest.case_id)
    request = session.execute(select(FigureRequest).where(FigureRequest.id == request_id, visible)).scalar()
    if request is None:
        raise NotFound
    audit.record(session, by, "figures.request_read", "figure_request", request.id)
    view = acts.read(session, request.act_id, by, today)
    owed = {one.obligation.institution_id: one for one in view.obligations}
    reported, known = (
        _reported(session, request),
        institutions(session, (one.institution_id for one in view.addressees)),
    )
    keys = {one: body.key for one, body in known.items()}
    bodies = [_body(one, keys, owed.get(one.institution_id), reported) for one in view.addressees]
    over = [one for one in bodies if one.answered_on or one.silent]
    return FigureRequestDetail(
        request=_answer(session, request),
        complete=_share(sum(one.cells > 0 for one in bodies), len(bodies)),
        timely=_share(sum(one.in_time is True for one in over), len(over)),
        counted=_share(sum(one.counted for one in bodies), len(bodies) * len(request.indicators)),
        silent=_share(sum(one.silent for one in bodies), len(bodies)),
        bodies=tuple(bodies),
    )


def _answer(session: Session, request: FigureRequest) -> FigureRequestAnswer:
    act = session.get_one(Recommendation, request.act_id)
    asked = select(func.count()).where(ActAddressee.recommendation_id == act.id)
    return filled(
        FigureRequestAnswer,
        request,
        number=act.number,
        status=act.status,
        indicators=tuple(WantedAnswer(**one) for one in request.indicators),
        asked=session.execute(asked).scalar_one(),
    )


#: Of a place its cells, how many of them are numbers, and when the last came.
Reported = Mapping[str, tuple[int, int, datetime]]


def _reported(session: Session, request: FigureRequest) -> Reported:
    """By the key of a body what it reported on this request, each cell once."""
    cell = FigureObserved.indicator
    newest = (
        select(FigureObserved.area, cell, FigureObserved.state, FigureObserved.known_at)
        .where(FigureObserved.request_id == request.id)
        .order_by(FigureObserved.area, cell, FigureObserved.known_at.desc())
        .ext(distinct_on(FigureObserved.area, cell))
        .subquery()
    )
    counted = func.count().filter(newest.c.state == State.COUNTED.value)
    rows = select(newest.c.area, func.count(), counted, func.max(newest.c.known_at)).group_by(newest.c.area)
    return {area: (cells, numbers, at) for area, cells, numbers, at in session.execute(rows)}


def _body(
    copy: ActAddressee, keys: Mapping[UUID, str], owed: ObligationView | None, reported: Reported
) -> AskedBodyAnswer:
    key = keys.get(copy.institution_id, str(copy.institution_id))
    cells, counted, at = reported.get(key, (0, 0, None))
    answered = owed.obligation.answered_on if owed else None
    due = owed.obligation.last_day if owed else None
    return AskedBodyAnswer(
        institution_id=copy.institution_id,
        key=key,
        name_sq=copy.name_sq,
        name_en=copy.name_en,
        obligation_id=owed.obligation.id if owed else None,
        delivery=copy.delivery,
        due=due,
        answered_on=answered,
        in_time=None if owed is None or answered is None else owed.reply.word is Word.IN_TIME,
        silent=owed.no_reply if owed else False,
        cells=cells,
        counted=counted,
        reported_at=at,
    )


def _share(count: int, whole: int) -> ShareAnswer:
    rate = Count(count, whole).rate(100)
    return ShareAnswer(numerator=count, denominator=whole, rate=None if rate is None else float(rate))
