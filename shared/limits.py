"""How often something may be done in a window of time: complaints, writings. Kept in PostgreSQL, since a counter in each worker
would allow as many as there are workers. Where a secret is guessed the rule is another: `shared.tries`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, case, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.db import PlatformBase


class RateWindow(PlatformBase):
    """The hits of one bucket since its window began."""

    __tablename__ = "rate_window"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    hits: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True)
class Standing:
    """How somebody stands with a limit: of `most` in `seconds`, `left` are left."""

    policy: str
    most: int
    seconds: int
    left: int


class TooManyError(Exception):
    """The limit of a bucket is reached (HTTP 429). `seconds` until it opens again at the latest."""

    def __init__(self, bucket: str, seconds: int, standing: Standing | None = None) -> None:
        super().__init__(bucket)
        self.bucket = bucket
        self.seconds = seconds
        self.standing = standing


def count(session: Session, bucket: str, key: str, *, most: int, seconds: int) -> Standing:
    """Count one hit of `key` in `bucket`; raises `TooManyError` above `most` per `seconds`. `key` must be no person.

    Call it in a transaction of its own: one that is rolled back would not count.
    """
    over = RateWindow.began_at < func.now() - func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    hits = session.execute(
        upsert(RateWindow)
        .values(bucket=f"{bucket}:{key}", began_at=func.now(), hits=1)
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "hits": case((over, 1), else_=RateWindow.hits + 1),
                "began_at": case((over, func.now()), else_=RateWindow.began_at),
            },
        )
        .returning(RateWindow.hits)
    ).scalar_one()
    standing = Standing(bucket, most, seconds, max(0, most - hits))
    if hits > most:
        raise TooManyError(bucket, seconds, standing)
    return standing


def give_back(session: Session, bucket: str, key: str) -> None:
    """Take back one hit that turned out to be none to count."""
    mine = update(RateWindow).where(RateWindow.bucket == f"{bucket}:{key}", RateWindow.hits > 0)
    session.execute(mine.values(hits=RateWindow.hits - 1))
