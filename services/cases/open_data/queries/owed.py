"""What the State owes, as anyone may read it today: every commitment of a document that was compared with the sealed files, with where it stands."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.cases.commitments.domain.days import AsOf
from services.cases.commitments.models import Commitment, CommitmentDecision, CommitmentDocument, CommitmentText
from services.cases.commitments.queries import commitments
from services.cases.commitments.queries.public import compared, readable
from services.cases.commitments.schemas.commitments import CommitmentLineAnswer

#: So many are read at once.
_AT_ONCE = 200


def first_day(session: Session) -> date | None:
    """That of the oldest document; None where there is nothing to read."""
    return session.execute(select(func.min(CommitmentDocument.issued_on)).where(compared())).scalar()


def mark(session: Session, today: date) -> str:
    """Another one where any row may be: by the documents and wordings that may be read, what was decided, and the day, since lateness is counted."""
    said = CommitmentDocument.content_hash.concat(cast(CommitmentDocument.id, Text))
    documents = select(func.string_agg(said, aggregate_order_by(literal(" "), CommitmentDocument.id))).where(compared())
    counted = (
        select(func.count(), func.max(column))
        for column in (CommitmentText.known_at, CommitmentDecision.at, Commitment.known_at)
    )
    found = [session.execute(documents).scalar(), *(cell for one in counted for cell in session.execute(one).one())]
    return hashlib.sha256(f"{today} {found}".encode()).hexdigest()


def rows(session: Session, root: str, today: date) -> Iterator[Sequence[Any]]:
    """In the order in which they were brought. Anew of each few: what is withheld while a file is read is not in what follows."""
    ids = session.execute(select(Commitment.id).where(readable()).order_by(Commitment.place)).scalars().all()
    for first in range(0, len(ids), _AT_ONCE):
        some = select(Commitment).where(Commitment.id.in_(ids[first : first + _AT_ONCE]), readable())
        found = session.execute(some.order_by(Commitment.place)).scalars().all()
        for line in commitments.lines(session, found, AsOf(today, today), today):
            yield _row(line, root, today)


def _row(line: CommitmentLineAnswer, root: str, today: date) -> Sequence[Any]:
    return (
        today.isoformat(),
        line.number,
        line.issuer,
        line.title,
        line.issued_on.isoformat(),
        line.item,
        line.paragraph,
        line.text_sq,
        line.text_en,
        _several(line.rights),
        _several(one.number for one in line.clusters),
        _several(one.key for one in line.bodies),
        line.due.isoformat() if line.due else None,
        line.reply,
        line.claimed,
        line.assessed,
        line.timeliness.word,
        line.timeliness.days if line.timeliness.word in {"late", "due_in"} else None,
        f"{root.rstrip('/')}/cases/public/commitments/{line.id}",
    )


def _several(codes: Any) -> str | None:
    return " ".join(codes) or None
