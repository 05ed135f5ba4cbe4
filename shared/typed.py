"""What crosses an edge is a frozen dataclass, and its marshmallow schema follows from the annotations.

A plain annotation is read as its base class reads that type (`Shape.kinds`). What a type alone does not say stands in `Annotated`:
a validator of marshmallow, or a whole field in the place of the usual one: `Annotated[str, Text(200)]`. A member without a default
is required; `X | None = None` may be null; `X | Unsent = UNSENT` may be left out and then says nothing, read or written. A
trailing underscore is Python's (`class_` is `class` in JSON).
"""

import copy
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from dataclasses import Field as DataclassField
from enum import Enum, StrEnum
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from marshmallow import RAISE, Schema, missing, post_dump, post_load, validate
from marshmallow.fields import Dict, Field, List, Nested, String

MakeField = Callable[..., Field[Any]]


class Unsent(Enum):
    """The type of `UNSENT`: a member that was not sent, which is not the same as null."""

    UNSENT = "unsent"


UNSENT: Final = Unsent.UNSENT


class Word(String):
    """One value of an enumeration of texts, loaded as its member; of `only` these, where not all will do."""

    def __init__(self, words: type[StrEnum], only: Iterable[StrEnum] = (), **options: Any) -> None:
        self.words = words
        super().__init__(validate=[validate.OneOf([word.value for word in only or words])], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        # What is no member is left to the validator, which names the choices.
        return next((word for word in self.words if word.value == text), text)


def one_of(words: type[StrEnum]) -> validate.OneOf:
    """A text that is a value of that enumeration, which the contract lists from there; kept as a text."""
    return validate.OneOf([word.value for word in words])


class Row(List[Any]):
    """A list that is loaded as a tuple, so that what holds it stays frozen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **options))


class Says:
    """What stands in `Annotated` for more than reading, and narrows what is read."""

    validators: tuple[validate.Validator, ...] = ()


class NamesDocument(Says):
    """The text is the name of a document: who is told the value may read that too; of several, the `readers` alone, if they are named."""

    def __init__(self, *readers: str) -> None:
        self.readers = readers


class Shape:
    """The base of everything that crosses an edge. Each subclass is decorated with `@dataclass(frozen=True, kw_only=True)`."""

    #: How a plain annotation is read and written, by its type.
    kinds: ClassVar[Mapping[Any, MakeField]] = {}
    #: What becomes of members that the class does not name: marshmallow's RAISE, or EXCLUDE.
    unknown: ClassVar[str] = RAISE
    #: Whether `X | None` may be null. If not, it is left out: read as None, never written.
    nullable: ClassVar[bool] = True

    def check(self) -> None:
        """What the members must say together. Raises `marshmallow.ValidationError`."""


S = TypeVar("S", bound=Shape)


_MEMBERS: dict[type[Shape], tuple[DataclassField[Any], ...]] = {}


def _members(shape: type[Shape]) -> tuple[DataclassField[Any], ...]:
    if shape not in _MEMBERS:
        _MEMBERS[shape] = fields(shape)  # type: ignore[arg-type]  # a subclass of Shape is a dataclass; the derivation says so of one that is not
    return _MEMBERS[shape]


def filled(shape: type[S], row: object, **given: object) -> S:
    """A value of `shape`: each member is `given`, or the attribute of `row` with its name."""
    rest = {member.name: getattr(row, member.name) for member in _members(shape) if member.name not in given}
    return shape(**rest, **given)


def sent(value: Shape) -> dict[str, object]:
    """The members of a body that were sent, by name."""
    given = {member.name: getattr(value, member.name) for member in _members(type(value))}
    return {name: member for name, member in given.items() if member is not UNSENT}


def changed(value: S, change: Shape) -> S:
    """`value` with what was sent of a change in the place of its own members."""
    given: dict[str, Any] = sent(change)
    return replace(value, **given)  # type: ignore[type-var]  # every shape is a dataclass


_CLASSES: dict[type[Shape], type[Schema]] = {}
_SCHEMAS: dict[type[Shape], Schema] = {}


def schema_class(shape: type[Shape]) -> type[Schema]:
    """The marshmallow schema of `shape`. Raises `TypeError` naming the member that cannot be read."""
    if shape not in _CLASSES:
        _CLASSES[shape] = _derived(shape)
    return _CLASSES[shape]


def schema_of(shape: type[Shape]) -> Schema:
    """One instance of the schema: marshmallow copies all fields for each, which would be half the cost of reading."""
    if shape not in _SCHEMAS:
        _SCHEMAS[shape] = schema_class(shape)()
    return _SCHEMAS[shape]


def _derived(shape: type[Shape]) -> type[Schema]:
    if "__dataclass_fields__" not in vars(shape):
        raise TypeError(f"{shape.__qualname__} needs @dataclass(frozen=True, kw_only=True)")
    hints = get_type_hints(shape, include_extras=True)
    members: dict[str, Any] = {}
    for member in _members(shape):
        try:
            field = _field(shape, hints[member.name])
        except TypeError as error:
            raise TypeError(f"{shape.__qualname__}.{member.name}: {error}") from error
        _stands(field, shape, hints[member.name], member.default, member.default_factory)
        if member.name.endswith("_"):
            field.data_key = member.name.removesuffix("_")
        members[member.name] = field

    meta = type("Meta", (), {"unknown": shape.unknown})
    return type(shape.__name__, (Schema,), {"__doc__": shape.__doc__, "Meta": meta, **members, **_hooks(shape)})


def _hooks(shape: type[Shape]) -> dict[str, Any]:
    def as_value(_schema: Schema, data: dict[str, Any], **_options: Any) -> Shape:
        return shape(**data)

    def as_checked(_schema: Schema, data: dict[str, Any], **_options: Any) -> Shape:
        value = shape(**data)
        value.check()
        return value

    def without_nulls(_schema: Schema, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}

    # Only what has something to check pays for it: an event is read for each of its consumers.
    hooks: dict[str, Any] = {"as_value": post_load(as_value if shape.check is Shape.check else as_checked)}
    if not shape.nullable:
        hooks["without_nulls"] = post_dump(without_nulls)
    # Asked of each member of each value that is written: marshmallow's own way, which tries keys and paths, is half of what a list costs.
    hooks["get_attribute"] = _sent if any(member.default is UNSENT for member in _members(shape)) else _member
    return hooks


def _member(schema: Schema, value: Any, name: str, default: Any) -> Any:
    # What is kept as JSON stands among the members of some values as it is, a mapping.
    return getattr(value, name) if isinstance(value, Shape) else Schema.get_attribute(schema, value, name, default)


def _sent(schema: Schema, value: Any, name: str, default: Any) -> Any:
    member = _member(schema, value, name, default)
    return missing if member is UNSENT else member


def named_in(value: object) -> Iterator[str]:
    """The names of documents in a value, and in the values inside it (`NamesDocument`)."""
    return (name for name, _ in told_in(value))


def told_in(value: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same with the readers of each; none where all who are told the value may read it."""
    if isinstance(value, Shape):
        for member, says in _naming(type(value)):
            held = getattr(value, member)
            yield from ((name, says.readers) for name in _texts(held)) if says else told_in(held)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from told_in(one)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, (tuple, list)) else ()


