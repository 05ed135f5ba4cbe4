"""The table of figures as a CSV file: as it is taken home, and as it comes back out of whatever spreadsheet it was opened in."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.partners.domain.figures import COUNTED, STATES, Cell
from services.partners.schemas.figures import LARGEST, LONGEST_COMMENT, MOST_ROWS
from shared.cells import plain_cell

#: In bytes: a table of a hundred rows with its words.
LARGEST_FILE = 500_000
COLUMNS = ("indicator", "state", "numerator", "denominator", "comment")
_SEPARATORS = ";,\t"
_DIGITS = re.compile(r"[0-9]{1,14}")
#: What spreadsheets write where they do not write UTF-8: with a mark, or as Windows does in this country (ë and ç are the same in both its tables).
_MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WINDOWS = "cp1252"


class FileUnreadError(Exception):
    """The file is none that can be read; `code`: too_large, not_text, no_columns, too_many, empty."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ReadRow:
    """One row of a file. `line` as an editor counts; `faults`: (column, what is wrong: not_whole, state_unknown, too_long)."""

    line: int
    indicator: str
    cell: Cell
    faults: tuple[tuple[str, str], ...] = ()


def read(content: bytes) -> list[ReadRow]:
    """The rows of a file. Whole numbers alone are taken: whether 1.234 or 1,234 has thousands or a fraction nobody can know. Raises `FileUnreadError`."""
    if len(content) > LARGEST_FILE:
        raise FileUnreadError("too_large")
    text = _text(content)
    lines = csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True)
    try:
        rows = list(_rows(lines))
    except csv.Error as error:
        raise FileUnreadError("not_text") from error
    if not rows:
        raise FileUnreadError("empty")
    return rows


def _text(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKED.items() if content.startswith(mark)), "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise FileUnreadError("not_text") from None
        text = content.decode(_WINDOWS, errors="replace")
    if "\0" in text:
        raise FileUnreadError("not_text")
    return text


def _separator(text: str) -> str:
    """The one that stands in the head most often; a spreadsheet of this country writes semicolons."""
    head = text.partition("\n")[0]
    return max(_SEPARATORS, key=head.count)


def _rows(lines: Iterator[list[str]]) -> Iterator[ReadRow]:
    head = [cell.strip().lower() for cell in next(lines, [])]
    if "indicator" not in head or "numerator" not in head:
        raise FileUnreadError("no_columns")
    for count, cells in enumerate(lines):
        if not any(cell.strip() for cell in cells):
            continue
        if count >= MOST_ROWS:
            raise FileUnreadError("too_many")
        by_name = {name: plain_cell(cell.strip()) for name, cell in zip(head, cells, strict=False)}
        yield _row(count + 2, by_name)


def _row(line: int, cells: dict[str, str]) -> ReadRow:
    faults: list[tuple[str, str]] = []
    state = cells.get("state", "").lower() or COUNTED
    if state not in STATES:
        faults.append(("state", "state_unknown"))
    numbers: list[int | None] = []
    for name in ("numerator", "denominator"):
        number, right = _whole(cells.get(name, ""))
        numbers.append(number)
        if not right:
            faults.append((name, "not_whole"))
    comment = cells.get("comment", "")
    if len(comment) > LONGEST_COMMENT:
        faults.append(("comment", "too_long"))
    cell = Cell(state, numbers[0], numbers[1], comment[:LONGEST_COMMENT])
    return ReadRow(line, cells.get("indicator", ""), cell, tuple(faults))


def _whole(text: str) -> tuple[int | None, bool]:
    """A number of digits, with spaces between them at most; none of nothing. And whether it is one."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not plain:
        return None, True
    if not _DIGITS.fullmatch(plain) or int(plain) > LARGEST:
        return None, False
    return int(plain), True


def rows_of(keys: Sequence[tuple[str, str]], said: dict[str, Cell]) -> list[list[object]]:
    """The table as a file, with the name of each row beside its key and what was said of it."""
    head: list[object] = [COLUMNS[0], "name", *COLUMNS[1:]]
    rows = [head]
    for key, name in keys:
        one = said.get(key, Cell(""))
        numbers = ["" if number is None else number for number in one.numbers]
        rows.append([key, name, one.state, *numbers, one.comment])
    return rows
