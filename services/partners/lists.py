"""The lists of partners: by what each may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy import ColumnElement, and_, func

from services.partners import words
from services.partners.models import Dispatch, Institution
from shared.fields import Text
from shared.folding import holds_words
from shared.lists import Filter, Listing, Reading


def _named(text: str, _reading: Reading) -> ColumnElement[bool]:
    """Every word stands in a name, seat, municipality or county; case and marks do not matter."""
    return holds_words(Institution.search, text)


def _there(on: date, _reading: Reading) -> ColumnElement[bool]:
    """Bodies that are there on a day."""
    begins, ends = func.coalesce(Institution.valid_from, date.min), func.coalesce(Institution.valid_to, date.max)
    return and_(begins <= on, ends >= on)


_ANSWERED = Dispatch.replied_at.is_not(None) | Dispatch.due_over
#: Letters whose answer is still awaited.
WAITING = and_(
    ~_ANSWERED, Dispatch.withdrawn_at.is_(None), Dispatch.role != "for_information", Dispatch.expects != "nothing"
)


def _standing(state: str, _reading: Reading) -> ColumnElement[bool]:
    return {"waiting": WAITING, "answered": _ANSWERED, "withdrawn": Dispatch.withdrawn_at.is_not(None)}[state]


@dataclass(frozen=True, kw_only=True)
class LetterListing(Listing):
    """The letters that a body has, the newest first."""

    state: Annotated[str | None, Filter(_standing, _l("Gjendja"), words.LETTERS)] = None


@dataclass(frozen=True, kw_only=True)
class InstitutionListing(Listing):
    """Bodies by Albanian name."""

    q: Annotated[str | None, Text(100), Filter(_named, _l("Kërkoni sipas emrit ose qendrës"))] = None
    class_: Annotated[str | None, Filter(Institution.institution_class, _l("Lloji"), words.CLASSES)] = None
    active: Annotated[bool | None, fields.Boolean(), Filter(Institution.active)] = None
    county: Annotated[str | None, Filter(Institution.county, _l("Qarku"), words.COUNTIES)] = None
    on: Annotated[date | None, Filter(_there, _l("Siç ishin më"))] = None


@dataclass(frozen=True, kw_only=True)
class UnconfirmedListing(Listing):
    """Bodies that did not confirm their contacts for a quarter, by Albanian name."""


@dataclass(frozen=True, kw_only=True)
class ProposalListing(Listing):
    """What bodies propose to change of their contacts and nobody has decided, the oldest first."""
