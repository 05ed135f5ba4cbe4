"""Files of items of documents: how one is written and read, and the comparison of one with what is known."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any, Generic

from flask import Response
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage

from services.cases.incoming.domain.comparing import Difference, Row, S, State
from shared.cells import plain_cell, safe_cell
from shared.edges import Answer
from shared.errors import pointers
from shared.row_files import only_file, rows_of, unreadable
from shared.typed import dump, filled, load

LARGEST = 1024 * 1024
MOST_ROWS = 2000
#: Between the values of a cell that holds several.
BETWEEN = "|"
#: The request that brings one, as the OpenAPI document says it.
FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    },
}


@dataclass(frozen=True)
class RowFile(Generic[S]):
    """Files whose rows have the members of a body (`shared.edges`), each of which says one `said`. `lists`: members that are several
    values in one cell.
    """

    body: type[Any]
    said: Callable[..., S]
    lists: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(member.name for member in fields(self.body))

    @cached_property
    def needed(self) -> tuple[str, ...]:
        return tuple(member.name for member in fields(self.body) if member.default is MISSING)

    def single(self, files: Iterable[tuple[str, FileStorage]], texts: Iterable[str]) -> list[Row[S]]:
        """The rows of the one file of a request, in the part `file`. Raises `Problem` 413 or 422."""
        return self.read(only_file(files, texts, LARGEST))

    def read(self, content: bytes) -> list[Row[S]]:
        """Every row of a CSV or JSON file, whole or with its faults. Raises `Problem` 413 (too large) or 422 (no such file)."""
        return rows_of(content, self._of_json, self._of_csv, largest=LARGEST, most=MOST_ROWS)

    def as_file(self, rows: Iterable[S], kind: str, name: str) -> Response:
        """All rows as `csv` or `json`, to be saved and never shown by the browser."""
        of_csv = kind == "csv"
        text, mimetype = (self._csv_text(rows), "text/csv") if of_csv else (self._json_text(rows), "application/json")
        response = Response(text, mimetype=mimetype)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _csv_text(self, rows: Iterable[S]) -> str:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(self.columns)
        for row in rows:
            writer.writerow([safe_cell(self._cell(name, getattr(row, name))) for name in self.columns])
        return buffer.getvalue()

    def _cell(self, name: str, value: Any) -> str:
        if name in self.lists:
            return BETWEEN.join(value)
        return "" if value is None else str(value)

    def _json_text(self, rows: Iterable[S]) -> str:
        return json.dumps({"items": [dump(filled(self.body, row)) for row in rows]}, ensure_ascii=False)

    def _of_json(self, document: object) -> Iterator[Row[S]]:
        if not isinstance(document, dict) or set(document) != {"items"} or not isinstance(document["items"], list):
            raise unreadable("The file is no object with a list of items.")
        for place, raw in enumerate(document["items"], start=1):
            yield self._row(place, raw)

    def _of_csv(self, text: str) -> Iterator[Row[S]]:
        first = text.partition("\n")[0]
        # What a spreadsheet saves where the comma is the decimal sign, as in Albania.
        delimiter = ";" if ";" in first and "," not in first else ","
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
        try:
            header = self._header(next(reader, []))
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) == len(header):
                    yield self._row(
                        line, {name: self._value(name, cell) for name, cell in zip(header, cells, strict=True)}
                    )
                elif cells:
                    yield Row(line, faults=(("", "other_number_of_cells"),))
                line = reader.line_num + 1
        except csv.Error as error:
            raise unreadable("The file is no CSV.") from error

    def _value(self, name: str, cell: str) -> str | list[str] | None:
        plain = plain_cell(cell)
        return [one.strip() for one in plain.split(BETWEEN) if one.strip()] if name in self.lists else plain or None

    def _header(self, names: list[str]) -> list[str]:
        if len(set(names)) != len(names) or not set(names) <= set(self.columns):
            raise unreadable(f"The first line names the columns, each once: {', '.join(self.columns)}.")
        if missing := [name for name in self.needed if name not in names]:
            raise unreadable(f"These columns are missing: {', '.join(missing)}.")
        return names

    def _row(self, line: int, raw: object) -> Row[S]:
        try:
            said = self.said(**vars(load(self.body, raw)))
        except ValidationError as error:
            faults = [(fault["pointer"].strip("/"), fault["code"]) for fault in pointers(error.messages)]
            named = raw if isinstance(raw, dict) else {}
            issuer, number, item = (_text(named.get(name)) for name in ("issuer", "number", "item"))
            return Row(line, key=(issuer, number, item), faults=tuple(faults))
        return Row(line, said, said.key)


def _text(value: object) -> str:
    return value[:60] if isinstance(value, str) else ""


def pointers_of(refused: Iterable[Difference[Any]]) -> list[dict[str, str]]:
    """Why rows are refused, as the refusal of the request says it."""
    faults = [(one.row.line, field, code) for one in refused for field, code in one.faults]
    return [{"pointer": f"/{line}" + (f"/{field}" if field else ""), "code": code} for line, field, code in faults]


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


def answer(compared: Sequence[Difference[Any]], *, applied: bool) -> IncomingImportAnswer:
    """What became of each row, or would."""
    counted = Counter(one.state for one in compared)
    return IncomingImportAnswer(
        applied=applied,
        counts={state.value: counted[state] for state in State},
        rows=tuple(_difference(one) for one in compared if one.state is not State.SAME),
    )


def _difference(compared: Difference[Any]) -> IncomingDifference:
    return IncomingDifference(
        line=compared.row.line,
        key=" ".join(compared.row.key).strip(),
        state=compared.state.value,
        fields_={name: (_shown(before), _shown(after)) for name, (before, after) in compared.fields.items()},
        faults=compared.faults,
    )


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
