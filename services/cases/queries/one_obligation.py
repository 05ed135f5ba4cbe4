"""One obligation with all that was said and done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases.data import acts as act_data
from services.cases.domain.looking_ahead import Ahead
from services.cases.domain.obligations import SUBSTANTIVE, Assessed
from services.cases.domain.timeliness import Word, local_date, timeliness
from services.cases.models import (
    ActAddressee,
    AssessmentRecord,
    Claim,
    Clarification,
    ClockEntry,
    ConfirmationQuestion,
    DeliveryTry,
    ExtensionRequest,
    HistoryEntry,
    MootSpell,
    Obligation,
    Recommendation,
    Reply,
    ReplyItem,
)
from services.cases.queries import acts, cases, obligations
from services.cases.queries.acts import ObligationView
from services.cases.queries.clocks import Clock, clock_of
from services.cases.queries.evidence import Piece, given_names, pieces_of
from services.cases.queries.ladders import LadderView, ladder_of
from services.cases.queries.obligations import ahead_of, refused_findings
from services.cases.queries.proposals import Proposal, proposal_of
from services.cases.queries.reply_words import words_of
from services.cases.queries.undelivered import tries_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.cases import HistoryAnswer
from services.cases.schemas.obligations import (
    AssessmentAnswer,
    ClaimAnswer,
    ClarificationAnswer,
    EvidenceBody,
    MootAnswer,
    ObligationWhole,
    ProposalAnswer,
    QuestionAnswer,
    ReaddressingAnswer,
    ReplyAnswer,
    RequestAnswer,
    SourceAnswer,
)
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.events.documents.partners import ReasonsRecord
from shared.lists import Reading
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import filled, load

A = TypeVar("A", ClaimAnswer, QuestionAnswer)
OfObligation = Claim | ConfirmationQuestion


@dataclass(frozen=True)
class ReplyView:
    """One version of a reply as a page shows it. `by`: who signed it; `text`: its own words on this item, or what a letter on
    paper says in short.
    """

    answer: ReplyAnswer
    by: str
    text: str


@dataclass(frozen=True)
class ObligationDetail:
    """One obligation with all that was said and done about it. `refused`: what nobody can find of it today, with the reason; `ahead`: the days that a finding may name."""

    today: date
    view: ObligationView
    refused: Mapping[Assessed, RuleViolation]
    ahead: Ahead
    attention: tuple[str, ...]
    copy: ActAddressee
    tries: Sequence[DeliveryTry]
    clock: Clock
    replies: tuple[ReplyView, ...]
    claims: tuple[ClaimAnswer, ...]
    requests: tuple[RequestAnswer, ...]
    assessments: tuple[AssessmentAnswer, ...]
    pieces: tuple[Piece, ...]
    given_names: Mapping[str, str]
    questions: tuple[QuestionAnswer, ...]
    readdressing: ProposalAnswer | None
    clarifications: tuple[ClarificationAnswer, ...]
    ladder: LadderView
    moot: MootAnswer | None
    history: list[cases.HistoryView]

    @property
    def clarification_waits(self) -> bool:
        return any(one.state == "waiting" for one in self.clarifications)

    @property
    def answered_on(self) -> date | None:
        """The day of its first answer, which ended its clock."""
        return self.view.obligation.answered_on

    @property
    def standing_answer_on(self) -> date | None:
        """The day of the answer that stands, which may be another than the first."""
        answers = [local_date(one.answer.received_at) for one in self.replies if one.answer.word in SUBSTANTIVE]
        return answers[-1] if answers else self.answered_on

    @property
    def bodies_named(self) -> set[UUID]:
        """The bodies whose names the page needs besides the one that owes."""
        proposal = self.readdressing
        decision = proposal.decision if proposal else None
        named = [proposal.institution_id if proposal else None, decision.institution_id if decision else None]
        named += [one.to for one in self.ladder.drafts]
        return {one for one in named if one is not None}

    def answer(self) -> ObligationWhole:
        """The same for whoever reads it by the API."""
        return filled(
            ObligationWhole,
            self,
            obligation=acts.obligation_line(self.view),
            overdue_check=self.view.overdue_check,
            why_by=self.view.why_by(self.today),
            replies=tuple(one.answer for one in self.replies),
            history=tuple(filled(HistoryAnswer, one) for one in self.history),
        )


def read(session: Session, documents: Documents, obligation_id: UUID, reading: Reading) -> ObligationDetail:
    """One obligation with everything. The reading is noted. Raises `NotFound`."""
    principal, today = reading.by, local_date(reading.now)
    obligation, case = find_obligation(session, obligation_id, principal)
    audit.record(session, principal, "obligation.read", "obligation", obligation.id)
    concerns = HistoryEntry.details["obligation"].astext == str(obligation.id)
    proposal, pieces = proposal_of(session, obligation), pieces_of(session, obligation)
    return ObligationDetail(
        today=today,
        view=acts.views(session, [obligation], today)[0],
        refused=refused_findings(session, obligation, today),
        ahead=ahead_of(obligation, today),
        attention=obligations.attention_of(session, obligation, reading),
        copy=session.get_one(ActAddressee, (obligation.recommendation_id, obligation.institution_id)),
        tries=tries_of(session, obligation.recommendation_id).get(obligation.institution_id, ()),
        clock=clock_of(session, obligation, today),
        replies=_replies(session, documents, obligation),
        claims=_answers(session, ClaimAnswer, Claim, obligation.id, Claim.at),
        requests=_requests(session, documents, obligation),
        assessments=_assessments(session, obligation),
        pieces=pieces,
        given_names=given_names(documents, pieces),
        questions=_answers(session, QuestionAnswer, ConfirmationQuestion, obligation.id, ConfirmationQuestion.asked_at),
        readdressing=_readdressing(proposal) if proposal else None,
        clarifications=_clarifications(session, documents, obligation.id),
        ladder=ladder_of(session, obligation, today),
        moot=_moot(session, obligation),
        history=cases.history(session, documents, HistoryEntry.case_id == case.id, concerns),
    )


def _moot(session: Session, obligation: Obligation) -> MootAnswer | None:
    """Why nothing is asked on it any more, where that is because of what it presses for."""
    rows = (
        select(MootSpell, Recommendation)
        .join(Obligation, Obligation.id == MootSpell.root_id)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        .where(MootSpell.obligation_id == obligation.id, MootSpell.ended_at.is_(None))
    )
    found = session.execute(rows).first()
    if found is None:
        return None
    spell, act = found
    return filled(MootAnswer, spell, root_act=act.id, number=str(act.number))


def outcomes(session: Session, obligation_id: UUID, principal: Principal) -> list[str]:
    """The keys of what may come of it. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    return list(act_data.outcomes_of(act.kind, obligation.issued_on))


