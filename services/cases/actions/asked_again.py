"""A body that is asked again by a letter knows of it: the letter arrived, or it answered, or it reads the portal by now. Steps of others."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, moots
from services.cases.actions.asking import is_still_to_come, trace
from services.cases.domain.ledger import EntryKind, unasked_since, waits_for_letter_since
from services.cases.domain.obligations import Delivery
from services.cases.domain.paper_notices import UNDOES
from services.cases.models import Obligation, PaperNotice, ToldLetter
from services.cases.queries.situations import ledger_of
from shared.principal import Principal


def follow(
    by: Principal, session: Session, letter: str | None, reported: Delivery, day: date, *, now: datetime
) -> None:
    """What became of the letter with that document: with its arrival on `day` its body is asked again, unless a later one that does so is not there yet."""
    if reported is not Delivery.DELIVERED:
        return
    told = select(PaperNotice.obligation_id).join(ToldLetter, ToldLetter.id == PaperNotice.letter_id)
    told = told.where(ToldLetter.document == letter, PaperNotice.word.in_(sorted(UNDOES)))
    waiting = select(Obligation).where(Obligation.id.in_(told), Obligation.asked_again_on.is_not(None))
    for obligation in session.execute(waiting.order_by(Obligation.id).with_for_update()).scalars().all():
        if not is_still_to_come(session, obligation):
            hear(by, session, [obligation], day, now=now)


def hear(by: Principal, session: Session, obligations: Sequence[Obligation], day: date, *, now: datetime) -> None:
    """Its body knows on that day that it is asked again: by the letter, because it answered, or because it reads the portal by now."""
    for obligation in obligations:
        since = obligation.asked_again_on
        if since is None:
            continue
        obligation.asked_again_on = None
        entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
        nothing_since, stood = unasked_since(entries), waits_for_letter_since(entries) is not None
        heard, day_of_it = EntryKind.LETTER_ARRIVED, max(day, since)
        clocks.record(by, session, obligation, heard, day_of_it, since=nothing_since, reply_stood=stood, now=now)
        if obligation.term is not None:
            clocks.renew(session, obligation, EntryKind.LETTER_ARRIVED, now=now)
        obligation.write_facts(obligation.facts)
        trace(by, session, obligation, EntryKind.LETTER_ARRIVED, now)
        moots.follow_days(by, session, obligation, now=now)
