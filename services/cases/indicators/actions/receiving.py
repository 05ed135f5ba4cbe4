"""Taking in what a body reported: each row an observed figure, in the place of what the same request brought before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.indicators import data
from services.cases.indicators.actions.observing import Said, Source, observe
from services.cases.indicators.domain import figures as counting
from services.cases.indicators.domain.figures import Quality, State
from services.cases.indicators.domain.periods import Period, read_period
from services.cases.indicators.models import FigureRequest
from services.cases.indicators.queries.areas import level_of
from services.cases.queries.situations import institutions
from shared import audit
from shared.directory import KnownInstitution
from shared.events.catalogue import FiguresReported
from shared.events.documents.partners import ReportedFigure, ReportedFigures
from shared.principal import Principal


def take(by: Principal, session: Session, told: FiguresReported, figures: ReportedFigures, *, now: datetime) -> None:
    """What the body says is known from now on, whenever it said it. Raises what a figure refuses: the event is parked then, and nothing of it is
    written.
    """
    asked = select(FigureRequest).where(FigureRequest.act_id == told.recommendation_id)
    request = session.execute(asked).scalar_one()
    body = institutions(session, [told.institution_id])[told.institution_id]
    period = read_period(request.period)
    source = Source(request.id, told.report_id, told.figures)
    observe(session, [(_said(body, period, one), source) for one in figures.figures], now=now)
    audit.record(session, by, "figures.reported", "figure_request", request.id, version=told.version)


def _said(body: KnownInstitution, period: Period, one: ReportedFigure) -> Said:
    card, state = data.card_of(one.indicator, one.version), State(one.state)
    return Said(
        card=card,
        level=level_of(body),
        area=body.key,
        period=period,
        codes="",
        state=state,
        count=counting.check(card, state, one.numerator, one.denominator),
        quality=Quality.REPORTED,
    )
