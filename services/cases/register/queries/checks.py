"""Whether a letter is the office's: what anyone learns who holds one, by the number and the check code that stand on it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import Entry
from services.cases.domain.paper_marks import read_code
from services.cases.domain.recommendation import ActStatus
from services.cases.models import ActAddressee, Recommendation
from services.cases.register.queries.acts import shown
from services.cases.register.schemas import LetterCheckAnswer, LetterCheckQuery


@dataclass(frozen=True)
class CheckedLetter:
    """A letter of the office. `open`: the public may see its act; of another no more is said than when it was issued. `same_file`:
    whether the digest that was asked about is that of the PDF; None where none was asked.
    """

    act: Recommendation
    addressee: ActAddressee
    entry: Entry
    open: bool
    same_file: bool | None

    @property
    def stands(self) -> bool:
        return self.act.status == ActStatus.ISSUED

    def answer(self) -> LetterCheckAnswer:
        said = LetterCheckAnswer(genuine=True, issued_on=self.act.issued_on, same_file=self.same_file)
        if not self.open:
            return said
        return LetterCheckAnswer(
            genuine=True,
            issued_on=self.act.issued_on,
            same_file=self.same_file,
            kind=self.act.kind,
            kind_name_sq=self.entry["name_sq"],
            kind_name_en=self.entry["name_en"],
            addressee_class=self.addressee.institution_class,
            stands=self.stands,
        )


def check(session: Session, asked: LetterCheckQuery, today: date) -> CheckedLetter | None:
    """The letter with this number and this code; None where there is none. A number alone, or a code alone, says nothing."""
    code = read_code(asked.code)
    found = (
        select(Recommendation, ActAddressee, shown(today))
        .join(ActAddressee, ActAddressee.recommendation_id == Recommendation.id)
        .where(Recommendation.number == asked.number.strip().upper(), ActAddressee.check_code == code)
    )
    row = session.execute(found).one_or_none() if code else None
    if row is None:
        return None
    act, addressee, is_open = row
    digest = asked.sha256.strip().lower() if asked.sha256 else None
    same = None if digest is None else digest == addressee.pdf_sha256
    return CheckedLetter(act, addressee, data.kind_entry(act.kind, act.issued_on or today), bool(is_open), same)
