"""What a report is made of, out of its data file: kinds, templates, chapters, and which figures a chapter has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.cases.domain import entries
from services.cases.domain.versions import Versioned
from services.cases.reports.domain.content import Both


@dataclass(frozen=True, kw_only=True)
class Kind(Versioned):
    """`act`: what filing one drafts, and after how many days that asks for an answer; `whole_years`: its period is a calendar year; `county`: it is about one."""

    name: Both
    act: str | None
    act_days: int
    right: str
    whole_years: bool
    county: bool

    @property
    def is_filed(self) -> bool:
        return self.act is not None


@dataclass(frozen=True, kw_only=True)
class Template(Versioned):
    version: int
    chapters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChapterCard(Versioned):
    """`start`: the words with which it begins; `child`: its words are held to the measure of plain words."""

    name: Both
    queries: tuple[str, ...]
    start: Both
    child: bool


@dataclass(frozen=True, kw_only=True)
class QueryCard(Versioned):
    version: int
    name: Both
    unit: str
    method: str
    chart: bool


def both(entry: entries.Entry, stem: str, where: str) -> Both:
    return Both(entries.text(entry, f"{stem}_sq", where), entries.text(entry, f"{stem}_en", where))


def read_kind(entry: entries.Entry) -> Kind:
    """Raises ValueError for what is wrong in the file."""
    where = f"kind of report {entry.get('key')}"
    return Kind(
        name=both(entry, "name", where),
        act=entries.optional_text(entry, "act", where),
        act_days=entries.number(entry, "act_days", where),
        right=entries.text(entry, "right", where),
        whole_years=entries.flag(entry, "whole_years", where),
        county=entries.flag(entry, "county", where),
        **validity(entry, where),
    )


def read_template(entry: entries.Entry) -> Template:
    where = f"template {entry.get('key')}"
    chapters = entries.texts(entry, "chapters", where)
    return Template(version=entries.number(entry, "version", where), chapters=chapters, **validity(entry, where))


def read_chapter(entry: entries.Entry) -> ChapterCard:
    where = f"chapter {entry.get('key')}"
    return ChapterCard(
        name=both(entry, "name", where),
        queries=entries.texts(entry, "queries", where),
        start=both(entry, "start", where),
        child=entries.flag(entry, "child", where),
        **validity(entry, where),
    )


def read_query(entry: entries.Entry) -> QueryCard:
    where = f"query {entry.get('key')}"
    return QueryCard(
        version=entries.number(entry, "version", where),
        name=both(entry, "name", where),
        unit=entries.text(entry, "unit", where),
        method=entries.text(entry, "method", where),
        chart=entries.flag(entry, "chart", where),
        **validity(entry, where),
    )


def validity(entry: entries.Entry, where: str) -> Mapping[str, Any]:
    return {
        "key": entries.text(entry, "key", where),
        "valid_from": entries.day(entry, "valid_from", where),
        "valid_to": entries.day(entry, "valid_to", where),
        "confirmed": entries.flag(entry, "confirmed", where),
    }
