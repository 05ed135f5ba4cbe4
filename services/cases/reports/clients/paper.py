"""A report as PDF, by the template of the office: tagged, and each number leads to its row."""

from services.cases.clients import typesetting
from services.cases.reports.clients import said
from services.cases.reports.domain.content import Chapter, Content, Row, Table, named

TEMPLATE = "report.typ"


def as_bytes(content: Content, language: str, *, draft: bool) -> bytes:
    """Dated by the day as known on which it is told: the same content is the same bytes on any day."""
    return typesetting.pdf(_said(content, language, draft=draft), content.known, template=TEMPLATE)


def _said(content: Content, language: str, *, draft: bool) -> dict[str, object]:
    return {
        "language": language,
        "draft": draft,
        "number": content.number,
        "kind": content.kind_name.of(language),
        "title": content.title.of(language),
        "facts": [list(one) for one in said.facts(content, language)],
        "words": {key: said.word(key, language) for key in _WORDS},
        "heads": said.heads(language),
        "chapters": [_chapter(content, one, language) for one in content.chapters],
        "methods": [
            {
                "key": one.key,
                "name": said.method(content, one.key, language),
                "paragraphs": one.words.of(language).split("\n\n"),
                "source": one.source,
            }
            for one in content.methods
        ],
        "rows": [_row_told(content, name, table, row, language) for name, (table, row) in content.rows.items()],
    }


_WORDS = (
    "office",
    "draft",
    "contents",
    "unit",
    "chart",
    "methods",
    "method",
    "source",
    "rows",
    "page",
    "of_pages",
    "nothing",
    "licence",
)


def _chapter(content: Content, chapter: Chapter, language: str) -> dict[str, object]:
    return {
        "key": chapter.key,
        "name": chapter.name.of(language),
        "paragraphs": [
            [{"text": text, "figure": name or ""} for text, name in paragraph]
            for paragraph in said.pieces(content, chapter.words.of(language), language)
        ],
        "tables": [_table(one, language) for one in chapter.tables],
    }


def _table(table: Table, language: str) -> dict[str, object]:
    lengths = {row.key: share for row, share in said.bars(table)}
    return {
        "name": table.name.of(language),
        "unit": table.unit.of(language),
        "scope": said.word(f"scope_{table.scope}", language),
        "method": table.method,
        "bars": bool(lengths),
        "rows": [
            {
                "figure": named(table.query, row.key),
                "cells": said.cells(row, language),
                "bar": round(lengths.get(row.key, 0) * 100, 1),
            }
            for row in table.rows
        ],
    }


def _row_told(content: Content, name: str, table: Table, row: Row, language: str) -> dict[str, object]:
    return {
        "figure": name,
        "query": said.query(table, language),
        "method": table.method,
        "method_name": said.method(content, table.method, language),
        "cells": said.cells(row, language),
        "unit": table.unit.of(language),
    }
