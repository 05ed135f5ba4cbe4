"""Obligations: the list by which lateness is found, and one with its clock explained day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import clock as walk
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.clock import Due
from services.cases.domain.clock_history import Dated, dates_over_time
from services.cases.domain.escalation import Offer, offers
from services.cases.domain.explanation import Day, Segment, segments
from services.cases.domain.terms import Term
from services.cases.domain.timeliness import Word
from services.cases.models import (
    AssessmentRecord,
    Case,
    Claim,
    ClockEntry,
    Escalation,
    ExtensionRequest,
    HistoryEntry,
    Obligation,
    Reply,
    ReplyItem,
    RungDraft,
)
from services.cases.models.situations import ledger_of, situation_of
from services.cases.models.visibility import find_obligation, sees_everything, visible_cases
from services.cases.queries import acts, cases
from services.cases.queries.acts import ObligationView
from shared import audit
from shared.access import Principal
from shared.documents import Documents
from shared.pagination import Cursors, Page, page


@dataclass(frozen=True)
class Clock:
    """A ledger and what it comes to. Without a term there is no clock, and everything else is empty."""

    term: Term | None
    term_entry: Mapping[str, Any] | None
    ledger: list[ClockEntry]
    due: Due | None
    days: tuple[Day, ...]
    segments: tuple[Segment, ...]
    dates: tuple[Dated, ...]


@dataclass(frozen=True)
class ReplyView:
    """What one version of a reply says of this obligation; `document` is the reply as it was received."""

    reply: Reply
    item: ReplyItem
    document: dict[str, Any]


@dataclass(frozen=True)
class RequestView:
    request: ExtensionRequest
    text: str


@dataclass(frozen=True)
class LadderView:
    """What was sent, what comes next, and what waits for a person to send it."""

    sent: list[Escalation]
    offers: tuple[Offer, ...]
    never_pressed: bool
    drafts: list[RungDraft]


@dataclass(frozen=True)
class ObligationDetail:
    """One obligation with all that was said and done about it."""

    view: ObligationView
    case: Case
    clock: Clock
    replies: list[ReplyView]
    claims: list[Claim]
    requests: list[RequestView]
    assessments: list[AssessmentRecord]
    ladder: LadderView
    history: list[cases.HistoryView]


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    today: date,
    timeliness: str | None = None,
    institution: UUID | None = None,
    recommendation: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Visible obligations as `ObligationView`s. Late and due ones by their last day, earliest first; else newest first.

    Late is a comparison of a stored last day with today, over an index that holds unanswered obligations alone.
    """
    statement = select(Obligation)
    if not sees_everything(principal):
        statement = statement.join(Case, Case.id == Obligation.case_id).where(visible_cases(principal))
    if institution is not None:
        statement = statement.where(Obligation.institution_id == institution)
    if recommendation is not None:
        statement = statement.where(Obligation.recommendation_id == recommendation)
    scope = ["obligations", timeliness or "", str(institution), str(recommendation), principal.name]
    if timeliness is None:
        key = [Obligation.created_at, Obligation.id]
        found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    else:
        statement = statement.where(Obligation.answered_on.is_(None), Obligation.closed_on.is_(None))
        late = Obligation.reply_due < today
        statement = statement.where(late if timeliness == Word.LATE else Obligation.reply_due >= today)
        key = [Obligation.reply_due, Obligation.id]
        found = page(session, statement, key, cursors, scope, after=after, limit=limit)
    return Page(acts.views(session, list(found.items), today), found.next)


def read(
    session: Session, documents: Documents, obligation_id: UUID, principal: Principal, today: date
) -> ObligationDetail:
    """One obligation with everything. The reading is noted. Raises `NotFound`."""
    obligation, case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal.name, "obligation.read", "obligation", obligation.id)
    concerns = HistoryEntry.details["obligation"].astext == str(obligation.id)
    return ObligationDetail(
        view=acts.views(session, [obligation], today)[0],
        case=case,
        clock=_clock(session, obligation),
        replies=_replies(session, documents, obligation.id),
        claims=_rows(session, Claim, obligation.id, Claim.at),
        requests=_requests(session, documents, obligation),
        assessments=_rows(session, AssessmentRecord, obligation.id, AssessmentRecord.at),
        ladder=_ladder(session, obligation, today),
        history=cases.history(session, documents, HistoryEntry.case_id == case.id, concerns),
    )


def clock(session: Session, obligation_id: UUID, principal: Principal) -> Clock:
    """The ledger of one obligation and its explanation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal.name, "obligation.read", "obligation", obligation.id)
    return _clock(session, obligation)


def ladder(session: Session, obligation_id: UUID, principal: Principal, today: date) -> LadderView:
    """The rungs of one obligation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    return _ladder(session, obligation, today)


def _clock(session: Session, obligation: Obligation) -> Clock:
    if obligation.term is None:
        return Clock(None, None, [], None, (), (), ())
    rows = ledger_of(session, obligation.id)
    entries = [row.as_entry() for row in rows]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    due = walk.due(entries, calendar, term)
    days = walk.explain(entries, calendar, term)
    entry = data.term_entry(term.key, term.valid_from or obligation.issued_on)
    return Clock(term, entry, rows, due, days, segments(days), dates_over_time(entries, calendar, term))


def _ladder(session: Session, obligation: Obligation, today: date) -> LadderView:
    rungs = data.ladder_on(obligation.ladder, obligation.issued_on)
    drafts = select(RungDraft).where(RungDraft.obligation_id == obligation.id).order_by(RungDraft.due_on)
    return LadderView(
        sent=_rows(session, Escalation, obligation.id, Escalation.at),
        offers=offers(rungs, situation_of(session, obligation, today), data.alternatives()),
        never_pressed=rungs is None or BodyClass(obligation.institution_class) in UNPRESSED,
        drafts=list(session.execute(drafts).scalars()),
    )


def _replies(session: Session, documents: Documents, obligation_id: UUID) -> list[ReplyView]:
    statement = (
        select(Reply, ReplyItem)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == obligation_id)
        .order_by(Reply.received_at, Reply.version)
    )
    return [ReplyView(reply, item, documents.get_json(reply.document)) for reply, item in session.execute(statement)]


def _requests(session: Session, documents: Documents, obligation: Obligation) -> list[RequestView]:
    statement = select(ExtensionRequest).where(
        ExtensionRequest.recommendation_id == obligation.recommendation_id,
        ExtensionRequest.institution_id == obligation.institution_id,
    )
    rows = session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars()
    return [RequestView(row, str(documents.get_json(row.document).get("reasons", ""))) for row in rows]


def _rows(session: Session, model: Any, obligation_id: UUID, order: Any) -> list[Any]:
    return list(session.execute(select(model).where(model.obligation_id == obligation_id).order_by(order)).scalars())
