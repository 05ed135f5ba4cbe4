"""Obligations: the list by which lateness is found, and one with its clock explained day by day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.domain import clock as walk
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.clock import Course, Due
from services.cases.domain.clock_history import ALLOWED, Dated, dates_over_time
from services.cases.domain.escalation import Offer, behind, offers
from services.cases.domain.explanation import Segment, segments
from services.cases.domain.ladder import Rung
from services.cases.domain.ledger import EntryKind, state_on
from services.cases.domain.terms import Term
from services.cases.domain.timeliness import Word, local_date, timeliness
from services.cases.models import (
    AssessmentRecord,
    Case,
    Claim,
    ClockEntry,
    ConfirmationQuestion,
    DueNotice,
    Escalation,
    ExtensionRequest,
    HistoryEntry,
    Obligation,
    Recommendation,
    Reply,
    ReplyItem,
    RungDraft,
)
from services.cases.models.obligations import ATTENTION, TO_CHECK
from services.cases.queries import acts, cases
from services.cases.queries.acts import ObligationView
from services.cases.queries.proposals import Proposal, proposal_of
from services.cases.queries.situations import ledger_of, situation_of
from services.cases.queries.visibility import find_obligation, in_visible_case
from shared import audit
from shared.documents import Documents
from shared.pagination import Cursors, Page, page
from shared.principal import Principal

#: What is due within so many days is due soon. No law says so; it is what a week's work needs to see.
SOON = timedelta(days=7)
DUE_SOON = "due_soon"


@dataclass(frozen=True)
class Clock:
    """A ledger and what it comes to. Without a term there is no clock, and everything else is empty."""

    course: Course | None = None
    term_entry: Mapping[str, Any] | None = None
    ledger: list[ClockEntry] = field(default_factory=list)
    dates: tuple[Dated, ...] = ()
    told: list[DueNotice] = field(default_factory=list)
    legal: tuple[EntryKind, ...] = ()

    @property
    def term(self) -> Term | None:
        return self.course.term if self.course else None

    @property
    def due(self) -> Due | None:
        return self.course.due if self.course else None

    @property
    def segments(self) -> tuple[Segment, ...]:
        return segments(self.course.days) if self.course else ()

    @property
    def closed_on(self) -> date | None:
        return self.course.closed_on if self.course else None

    @property
    def ended_on(self) -> date | None:
        """The day on which an answer or the office ended it."""
        return self.course.answered_on or self.course.closed_on if self.course else None


@dataclass(frozen=True)
class ReplyView:
    """What one version of a reply says of this obligation, and by how many days it was late; `document` is the reply as it
    was received.
    """

    reply: Reply
    item: ReplyItem
    document: dict[str, Any]
    late_by: int


@dataclass(frozen=True)
class RequestView:
    request: ExtensionRequest
    text: str


@dataclass(frozen=True)
class LadderView:
    """What was sent, what comes next, what comes after it, and what was drafted."""

    sent: list[Escalation]
    offers: tuple[Offer, ...]
    behind: tuple[Rung, ...]
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
    questions: list[ConfirmationQuestion]
    readdressing: Proposal | None
    ladder: LadderView
    history: list[cases.HistoryView]

    @property
    def bodies_named(self) -> set[UUID]:
        """The bodies whose names the page needs besides the one that owes."""
        said = self.readdressing
        named = {said.institution_id, said.decision.institution_id if said.decision else None} if said else set()
        return {one for one in named if one is not None}


def page_of(
    session: Session,
    cursors: Cursors,
    principal: Principal,
    *,
    today: date,
    timeliness: str | None = None,
    what: str = "reply",
    attention: str | None = None,
    institution: UUID | None = None,
    recommendation: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Visible obligations as `ObligationView`s. Late and due ones by their last day, earliest first; else newest first.

    `timeliness`: late, due_soon (within `SOON`), or another word for all that are not late; `what`: of the reply, or of the
    implementation. Late is a comparison of a stored last day with today, over indexes that hold open obligations alone.
    `attention`, in its place: one of `ATTENTION`; checks that are overdue by their day.
    """
    statement = select(Obligation).where(in_visible_case(principal, Obligation.case_id))
    if institution is not None:
        statement = statement.where(Obligation.institution_id == institution)
    if recommendation is not None:
        statement = statement.where(Obligation.recommendation_id == recommendation)
    scope = ["obligations", timeliness or attention or "", what, str(institution), str(recommendation), principal.name]
    if timeliness is not None:
        statement, key = _by_last_day(statement, timeliness, what, today)
    elif attention == "check_overdue":
        statement = statement.where(text(TO_CHECK), Obligation.next_check < today)
        key = [Obligation.next_check, Obligation.id]
    else:
        statement = _noticed(statement, attention)
        key = [Obligation.created_at, Obligation.id]
    descending = key[0] is Obligation.created_at
    found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=descending)
    return Page(acts.views(session, list(found.items), today), found.next)