_NAMING: dict[type[Shape], tuple[tuple[str, NamesDocument | None], ...]] = {}


def _naming(shape: type[Shape]) -> tuple[tuple[str, NamesDocument | None], ...]:
    """What each member says of naming documents. What can hold neither a name nor a value is left out."""
    if shape not in _NAMING:
        hints = get_type_hints(shape, include_extras=True)
        said = [(member.name, _names(hints[member.name]), hints[member.name]) for member in _members(shape)]
        _NAMING[shape] = tuple((name, says) for name, says, hint in said if says or _holds_shape(hint))
    return _NAMING[shape]


def _names(hint: Any) -> NamesDocument | None:
    if isinstance(hint, NamesDocument):
        return hint
    return next((found for part in get_args(hint) if (found := _names(part))), None)


def _holds_shape(hint: Any) -> bool:
    inside = isinstance(hint, type) and issubclass(hint, Shape)
    return inside or any(_holds_shape(part) for part in get_args(hint))


def load(shape: type[S], data: object) -> S:
    """`data`, as read from JSON, as a value. Raises `marshmallow.ValidationError`."""
    loaded: S = schema_of(shape).load(data)  # type: ignore[arg-type]  # what is no mapping is refused by marshmallow itself
    return loaded


def dump(value: Shape) -> dict[str, Any]:
    """`value` as it is written in JSON."""
    dumped: dict[str, Any] = schema_of(type(value)).dump(value)
    return dumped


def _stands(field: Field[Any], shape: type[Shape], hint: Any, default: Any, factory: Any) -> None:
    """Required, or with its default, so that OpenAPI says it too."""
    field.required = default is MISSING and factory is MISSING
    field.allow_none = shape.nullable and type(None) in _choices(hint)
    if default is not MISSING and default is not UNSENT and (shape.nullable or default is not None):
        field.load_default = default


def _choices(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _field(shape: type[Shape], hint: Any) -> Field[Any]:
    """A new field for one annotation."""
    remarks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    if templates := [remark for remark in remarks if isinstance(remark, Field)]:
        return copy.deepcopy(templates[0])
    kinds = [kind for kind in _choices(hint) if kind not in (type(None), Unsent)]
    if len(kinds) != 1:
        raise TypeError(f"{hint} is not one type: say in Annotated[…] which field reads it")
    field = _field(shape, kinds[0]) if get_origin(kinds[0]) is Annotated else _plain(shape, kinds[0])
    narrowed = [remark for remark in remarks if isinstance(remark, validate.Validator)]
    narrowed += [validator for remark in remarks if isinstance(remark, Says) for validator in remark.validators]
    field.validators = [*field.validators, *narrowed]
    for remark in remarks:
        if isinstance(remark, dict):
            field.metadata = {**field.metadata, **remark}
    return field


def _plain(shape: type[Shape], kind: Any) -> Field[Any]:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return String(validate=[validate.OneOf(inside)])
    if origin is tuple and inside[1:] == (...,):
        return Row(_field(shape, inside[0]))
    if origin in (list, Sequence):
        return List(_field(shape, inside[0]))
    if origin in (dict, Mapping):
        return Dict(keys=_field(shape, inside[0]), values=_field(shape, inside[1]))
    if isinstance(kind, type) and issubclass(kind, Shape):
        return Nested(schema_class(kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Word(kind)
    if kind not in shape.kinds:
        raise TypeError(f"{kind} alone does not say how it is read: Annotated[…, its field]")
    return shape.kinds[kind]()
