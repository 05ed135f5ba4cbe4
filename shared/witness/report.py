"""What was perhaps lost with the time that a restore took back."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.witness.tables import SetBack, SkippedNumber


def lines(session: Session) -> list[str]:
    """For a person: each epoch that was begun with its time and numbers."""
    return [*_epochs(session)]


def _epochs(session: Session) -> Iterator[str]:
    skipped = session.execute(select(SkippedNumber).order_by(SkippedNumber.epoch, SkippedNumber.series)).scalars().all()
    for row in session.execute(select(SetBack).order_by(SetBack.epoch)).scalars():
        span = " to ".join(
            f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "?" for moment in (row.lost_from, row.lost_until)
        )
        yield f"epoch {row.epoch} ({row.kind}): what was done from {span} is lost unless others know it"
        for one in skipped:
            if one.epoch == row.epoch:
                yield f"  {one.series}: {one.first} to {one.last} were perhaps given; what for is not known here"