def _by_last_day(statement: Any, timeliness: str, what: str, today: date) -> tuple[Any, list[Any]]:
    """Of those that are open, those whose last day is as `timeliness` says; and that day as the order of the list."""
    statement = statement.where(Obligation.closed_on.is_(None))
    last_day = Obligation.implementation_due
    if what == "reply":
        statement, last_day = statement.where(Obligation.answered_on.is_(None)), Obligation.reply_due
    statement = statement.where(last_day < today if timeliness == Word.LATE else last_day >= today)
    if timeliness == DUE_SOON:
        statement = statement.where(last_day <= today + SOON)
    return statement, [last_day, Obligation.id]


def _noticed(statement: Any, attention: str | None) -> Any:
    if attention is None:
        return statement
    statement = statement.where(text(ATTENTION[attention]))
    if attention == "said_nothing":
        # "Not started" is also what a body may have said itself.
        replied = select(ReplyItem).where(ReplyItem.obligation_id == Obligation.id, ReplyItem.claimed.is_not(None))
        reported = select(Claim).where(Claim.obligation_id == Obligation.id)
        statement = statement.where(~replied.exists(), ~reported.exists())
    return statement


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
        replies=_replies(session, documents, obligation),
        claims=_rows(session, Claim, obligation.id, Claim.at),
        requests=_requests(session, documents, obligation),
        assessments=_rows(session, AssessmentRecord, obligation.id, AssessmentRecord.at),
        questions=_rows(session, ConfirmationQuestion, obligation.id, ConfirmationQuestion.asked_at),
        readdressing=proposal_of(session, obligation),
        ladder=_ladder(session, obligation, today),
        history=cases.history(session, documents, HistoryEntry.case_id == case.id, concerns),
    )


def outcomes(session: Session, obligation_id: UUID, principal: Principal) -> list[str]:
    """The keys of what may come of it. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    return list(act_data.outcomes_of(act.kind, obligation.issued_on))


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
        return Clock()
    rows = ledger_of(session, obligation.id)
    entries = [row.as_entry() for row in rows]
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    calendar = data.calendar_of(obligation.issued_on)
    course = walk.course(entries, calendar, term, obligation.answered_on)
    entry = data.term_entry(course.term.key, course.term.valid_from or obligation.issued_on)
    dates = dates_over_time(entries, calendar, term)
    told = _rows(session, DueNotice, obligation.id, DueNotice.number)
    state = state_on(entries, date.max)
    legal = tuple(kind for kind, states in ALLOWED.items() if state in states)
    return Clock(course, entry, rows, dates, told, legal)


def _ladder(session: Session, obligation: Obligation, today: date) -> LadderView:
    rungs = data.ladder_on(obligation.ladder, obligation.issued_on)
    drafts = select(RungDraft).where(RungDraft.obligation_id == obligation.id).order_by(RungDraft.due_on)
    situation = situation_of(session, obligation, today)
    return LadderView(
        sent=_rows(session, Escalation, obligation.id, Escalation.at),
        offers=offers(rungs, situation, data.alternatives()),
        behind=behind(rungs, situation, data.alternatives()),
        never_pressed=rungs is None or BodyClass(obligation.institution_class) in UNPRESSED,
        drafts=list(session.execute(drafts).scalars()),
    )


def _replies(session: Session, documents: Documents, obligation: Obligation) -> list[ReplyView]:
    statement = (
        select(Reply, ReplyItem)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == obligation.id)
        .order_by(Reply.received_at, Reply.version)
    )
    found = []
    for reply, item in session.execute(statement):
        late = timeliness(obligation.reply_due, date.max, local_date(reply.received_at))
        late_by = late.days if late.word is Word.LATE else 0
        found.append(ReplyView(reply, item, documents.get_json(reply.document), late_by))
    return found


def _requests(session: Session, documents: Documents, obligation: Obligation) -> list[RequestView]:
    statement = select(ExtensionRequest).where(
        ExtensionRequest.recommendation_id == obligation.recommendation_id,
        ExtensionRequest.institution_id == obligation.institution_id,
    )
    rows = session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars()
    return [RequestView(row, str(documents.get_json(row.document).get("reasons", ""))) for row in rows]


def _rows(session: Session, model: Any, obligation_id: UUID, order: Any) -> list[Any]:
    return list(session.execute(select(model).where(model.obligation_id == obligation_id).order_by(order)).scalars())
