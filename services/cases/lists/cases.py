"""Cases as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from services.cases import words
from services.cases.domain.case import Status
from services.cases.models import Case
from shared.lists import Filter, Listing, Reading, Words

WHOSE: Mapping[str, Words] = {"me": _l("Të miat"), "nobody": _l("Ende pa ekspert")}


def assigned_to(who: str, reading: Reading) -> ColumnElement[bool]:
    """`me`: the reader's own; `nobody`: open ones that wait for an officer."""
    if who == "me":
        return Case.officer_id == reading.by.id
    return Case.officer_id.is_(None) & (Case.status != Status.CLOSED)


@dataclass(frozen=True, kw_only=True)
class CaseListing(Listing):
    """Cases, the newest first."""

    status: Annotated[str | None, Filter(Case.status, _l("Gjendja"), words.STATUSES)] = None
    assigned: Annotated[str | None, Filter(assigned_to, _l("Të kujt"), WHOSE)] = None