def _replies(session: Session, documents: Documents, obligation: Obligation) -> tuple[ReplyView, ...]:
    statement = (
        select(Reply, ReplyItem)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == obligation.id)
        .order_by(Reply.received_at, Reply.version)
    )
    return tuple(_reply(documents, obligation, reply, item) for reply, item in session.execute(statement))


def _reply(documents: Documents, obligation: Obligation, reply: Reply, item: ReplyItem) -> ReplyView:
    late = timeliness(obligation.reply_due, date.max, local_date(reply.received_at), obligation.free_days(reply=True))
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
        files=tuple(item.evidence),
        competent_institution=item.competent_institution,
        late_by=late.days if late.word is Word.LATE else 0,
        scan_id=reply.scan_id,
        document=reply.document,
    )
    document = documents.get_json(reply.document)
    by = document.get("answered_by") or {}
    signed = ", ".join(str(by[name]) for name in ("name", "function") if by.get(name))
    return ReplyView(answer, signed, words_of(document, obligation.item_id))


def _requests(session: Session, documents: Documents, obligation: Obligation) -> tuple[RequestAnswer, ...]:
    statement = select(ExtensionRequest).where(
        ExtensionRequest.recommendation_id == obligation.recommendation_id,
        ExtensionRequest.institution_id == obligation.institution_id,
    )
    rows = session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars()
    lengthened = select(ClockEntry.request_id).where(
        ClockEntry.obligation_id == obligation.id, ClockEntry.request_id.is_not(None)
    )
    given = set(session.execute(lengthened).scalars())
    return tuple(_request(documents, row, covered=row.id in given) for row in rows)


def _request(documents: Documents, row: ExtensionRequest, *, covered: bool) -> RequestAnswer:
    """As it is of one item: what was granted for another is not its own."""
    granted = row.state == "granted"
    return filled(
        RequestAnswer,
        row,
        reasons=documents.read(ReasonsRecord, row.document).reasons,
        covers=covered if granted else None,
        granted_until=row.granted_until if granted and covered else None,
    )


def _clarifications(session: Session, documents: Documents, obligation_id: UUID) -> tuple[ClarificationAnswer, ...]:
    rows = select(Clarification).where(Clarification.obligation_id == obligation_id)
    written = session.execute(rows.order_by(Clarification.written_at, Clarification.id)).scalars()
    return tuple(clarification(documents, one) for one in written)


def clarification(documents: Documents, written: Clarification) -> ClarificationAnswer:
    """An answer of the office with its words."""
    return filled(ClarificationAnswer, written, text=documents.read(PlainText, written.document).text)


def _readdressing(proposal: Proposal) -> ProposalAnswer:
    decision = filled(ReaddressingAnswer, proposal.decision) if proposal.decision else None
    return filled(ProposalAnswer, proposal, decision=decision)


def _assessments(session: Session, obligation: Obligation) -> tuple[AssessmentAnswer, ...]:
    rows = select(AssessmentRecord).where(AssessmentRecord.obligation_id == obligation.id)
    found = session.execute(rows.order_by(AssessmentRecord.at)).scalars()
    return tuple(filled(AssessmentAnswer, one, sources=_sources(one)) for one in found)


def _sources(found: AssessmentRecord) -> tuple[SourceAnswer, ...]:
    return tuple(filled(SourceAnswer, load(EvidenceBody, one)) for one in found.sources)


def _answers(
    session: Session, answer: type[A], model: type[OfObligation], obligation_id: UUID, order: InstrumentedAttribute[Any]
) -> tuple[A, ...]:
    rows = session.execute(select(model).where(model.obligation_id == obligation_id).order_by(order)).scalars()
    return tuple(filled(answer, row) for row in rows)
