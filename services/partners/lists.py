"""The lists of partners: by what each may be narrowed, said once for API, page, links and cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from services.partners import words
from services.partners.domain.post_book import WITHDRAWAL
from services.partners.models import Dispatch, DispatchItem, HeldAct, Institution, LetterLink, PostEntry
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


#: `letters.is_over`.
_OVER = Dispatch.answered_at.is_not(None) | Dispatch.due_over
#: Of which an item was answered, this way or another (`DispatchItem.is_answered`).
_SPOKEN = exists().where(
    DispatchItem.dispatch_id == Dispatch.id,
    DispatchItem.answered_at.is_not(None) | DispatchItem.answered_on.is_not(None),
)
#: Letters that no case may follow now, because a court or a prosecutor has the matter: nothing is asked meanwhile.
HELD = exists().where(HeldAct.recommendation_id == Dispatch.recommendation_id)
_UNANSWERED = and_(
    ~_OVER, Dispatch.withdrawn_at.is_(None), Dispatch.role != "for_information", Dispatch.expects != "nothing"
)
#: Letters whose answer is still awaited, and those whose answer will be when their matter comes back.
WAITING, WAITING_HELD = and_(_UNANSWERED, ~HELD), and_(_UNANSWERED, HELD)


def _standing(state: str, _reading: Reading) -> ColumnElement[bool]:
    conditions = {
        "waiting": WAITING,
        "held": WAITING_HELD,
        "answered": and_(_OVER, _SPOKEN),
        "over": and_(_OVER, ~_SPOKEN),
        "withdrawn": Dispatch.withdrawn_at.is_not(None),
    }
    return conditions[state]


@dataclass(frozen=True, kw_only=True)
class LetterListing(Listing):
    """The letters that a body has, the newest first."""

    state: Annotated[str | None, Filter(_standing, _l("Gjendja"), words.LETTERS)] = None


#: What is still to be done. What need not go any more is `dropped` or `answered`; what was withdrawn goes
#: nowhere, but that it was does.
_GOES = or_(Dispatch.withdrawn_at.is_(None), PostEntry.rung == WITHDRAWAL)
TO_POST = and_(PostEntry.state == "to_post", _GOES)

#: Deliveries on an old day, and such as were recorded by mistake, that wait for a second person.
TO_LOOK_AT = or_(and_(PostEntry.state == "sent", PostEntry.told_on.is_not(None)), PostEntry.doubted_on.is_not(None))


def _came_to(state: str, _reading: Reading) -> ColumnElement[bool]:
    later = aliased(PostEntry)
    again = select(later.id).where(
        later.dispatch_id == PostEntry.dispatch_id,
        later.letter.is_not_distinct_from(PostEntry.letter),
        later.entered_at > PostEntry.entered_at,
    )
    left_lying = and_(PostEntry.state == "returned", ~again.exists())
    conditions = {
        "to_post": TO_POST,
        "sent": and_(PostEntry.state == "sent", PostEntry.told_on.is_(None)),
        "to_look_at": TO_LOOK_AT,
        "delivered": and_(PostEntry.state == "delivered", PostEntry.doubted_on.is_(None)),
        "returned": left_lying,
    }
    return conditions.get(state, PostEntry.state == state)


def _addressed(text: str, _reading: Reading) -> ColumnElement[bool]:
    return PostEntry.institution_id.in_(select(Institution.id).where(holds_words(Institution.search, text)))


def _waits(age: str, reading: Reading) -> ColumnElement[bool]:
    return PostEntry.entered_at < reading.now - _AGES[age]


_AGES: Mapping[str, timedelta] = {"week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True, kw_only=True)
class PostListing(Listing):
    """Letters on paper, the oldest first. `state`: of `returned` those that nobody sent anew, of `to_look_at` those whose delivery
    on an old day, or by mistake, waits for a second person.
    """

    state: Annotated[str | None, Filter(_came_to, _l("Gjendja"), words.POST_STATES)] = None
    q: Annotated[str | None, Text(100), Filter(_addressed, _l("Institucioni"))] = None
    institution: Annotated[UUID | None, Filter(PostEntry.institution_id)] = None
    way: Annotated[str | None, Filter(PostEntry.way, _l("Mënyra"), words.POST_WAYS)] = None
    age: Annotated[str | None, Filter(_waits, _l("Në libër prej"), words.POST_AGES)] = None


@dataclass(frozen=True, kw_only=True)
class OpenPost(PostListing):
    """The page's: what waits to be sent, unless another state is asked for."""

    state: Annotated[str, Filter(_came_to, _l("Gjendja"), words.POST_STATES)] = "to_post"


def _linked(text: str, _reading: Reading) -> ColumnElement[bool]:
    return LetterLink.receiver_id.in_(select(Institution.id).where(holds_words(Institution.search, text)))


@dataclass(frozen=True, kw_only=True)
class LinkListing(Listing):
    """One-time links, the newest first."""

    state: Annotated[str | None, Filter(LetterLink.state, _l("Gjendja"), words.LINK_STATES)] = None
    q: Annotated[str | None, Text(100), Filter(_linked, _l("Institucioni"))] = None


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
