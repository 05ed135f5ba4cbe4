"""What several lists are narrowed by: a number as people write it, a right of the Convention, a body or a place in any spelling.

A condition on the id of a case is one on what belongs to it as well. None of these says whose cases are seen: the query does.
"""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from services.cases import data
from services.cases.domain.case import Status
from services.cases.models import ActAddressee, Case, CaseBody, Complaint, Obligation, ProtocolEntry, Recommendation
from services.cases.models.standing import goes_on
from shared.directory import municipalities, named
from shared.numbers import as_written

#: The series of numbers of complaints and of cases; those of acts are data.
COMPLAINTS, CASES = "A", "C"


def acts_series() -> frozenset[str]:
    """The series that acts are numbered in, such as R."""
    return frozenset(kind.prefix for kind in data.kinds())


def series() -> frozenset[str]:
    """Every series of numbers that may lead somewhere from here."""
    return acts_series() | {COMPLAINTS, CASES}


def numbered(number: str) -> ColumnElement[bool]:
    """Cases with that number."""
    return Case.number.in_(as_written(number, [CASES]))


def about(right: str) -> ColumnElement[bool]:
    """Cases about an article, be it a paragraph of it; or about a paragraph."""
    codes = [code for code in data.articles() if f"{code}.".startswith(f"{right.lower()}.")]
    return Case.rights.bool_op("?|")(cast(codes, ARRAY(Text)))


def cases_about(right: str) -> Select[UUID]:
    """The ids of these cases, for what belongs to them."""
    return select(Case.id).where(about(right))


def at(place: str) -> ColumnElement[bool]:
    """Cases at a place: a municipality or a whole county."""
    return Case.places.bool_op("?|")(func.array(municipalities(place).scalar_subquery(), type_=ARRAY(Text)))


def of_complaint(reference: str) -> ColumnElement[bool]:
    """Cases that a complaint with that reference belongs to, be it the first or one that was joined."""
    known = Complaint.reference.in_(as_written(reference, [COMPLAINTS]))
    return Case.id.in_(select(Complaint.case_id).where(known, Complaint.case_id.is_not(None)))


def with_body(body: str) -> ColumnElement[bool]:
    """Cases about the conduct of a body: its id, or words of its name."""
    return Case.id.in_(select(CaseBody.case_id).where(CaseBody.institution_id.in_(named(body))))


def cases_called(name: str) -> Select[UUID]:
    """The id of the case with this id, or with this number."""
    try:
        return select(Case.id).where(Case.id == UUID(name))
    except ValueError:
        return select(Case.id).where(numbered(name))


def act_numbered(number: str) -> ColumnElement[bool]:
    """Acts with that number."""
    return Recommendation.number.in_(as_written(number, acts_series()))


#: As it stands on a paper: 465, 465/1, Nr. 465/1 Prot., 465/1/2026, 465/1 Prot., datë 27.11.2026.
_PROTOCOL = re.compile(
    r"(?:nr\.?\s*)?(?P<number>[0-9]{1,7})(?:\s*/\s*(?P<fraction>[0-9]{1,3}))?(?:\s*/\s*(?P<year>[12][0-9]{3}))?"
    r"(?:\s*prot\b\.?)?"
    r"(?:\s*,?\s*(?:dat[eë]s?|dt)?\.?\s*"
    r"(?P<day>[0-9]{1,2})\s*[./-]\s*(?P<month>[0-9]{1,2})\s*[./-]\s*(?P<of>[12][0-9]{3}))?",
    re.IGNORECASE,
)


def act_on_paper(words: str) -> ColumnElement[bool]:
    """Acts of which a paper has this number in the protocol book, or left under this number on its label."""
    labelled = select(ActAddressee.recommendation_id).where(func.upper(ActAddressee.tracking) == words.strip().upper())
    found = _PROTOCOL.fullmatch(words.strip())
    if found is None:
        return Recommendation.id.in_(labelled)
    entered = select(ProtocolEntry.recommendation_id).where(*_in_the_book(found))
    return Recommendation.id.in_(labelled) | Recommendation.id.in_(entered)


def _in_the_book(found: re.Match[str]) -> Iterator[ColumnElement[bool]]:
    """The number with what stands behind it. The book begins anew each year, and the day on a paper is the day of its line: another
    day of the same year is one misread, and finds it all the same.
    """
    yield ProtocolEntry.number == int(found["number"])
    if found["fraction"]:
        yield ProtocolEntry.fraction == int(found["fraction"])
    if year := found["year"] or found["of"]:
        yield ProtocolEntry.year == int(year)


def act_to(bodies: Select[UUID]) -> ColumnElement[bool]:
    """Acts that go to one of these bodies."""
    return Recommendation.id.in_(select(ActAddressee.recommendation_id).where(ActAddressee.institution_id.in_(bodies)))


def in_monitoring(day: date) -> ColumnElement[bool]:
    """Obligations whose case is closed and whose ladder goes on."""
    closed = select(Case.id).where(Case.id == Obligation.case_id, Case.status == Status.CLOSED)
    return and_(goes_on(day), closed.exists())


def act_in_monitoring(day: date) -> ColumnElement[bool]:
    """Acts on which something is owed whose case is closed and whose ladder goes on."""
    return Recommendation.id.in_(select(Obligation.recommendation_id).where(in_monitoring(day)))


def closed_into_monitoring(day: date) -> ColumnElement[bool]:
    """Cases that are closed, and the ladder of something that is owed goes on (design, section 10)."""
    pressed = select(Obligation.id).where(Obligation.case_id == Case.id, goes_on(day))
    return and_(Case.status == Status.CLOSED, pressed.exists())
