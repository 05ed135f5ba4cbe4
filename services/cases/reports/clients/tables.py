"""The figures of a report as CSV: a line for each frozen row."""

import csv
import io
from collections.abc import Iterator

from services.cases.reports.domain.content import Content, named
from shared.cells import safe_cell

COLUMNS = (
    "name", "chapter", "query", "query_version", "key", "name_sq", "name_en", "unit_sq", "unit_en", "scope", "numerator", "denominator", "percent", "on",
    "known", "method",
)  # fmt: skip
#: In the place of a number that is not shown.
HIDDEN = "*"


def lines(content: Content) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    days = (content.on.isoformat(), content.known.isoformat())
    for chapter in content.chapters:
        for table in chapter.tables:
            for row in table.rows:
                counts = (row.numerator, row.denominator, row.percent)
                yield (
                    named(table.query, row.key),
                    chapter.key,
                    table.query,
                    str(table.version),
                    row.key,
                    row.name.sq,
                    row.name.en,
                    table.unit.sq,
                    table.unit.en,
                    table.scope,
                    *(HIDDEN if one is None else str(one) for one in counts),
                    *days,
                    table.method,
                )


def as_bytes(content: Content) -> bytes:
    """In UTF-8, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([safe_cell(cell) for cell in line] for line in lines(content))
    return buffer.getvalue().encode()
