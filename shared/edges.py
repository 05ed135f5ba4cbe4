"""What crosses the edge of a service besides events: a body, a query, an answer, a document. See `shared.typed`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from marshmallow import EXCLUDE, fields

from shared.fields import Day, Flag, Id, Moment
from shared.typed import MakeField, NamesDocument, Shape

#: Of a document that goes with the one that names it: whoever may read this one may read that too.
DocumentName = Annotated[str, NamesDocument()]


class Body(Shape):
    """What a request may hold; anything more is refused by name. A text says how long it may be: `Annotated[str, Text(200)]`."""

    kinds: ClassVar[Mapping[Any, MakeField]] = {UUID: Id, date: Day, datetime: Moment, bool: Flag}


def _true_or_false(**options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={"true"}, falsy={"false"}, **options)


class Query(Shape):
    """What stands behind the question mark of an address, where everything is text."""

    kinds: ClassVar[Mapping[Any, MakeField]] = {UUID: Id, date: Day, bool: _true_or_false, str: fields.String}


class Answer(Shape):
    """What is given back."""

    kinds: ClassVar[Mapping[Any, MakeField]] = {
        UUID: fields.UUID,
        date: fields.Date,
        datetime: fields.AwareDateTime,
        bool: fields.Boolean,
        int: fields.Integer,
        float: fields.Float,
        str: fields.String,
        object: fields.Raw,
    }


class Document(Answer):
    """JSON that lies in the document store and that an event names. What a newer writer adds is passed over."""

    unknown: ClassVar[str] = EXCLUDE
