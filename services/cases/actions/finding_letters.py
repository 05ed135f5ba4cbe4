"""What the office found or decided of the items of an act, told to each body that has it on paper and reads no portal: in one letter for all
of a day, on the next working day. Those on the portal read the same at once, by the events beside which each notice is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import told_letters
from services.cases.data import acts as act_data
from services.cases.domain.obligations import Reply, has_arrived
from services.cases.domain.paper_notices import UNDOES, Said, Word, to_tell
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, ActItem, Case, Obligation, PaperNotice, Recommendation
from services.cases.queries.clocks import days_left
from shared.clock_words import day_words
from shared.documents import Documents

_Told = tuple[Obligation, PaperNotice]


@dataclass(frozen=True)
class Due:
    """A letter that is to be written: to one body about one act."""

    case_id: UUID
    act_id: UUID
    institution_id: UUID


def due(session: Session, *, now: datetime) -> list[Due]:
    """The letters for what was noted on days before today; none on a day that is free."""
    today = local_date(now)
    if data.calendar_of(today).is_free(today):
        return []
    _settle_read(session, now=now)
    waiting = (
        select(Obligation.case_id, Obligation.recommendation_id, Obligation.institution_id)
        .join(PaperNotice, PaperNotice.obligation_id == Obligation.id)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        .join(
            ActAddressee,
            (ActAddressee.recommendation_id == Obligation.recommendation_id)
            & (ActAddressee.institution_id == Obligation.institution_id),
        )
        .where(PaperNotice.settled_at.is_(None), PaperNotice.on < today)
        # That it is asked again is told once something is: what is moot waits.
        .where(or_(Obligation.moot_on.is_(None), PaperNotice.word.not_in(sorted(UNDOES))))
        .where(Recommendation.status == ActStatus.ISSUED.value, ActAddressee.reads_paper())
        .distinct()
        .order_by(Obligation.case_id, Obligation.recommendation_id, Obligation.institution_id)
    )
    return [Due(*row) for row in session.execute(waiting)]


def write(session: Session, documents: Documents, one: Due, address: str, *, now: datetime) -> None:
    """Nothing where its act fell while this waited for its case."""
    case = session.get_one(Case, one.case_id, with_for_update=True)
    act = session.get_one(Recommendation, one.act_id, populate_existing=True)
    if act.status == ActStatus.ISSUED:
        _tell(session, documents, case, act, one.institution_id, address, now=now)


def _settle_read(session: Session, *, now: datetime) -> None:
    """Of what a body opened on the portal nothing is to be written, and of an act that stands no more neither: it need not be looked at again. What
    lies there unopened may still go on paper.
    """
    copy_of = (ActAddressee.recommendation_id == Obligation.recommendation_id) & (
        ActAddressee.institution_id == Obligation.institution_id
    )
    over = (
        select(Obligation.id)
        .join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        .join(ActAddressee, copy_of)
        .where(ActAddressee.opened_on_portal() | (Recommendation.status != ActStatus.ISSUED.value))
    )
    mine = PaperNotice.settled_at.is_(None), PaperNotice.on < local_date(now), PaperNotice.obligation_id.in_(over)
    session.execute(update(PaperNotice).where(*mine).values(settled_at=now))


def _tell(
    session: Session,
    documents: Documents,
    case: Case,
    act: Recommendation,
    institution_id: UUID,
    address: str,
    *,
    now: datetime,
) -> None:
    today = local_date(now)
    statement = (
        select(PaperNotice, Obligation, ActItem.place)
        .join(Obligation, Obligation.id == PaperNotice.obligation_id)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.recommendation_id == act.id, Obligation.institution_id == institution_id)
        .order_by(ActItem.place, PaperNotice.at, PaperNotice.number)
    )
    rows = session.execute(statement).all()
    if any(row[0].on == today and row[0].settled_at is None for row in rows):
        # What another event of today makes untrue is written to nobody: all of it is told together on the next working day.
        return
    rows = [row for row in rows if row[0].on < today and not _waits_for_the_root(row[0], row[1])]
    telling = {
        place: _of_item([(row[1], row[0]) for row in of_one]) for place, of_one in groupby(rows, key=lambda row: row[2])
    }
    letter = None
    if told := [notice for of_one in telling.values() for _obligation, notice in of_one]:
        words = act_data.letter_words(act.language, today)
        lines = [_line(session, words, act.language, place + 1, of_one) for place, of_one in telling.items() if of_one]
        signer = _signer(session, case, act, told)
        letter = told_letters.write_findings(signer, session, documents, act, institution_id, lines, address, now=now)
    for notice, _obligation, _place in rows:
        if notice.settled_at is None:
            notice.settled_at, notice.letter_id = now, letter.id if letter else None
    session.flush()


def _waits_for_the_root(notice: PaperNotice, obligation: Obligation) -> bool:
    return obligation.moot_on is not None and notice.word in UNDOES and notice.settled_at is None


def _of_item(rows: Sequence[_Told]) -> list[_Told]:
    rows = [row for row in rows if row[1].settled_at is not None or _still_holds(*row)]
    said = [Said(one.word, told=one.settled_at is not None) for _owed, one in rows]
    chosen = {id(one) for one in to_tell(said)}
    return [row for row, one in zip(rows, said, strict=True) if id(one) in chosen]


def _still_holds(obligation: Obligation, notice: PaperNotice) -> bool:
    """A body that answered better since is not told that its answer was not enough."""
    if notice.word == Word.UPHELD_FORWARDED:
        return obligation.reply == Reply.FORWARDED
    return notice.word not in {Word.UPHELD, Word.UPHELD_NOT_COMPETENT} or obligation.insufficient_on is not None


def _line(session: Session, words: Mapping[str, str], language: str, place: int, told: Sequence[_Told]) -> str:
    said = [part for obligation, notice in told for part in _sentences(words, language, obligation, notice)]
    # Also of what is done: the reply itself is owed all the same.
    due, left = _awaited_by(told[0][0]), days_left(session, told[0][0])
    if due is not None:
        said.append(words["told_due"].format(due=day_words(due, language)))
    elif left is not None:
        key = "told_over" if left == 0 else "told_day_left" if left == 1 else "told_days_left"
        said.append(words[key].format(days=left))
    # No day of the measure precedes the last one for the reply.
    if (to_do := told[0][0].days_to_do) is not None and (left is None or to_do > left):
        key = "told_do_over" if to_do == 0 else "told_do_day_left" if to_do == 1 else "told_do_days_left"
        said.append(words[key].format(days=to_do))
    return words["told_item"].format(place=place, what=" ".join(said))


def _sentences(words: Mapping[str, str], language: str, obligation: Obligation, notice: PaperNotice) -> Iterator[str]:
    yield words[f"told_{notice.word}"].format(day=day_words(notice.on, language))
    by_when = obligation.implementation_due if notice.word == Word.GIVEN_BACK else notice.by_when
    if by_when is not None and obligation.closed_on is None:
        yield words["told_by_when"].format(by=day_words(by_when, language))


def _awaited_by(obligation: Obligation) -> date | None:
    asked = has_arrived(obligation.facts) and obligation.answered_on is None and obligation.clock_closed_on is None
    return obligation.reply_due if asked and obligation.held_since is None and obligation.moot_on is None else None


def _signer(session: Session, case: Case, act: Recommendation, told: Sequence[PaperNotice]) -> told_letters.Signer:
    """Who decided last, else the officer of the case: a child's own answer opens an item again with nobody of the office."""
    decided = [one.by for one in sorted(told, key=_when, reverse=True)]
    return told_letters.signer(session, case, act, (*decided, case.officer_id))


def _when(notice: PaperNotice) -> tuple[datetime, int]:
    return notice.at, notice.number
