"""Recommendations to the office as a file, written and read in one shape, and the comparison of one with what is known."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Annotated

from flask import Response
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage

from services.cases.incoming.domain import Difference, Row, Said, State
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE
from shared.cells import plain_cell, safe_cell
from shared.edges import Answer, Body
from shared.errors import pointers
from shared.fields import Text
from shared.row_files import only_file, rows_of, unreadable
from shared.typed import dump, filled, load

LARGEST = 1024 * 1024
MOST_ROWS = 2000


@dataclass(frozen=True, kw_only=True)
class RowBody(Body):
    """One item. `due`: by when, as the issuer says; or `term`: the key of a term of the law (terms.yaml); or both."""

    issuer: Annotated[str, Text(60)]
    number: Annotated[str, Text(60)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    issued_on: date
    received_on: date
    item: Annotated[str, Text(30)]
    text: Annotated[str, Text(LONGEST_TEXT)]
    due: date | None = None
    term: Annotated[str | None, Text(60)] = None


COLUMNS = tuple(member.name for member in fields(RowBody))
NEEDED = tuple(member.name for member in fields(RowBody) if member.default is MISSING)


def single(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str]) -> list[Row]:
    """The rows of the one file of a request, in the part `file`. Raises `Problem` 413 or 422."""
    return read(only_file(files, texts, LARGEST))


def read(content: bytes) -> list[Row]:
    """Every row of a CSV or JSON file, whole or with its faults. Raises `Problem` 413 (too large) or 422 (no such file)."""
    return rows_of(content, _of_json, _of_csv, largest=LARGEST, most=MOST_ROWS)


def as_file(rows: Iterable[Said], kind: str) -> Response:
    """All rows as `csv` or `json`, to be saved and never shown by the browser."""
    text, mimetype = (_csv_text(rows), "text/csv") if kind == "csv" else (_json_text(rows), "application/json")
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="incoming.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _csv_text(rows: Iterable[Said]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = [getattr(row, name) for name in COLUMNS]
        writer.writerow([safe_cell("" if cell is None else str(cell)) for cell in cells])
    return buffer.getvalue()


def _json_text(rows: Iterable[Said]) -> str:
    return json.dumps({"items": [dump(filled(RowBody, row)) for row in rows]}, ensure_ascii=False)


def _of_json(document: object) -> Iterator[Row]:
    if not isinstance(document, dict) or set(document) != {"items"} or not isinstance(document["items"], list):
        raise unreadable("The file is no object with a list of items.")
    for place, raw in enumerate(document["items"], start=1):
        yield _row(place, raw)


def _of_csv(text: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    # What a spreadsheet saves where the comma is the decimal sign, as in Albania.
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        header = _header(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield _row(line, {name: plain_cell(cell) or None for name, cell in zip(header, cells, strict=True)})
            elif cells:
                yield Row(line, faults=(("", "other_number_of_cells"),))
            line = reader.line_num + 1
    except csv.Error as error:
        raise unreadable("The file is no CSV.") from error


def _header(names: list[str]) -> list[str]:
    if len(set(names)) != len(names) or not set(names) <= set(COLUMNS):
        raise unreadable(f"The first line names the columns, each once: {', '.join(COLUMNS)}.")
    if missing := [name for name in NEEDED if name not in names]:
        raise unreadable(f"These columns are missing: {', '.join(missing)}.")
    return names


def _row(line: int, raw: object) -> Row:
    try:
        said = Said(**vars(load(RowBody, raw)))
    except ValidationError as error:
        faults = [(fault["pointer"].strip("/"), fault["code"]) for fault in pointers(error.messages)]
        named = raw if isinstance(raw, dict) else {}
        issuer, number, item = (_text(named.get(name)) for name in ("issuer", "number", "item"))
        return Row(line, key=(issuer, number, item), faults=tuple(faults))
    return Row(line, said, said.key)


def _text(value: object) -> str:
    return value[:60] if isinstance(value, str) else ""


@dataclass(frozen=True, kw_only=True)
class IncomingDifference(Answer):
    """`fields`: name → [before, after]; `faults`: [field, code]. Rows that are the same are counted and not listed."""

    line: int
    key: str
    state: str
    fields_: Mapping[str, tuple[str | None, ...]]
    faults: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class IncomingImportAnswer(Answer):
    applied: bool
    counts: Mapping[str, int]
    rows: tuple[IncomingDifference, ...]


def answer(compared: Sequence[Difference], *, applied: bool) -> IncomingImportAnswer:
    """What became of each row, or would."""
    counted = Counter(one.state for one in compared)
    return IncomingImportAnswer(
        applied=applied,
        counts={state.value: counted[state] for state in State},
        rows=tuple(_difference(one) for one in compared if one.state is not State.SAME),
    )


def _difference(compared: Difference) -> IncomingDifference:
    return IncomingDifference(
        line=compared.row.line,
        key=" ".join(compared.row.key).strip(),
        state=compared.state.value,
        fields_={name: (_shown(before), _shown(after)) for name, (before, after) in compared.fields.items()},
        faults=compared.faults,
    )


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
