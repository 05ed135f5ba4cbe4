"""What had ended is taken back, and its body is asked again. One that reads on paper alone is asked by a letter: by a day, it owes something again only
once that arrived, unless it was never told that it owed nothing. Whoever reads the portal knows at once. Of neither are the days in between a delay. Steps of others.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, moots, paper_notices
from services.cases.domain.ledger import EntryKind, unasked_since, waits_for_letter_since
from services.cases.domain.obligations import Delivery
from services.cases.domain.paper_notices import UNDOES, Said, Word, ends_asking, to_tell
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Obligation, PaperNotice, ToldLetter
from services.cases.models.cases import note
from services.cases.queries.situations import ledger_of
from shared import audit
from shared.principal import Principal


def ask(by: Principal, session: Session, obligation: Obligation, word: Word, *, now: datetime) -> None:
    """Note the decision, before the clock goes on by it: where a letter is to tell it, the clock stands until that arrived."""
    paper_notices.note(by, session, obligation, word, now=now)
    owed = obligation.closed_on is None or clocks.is_open(session, obligation)
    stands = obligation.fell_on is None and obligation.moot_on is None
    if not (owed and stands):
        return
    noted, today = _noted(session, obligation), local_date(now)
    # What a court or a prosecutor gives back has those days of its own.
    found = word is Word.REOPENED
    if not _reads_paper(session, obligation):
        _owed_since(by, session, obligation, _unasked(obligation, noted[:-1]) if found else [], now=now)
    elif _asks(_to_tell(noted)):
        obligation.asked_again_on = obligation.asked_again_on or today
        told = [one for one in noted if one.settled_at is not None and one.letter_id is not None]
        since = min([today, *(_unasked(obligation, told) if found else [])])
        clocks.record(by, session, obligation, EntryKind.ASKED_AGAIN, today, since=since, now=now)
        obligation.write_facts(obligation.facts)
        _trace(by, session, obligation, EntryKind.ASKED_AGAIN, now)


def _owed_since(
    by: Principal, session: Session, obligation: Obligation, unasked: Sequence[date], *, now: datetime
) -> None:
    """Of the measure; the clock of a reply that had ended says it itself. What ended and goes on on one day gives no day."""
    today = local_date(now)
    if unasked and unasked[0] <= today:
        clocks.record(by, session, obligation, EntryKind.OWED_AGAIN, today, since=unasked[0], now=now)
        obligation.write_facts(obligation.facts)
        _trace(by, session, obligation, EntryKind.OWED_AGAIN, now)


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
        if not _is_still_to_come(session, obligation):
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
        _trace(by, session, obligation, EntryKind.LETTER_ARRIVED, now)
        moots.follow_days(by, session, obligation, now=now)


def _unasked(obligation: Obligation, told: Sequence[PaperNotice]) -> list[date]:
    """The day after that of the first of the words that ended it, of which the last is taken back now."""
    words = [one for one in told if one.word not in {Word.HELD, Word.GIVEN_BACK}]
    ended = list(takewhile(lambda one: ends_asking(one.word, pressed=obligation.is_pressed), reversed(words)))
    return [one.on + timedelta(days=1) for one in ended[-1:]]


def _reads_paper(session: Session, obligation: Obligation) -> bool:
    copy = select(ActAddressee.place).where(
        ActAddressee.recommendation_id == obligation.recommendation_id,
        ActAddressee.institution_id == obligation.institution_id,
        ActAddressee.reads_paper(),
    )
    return session.execute(copy).first() is not None


def _noted(session: Session, obligation: Obligation) -> list[PaperNotice]:
    session.flush()
    mine = select(PaperNotice).where(PaperNotice.obligation_id == obligation.id)
    in_order = mine.order_by(PaperNotice.at, PaperNotice.number).execution_options(populate_existing=True)
    return list(session.execute(in_order).scalars())


def _to_tell(notices: Sequence[PaperNotice]) -> list[Said]:
    return to_tell(Said(one.word, told=one.settled_at is not None) for one in notices)


def _asks(said: Sequence[Said]) -> bool:
    return any(one.word in UNDOES for one in said)


def _is_still_to_come(session: Session, obligation: Obligation) -> bool:
    """Whether another letter that asks again is to be written, or was and has not arrived."""
    notices = _noted(session, obligation)
    asking = [one.letter_id for one in notices if one.word in UNDOES and one.letter_id is not None]
    last = session.get(ToldLetter, asking[-1]) if asking else None
    return _asks(_to_tell(notices)) or (last is not None and last.delivered_on is None)


def _trace(by: Principal, session: Session, obligation: Obligation, kind: EntryKind, now: datetime) -> None:
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": kind.value}
    note(session, obligation.case_id, now, by.name, "clock.changed", obligation=obligation.id, **details)
    audit.record(session, by, "clock.changed", "obligation", obligation.id, entry=kind.value)
