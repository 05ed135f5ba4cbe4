"""Obligations: the list by which lateness is found, and one with its clock explained day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.data.clock_words import clock_words, why_words
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
from services.cases.lists.obligations import ObligationListing
from services.cases.models import (
    AssessmentRecord,
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
from services.cases.queries import acts, cases
from services.cases.queries.acts import ObligationView
from services.cases.queries.proposals import Proposal, proposal_of
from services.cases.queries.situations import ledger_of, situation_of
from services.cases.queries.visibility import find_obligation, in_visible_case
from services.cases.schemas.cases import HistoryAnswer
from services.cases.schemas.clocks import (
    ClockAnswer,
    DatedAnswer,
    DueAnswer,
    LedgerEntry,
    NoticeAnswer,
    SegmentAnswer,
    TermAnswer,
)
from services.cases.schemas.obligations import (
    AssessmentAnswer,
    ClaimAnswer,
    ObligationLine,
    ObligationWhole,
    ProposalAnswer,
    QuestionAnswer,
    ReaddressingAnswer,
    ReplyAnswer,
    RequestAnswer,
)
from services.cases.schemas.rungs import DraftedRung, LadderAnswer, OfferedRung, SentRung
from shared import audit, lists
from shared.clock_words import LANGUAGES
from shared.documents import Documents
from shared.events.documents.partners import ReasonsRecord
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled

A = TypeVar("A", ClaimAnswer, AssessmentAnswer, QuestionAnswer)
OfObligation = Claim | AssessmentRecord | ConfirmationQuestion


@dataclass(frozen=True)
class Clock:
    """A ledger and what it comes to. Without a term there is no clock, and everything else is empty."""

    course: Course | None = None
    term_entry: Mapping[str, Any] | None = None
    ledger: Sequence[ClockEntry] = ()
    dates: tuple[Dated, ...] = ()
    told: Sequence[DueNotice] = ()
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

    def answer(self) -> ClockAnswer:
        """The same for whoever reads it by the API."""
        return ClockAnswer(
            term=filled(TermAnswer, self.term) if self.term else None,
            due=filled(DueAnswer, self.due) if self.due else None,
            closed_on=self.closed_on,
            ended_on=self.ended_on,
            ledger=tuple(filled(LedgerEntry, entry) for entry in self.ledger),
            explanation=tuple(filled(SegmentAnswer, segment) for segment in self.segments),
            dates=tuple(filled(DatedAnswer, one, day=one.due.day, reason=one.due.reason) for one in self.dates),
            told=tuple(filled(NoticeAnswer, notice) for notice in self.told),
            words={language: clock_words(self.course, self.term_entry, language) for language in LANGUAGES},
        )


@dataclass(frozen=True)
class ReplyView:
    """One version of a reply as a page shows it. `by`: who signed it; `text`: its own words on this item, or what a letter on
    paper says in short.
    """

    answer: ReplyAnswer
    by: str
    text: str


@dataclass(frozen=True)
class LadderView:
    """What was sent, what comes next, what comes after it, and what was drafted."""

    sent: tuple[SentRung, ...]
    offers: tuple[Offer, ...]
    behind: tuple[Rung, ...]
    never_pressed: bool
    drafts: tuple[DraftedRung, ...]

    def answer(self) -> LadderAnswer:
        """The same for whoever reads it by the API."""
        offered = tuple(
            OfferedRung(
                rung=one.rung.key,
                on=one.on,
                why={language: why_words(one.counted, language) for language in LANGUAGES},
                sent_by=one.rung.sent_by,
                no_superior=one.no_superior,
                alternatives=one.alternatives,
            )
            for one in self.offers
        )
        return filled(LadderAnswer, self, offers=offered)


@dataclass(frozen=True)
class ObligationDetail:
    """One obligation with all that was said and done about it."""

    view: ObligationView
    clock: Clock
    replies: tuple[ReplyView, ...]
    claims: tuple[ClaimAnswer, ...]
    requests: tuple[RequestAnswer, ...]
    assessments: tuple[AssessmentAnswer, ...]
    questions: tuple[QuestionAnswer, ...]
    readdressing: ProposalAnswer | None
    ladder: LadderView
    history: list[cases.HistoryView]

    @property
    def bodies_named(self) -> set[UUID]:
        """The bodies whose names the page needs besides the one that owes."""
        proposal = self.readdressing
        decision = proposal.decision if proposal else None
        named = (proposal.institution_id if proposal else None, decision.institution_id if decision else None)
        return {one for one in named if one is not None}

    def answer(self) -> ObligationWhole:
        """The same for whoever reads it by the API."""
        return filled(
            ObligationWhole,
            self,
            obligation=acts.obligation_line(self.view),
            overdue_check=self.view.overdue_check,
            replies=tuple(one.answer for one in self.replies),
            history=tuple(filled(HistoryAnswer, one) for one in self.history),
        )


def page_of(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationView]:
    """One page of the obligations that the reader may see, as pages show them."""
    statement = select(Obligation).where(in_visible_case(reading.by, Obligation.case_id))
    rows = lists.page_of(session, cursors, statement, asked, reading, asked.order, descending=asked.newest_first)
    return Page(acts.views(session, list(rows.items), local_date(reading.now)), rows.next)


def lines(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationLine]:
    """The same for whoever reads it by the API."""
    return page_of(session, cursors, asked, reading).of(acts.obligation_line)


def line(session: Session, obligation: Obligation, today: date) -> ObligationLine:
    """One of them, as it is now."""
    return acts.obligation_line(acts.views(session, [obligation], today)[0])


def read(
    session: Session, documents: Documents, obligation_id: UUID, principal: Principal, today: date
) -> ObligationDetail:
    """One obligation with everything. The reading is noted. Raises `NotFound`."""
    obligation, case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal, "obligation.read", "obligation", obligation.id)
    concerns = HistoryEntry.details["obligation"].astext == str(obligation.id)
    proposal = proposal_of(session, obligation)
    return ObligationDetail(
        view=acts.views(session, [obligation], today)[0],
        clock=_clock(session, obligation),
        replies=_replies(session, documents, obligation),
        claims=_answers(session, ClaimAnswer, Claim, obligation.id, Claim.at),
        requests=_requests(session, documents, obligation),
        assessments=_answers(session, AssessmentAnswer, AssessmentRecord, obligation.id, AssessmentRecord.at),
        questions=_answers(session, QuestionAnswer, ConfirmationQuestion, obligation.id, ConfirmationQuestion.asked_at),
        readdressing=_readdressing(proposal) if proposal else None,
        ladder=_ladder(session, obligation, today),
        history=cases.history(session, documents, HistoryEntry.case_id == case.id, concerns),
    )


def outcomes(session: Session, obligation_id: UUID, principal: Principal) -> list[str]:
    """The keys of what may come of it. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    return list(act_data.outcomes_of(act.kind, obligation.issued_on))


