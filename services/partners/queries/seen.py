"""The one place that says which letters a person of the office may know of, and which they may read.

Nobody, whoever they are, finds a letter that tells of a case from which they are excluded; that some letters exist is for who leads
alone to know. Every query of the office over letters has `may_see` among its conditions.
"""

from sqlalchemy import ColumnElement, exists, func, true

from services.partners.domain.post_book import CLOSED_KINDS, GUARDED_KINDS
from services.partners.models import CaseWall, Dispatch
from shared.principal import Principal

LEADING = frozenset({"approver", "commissioner"})


def may_see(by: Principal) -> ColumnElement[bool]:
    """A condition on `Dispatch`: the reader may know that there is this letter."""
    walled = exists().where(CaseWall.staff_id == by.id, CaseWall.case_id == func.any(Dispatch.cases))
    return ~walled & (true() if by.roles & LEADING else Dispatch.kind.not_in(GUARDED_KINDS))


def may_read(by: Principal, kind: str) -> bool:
    """Whether the reader may print a letter of this kind that they may see. An officer prints those of their own cases in cases, which
    alone knows whose a case is.
    """
    return bool(by.roles & LEADING) or kind not in CLOSED_KINDS


def readable(by: Principal) -> ColumnElement[bool]:
    """The same as a condition on `Dispatch`."""
    return true() if by.roles & LEADING else Dispatch.kind.not_in(CLOSED_KINDS)
