"""Numbers that people are given: said to the file before anybody sees one, so that a restored database never gives one twice."""

from sqlalchemy.orm import Session

from shared.witness.guard import Guard


def reserve(session: Session, series: str, number: int, *, block: int = 1) -> None:
    """Say to the witness that `number` of `series` is given, and up to `block` - 1 more with it; call it before it is used.

    Costs the disk one write per block. Raises `RetryLaterError` if the witness cannot be written.
    """
    guard = session.info.get(Guard)
    if guard is not None:
        guard.reserve(series, number, block)
