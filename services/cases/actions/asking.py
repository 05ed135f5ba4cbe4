"""What had ended is taken back, and its body is asked again. One that reads on paper alone is asked by a letter: by a day, it owes something again only
once that arrived, unless it was never told that it owed nothing. Whoever reads the portal knows at once. Of neither are the days in between a delay. Steps of others.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import clocks, paper_notices
from services.cases.domain.ledger import EntryKind
from services.cases.domain.paper_notices import UNDOES, Said, Word, ends_asking, to_tell
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Obligation, PaperNotice, ToldLetter
from services.cases.models.cases import note
from shared import audit
from shared.principal import Principal


def ask(by: Principal, session: Session, obligation: Obligation, word: Word, *, now: datetime) -> None:
    """Note the decision, before the clock goes on by it: where a letter is to tell it, the clock stands until that arrived. While nothing is left to press
    for (moots) nothing is asked: `ask_still` does once something is.
    """
    paper_notices.note(by, session, obligation, word, now=now)
    if obligation.fell_on is not None:
        return
    told = [one for one in noted(session, obligation)[:-1] if _is_known(session, obligation, one)]
    # What a court or a prosecutor gives back has those days of its own.
    unasked = _unasked(obligation, told) if word is Word.REOPENED else None
    if obligation.moot_on is not None or not _reads_paper(session, obligation):
        _owed_since(by, session, obligation, unasked, now=now)
    elif (obligation.closed_on is None or clocks.is_open(session, obligation)) and _asks(noted(session, obligation)):
        _ask_by_letter(by, session, obligation, unasked, now=now)


def ask_still(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """What a letter is to tell of what was taken back while nothing was asked: before the clock goes on."""
    if _reads_paper(session, obligation) and is_still_to_come(session, obligation):
        _ask_by_letter(by, session, obligation, None, now=now)


def _ask_by_letter(
    by: Principal, session: Session, obligation: Obligation, unasked: date | None, *, now: datetime
) -> None:
    today = local_date(now)
    obligation.asked_again_on = obligation.asked_again_on or today
    since = min(today, unasked or today)
    clocks.record(by, session, obligation, EntryKind.ASKED_AGAIN, today, since=since, now=now)
    obligation.write_facts(obligation.facts)
    trace(by, session, obligation, EntryKind.ASKED_AGAIN, now)


def _owed_since(
    by: Principal, session: Session, obligation: Obligation, unasked: date | None, *, now: datetime
) -> None:
    """Of the measure; the clock of a reply that had ended says it itself. What ended and goes on on one day gives no day."""
    today = local_date(now)
    if unasked is not None and unasked <= today:
        clocks.record(by, session, obligation, EntryKind.OWED_AGAIN, today, since=unasked, now=now)
        obligation.write_facts(obligation.facts)
        trace(by, session, obligation, EntryKind.OWED_AGAIN, now)


def _is_known(session: Session, obligation: Obligation, one: PaperNotice) -> bool:
    """Whether its body learned of that word."""
    by_letter = one.settled_at is not None and one.letter_id is not None
    return by_letter or not _reads_paper(session, obligation)


def _unasked(obligation: Obligation, told: Sequence[PaperNotice]) -> date | None:
    """The day after that of the first of the words that ended it, of which the last is taken back now."""
    words = [one for one in told if one.word not in {Word.HELD, Word.GIVEN_BACK}]
    ended = list(takewhile(lambda one: ends_asking(one.word, pressed=obligation.is_pressed), reversed(words)))
    return ended[-1].on + timedelta(days=1) if ended else None


def _reads_paper(session: Session, obligation: Obligation) -> bool:
    copy = select(ActAddressee.place).where(
        ActAddressee.recommendation_id == obligation.recommendation_id,
        ActAddressee.institution_id == obligation.institution_id,
        ActAddressee.reads_paper(),
    )
    return session.execute(copy).first() is not None


def noted(session: Session, obligation: Obligation) -> list[PaperNotice]:
    """What was found or decided of it, in order."""
    session.flush()
    mine = select(PaperNotice).where(PaperNotice.obligation_id == obligation.id)
    in_order = mine.order_by(PaperNotice.at, PaperNotice.number).execution_options(populate_existing=True)
    return list(session.execute(in_order).scalars())


def _asks(notices: Sequence[PaperNotice]) -> bool:
    """Whether what a letter is to tell of that asks again."""
    said = to_tell(Said(one.word, told=one.settled_at is not None) for one in notices)
    return any(one.word in UNDOES for one in said)


def is_still_to_come(session: Session, obligation: Obligation) -> bool:
    """Whether another letter that asks again is to be written, or was and has not arrived."""
    notices = noted(session, obligation)
    asking = [one.letter_id for one in notices if one.word in UNDOES and one.letter_id is not None]
    last = session.get(ToldLetter, asking[-1]) if asking else None
    return _asks(notices) or (last is not None and last.delivered_on is None)


def trace(by: Principal, session: Session, obligation: Obligation, kind: EntryKind, now: datetime) -> None:
    """A line in the history of the case, and in the audit trail."""
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": kind.value}
    note(session, obligation.case_id, now, by.name, "clock.changed", obligation=obligation.id, **details)
    audit.record(session, by, "clock.changed", "obligation", obligation.id, entry=kind.value)
