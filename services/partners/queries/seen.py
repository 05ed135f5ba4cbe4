"""The one place that says which letters a person of the office may know of, and which they may read.

Nobody, whoever they are, finds a letter that tells of a case from which they are excluded; that some letters exist is for who leads
or works on their case alone to know. Every query of the office over letters has `may_see` among its conditions.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, true

from services.partners.domain.post_book import CLOSED_KINDS, GUARDED_KINDS
from services.partners.models import CaseWall, CaseWorker, Dispatch
from shared.principal import Principal

LEADING = frozenset({"approver", "commissioner"})


def may_see(by: Principal) -> ColumnElement[bool]:
    """A condition on `Dispatch`: the reader may know that there is this letter."""
    walled = exists().where(CaseWall.staff_id == by.id, CaseWall.case_id == func.any(Dispatch.cases))
    return ~walled & _open_to(by, GUARDED_KINDS)


def readable(by: Principal) -> ColumnElement[bool]:
    """A condition on a `Dispatch` that the reader may see: they may print it here. An officer prints the letters of their own cases too."""
    return _open_to(by, CLOSED_KINDS)


def _open_to(by: Principal, kinds: Collection[str]) -> ColumnElement[bool]:
    """A letter of another kind than these is open to all, one of these to who leads or works on its case."""
    works = exists().where(CaseWorker.staff_id == by.id, CaseWorker.case_id == func.any(Dispatch.cases))
    return true() if by.roles & LEADING else Dispatch.kind.not_in(kinds) | works
