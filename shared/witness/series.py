"""What the witness has to know of a service: how it counts, and what must be done again behind a restore."""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.orm import Session


class Numbers(Protocol):
    """How one service counts. A series is named by its service, such as `A.2026`; each begins with 1."""

    def given(self, session: Session) -> Mapping[str, int]:
        """The last number of each series that this database has given."""
        ...

    def held(self, session: Session) -> Mapping[str, int]:
        """The last number of each series that something in this database carries. Where a sequence gives them that is less than
        `given`: after a recovery a sequence of PostgreSQL is up to 32 numbers further than it was.
        """
        ...

    def skip(self, session: Session, reserved: Mapping[str, int]) -> None:
        """Let each series go on behind its number in `reserved`, unless it is there already."""
        ...


class NoNumbers:
    """Of a service that gives none."""

    def given(self, _session: Session) -> Mapping[str, int]:
        return {}

    def held(self, _session: Session) -> Mapping[str, int]:
        return {}

    def skip(self, _session: Session, _reserved: Mapping[str, int]) -> None:
        return
