"""The words of a reminder: a person's own in it, and that all of them are compared with the sealed files before they leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks
from services.cases.actions.escalations import basis
from services.cases.domain.checks import TextKind
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.timeliness import ZONE, local_date
from services.cases.models import RungDraft, RungLetter, TextCheck
from services.cases.models.cases import note
from services.cases.queries.checks import hash_of
from services.cases.queries.visibility import find_case, find_obligation
from services.cases.schemas.rung_letters import LetterChangeBody
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation

#: How many letters are compared again in one transaction.
BATCH = 50


def edit(
    by: Principal,
    session: Session,
    documents: Documents,
    letter_id: UUID,
    wanted: LetterChangeBody,
    check: Callable[[str], None],
    *,
    now: datetime,
) -> RungLetter:
    """Other words for a reminder that waits, which rest from now on what is so today; the system's own of today are nobody's. `check` is
    given the `version` that must have been seen, of the row and of the day's facts.

    Raises `RuleViolation` for one that is not waiting, and for a rung that is an act: the act is edited.
    """
    case_id = session.execute(select(RungLetter.case_id).where(RungLetter.id == letter_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, by, lock=True)
    letter = session.get_one(RungLetter, letter_id, with_for_update=True)
    today = local_date(now)
    stands = basis.words_today(session, documents, letter, today) if _reminds(letter) else None
    check(version_of(letter, stands))
    if letter.state != "waiting":
        raise RuleViolation("it does not wait any more", code="ladder.letter_settled")
    if stands is None:
        raise RuleViolation("the words of this rung are those of its act", code="ladder.letter_is_act")
    own = replace(stands, title=wanted.title, text=wanted.text)
    letter.document, letter.edited_by = documents.keep(own), None if own == stands else by.id
    letter.basis = documents.keep(basis.of_words(stands))
    offer(session, documents, letter, now=now)
    note(session, case.id, now, by.name, "rung.edited", act=letter.recommendation_id, rung=letter.rung)
    audit.record(session, by, "rung.edited", "rung_letter", letter.id, rung=letter.rung)
    session.flush()
    return letter


def version_of(letter: RungLetter, stands: PlainText | None) -> str:
    """Of the letter as it is shown: of its row, and of a reminder that waits also of what the system has to say that day."""
    return f"{letter.version}.{hash_of(stands)[:16]}" if stands is not None else str(letter.version)


def _reminds(letter: RungLetter) -> bool:
    return letter.state == "waiting" and RungKey(letter.rung) in REMINDERS


def compare_again(
    by: Principal, session: Session, documents: Documents, obligation_id: UUID, rung: RungKey, *, now: datetime
) -> None:
    """Before a rung is sent, and in a transaction of its own, as `issuing.compare_again`: the words of that day are compared again if their
    look does not hold any more.
    """
    if rung not in REMINDERS:
        return
    obligation, _case = find_obligation(session, obligation_id, by, lock=True)
    waiting = select(RungLetter).where(
        RungLetter.recommendation_id == obligation.recommendation_id,
        RungLetter.institution_id == obligation.institution_id,
        RungLetter.rung == rung.value,
        RungLetter.state == "waiting",
    )
    letter = session.execute(waiting).scalar_one_or_none()
    if letter is not None:
        offer(session, documents, letter, now=now, leaves=True)


def offer(session: Session, documents: Documents, letter: RungLetter, *, now: datetime, leaves: bool = False) -> None:
    """A step of others: have the words with which a reminder would leave that day compared with the sealed files. The system's own too: they
    quote an act and answers, and a file may have learned since whom those name. `leaves`: as `checks.offer`.
    """
    words = basis.leaving(session, documents, letter, local_date(now))
    if words is None:
        return
    leaving = checks.Leaving(
        kind=TextKind.RUNG_LETTER,
        text_id=letter.id,
        cases=[letter.case_id],
        content_hash=hash_of(words),
        parts=[("title", words.title), ("text", words.text)],
        addressees=[letter.institution_id],
        authors=[str(letter.edited_by)] if letter.edited_by else (),
        alone=True,
    )
    checks.offer(session, documents, leaving, now=now, leaves=leaves)


def offer_anew(session: Session, documents: Documents, *, now: datetime) -> int:
    """Have the letters that wait compared again: those with a person's own words if their case has another complaint since, all others once
    a day, on which they say other days. Returns how many of the latter; call again while it is `BATCH`.
    """
    waiting = select(RungLetter).where(
        RungLetter.state == "waiting", RungLetter.rung.in_([rung.value for rung in REMINDERS])
    )
    own = waiting.where(RungLetter.edited_by.is_not(None)).order_by(RungLetter.id)
    midnight = datetime.combine(local_date(now), time.min, tzinfo=ZoneInfo(ZONE))
    today = select(TextCheck.id).where(TextCheck.text_id == RungLetter.id, TextCheck.offered_at >= midnight)
    owes = select(RungDraft.letter_id).where(RungDraft.letter_id == RungLetter.id)
    others = waiting.where(RungLetter.edited_by.is_(None), ~today.exists(), owes.exists())
    once_a_day = session.execute(others.order_by(RungLetter.id).limit(BATCH)).scalars().all()
    for letter in (*session.execute(own).scalars(), *once_a_day):
        offer(session, documents, letter, now=now)
    return len(once_a_day)


def require_compared(
    by: Principal, session: Session, documents: Documents, letter: RungLetter, reason: str, *, now: datetime
) -> None:
    """A step of sending: refuse a reminder whose words of today were not compared, or name someone without another's reason."""
    words = basis.leaving(session, documents, letter, local_date(now))
    if words is not None:
        checks.require(by, session, letter.id, hash_of(words), [letter.case_id], reason, now=now, leaves=True)
