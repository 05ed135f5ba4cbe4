"""Whether a letter is the office's: what anyone learns who holds one, by the number and the check code that stand on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import Entry
from services.cases.domain.paper_marks import read_code
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Recommendation, RungLetter, ToldLetter
from services.cases.queries.public_acts import shown
from services.cases.register.schemas import LetterCheckAnswer, LetterCheckQuery
from shared.documents import Documents
from shared.events.documents.cases import PlainText, PrintedCopy
from shared.typed import Unsent


@dataclass(frozen=True)
class CheckedLetter:
    """A letter of the office. `open`: the public may see its act; of another, of a reminder and of an advice to a person no more is said
    than when it was issued, and that its act fell, which whoever holds it must know. `addressee_class`: None of those. `same_file`: whether the digest that was asked about is that of the
    PDF; None where none was asked.
    """

    act: Recommendation
    issued_on: date | None
    entry: Entry
    open: bool
    same_file: bool | None
    addressee_class: str | None = None

    @property
    def stands(self) -> bool:
        return self.act.status == ActStatus.ISSUED

    def answer(self) -> LetterCheckAnswer:
        if not self.open:
            fell = None if self.stands else False
            return LetterCheckAnswer(genuine=True, issued_on=self.issued_on, same_file=self.same_file, stands=fell)
        return LetterCheckAnswer(
            genuine=True,
            issued_on=self.issued_on,
            same_file=self.same_file,
            kind=self.act.kind,
            kind_name_sq=self.entry["name_sq"],
            kind_name_en=self.entry["name_en"],
            addressee_class=self.addressee_class,
            stands=self.stands,
        )


def check(session: Session, documents: Documents, asked: LetterCheckQuery, today: date) -> CheckedLetter | None:
    """The letter with this number and this code; None where there is none. A number alone, or a code alone, says nothing."""
    code = read_code(asked.code)
    if code is None:
        return None
    number = asked.number.strip().upper()
    return _letter_of(session, number, code, asked, today) or _other_paper(
        session, documents, number, code, asked, today
    )


def _letter_of(session: Session, number: str, code: str, asked: LetterCheckQuery, today: date) -> CheckedLetter | None:
    """The act as it went to a body."""
    found = (
        select(Recommendation, ActAddressee, shown(today))
        .join(ActAddressee, ActAddressee.recommendation_id == Recommendation.id)
        .where(Recommendation.number == number, ActAddressee.check_code == code)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    act, addressee, is_open = row
    same = _same(asked, addressee.pdf_sha256)
    entry = data.kind_entry(act.kind, act.issued_on or today)
    return CheckedLetter(act, act.issued_on, entry, bool(is_open), same, addressee.institution_class)


def _other_paper(
    session: Session, documents: Documents, number: str, code: str, asked: LetterCheckQuery, today: date
) -> CheckedLetter | None:
    """What went out about an act that has this number beside its copies: its code stands in its document alone."""
    act = session.execute(select(Recommendation).where(Recommendation.number == number)).scalar()
    if act is None:
        return None
    entry = data.kind_entry(act.kind, act.issued_on or today)
    for day, code_of, sha256 in _papers(session, documents, act):
        if code_of == code:
            return CheckedLetter(act, day, entry, open=False, same_file=_same(asked, sha256))
    return None


def _papers(
    session: Session, documents: Documents, act: Recommendation
) -> Iterator[tuple[date | None, str | Unsent | None, str | Unsent | None]]:
    """The advice to a person, the reminders and the letters of decisions: day, code, digest of the PDF."""
    if act.advice_rendering is not None:
        copy = documents.read(PrintedCopy, act.advice_rendering)
        yield act.issued_on, copy.check_code, copy.pdf_sha256
    letters = select(RungLetter).where(
        RungLetter.recommendation_id == act.id, RungLetter.state == "sent", RungLetter.document.is_not(None)
    )
    for letter in session.execute(letters).scalars():
        text = documents.read(PlainText, letter.document or "")
        yield local_date(letter.sent_at) if letter.sent_at else None, text.check_code, text.pdf_sha256
    decisions = select(ToldLetter).where(ToldLetter.recommendation_id == act.id)
    for decision in session.execute(decisions).scalars():
        text = documents.read(PlainText, decision.document)
        yield local_date(decision.written_at), text.check_code, text.pdf_sha256


def _same(asked: LetterCheckQuery, sha256: str | Unsent | None) -> bool | None:
    return asked.sha256.strip().lower() == sha256 if asked.sha256 else None
