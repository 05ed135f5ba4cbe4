"""What is recommended to the office: the items with their facts, what was reported and found, the figures, the rows of a file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.clock_words import clock_words
from services.cases.domain import clock
from services.cases.domain.ledger import Entry
from services.cases.domain.timeliness import (
    Timeliness,
    Word,
    implementation_timeliness,
    local_date,
    reply_timeliness,
)
from services.cases.incoming.domain.items import Said
from services.cases.incoming.lists import IncomingListing
from services.cases.incoming.models import IncomingClockEntry, IncomingItem, IncomingRecommendation, IncomingReport
from services.cases.incoming.schemas.letters import (
    IncomingAnswer,
    IncomingFigures,
    IncomingReportAnswer,
    IncomingWhole,
    ReportWords,
)
from services.cases.schemas.obligations import BothTimeliness
from shared.clock_words import LANGUAGES
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled

UNIT = "items"


@dataclass(frozen=True)
class IncomingView:
    """One item, the document that it is of, and the computed sixth fact of its reply and of its implementation."""

    item: IncomingItem
    source: IncomingRecommendation
    reply: Timeliness
    implementation: Timeliness


@dataclass(frozen=True)
class IncomingDetail:
    """One item with all that was said of it. `clock`: language → sentences; empty where the issuer set the day itself."""

    view: IncomingView
    reports: tuple[IncomingReportAnswer, ...]
    clock: Mapping[str, list[str]]


def items(session: Session, cursors: Cursors, asked: IncomingListing, reading: Reading) -> Page[IncomingView]:
    """One page of items: unanswered ones by their last day, else the newest first."""
    newest_first = asked.timeliness is None
    order = [IncomingItem.created_at if newest_first else IncomingItem.reply_due, IncomingItem.id]
    rows = page_of(session, cursors, select(IncomingItem), asked, reading, order, descending=newest_first)
    return Page(_views(session, rows.items, local_date(reading.now)), rows.next)


def read(session: Session, documents: Documents, item_id: UUID, today: date) -> IncomingDetail:
    """One item with everything. Raises `NotFound`."""
    item = session.get(IncomingItem, item_id)
    if item is None:
        raise NotFound
    view = _views(session, [item], today)[0]
    rows = select(IncomingReport).where(IncomingReport.item_id == item.id).order_by(IncomingReport.number)
    reports = tuple(_report(documents, row) for row in session.execute(rows).scalars())
    return IncomingDetail(view=view, reports=reports, clock=_explained(session, view))


def answer(view: IncomingView) -> IncomingAnswer:
    """The item as the API gives it."""
    item, source = view.item, view.source
    return filled(
        IncomingAnswer,
        item,
        **{name: getattr(source, name) for name in ("issuer", "number", "title", "issued_on", "received_on")},
        due=item.item_due,
        timeliness=BothTimeliness.of(view.reply, view.implementation),
    )


def whole(detail: IncomingDetail) -> IncomingWhole:
    """The item with everything, as the API gives it."""
    return filled(IncomingWhole, detail, item=answer(detail.view))


def _report(documents: Documents, row: IncomingReport) -> IncomingReportAnswer:
    return filled(IncomingReportAnswer, row, text=documents.read(ReportWords, row.document).text)


def figures(session: Session, today: date) -> list[IncomingFigures]:
    """How the office itself does, by issuer. Nothing here is in a figure of what the office asks of others."""
    by_issuer: dict[str, list[IncomingView]] = {}
    for source, item in session.execute(_all()):
        by_issuer.setdefault(source.issuer, []).append(_view(item, source, today))
    return [
        IncomingFigures(
            issuer=issuer,
            items=len(views),
            answered=sum(one.item.answered_on is not None for one in views),
            late=sum(_is_late(one) for one in views),
            claimed=dict(Counter(one.item.claimed for one in views)),
            assessed=dict(Counter(one.item.assessed for one in views)),
        )
        for issuer, views in by_issuer.items()
    ]


def rows(session: Session) -> Iterator[Said]:
    """Every item as a row of a file, in the order of the documents."""
    for source, item in session.execute(_all()):
        yield as_said(source, item)


def as_said(source: IncomingRecommendation, item: IncomingItem) -> Said:
    """An item as a row of a file says it."""
    return Said(
        issuer=source.issuer,
        number=source.number,
        title=source.title,
        issued_on=source.issued_on,
        received_on=source.received_on,
        item=item.item,
        text=item.text,
        due=item.item_due,
        term=item.term,
    )


def entries_of(session: Session, item_id: UUID) -> list[Entry]:
    """The ledger of the clock of an item, in the order in which it was recorded."""
    rows = select(IncomingClockEntry).where(IncomingClockEntry.item_id == item_id).order_by(IncomingClockEntry.number)
    return [row.as_entry() for row in session.execute(rows).scalars()]


def _is_late(view: IncomingView) -> bool:
    """As the list of late ones counts: unanswered and not settled."""
    is_open = view.item.answered_on is None and view.item.closed_on is None
    return is_open and view.reply.word is Word.LATE


def _all() -> Select[IncomingRecommendation, IncomingItem]:
    joined = select(IncomingRecommendation, IncomingItem).join(
        IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id
    )
    return joined.order_by(
        IncomingRecommendation.issuer,
        IncomingRecommendation.issued_on,
        IncomingRecommendation.number,
        IncomingItem.item,
    )


def _views(session: Session, rows: Sequence[IncomingItem], today: date) -> list[IncomingView]:
    ids = {item.recommendation_id for item in rows}
    documents = session.execute(select(IncomingRecommendation).where(IncomingRecommendation.id.in_(ids))).scalars()
    sources = {source.id: source for source in documents}
    return [_view(item, sources[item.recommendation_id], today) for item in rows]


def _view(item: IncomingItem, source: IncomingRecommendation, today: date) -> IncomingView:
    facts = item.facts
    return IncomingView(
        item=item,
        source=source,
        reply=reply_timeliness(facts, item.reply_due, today),
        implementation=implementation_timeliness(facts, item.implementation_due, today),
    )


def _explained(session: Session, view: IncomingView) -> Mapping[str, list[str]]:
    key, received_on = view.item.term, view.source.received_on
    if key is None:
        return {"sq": [], "en": []}
    entries = entries_of(session, view.item.id)
    term, calendar = data.term_of_clock(key, received_on, entries), data.calendar_of(received_on)
    course = clock.course(entries, calendar, term)
    entry = data.term_entry(course.term.key, course.term.valid_from or received_on)
    return {language: clock_words(course, entry, language) for language in LANGUAGES}
