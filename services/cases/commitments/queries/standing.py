"""Where commitments stand, as they stood on a day and as the office knew it on a day; both can be asked for ever."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases.commitments.domain.days import AsOf
from services.cases.commitments.domain.words import Decision, Fact, Stood, Word, stood
from services.cases.commitments.models import CommitmentDecision, CommitmentText, CommitmentWord


def texts(session: Session, ids: Collection[UUID] | None, at: AsOf) -> dict[UUID, CommitmentText]:
    """How each read, as known then; of one that was not known then there is none. All, if none are named."""
    rows = select(CommitmentText).where(CommitmentText.known_at < at.before, *_among(CommitmentText.commitment_id, ids))
    rows = rows.order_by(CommitmentText.commitment_id, CommitmentText.edition.desc())
    found = session.execute(rows.ext(distinct_on(CommitmentText.commitment_id))).scalars()
    return {one.commitment_id: one for one in found}


def standings(session: Session, ids: Collection[UUID] | None, at: AsOf) -> defaultdict[UUID, Stood]:
    """Where each stood; of one of which nothing was said nothing is known but that it is owed."""
    words: dict[UUID, list[Word]] = {}
    for row, _decision in confirmed(session, ids, at):
        words.setdefault(row.commitment_id, []).append(as_word(row))
    return defaultdict(lambda: stood(()), {key: stood(those) for key, those in words.items()})


def confirmed(
    session: Session, ids: Collection[UUID] | None, at: AsOf
) -> Iterable[tuple[CommitmentWord, CommitmentDecision]]:
    """The words that counted, in the order in which they hold."""
    rows = select(CommitmentWord, CommitmentDecision).join(
        CommitmentDecision, CommitmentDecision.word_id == CommitmentWord.id
    )
    rows = rows.where(
        CommitmentDecision.decision == Decision.CONFIRMED.value,
        CommitmentDecision.at < at.before,
        CommitmentWord.since <= at.on,
        *_among(CommitmentWord.commitment_id, ids),
    )
    ordered = rows.order_by(CommitmentWord.since, CommitmentDecision.at, CommitmentWord.id)
    return [(word, decision) for word, decision in session.execute(ordered)]


def as_word(row: CommitmentWord) -> Word:
    return Word(
        fact=Fact(row.fact),
        word=row.word,
        since=row.since,
        done_on=row.done_on,
        promised_date=row.promised_date,
        next_check=row.next_check,
        unassessable=row.unassessable,
    )


def _among(column: InstrumentedAttribute[UUID], ids: Collection[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    return () if ids is None else (column.in_(ids),)
