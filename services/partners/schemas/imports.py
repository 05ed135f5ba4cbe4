"""What became, or would become, of a file of the directory, as JSON."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from marshmallow import Schema, fields, validate

STATES = ("new", "changed", "ended", "same", "refused")


class Difference(Protocol):
    """See actions/importing.py."""

    part: str
    line: int
    key: str
    state: str
    fields: dict[str, list[Any]]
    faults: tuple[tuple[str, str], ...]


class RowAnswer(Schema):
    """`fields`: name → [before, after]; `faults`: [field, code]. Rows that are the same are counted and not listed."""

    part = fields.String()
    line = fields.Integer()
    key = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    fields_ = fields.Dict(data_key="fields", attribute="fields", keys=fields.String(), values=fields.List(fields.Raw()))
    faults = fields.List(fields.List(fields.String()))


class ImportAnswer(Schema):
    applied = fields.Boolean()
    counts = fields.Dict(keys=fields.String(validate=validate.OneOf(STATES)), values=fields.Integer())
    rows = fields.List(fields.Nested(RowAnswer))


def answer(found: Sequence[Difference], *, applied: bool) -> dict[str, Any]:
    """JSON-ready."""
    counted = Counter(one.state for one in found)
    rows = [
        {
            "part": one.part,
            "line": one.line,
            "key": one.key,
            "state": one.state,
            "fields": one.fields,
            "faults": [list(fault) for fault in one.faults],
        }
        for one in found
        if one.state != "same"
    ]
    return {"applied": applied, "counts": {state: counted[state] for state in STATES}, "rows": rows}
