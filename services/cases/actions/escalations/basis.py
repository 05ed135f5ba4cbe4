"""On what the words of a rung that waits rest: what the system has to say of it today, and what has changed since a person wrote in it or its
act was drafted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.escalations import acts, chronology, report_text, texts
from services.cases.actions.escalations.further import further
from services.cases.actions.escalations.matter import Matter, matter_about
from services.cases.domain.ladder import REMINDERS, Rung, RungKey
from services.cases.domain.laid_over import Changed, changes
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation, RungLetter
from services.cases.queries.checks import hash_of
from services.cases.schemas.acts import DraftBody
from services.cases.schemas.documents import LetterBasis
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.rules import RuleViolation


@dataclass(frozen=True)
class Rests:
    """`was`: on what the words of a draft rest, unknown of one from before this was kept; `now`: what the system has to say today."""

    was: LetterBasis | None
    now: LetterBasis

    @property
    def holds(self) -> bool:
        return self.was == self.now

    @property
    def changed(self) -> tuple[Changed, ...]:
        return changes(_whole(self.was), _whole(self.now)) if self.was is not None else ()


def rests(session: Session, documents: Documents, letter: RungLetter, today: date) -> Rests | None:
    """Of a letter that waits as the draft of an act; None where nothing is left that it is about, or nobody whom it goes to. Locks nothing."""
    matter = matter_about(session, letter, lock=False)
    if not matter.owed or letter.act_id is None:
        return None
    was = kept(documents, letter)
    now = _of_act(session, documents, letter, matter, was, today)
    return Rests(was, now) if now is not None else None


def kept(documents: Documents, letter: RungLetter) -> LetterBasis | None:
    return documents.read(LetterBasis, letter.basis) if letter.basis else None


def words_today(session: Session, documents: Documents, letter: RungLetter, today: date) -> PlainText:
    """What the system has to say in a reminder on that day; locks nothing."""
    matter = matter_about(session, letter, lock=False)
    words = texts.letter_words(session, documents, matter, letter.rung, today)
    return PlainText(format=texts.FORMAT, title=words["title"], text=words["text"], language=matter.language)


def leaving(session: Session, documents: Documents, letter: RungLetter, today: date) -> PlainText | None:
    """The words with which a reminder that waits would leave that day: a person's own, or those that the system has. None of a rung that is
    no reminder, and of one that is about nothing any more; locks nothing.
    """
    if RungKey(letter.rung) not in REMINDERS or not matter_about(session, letter, lock=False).owed:
        return None
    return words_over(documents, letter, words_today(session, documents, letter, today))


def words_over(documents: Documents, letter: RungLetter, stands: PlainText) -> PlainText:
    """A person's own words, or those that the system has today (`stands`)."""
    if letter.edited_by is not None and letter.document is not None:
        return documents.read(PlainText, letter.document)
    return stands


def require_seen(session: Session, documents: Documents, letter: RungLetter, seen: str, today: date) -> None:
    """A step of sending: refuse words that rest on what is not so any more, and others than those that were read."""
    stands = words_today(session, documents, letter, today)
    if letter.edited_by is not None and kept(documents, letter) != of_words(stands):
        raise RuleViolation("what is so has changed since a person wrote in it", code="ladder.letter_stale")
    if hash_of(words_over(documents, letter, stands)) != seen:
        raise RuleViolation("its words are not those that were read", code="ladder.letter_changed")


def require_current(session: Session, documents: Documents, act: Recommendation, *, now: datetime) -> None:
    """A step of others, of an approval and of an issue: refuse the act that a rung is where what it tells is not so any more. Whether the rung is
    still open says `record_issued`.
    """
    rows = select(RungLetter).where(RungLetter.act_id == act.id, RungLetter.state == "waiting").order_by(RungLetter.id)
    for letter in session.execute(rows).scalars().all():
        if letter.case_id != act.case_id:
            # So that what one report tells of other cases stays so until it has left.
            session.get_one(Case, letter.case_id, with_for_update=True)
        if fault := stale(session, documents, letter, local_date(now)):
            raise fault


def stale(session: Session, documents: Documents, letter: RungLetter, today: date) -> RuleViolation | None:
    """That the act which a rung is tells what is not so any more."""
    stands = rests(session, documents, letter, today)
    if stands is None or stands.holds:
        return None
    return RuleViolation("what it tells has changed since it was drafted", code="ladder.act_stale")


def of_words(words: PlainText) -> LetterBasis:
    return LetterBasis(title=words.title, text=words.text)


def of_body(session: Session, matter: Matter, body: DraftBody, rung: RungKey) -> LetterBasis:
    """Of the act that a rung is."""
    return LetterBasis(
        title=body.title,
        text=body.grounds,
        items=tuple(one.text for one in body.items),
        evidence=tuple(one.evidence_expected for one in body.items),
        beside=_beside(session, [matter], rung),
    )


def of_report(
    session: Session, documents: Documents, letters: Sequence[RungLetter], matters: list[Matter], today: date
) -> LetterBasis:
    """Of one report about many letters, in that order."""
    return LetterBasis(
        text=report_text.grounds_of(session, documents, matters, today),
        letters=tuple(one.id for one in letters),
        beside=_beside(session, matters, RungKey.ASSEMBLY_REPORT),
    )


def rung_of(matter: Matter, key: str) -> Rung:
    """As the ladder has it under which the act went out."""
    ladder = data.ladder_on(matter.owed[0].ladder, matter.owed[0].issued_on)
    if ladder is None:
        raise AssertionError("a rung that waits stands in a ladder")
    return next(rung for rung in ladder.rungs if rung.key.value == key)


def _of_act(
    session: Session, documents: Documents, letter: RungLetter, matter: Matter, was: LetterBasis | None, today: date
) -> LetterBasis | None:
    if was is not None and was.letters:
        letters = [session.get_one(RungLetter, one) for one in was.letters]
        matters = matters_of(session, letters, lock=False)
        return of_report(session, documents, letters, matters, today) if all(one.owed for one in matters) else None
    to = session.get(KnownInstitution, letter.to) if letter.to else None
    if to is None:
        return None
    rung, way = rung_of(matter, letter.rung), data.alternative_on(letter.alternative, today)
    body = acts.body_of(session, documents, matter, rung, to, way, today)
    return of_body(session, matter, body, rung.key)


def matters_of(session: Session, letters: Sequence[RungLetter], *, lock: bool = True) -> list[Matter]:
    """What one report is about. It has one language, whichever the letters were written in."""
    about = [matter_about(session, letter, lock=lock) for letter in letters]
    return [replace(one, language=about[0].language) for one in about]


def _beside(session: Session, matters: list[Matter], rung: RungKey) -> tuple[str, ...]:
    """How the days were counted, where that is enclosed."""
    if rung is not RungKey.ASSEMBLY_REPORT:
        return ()
    return tuple(
        text
        for matter in matters
        for about in (matter, *_further(session, matter))
        for text in texts.distinct_clocks(session, about)
    )


def _further(session: Session, matter: Matter) -> Iterator[Matter]:
    """What others were asked on the way."""
    for one, _day in chronology.sent_rungs(session, matter):
        beyond = further(session, matter, one)
        if beyond is not None:
            yield beyond


def _whole(basis: LetterBasis | None) -> str:
    if basis is None:
        return ""
    return "\n".join([basis.title, basis.text, *basis.items, *basis.evidence, *basis.beside])
