"""How a set is asked for."""

from dataclasses import dataclass
from datetime import date

from shared.edges import Query


@dataclass(frozen=True, kw_only=True)
class SetQuery(Query):
    """`on`: what speaks of days until then; `known`: as it was published by that day. Today where they are not said; of acts neither is heeded,
    since what was taken back is not told again.
    """

    on: date | None = None
    known: date | None = None
