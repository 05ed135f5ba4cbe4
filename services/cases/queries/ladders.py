"""The ladder of an obligation: what was sent, what comes next, and what was drafted."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.clock_words import why_words
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.escalation import Offer, behind, offers, waits_for
from services.cases.domain.ladder import Rung
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import EarlyRung, Escalation, Obligation, Recommendation, RungDraft, RungLetter
from services.cases.queries.rung_days import answer_by, left_on, term_of
from services.cases.queries.situations import open_ways, situation_of
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.rungs import DraftedRung, LadderAnswer, OfferedRung, SentRung
from shared.clock_words import LANGUAGES
from shared.principal import Principal
from shared.typed import filled


@dataclass(frozen=True)
class LadderView:
    """What was sent, what comes next, what comes after it, and what was drafted."""

    sent: tuple[SentRung, ...]
    offers: tuple[Offer, ...]
    behind: tuple[Rung, ...]
    never_pressed: bool
    drafts: tuple[DraftedRung, ...]
    held_since: date | None
    waits_for: str | None

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


def ladder(session: Session, obligation_id: UUID, principal: Principal, today: date) -> LadderAnswer:
    """The rungs of one obligation. Raises `NotFound`."""
    obligation, _case = find_obligation(session, obligation_id, principal)
    return ladder_of(session, obligation, today).answer()


def ladder_of(session: Session, obligation: Obligation, today: date) -> LadderView:
    """Its rungs as of `today`."""
    rungs = data.ladder_on(obligation.ladder, obligation.issued_on)
    drafts = select(RungDraft, RungLetter, Recommendation).outerjoin(RungLetter, RungLetter.id == RungDraft.letter_id)
    drafts = drafts.outerjoin(Recommendation, Recommendation.id == RungLetter.act_id)
    drafts = drafts.where(RungDraft.obligation_id == obligation.id).order_by(RungDraft.due_on)
    sent = select(Escalation).where(Escalation.obligation_id == obligation.id).order_by(Escalation.at)
    situation = situation_of(session, obligation, today)
    ways = open_ways(session, obligation.institution_id, today)
    return LadderView(
        sent=tuple(
            filled(
                SentRung,
                row,
                act=row.act_id,
                letter=row.letter_id,
                left_on=left_on(session, row),
                answer_by=answer_by(session, row, today),
                term_due=term_of(session, row),
                withdrawn_on=_withdrawn_on(session, row),
                early_known_on=_early(session, row),
            )
            for row in session.execute(sent).scalars()
        ),
        offers=offers(rungs, situation, ways),
        behind=behind(rungs, situation, ways),
        never_pressed=rungs is None or BodyClass(obligation.institution_class) in UNPRESSED,
        held_since=obligation.held_since,
        waits_for=waits_for(situation),
        drafts=tuple(_drafted(*row) for row in session.execute(drafts)),
    )


def _early(session: Session, rung: Escalation) -> date | None:
    early = session.get(EarlyRung, rung.id)
    return early.known_on if early is not None else None


def _withdrawn_on(session: Session, rung: Escalation) -> date | None:
    letter = session.get(RungLetter, rung.letter_id) if rung.letter_id else None
    if letter is not None and letter.withdrawn_at is not None:
        return local_date(letter.withdrawn_at)
    act = session.get(Recommendation, rung.act_id) if rung.act_id else None
    withdrawn = act is not None and act.status == ActStatus.WITHDRAWN
    return local_date(act.withdrawn_at) if act is not None and withdrawn and act.withdrawn_at else None


def _drafted(row: RungDraft, letter: RungLetter | None, act: Recommendation | None) -> DraftedRung:
    """An act may be drafted long after its rung fell due: once somebody chose the way."""
    to, way = (letter.to, letter.alternative) if letter else (None, None)
    at = act.created_at if act else row.drafted_at
    return filled(DraftedRung, row, letter=row.letter_id, to=to, alternative=way, drafted_at=at)
