"""The directory as a file: CSV of its bodies or of their relations, or JSON of both. Written and read in one shape."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from marshmallow import ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from services.partners.schemas.rows import COLUMNS, ROWS, InstitutionRow, Parts, RelationRow, Row
from shared.cells import plain_cell, safe_cell
from shared.edges import Query
from shared.errors import pointers
from shared.row_files import only_file, rows_of, unreadable
from shared.typed import dump, load

LARGEST = 4 * 1024 * 1024
MOST_ROWS = 10_000
_LISTS = frozenset({"aka", "languages", "powers"})
#: An empty cell of these says nothing about them.
_SILENT = frozenset({"version", "id", "dat_sq", "acc_sq"})
_FLAGS = frozenset({"sample", "enabled", "confirmed", "forms_confirmed"})


@dataclass(frozen=True, kw_only=True)
class ExportQuery(Query):
    """`part` says which of the two a CSV holds; JSON holds both."""

    format: Annotated[str, validate.OneOf(("csv", "json"))] = "json"
    part: Annotated[str, validate.OneOf(("institutions", "relations"))] = "institutions"


@dataclass(frozen=True, kw_only=True)
class ImportQuery(Query):
    """Without `apply` nothing is written: the answer says what would be."""

    apply: Annotated[bool, fields.Boolean()] = False


# ------------------------------------------------------------------------------------------------------------- writing


def writer(kind: str) -> Callable[[Parts], Iterator[str]]:
    """How the rows of each part are written as `csv` (of one part) or `json`."""
    return _csv_lines if kind == "csv" else _json_lines


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
            yield ("," if number else "") + json.dumps(dump(row), ensure_ascii=False, separators=(",", ":"))
        yield "]"
    yield "}"


def _cells(part: str, rows: Iterable[InstitutionRow] | Iterable[RelationRow]) -> Iterator[list[str]]:
    yield COLUMNS[part]
    for row in rows:
        cells = dump(row)
        yield [safe_cell(_cell(cells[column])) for column in COLUMNS[part]]


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
    if not isinstance(document, dict) or not set(document) <= set(ROWS):
        raise unreadable("The file has other members than institutions and relations.")
    for part in ROWS:
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
        raw = {name: value for name, value in raw.items() if value is not None or name not in _SILENT}
    try:
        sent = load(ROWS[part], raw)
    except ValidationError as error:
        faults = tuple((fault["pointer"].strip("/"), fault["code"]) for fault in pointers(error.messages))
        return Row(part, line, key, faults=faults)
    return Row(part, line, key, sent)


def _key_of(part: str, raw: Any) -> str:
    names = ("key",) if part == "institutions" else ("body", "kind", "to")
    values = [raw.get(name) for name in names] if isinstance(raw, dict) else []
    return " ".join(value for value in values if isinstance(value, str))[:200]
