"""What a report says, whole: words and frozen rows. Every file of it is made of this value and of nothing else."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.percentages import percent_of
from shared.rules import ContentViolation

LANGUAGES = ("sq", "en")
#: A figure in words, by the name of its row.
_NAMED = re.compile(r"\[([a-z0-9-]+\.[a-z0-9-]+)\]")


def named(query: str, key: str) -> str:
    """What a figure is called in words, in addresses and in files: no sign that nobody types."""
    return f"{query}.{key}".replace("_", "-")


@dataclass(frozen=True)
class Both:
    """The same in both languages."""

    sq: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.sq


@dataclass(frozen=True)
class Row:
    """One frozen figure: `numerator` of `denominator`; none where it is small, or would tell what is."""

    key: str
    name: Both
    numerator: int | None
    denominator: int | None

    @property
    def percent(self) -> Decimal | None:
        if self.numerator is None or self.denominator is None:
            return None
        return percent_of(self.numerator, self.denominator)


@dataclass(frozen=True)
class Table:
    """The rows of one query, as a version of it counted them by one method. `scope`: of which acts or complaints (report_words, scope_…)."""

    query: str
    version: int
    name: Both
    unit: Both
    method: str
    scope: str
    chart: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Chapter:
    key: str
    name: Both
    words: Both
    child: bool
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Method:
    key: str
    words: Both
    source: str


@dataclass(frozen=True)
class Content:
    """`edition`: which freezing of its figures; `on`, `known`: as they stood at the end of a day, as known on another."""

    number: str
    kind: str
    kind_name: Both
    title: Both
    first: date
    last: date
    county: Both | None
    template_version: int
    edition: int
    on: date
    known: date
    chapters: tuple[Chapter, ...]
    methods: tuple[Method, ...]

    @property
    def tables(self) -> list[Table]:
        return [table for chapter in self.chapters for table in chapter.tables]

    @property
    def rows(self) -> dict[str, tuple[Table, Row]]:
        """Each by its name, in the order of the report."""
        return {named(table.query, row.key): (table, row) for table in self.tables for row in table.rows}


@dataclass(frozen=True)
class Run:
    """A piece of a sentence: words, or the figure of that name."""

    text: str
    figure: str | None = None


def runs(paragraph: str) -> Iterator[Run]:
    """The pieces of a paragraph in their order."""
    end = 0
    for found in _NAMED.finditer(paragraph):
        if found.start() > end:
            yield Run(paragraph[end : found.start()])
        yield Run(found[0], found[1])
        end = found.end()
    if end < len(paragraph):
        yield Run(paragraph[end:])


def paragraphs(words: str) -> list[str]:
    return [" ".join(one.split()) for one in re.split(r"\n\s*\n", words.replace("\r\n", "\n")) if one.strip()]


def check_named(words: str, known: Mapping[str, object], field: str) -> None:
    """Raises `ContentViolation` where words name a figure that the report does not have."""
    strangers = [one for one in _NAMED.findall(words) if one not in known]
    if strangers:
        raise ContentViolation(f"no such figure: {strangers[0]}", code="report.figure_unknown", field=field)


def as_bytes(content: Content) -> bytes:
    """Its one form as JSON: what is approved, and what it can be read from again."""
    return (json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def digest_of(content: Content) -> str:
    return hashlib.sha256(as_bytes(content)).hexdigest()


def read(document: Mapping[str, Any]) -> Content:
    """Out of its JSON."""
    return Content(
        number=document["number"],
        kind=document["kind"],
        kind_name=_both(document["kind_name"]),
        title=_both(document["title"]),
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]),
        county=_both(document["county"]) if document["county"] else None,
        template_version=document["template_version"],
        edition=document["edition"],
        on=date.fromisoformat(document["on"]),
        known=date.fromisoformat(document["known"]),
        chapters=tuple(_chapter(one) for one in document["chapters"]),
        methods=tuple(Method(one["key"], _both(one["words"]), one["source"]) for one in document["methods"]),
    )


def _chapter(one: Mapping[str, Any]) -> Chapter:
    tables = tuple(_table(table) for table in one["tables"])
    return Chapter(one["key"], _both(one["name"]), _both(one["words"]), one["child"], tables)


def _table(one: Mapping[str, Any]) -> Table:
    rows = tuple(Row(row["key"], _both(row["name"]), row["numerator"], row["denominator"]) for row in one["rows"])
    return Table(
        query=one["query"],
        version=one["version"],
        name=_both(one["name"]),
        unit=_both(one["unit"]),
        method=one["method"],
        scope=one["scope"],
        chart=one["chart"],
        rows=rows,
    )


def _both(one: Mapping[str, str]) -> Both:
    return Both(one["sq"], one["en"])


def _plain(content: Content) -> dict[str, Any]:
    """Days as texts, each row with its share beside its counts."""
    plain: dict[str, Any] = asdict(content)
    for name in ("first", "last", "on", "known"):
        plain[name] = plain[name].isoformat()
    for chapter, written in zip(content.chapters, plain["chapters"], strict=True):
        for table, said in zip(chapter.tables, written["tables"], strict=True):
            for row, told in zip(table.rows, said["rows"], strict=True):
                told["percent"] = None if row.percent is None else str(row.percent)
    return plain


def different(
    before: Sequence[tuple[str, int | None, int | None]], now: Sequence[tuple[str, int | None, int | None]]
) -> list[str]:
    """The names of the rows that two freezings tell otherwise, or that only one has, in the order of the later."""
    was = {name: counts for name, *counts in before}
    new = {name: counts for name, *counts in now}
    return [name for name in dict.fromkeys([*new, *was]) if was.get(name) != new.get(name)]
