"""A list says once by what it may be narrowed; the API's query, its OpenAPI parameters, the page's form, the links to the next
page and the cursor's binding follow from that, so that none of them can forget a filter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import Integer
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.edges import Query
from shared.pagination import DEFAULT_LIMIT, MAX_LIMIT, Cursors, Page, page
from shared.principal import Principal
from shared.typed import Says

#: Of every list, and no filter of it.
POSITION = ("after", "limit")
L = TypeVar("L", bound="Listing")


@dataclass(frozen=True)
class Reading:
    """Who reads a list, and when."""

    by: Principal
    now: datetime


def anyone(now: datetime) -> Reading:
    """Of a list that is the same for whoever reads it, signed in or not: its cursors may be handed on."""
    return Reading(Principal(), now)


#: A lazy text, in the language of whoever reads; flask-babel calls it a text (stubs/flask_babel).
Words = str
Condition = Callable[[Any, Reading], ColumnElement[bool]]


def same_for_all(condition: Callable[[Any], ColumnElement[bool]]) -> Condition:
    """A condition that does not depend on who reads, and when."""
    return lambda value, _reading: condition(value)


def among(column: InstrumentedAttribute[UUID], ids: Callable[[Any], Select[UUID]]) -> Condition:
    """The id in that column is one of those that `ids` finds for what is asked."""
    return lambda value, _reading: column.in_(ids(value))


@dataclass(frozen=True)
class Filter(Says):
    """How one member narrows a list, and how a page asks for it.

    `by`: the column that equals it, or the condition that it sets; None where the query itself heeds it, since it changes more than
    which rows there are. `label`: what the page's form calls it, in the reader's language; None: asked by links alone. `choices`:
    its words by value; without any it is a text. A function gives what a page offers as of now, where that changes with the calendar
    or is less than there is: a page refuses any other value, the list itself takes it. `every`: the word for not narrowing.
    `further`: the form shows it folded up, beneath those that most people need, until it is asked for.
    """

    by: InstrumentedAttribute[Any] | Condition | None
    label: Words | None = None
    choices: Mapping[str, Words] | Callable[[], Mapping[str, Words]] | None = None
    hint: Words | None = None
    every: Words | None = None
    further: bool = False

    @property
    def validators(self) -> tuple[validate.Validator, ...]:  # type: ignore[override]  # a property in the place of a constant
        return (validate.OneOf([str(key) for key in self.choices]),) if isinstance(self.choices, Mapping) else ()

    def offered(self) -> Mapping[str, Words] | None:
        """The words by value, as of now."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, kw_only=True)
class Listing(Query):
    """What one list may be narrowed to: a member per filter, `Annotated[X | None, Filter(…)] = None`, and where one has read to."""

    after: str | None = None
    limit: Annotated[int, Integer(validate=[validate.Range(min=1, max=MAX_LIMIT)])] = DEFAULT_LIMIT

    @classmethod
    def filters(cls) -> dict[str, Filter]:
        """The filters by name. Raises `TypeError` for a member without one."""
        return _filters(cls)

    def chosen(self) -> dict[str, Any]:
        """What is narrowed to, by name, as it stands in an address; what is as it is without being asked is left out."""
        defaults = {one.name: one.default for one in fields(self) if one.name not in POSITION}
        return {
            in_address(name): value
            for name, value in vars(self).items()
            if name in defaults and value != defaults[name]
        }

    def narrow(self, statement: Select[Any], reading: Reading) -> Select[Any]:
        """`statement` with the condition of each filter that is chosen."""
        for name, one in self.filters().items():
            value = getattr(self, name)
            if value is not None and one.by is not None:
                condition = one.by == value if isinstance(one.by, InstrumentedAttribute) else one.by(value, reading)
                statement = statement.where(condition)
        return statement


def in_address(name: str) -> str:
    """A filter's name as it stands in an address: a trailing underscore is Python's (`class_`)."""
    return name.removesuffix("_")


_FILTERS: dict[type[Listing], dict[str, Filter]] = {}


def _filters(listing: type[Listing]) -> dict[str, Filter]:
    if listing not in _FILTERS:
        _FILTERS[listing] = dict(_found(listing))
    return _FILTERS[listing]


def _found(listing: type[Listing]) -> Iterator[tuple[str, Filter]]:
    hints = get_type_hints(listing, include_extras=True)
    for member in fields(listing):
        if member.name in POSITION:
            continue
        said = [one for one in get_args(hints[member.name])[1:] if isinstance(one, Filter)]
        if len(said) != 1:
            raise TypeError(
                f"{listing.__qualname__}.{member.name}: say in Annotated[…, Filter(…)] how it narrows the list"
            )
        yield member.name, said[0]


def page_of(
    session: Session,
    cursors: Cursors,
    statement: Select[Any],
    asked: Listing,
    reading: Reading,
    order: Sequence[InstrumentedAttribute[Any]],
    *,
    descending: bool = False,
) -> Page[Any]:
    """The rows of `statement` that `asked` narrows to, in `order`; the cursor belongs to this list, its filters and its reader."""
    scope = [f"{type(asked).__module__}.{type(asked).__qualname__}", reading.by.name]
    scope += [f"{name}={value}" for name, value in sorted(asked.chosen().items())]
    narrowed = asked.narrow(statement, reading)
    return page(session, narrowed, order, cursors, scope, after=asked.after, limit=asked.limit, descending=descending)
