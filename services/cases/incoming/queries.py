"""What is recommended to the office: the items with their facts, what was reported and found, the figures, the rows of a file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.clock_words import clock_words
from services.cases.domain import clock
from services.cases.domain.timeliness import Timeliness, Word, implementation_timeliness, reply_timeliness
from services.cases.incoming.models import IncomingItem, IncomingRecommendation, IncomingReport, as_row, entries_of
from shared.clock_words import LANGUAGES
from shared.documents import Documents
from shared.pagination import Cursors, Page, page
from shared.principal import Principal
from shared.rules import NotFound

UNIT = "items"


@dataclass(frozen=True)
class IncomingView:
    """One item, the document that it is of, and the computed sixth fact of its reply and of its implementation."""

    item: IncomingItem
    source: IncomingRecommendation
    reply: Timeliness
    implementation: Timeliness


@dataclass(frozen=True)
class ReportView:
    report: IncomingReport
    text: str


@dataclass(frozen=True)
class IncomingDetail:
    """One item with all that was said of it. `clock`: language → sentences; empty where the issuer set the day itself."""

    view: IncomingView
    reports: list[ReportView]
    clock: dict[str, list[str]]


@dataclass(frozen=True)
class Figures:
    """The items of one issuer: how many, and how many of each word."""

    issuer: str
    items: int
    answered: int
    late: int
    claimed: dict[str, int]
    assessed: dict[str, int]


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    today: date,
    timeliness: str | None = None,
    issuer: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Items as `IncomingView`s: late and due ones by their last day, earliest first; else newest first."""
    statement = select(IncomingItem)
    if issuer is not None:
        of_issuer = select(IncomingRecommendation.id).where(IncomingRecommendation.issuer == issuer)
        statement = statement.where(IncomingItem.recommendation_id.in_(of_issuer))
    scope = ["incoming", timeliness or "", issuer or "", principal.name]
    if timeliness is None:
        key = [IncomingItem.created_at, IncomingItem.id]
        found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    else:
        day = IncomingItem.reply_due
        statement = statement.where(IncomingItem.answered_on.is_(None), IncomingItem.closed_on.is_(None))
        statement = statement.where(day < today if timeliness == Word.LATE else day >= today)
        found = page(session, statement, [day, IncomingItem.id], cursors, scope, after=after, limit=limit)
    return Page(_views(session, list(found.items), today), found.next)


def read(session: Session, documents: Documents, item_id: UUID, today: date) -> IncomingDetail:
    """One item with everything. Raises `NotFound`."""
    item = session.get(IncomingItem, item_id)
    if item is None:
        raise NotFound
    view = _views(session, [item], today)[0]
    reports = select(IncomingReport).where(IncomingReport.item_id == item.id).order_by(IncomingReport.number)
    return IncomingDetail(
        view=view,
        reports=[
            ReportView(row, str(documents.get_json(row.document)["text"])) for row in session.execute(reports).scalars()
        ],
        clock=_explained(session, view),
    )


def figures(session: Session, today: date) -> list[Figures]:
    """How the office itself does, by issuer. Nothing here is in a figure of what the office asks of others."""
    items: dict[str, list[IncomingView]] = {}
    for source, item in session.execute(_all()):
        items.setdefault(source.issuer, []).append(_view(item, source, today))
    return [
        Figures(
            issuer=issuer,
            items=len(views),
            answered=sum(one.item.answered_on is not None for one in views),
            late=sum(_is_late(one) for one in views),
            claimed=dict(Counter(one.item.claimed for one in views)),
            assessed=dict(Counter(one.item.assessed for one in views)),
        )
        for issuer, views in items.items()
    ]


def rows(session: Session) -> Iterator[dict[str, Any]]:
    """Every item as a row of a file, in the order of the documents."""
    for source, item in session.execute(_all()):
        yield as_row(source, item)


def _is_late(view: IncomingView) -> bool:
    """As the list of late ones counts: unanswered and not settled."""
    is_open = view.item.answered_on is None and view.item.closed_on is None
    return is_open and view.reply.word is Word.LATE


def _all() -> Select[tuple[IncomingRecommendation, IncomingItem]]:
    joined = select(IncomingRecommendation, IncomingItem).join(
        IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id
    )
    return joined.order_by(
        IncomingRecommendation.issuer,
        IncomingRecommendation.issued_on,
        IncomingRecommendation.number,
        IncomingItem.item,
    )


def _views(session: Session, items: list[IncomingItem], today: date) -> list[IncomingView]:
    ids = {item.recommendation_id for item in items}
    found = session.execute(select(IncomingRecommendation).where(IncomingRecommendation.id.in_(ids))).scalars()
    sources = {source.id: source for source in found}
    return [_view(item, sources[item.recommendation_id], today) for item in items]


def _view(item: IncomingItem, source: IncomingRecommendation, today: date) -> IncomingView:
    facts = item.facts
    return IncomingView(
        item=item,
        source=source,
        reply=reply_timeliness(facts, item.reply_due, today),
        implementation=implementation_timeliness(facts, item.item_due, today),
    )


def _explained(session: Session, view: IncomingView) -> dict[str, list[str]]:
    key, received_on = view.item.term, view.source.received_on
    if key is None:
        return {"sq": [], "en": []}
    entries = entries_of(session, view.item.id)
    term, calendar = data.term_of_clock(key, received_on, entries), data.calendar_of(received_on)
    course = clock.course(entries, calendar, term)
    entry = data.term_entry(course.term.key, course.term.valid_from or received_on)
    return {language: clock_words(course, entry, language) for language in LANGUAGES}