def clock(session: Session, obligation_id: UUID, principal: Principal) -> ClockAnswer:
    """The ledger of one obligation and its explanation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal, "obligation.read", "obligation", obligation.id)
    return _clock(session, obligation).answer()


def ladder(session: Session, obligation_id: UUID, principal: Principal, today: date) -> LadderAnswer:
    """The rungs of one obligation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    return _ladder(session, obligation, today).answer()


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
    notices = select(DueNotice).where(DueNotice.obligation_id == obligation.id).order_by(DueNotice.number)
    told = list(session.execute(notices).scalars())
    state = state_on(entries, date.max)
    legal = tuple(kind for kind, states in ALLOWED.items() if state in states)
    return Clock(course, entry, rows, dates, told, legal)


def _ladder(session: Session, obligation: Obligation, today: date) -> LadderView:
    rungs = data.ladder_on(obligation.ladder, obligation.issued_on)
    drafts = select(RungDraft).where(RungDraft.obligation_id == obligation.id).order_by(RungDraft.due_on)
    sent = select(Escalation).where(Escalation.obligation_id == obligation.id).order_by(Escalation.at)
    situation = situation_of(session, obligation, today)
    return LadderView(
        sent=tuple(
            filled(SentRung, row, act=row.act_id, letter=row.letter_id) for row in session.execute(sent).scalars()
        ),
        offers=offers(rungs, situation, data.alternatives()),
        behind=behind(rungs, situation, data.alternatives()),
        never_pressed=rungs is None or BodyClass(obligation.institution_class) in UNPRESSED,
        drafts=tuple(filled(DraftedRung, row, letter=row.letter_id) for row in session.execute(drafts).scalars()),
    )


def _replies(session: Session, documents: Documents, obligation: Obligation) -> tuple[ReplyView, ...]:
    statement = (
        select(Reply, ReplyItem)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == obligation.id)
        .order_by(Reply.received_at, Reply.version)
    )
    return tuple(_reply(documents, obligation, reply, item) for reply, item in session.execute(statement))


def _reply(documents: Documents, obligation: Obligation, reply: Reply, item: ReplyItem) -> ReplyView:
    late = timeliness(obligation.reply_due, date.max, local_date(reply.received_at))
    answer = ReplyAnswer(
        id=reply.id,
        version=reply.version,
        channel=reply.channel,
        received_at=reply.received_at,
        position=item.position,
        word=item.word,
        claimed=item.claimed,
        promised_date=item.promised_date,
        evidence=len(item.evidence),
        competent_institution=item.competent_institution,
        late_by=late.days if late.word is Word.LATE else 0,
        scan_id=reply.scan_id,
        document=reply.document,
    )
    document = documents.get_json(reply.document)
    by = document.get("answered_by") or {}
    own_words = [
        one.get("reasons") for one in document.get("items") or [] if one.get("item_id") == str(obligation.item_id)
    ]
    signed = ", ".join(str(by[name]) for name in ("name", "function") if by.get(name))
    return ReplyView(answer, signed, str(next(filter(None, own_words), None) or document.get("text") or ""))


def _requests(session: Session, documents: Documents, obligation: Obligation) -> tuple[RequestAnswer, ...]:
    statement = select(ExtensionRequest).where(
        ExtensionRequest.recommendation_id == obligation.recommendation_id,
        ExtensionRequest.institution_id == obligation.institution_id,
    )
    rows = session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars()
    return tuple(
        filled(RequestAnswer, row, reasons=documents.read(ReasonsRecord, row.document).reasons) for row in rows
    )


def _readdressing(proposal: Proposal) -> ProposalAnswer:
    decision = filled(ReaddressingAnswer, proposal.decision) if proposal.decision else None
    return filled(ProposalAnswer, proposal, decision=decision)


def _answers(
    session: Session, answer: type[A], model: type[OfObligation], obligation_id: UUID, order: InstrumentedAttribute[Any]
) -> tuple[A, ...]:
    rows = session.execute(select(model).where(model.obligation_id == obligation_id).order_by(order)).scalars()
    return tuple(filled(answer, row) for row in rows)
