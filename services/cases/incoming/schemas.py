"""Recommendations to the office: as JSON, and as a file that is written and read in one shape."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Response
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import FileStorage

from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import Word
from services.cases.incoming.domain import Difference, Row, State
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, word
from services.cases.schemas.obligations import BothTimeliness
from shared.errors import pointers
from shared.fields import Day, Flag, Text
from shared.gate import Body, PageQuery
from shared.row_files import only_file, plain_cell, rows_of, safe_cell, unreadable
from shared.typed import schema_of

LARGEST = 1024 * 1024
MOST_ROWS = 2000


class ImportQuery(Body):
    """Without `apply` nothing is written: the answer says what would be."""

    apply = fields.Boolean(load_default=False)


class ExportQuery(Body):
    format = fields.String(load_default="json", validate=word("csv", "json"))


class RowBody(Body):
    """One item. `due`: by when, as the issuer says; or `term`: the key of a term of the law (terms.yaml); or both."""

    issuer = Text(60, required=True)
    number = Text(60, required=True)
    title = Text(LONGEST_TITLE, required=True)
    issued_on = Day(required=True)
    received_on = Day(required=True)
    item = Text(30, required=True)
    text = Text(LONGEST_TEXT, required=True)
    due = Day(load_default=None, allow_none=True)
    term = Text(60, load_default=None, allow_none=True)


COLUMNS = tuple(RowBody().fields)
NEEDED = tuple(name for name, field in RowBody().fields.items() if field.required)


def single(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str]) -> list[Row]:
    """The rows of the one file of a request, in the part `file`. Raises `Problem` 413 or 422."""
    return read(only_file(files, texts, LARGEST))


def read(content: bytes) -> list[Row]:
    """Every row of a CSV or JSON file, whole or with its faults. Raises `Problem` 413 (too large) or 422 (no such file)."""
    return rows_of(content, _of_json, _of_csv, largest=LARGEST, most=MOST_ROWS)


def as_file(rows: Iterable[Mapping[str, Any]], wanted: str) -> Response:
    """All rows as `csv` or `json`, to be saved and never shown by the browser."""
    text, kind = (_csv_text(rows), "text/csv") if wanted == "csv" else (_json_text(rows), "application/json")
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="incoming.{wanted}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _csv_text(rows: Iterable[Mapping[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell("" if row[name] is None else str(row[name])) for name in COLUMNS])
    return buffer.getvalue()


def _json_text(rows: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps({"items": [RowBody().dump(row) for row in rows]}, ensure_ascii=False)


def _of_json(document: Any) -> Iterator[Row]:
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


def _row(line: int, raw: Any) -> Row:
    try:
        return Row(line, RowBody().load(raw))
    except ValidationError as error:
        faults = [(found["pointer"].strip("/"), found["code"]) for found in pointers(error.messages)]
        names = raw if isinstance(raw, dict) else {}
        known = {
            name: str(names[name])[:60] for name in ("issuer", "number", "item") if isinstance(names.get(name), str)
        }
        return Row(line, known, tuple(faults))


class IncomingDifference(Schema):
    """`fields`: name → [before, after]; `faults`: [field, code]. Rows that are the same are counted and not listed."""

    line = fields.Integer(required=True)
    key = fields.String(required=True)
    state = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields", required=True)
    faults = fields.List(fields.List(fields.String()), required=True)


class IncomingImportAnswer(Schema):
    applied = fields.Boolean(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = fields.List(fields.Nested(IncomingDifference), required=True)


def answer(found: Sequence[Difference], *, applied: bool) -> dict[str, Any]:
    """JSON-ready."""
    counted = Counter(one.state for one in found)
    rows = [
        {
            "line": one.row.line,
            "key": " ".join(one.row.key).strip(),
            "state": one.state.value,
            "fields": {name: [_plain(value) for value in pair] for name, pair in one.fields.items()},
            "faults": [list(fault) for fault in one.faults],
        }
        for one in found
        if one.state is not State.SAME
    ]
    return {"applied": applied, "counts": {state.value: counted[state] for state in State}, "rows": rows}


def _plain(value: Any) -> Any:
    return value if value is None else str(value)


class IncomingQuery(PageQuery):
    """`late`: past the last day and unanswered; `due_in`: unanswered and in time."""

    timeliness = fields.String(load_default=None, validate=word(Word.LATE, Word.DUE_IN))
    issuer = Text(60, load_default=None)


class IncomingAnswer(Schema):
    """One item that is asked of the office: the five stored facts, and the sixth as it is on the day of asking."""

    id = fields.UUID(attribute="item.id", required=True)
    issuer = fields.String(attribute="source.issuer", required=True)
    number = fields.String(attribute="source.number", required=True)
    title = fields.String(attribute="source.title", required=True)
    issued_on = fields.Date(attribute="source.issued_on", required=True)
    received_on = fields.Date(attribute="source.received_on", required=True)
    item = fields.String(attribute="item.item", required=True)
    text = fields.String(attribute="item.text", required=True)
    due = fields.Date(attribute="item.item_due", required=True, allow_none=True)
    term = fields.String(attribute="item.term", required=True, allow_none=True)
    delivery = fields.String(attribute="item.delivery", required=True)
    reply = fields.String(attribute="item.reply", required=True)
    claimed = fields.String(attribute="item.claimed", required=True)
    assessed = fields.String(attribute="item.assessed", required=True)
    confirmed = fields.String(attribute="item.confirmed", required=True)
    timeliness = fields.Method("both", required=True)
    reply_due = fields.Date(attribute="item.reply_due", required=True, allow_none=True)

    def both(self, view: object) -> dict[str, object]:
        """Timeliness of the reply and of the implementation."""
        found: dict[str, object] = schema_of(BothTimeliness).dump(view)
        return found


class IncomingList(Schema):
    items = fields.List(fields.Nested(IncomingAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class IncomingReportAnswer(Schema):
    """What the office reported, or the issuer found."""

    at = fields.AwareDateTime(attribute="report.at", required=True)
    by = fields.UUID(attribute="report.by", required=True)
    position = fields.String(attribute="report.position", required=True, allow_none=True)
    claimed = fields.String(attribute="report.claimed", required=True, allow_none=True)
    assessed = fields.String(attribute="report.assessed", required=True, allow_none=True)
    on = fields.Date(attribute="report.on", required=True, allow_none=True)
    promised_date = fields.Date(attribute="report.promised_date", required=True, allow_none=True)
    text = fields.String(required=True)


class IncomingWhole(Schema):
    """One item with all that was reported of it, and why it is due on that day (empty without a term of the law)."""

    item = fields.Nested(IncomingAnswer, attribute="view", required=True)
    reports = fields.List(fields.Nested(IncomingReportAnswer), required=True)
    clock = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class IncomingReportBody(Body):
    """What the office says of an item: a reply takes a `position`, a report of progress `claimed` alone."""

    position = fields.String(load_default=None, allow_none=True, validate=word(*Position))
    reasons = Flag(load_default=False)
    claimed = fields.String(load_default=None, allow_none=True, validate=word(*Claimed))
    promised_date = Day(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, required=True)


class IncomingFindingBody(Body):
    """What the issuer found; which member a word needs, it says when it is refused."""

    assessment = fields.String(required=True, validate=word(*Assessed))
    on = Day(load_default=None, allow_none=True)
    promised_date = Day(load_default=None, allow_none=True)
    next_check = Day(load_default=None, allow_none=True)
    text = Text(LONGEST_TEXT, required=True)


class IncomingFigures(Schema):
    """Items asked of the office, by issuer; in no figure of what the office asks of others."""

    issuer = fields.String(required=True)
    items = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    late = fields.Integer(required=True)
    claimed = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    assessed = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class IncomingFiguresList(Schema):
    unit = fields.String(required=True)
    issuers = fields.List(fields.Nested(IncomingFigures), required=True)
