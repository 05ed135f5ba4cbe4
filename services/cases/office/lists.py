"""The audit trail as a list, of everything or of one object; and the protocol book."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from marshmallow.fields import String
from marshmallow.validate import Regexp
from sqlalchemy import ColumnElement, exists, false, true

from services.cases import words as of_service
from services.cases.data.acts import handlers_only_kinds
from services.cases.lists.conditions import act_to
from services.cases.models import Case, ProtocolEntry, Recommendation, RungLetter
from services.cases.office import words
from services.cases.queries.visibility import LEADING, not_walled, walled_off
from shared.audit import AuditEntry
from shared.directory import named
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, Words
from shared.principal import Principal

#: Such as `case` or `recommendation`; the trail of each service knows its own.
OBJECT_WORD = r"^[a-z_]{1,40}$"


def _objects() -> Mapping[str, Words]:
    """What a page offers; the trail holds more, such as log-ins."""
    return words.OBJECTS


@dataclass(frozen=True, kw_only=True)
class TrailListing(Listing):
    """The newest entry first. The trail of one object needs both."""

    object: Annotated[
        str | None, String(validate=Regexp(OBJECT_WORD)), Filter(AuditEntry.object_type, _l("Për çfarë"), _objects)
    ] = None
    id: Annotated[str | None, Text(100), Filter(AuditEntry.object_id, _l("Identifikuesi i saj"))] = None

    def check(self) -> None:
        """Refuses one without the other: the whole trail would look as if it were that of the object."""
        if (self.object is None) != (self.id is None):
            raise ValidationError("Both or none.", "id" if self.id is None else "object")


def may_know(by: Principal) -> ColumnElement[bool]:
    """A condition on `ProtocolEntry` with its act: what went out, when and to whom. The number itself is there for whoever reads the
    book, since a gap would say as much. Not of a case from which the reader is excluded,
    nor, for who neither leads nor handles it, of an act that its handlers alone see.
    """
    told = exists().where(RungLetter.act_id == Recommendation.id, RungLetter.case_id.in_(walled_off(by.id)))
    handles = exists().where(Case.id == ProtocolEntry.case_id, Case.officer_id == by.id)
    secret = Recommendation.kind.in_(handlers_only_kinds())
    return not_walled(by, ProtocolEntry.case_id) & ~told & (true() if by.roles & LEADING else ~secret | handles)


#: Anything else is the number of no paper.
_NUMBER = re.compile(r"([0-9]{1,7})(?:/([0-9]{1,4}))?")


def _numbered(text: str, _reading: Reading) -> ColumnElement[bool]:
    """`465` is the whole matter, `465/1` one paper of it; also a number of which no more is said than that it is taken."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return false()
    of_matter = ProtocolEntry.number == int(found[1])
    return of_matter & (ProtocolEntry.fraction == int(found[2])) if found[2] else of_matter


def _to_body(body: str, reading: Reading) -> ColumnElement[bool]:
    return may_know(reading.by) & act_to(named(body))


def _since(day: date, reading: Reading) -> ColumnElement[bool]:
    return may_know(reading.by) & (ProtocolEntry.day >= day)


def _until(day: date, reading: Reading) -> ColumnElement[bool]:
    return may_know(reading.by) & (ProtocolEntry.day <= day)


@dataclass(frozen=True, kw_only=True)
class ProtocolListing(Listing):
    """The newest number first. Of a number that is only taken no day and no body is known, so that neither finds it."""

    number: Annotated[
        str | None,
        Text(12),
        Filter(_numbered, _l("Numri"), hint=_l("Për shembull 465 ose 465/1")),
    ] = None
    institution: Annotated[
        str | None, Text(200), Filter(_to_body, _l("Institucioni"), hint=of_service.PART_OF_NAME)
    ] = None
    from_: Annotated[date | None, Filter(_since, _l("Nga data"))] = None
    to: Annotated[date | None, Filter(_until, _l("Deri më datën"))] = None
