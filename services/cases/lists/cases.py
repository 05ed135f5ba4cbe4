"""Cases as a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, false, or_, select

from services.cases import words
from services.cases.domain.case import Status
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.lists.conditions import about, at, closed_into_monitoring, numbered, of_complaint, with_body
from services.cases.models import Case, StaffMember
from shared.fields import Text
from shared.folding import folded_column, holds_words
from shared.lists import Condition, Filter, Listing, Reading, Words, same_for_all
from shared.principal import Principal

WHOSE: Mapping[str, Words] = {"me": _l("Të miat"), "nobody": _l("Ende pa ekspert")}
#: Of a case that is closed while the ladder of something that is owed goes on; the lists of obligations say so too.
CLOSED_INTO_MONITORING = _l("E mbyllur, në monitorim")
READERS = frozenset({"case_officer", "approver", "commissioner"})


def reads_content(reader: Principal) -> bool:
    """Whether they may read what a case is about. An auditor sees in a list that it is there, and no more."""
    return bool(reader.roles & READERS)


def content(condition: Callable[[str], ColumnElement[bool]]) -> Condition:
    """Narrows by what a case is about: whoever may not read that finds nothing by it, as the answer would tell them."""
    return lambda value, reading: condition(value) if reads_content(reading.by) else false()


def assigned_to(who: str, reading: Reading) -> ColumnElement[bool]:
    """`me`: the reader's own; `nobody`: open ones that wait for an officer."""
    if who == "me":
        return Case.officer_id == reading.by.id
    return Case.officer_id.is_(None) & (Case.status != Status.CLOSED)


def called(text: str, reading: Reading) -> ColumnElement[bool]:
    """By number, by title, by the reference of a complaint, by a body, by a place."""
    numbers = numbered(text) | of_complaint(text)
    if not reads_content(reading.by):
        return numbers
    return or_(numbers, holds_words(Case.search, text), with_body(text), at(text))


def stands(status: str, reading: Reading) -> ColumnElement[bool]:
    """`monitoring`: those too that were closed into it; they are among the closed ones as well."""
    at_it = Case.status == status
    return at_it | closed_into_monitoring(local_date(reading.now)) if status == Status.MONITORING else at_it


def worked_on_by(name: str, _reading: Reading) -> ColumnElement[bool]:
    """By an officer whose name holds these words: of the few dozen people of the office nobody keeps a folded name."""
    return Case.officer_id.in_(select(StaffMember.id).where(holds_words(folded_column(StaffMember.name), name)))


def since(day: date, _reading: Reading) -> ColumnElement[bool]:
    """On that day in Albania or later."""
    return Case.opened_at >= first_instant_late(day - timedelta(days=1))


def until(day: date, _reading: Reading) -> ColumnElement[bool]:
    """On that day in Albania at the latest."""
    return Case.opened_at < first_instant_late(day)


@dataclass(frozen=True, kw_only=True)
class CaseListing(Listing):
    """Cases, the newest first."""

    q: Annotated[str | None, Text(200), Filter(called, _l("Fjalë"), hint=words.WORDS_HINT)] = None
    status: Annotated[str | None, Filter(stands, _l("Gjendja"), words.STATUSES)] = None
    assigned: Annotated[str | None, Filter(assigned_to, _l("Të kujt"), WHOSE)] = None
    number: Annotated[str | None, Text(40), Filter(same_for_all(numbered), _l("Numri i çështjes"), further=True)] = None
    reference: Annotated[
        str | None, Text(40), Filter(same_for_all(of_complaint), _l("Numri i ankesës"), further=True)
    ] = None
    institution: Annotated[
        str | None,
        Text(200),
        Filter(content(with_body), _l("Institucioni"), hint=words.PART_OF_NAME, further=True),
    ] = None
    municipality: Annotated[str | None, Text(100), Filter(content(at), _l("Bashkia ose qarku"), further=True)] = None
    right: Annotated[str | None, Filter(content(about), _l("E drejta"), words.RIGHTS, further=True)] = None
    officer: Annotated[str | None, Text(200), Filter(worked_on_by, _l("Eksperti"), further=True)] = None
    opened_from: Annotated[date | None, Filter(since, _l("Hapur nga data"), further=True)] = None
    opened_to: Annotated[date | None, Filter(until, _l("Hapur deri më"), further=True)] = None
