"""Files of rows that people bring and take away, CSV or JSON in UTF-8: what all of them have in common."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Response
from werkzeug.datastructures import FileStorage

from shared.cells import safe_cell
from shared.errors import Problem
from shared.gate import parse_json

RowT = TypeVar("RowT")


def only_file(files: Iterable[tuple[str, FileStorage]], texts: Iterable[str], largest: int) -> bytes:
    """The one file of a request, in the part `file`, up to one byte more than `largest`. Raises `Problem` 422."""
    parts = list(files)
    if [name for name, _ in parts] != ["file"] or list(texts):
        raise unreadable("Send one file in the part `file`.")
    part = parts[0][1]
    with part.stream as stream:
        content = bytes(stream.read(largest + 1))
    # Whoever looks at the request again, as what tells repeated ones apart, finds what was sent.
    part.stream = io.BytesIO(content)
    return content


def rows_of(
    content: bytes,
    of_json: Callable[[Any], Iterable[RowT]],
    of_csv: Callable[[str], Iterable[RowT]],
    *,
    largest: int,
    most: int,
) -> list[RowT]:
    """Every row of a file: by `of_json` from its document, else by `of_csv` from its text.

    `largest` in bytes, `most` in rows. Raises `Problem` 413 (too large) or 422 (no such file).
    """
    if len(content) > largest:
        raise Problem(413, "content_too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable("The file is not UTF-8.") from error
    rows: list[RowT] = []
    for row in of_json(_document(text)) if text.lstrip()[:1] in ("{", "[") else of_csv(text):
        if len(rows) >= most:
            raise unreadable(f"At most {most} rows.")
        rows.append(row)
    if not rows:
        raise unreadable("The file holds no rows.")
    return rows


def csv_file(rows: Iterable[Iterable[object]], name: str) -> Response:
    """Rows to be saved as a file of that name, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    response = Response(buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def unreadable(reason: str) -> Problem:
    """The refusal of a file that is none."""
    return Problem(422, "invalid_content", errors=[{"pointer": "/file", "code": reason}])


def _document(text: str) -> Any:
    try:
        document = parse_json(text)
        # Half a surrogate pair stands in JSON and in no answer.
        json.dumps(document, ensure_ascii=False).encode()
    except ValueError as error:
        raise unreadable("The file is no JSON.") from error
    return document
