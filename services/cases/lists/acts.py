"""Acts of every kind as a list: drafts, and what was issued."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_

from services.cases import data, words
from services.cases.lists.conditions import act_numbered, act_on_paper, act_to, cases_about, cases_called
from services.cases.models import Recommendation
from shared.directory import in_municipality, named
from shared.fields import Text
from shared.folding import holds_words
from shared.lists import Filter, Listing, Reading, among, same_for_all


def _to_body(body: str) -> ColumnElement[bool]:
    return act_to(named(body))


def _to_place(place: str) -> ColumnElement[bool]:
    """To a municipality, or to a body that belongs to it."""
    return act_to(in_municipality(place))


def called(text: str) -> ColumnElement[bool]:
    """By number, also that of a paper in the protocol book or on its label, or by title."""
    return or_(holds_words(Recommendation.search, text), act_numbered(text), act_on_paper(text))


def known_as(text: str) -> ColumnElement[bool]:
    """By what it is called, by an addressee and where it is."""
    return or_(called(text), _to_body(text), _to_place(text))


def since(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Recommendation.issued_on >= day


def until(day: date, _reading: Reading) -> ColumnElement[bool]:
    return Recommendation.issued_on <= day


@dataclass(frozen=True, kw_only=True)
class ActListing(Listing):
    """Acts, the newest first."""

    q: Annotated[str | None, Text(200), Filter(same_for_all(known_as), _l("Fjalë"), hint=words.WORDS_HINT)] = None
    kind: Annotated[str | None, Filter(Recommendation.kind, _l("Lloji"), words.names_of(data.all_kinds()))] = None
    status: Annotated[str | None, Filter(Recommendation.status, _l("Gjendja"), words.ACT_STATUSES)] = None
    institution: Annotated[
        str | None, Text(200), Filter(same_for_all(_to_body), _l("Institucioni"), hint=words.PART_OF_NAME)
    ] = None
    municipality: Annotated[
        str | None,
        Text(100),
        Filter(same_for_all(_to_place), _l("Bashkia ose qarku"), hint=_l("Edhe organet e saj")),
    ] = None
    issued_from: Annotated[date | None, Filter(since, _l("Lëshuar nga data"))] = None
    issued_to: Annotated[date | None, Filter(until, _l("Lëshuar deri më"))] = None
    number: Annotated[str | None, Text(40), Filter(same_for_all(act_numbered), _l("Numri i aktit"), further=True)] = (
        None
    )
    right: Annotated[
        str | None,
        Filter(among(Recommendation.case_id, cases_about), _l("E drejta"), words.RIGHTS, further=True),
    ] = None
    case: Annotated[
        str | None, Text(40), Filter(among(Recommendation.case_id, cases_called), _l("Numri i çështjes"), further=True)
    ] = None
