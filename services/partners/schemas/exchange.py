"""The directory as a file: CSV of its bodies or of their relations, or JSON of both. Written and read in one shape."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from services.partners.domain import CLASSES, POWERS, RELATIONS
from shared.errors import pointers
from shared.fields import Day, Flag, Id, Text, Whole
from shared.gate import Body
from shared.row_files import only_file, plain_cell, rows_of, safe_cell, unreadable

LARGEST = 4 * 1024 * 1024
MOST_ROWS = 10_000
_SLUG = validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z", error="Not a key.")
_LISTS = frozenset({"aka", "languages", "powers"})
_FLAGS = frozenset({"sample", "enabled", "confirmed"})


class ExportQuery(Body):
    """`part` says which of the two a CSV holds; JSON holds both."""

    format = fields.String(load_default="json", validate=validate.OneOf(("csv", "json")))
    part = fields.String(load_default="institutions", validate=validate.OneOf(("institutions", "relations")))


class ImportQuery(Body):
    """Without `apply` nothing is written: the answer says what would be."""

    apply = fields.Boolean(load_default=False)


class InstitutionRow(Body):
    """One body; a column that the file does not have stays as it is. `version`: what the file was written from."""

    key = fields.String(required=True, validate=_SLUG)
    institution_class = fields.String(data_key="class", validate=validate.OneOf(CLASSES))
    name_sq = Text(300)
    short_sq = Text(200, allow_none=True)
    name_en = Text(300)
    aka = fields.List(Text(200), validate=validate.Length(max=20))
    seat = Text(200, allow_none=True)
    municipality = fields.String(validate=_SLUG, allow_none=True)
    county = fields.String(validate=_SLUG, allow_none=True)
    languages = fields.List(fields.String(validate=validate.OneOf(("sq", "en"))), validate=validate.Length(max=2))
    powers = fields.List(fields.String(validate=validate.OneOf(POWERS)), validate=validate.Length(max=len(POWERS)))
    mailbox = fields.Email(validate=validate.Length(max=254), allow_none=True)
    sample = Flag()
    enabled = Flag()
    valid_from = Day(allow_none=True)
    valid_to = Day(allow_none=True)
    source = Text(100)
    confirmed = Flag()
    version = Whole(1, 2**31 - 1)


class RelationRow(Body):
    """One relation, by the keys of its bodies. With its `id` also its kind, its other body and its first day can be changed."""

    body = fields.String(required=True, validate=_SLUG)
    kind = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    to = fields.String(required=True, validate=_SLUG)
    valid_from = Day(allow_none=True)
    valid_to = Day(allow_none=True)
    source = Text(100)
    confirmed = Flag()
    id = Id()


Parts = Mapping[str, Iterable[Mapping[str, Any]]]
_ROWS: Mapping[str, type[Body]] = {"institutions": InstitutionRow, "relations": RelationRow}
#: As the file has them, in this order.
COLUMNS = {
    part: [declared.data_key or name for name, declared in schema._declared_fields.items()]  # noqa: SLF001 - marshmallow has no other name for the fields of a class
    for part, schema in _ROWS.items()
}


@dataclass(frozen=True)
class Row:
    """One row of a file: `line` as an editor counts, for JSON the place in its list. `faults`: (field, what is wrong)."""

    part: str
    line: int
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()


# ------------------------------------------------------------------------------------------------------------- writing


def writer(wanted: str) -> Callable[[Parts], Iterator[str]]:
    """How the rows of each part are written as `csv` (of one part) or `json`."""
    return _csv_lines if wanted == "csv" else _json_lines


def _csv_lines(parts: Parts) -> Iterator[str]:
    """One line after the other, the header first."""
    ((part, rows),) = parts.items()
    buffer = io.StringIO()
    lines = csv.writer(buffer, lineterminator="\r\n")
    for cells in _cells(part, rows):
        lines.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _json_lines(parts: Parts) -> Iterator[str]:
    """The whole document piece by piece."""
    yield "{"
    for place, (part, rows) in enumerate(parts.items()):
        yield f'{"," if place else ""}"{part}":['
        for number, row in enumerate(rows):
            yield ("," if number else "") + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        yield "]"
    yield "}"


def _cells(part: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield COLUMNS[part]
    for row in rows:
        yield [safe_cell(_cell(row[column])) for column in COLUMNS[part]]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value)


# ------------------------------------------------------------------------------------------------------------- reading


def single(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str]) -> list[Row]:
    """The rows of the one file of a request, in the part `file`. Raises `Problem` 413 or 422."""
    return read(only_file(files, texts, LARGEST))


def read(content: bytes) -> list[Row]:
    """Every row, whole or with its faults. Raises `Problem` 413 (too large) or 422 (no such file)."""
    return rows_of(content, _of_json, _of_csv, largest=LARGEST, most=MOST_ROWS)


def _of_json(document: Any) -> Iterator[Row]:
    if not isinstance(document, dict) or not set(document) <= set(_ROWS):
        raise unreadable("The file has other members than institutions and relations.")
    for part in _ROWS:
        rows = document.get(part, [])
        if not isinstance(rows, list):
            raise unreadable(f"{part} is no list.")
        for place, row in enumerate(rows, start=1):
            yield _row(part, place, row)


def _of_csv(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        part = "relations" if "body" in header else "institutions"
        if not header or len(set(header)) != len(header) or not set(header) <= set(COLUMNS[part]):
            raise unreadable("The first line does not name the columns.")
        for cells in reader:
            if len(cells) == len(header):
                yield _row(part, reader.line_num, dict(map(_read_cell, header, cells)))
            elif cells:
                yield Row(part, reader.line_num, cells[0][:64], faults=(("", "cell_count"),))
    except csv.Error as error:
        raise unreadable("The file is no CSV.") from error


def _read_cell(column: str, cell: str) -> tuple[str, Any]:
    value = plain_cell(cell)
    if column in _LISTS:
        return column, [part for part in value.split("|") if part]
    if column in _FLAGS:
        return column, {"true": True, "false": False}.get(value, value)
    if column == "version":
        return column, int(value) if value.isascii() and value.isdigit() and len(value) < 11 else value or None
    return column, value or None


def _row(part: str, line: int, raw: Any) -> Row:
    key = _key_of(part, raw)
    if isinstance(raw, dict):
        # An empty cell of these says nothing about them.
        raw = {name: value for name, value in raw.items() if value is not None or name not in ("version", "id")}
    try:
        values: dict[str, Any] = _ROWS[part]().load(raw)
    except ValidationError as error:
        faults = tuple((found["pointer"].strip("/"), found["code"]) for found in pointers(error.messages))
        return Row(part, line, key, faults=faults)
    return Row(part, line, key, values)


def _key_of(part: str, raw: Any) -> str:
    names = ("key",) if part == "institutions" else ("body", "kind", "to")
    found = [raw.get(name) for name in names] if isinstance(raw, dict) else []
    return " ".join(value for value in found if isinstance(value, str))[:200]
