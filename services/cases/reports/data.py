"""What reports rest on, from the data files: kinds, templates, chapters, which figures they have, and the words around them."""

from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.reports.domain.content import Both
from services.cases.reports.domain.plain import Measure
from services.cases.reports.domain.templates import (
    ChapterCard,
    Kind,
    QueryCard,
    Template,
    read_chapter,
    read_kind,
    read_query,
    read_template,
)

_FILE = "reports"


@cache
def kinds() -> tuple[Kind, ...]:
    found = tuple(read_kind(one) for one in data.entries(_FILE, "report_kinds"))
    versions.check_versions(found)
    return found


def kind_names() -> dict[str, data.Entry]:
    return {entry["key"]: entry for entry in data.entries(_FILE, "report_kinds")}


def kind_of(key: str, day: date) -> Kind:
    """The version in force on that day. Raises `RuleViolation`."""
    return versions.version_on(kinds(), key, day)


@cache
def templates() -> tuple[Template, ...]:
    found = tuple(read_template(one) for one in data.entries(_FILE, "report_templates"))
    versions.check_versions(found)
    return found


def template_on(key: str, day: date) -> Template:
    """The one with which a report of that day begins. Raises `RuleViolation`."""
    return versions.version_on(templates(), key, day)


def template_of(key: str, version: int) -> Template:
    """That with which a report was begun: in the file for ever."""
    return next(one for one in templates() if (one.key, one.version) == (key, version))


@cache
def chapters() -> dict[str, ChapterCard]:
    return {one.key: one for one in map(read_chapter, data.entries(_FILE, "report_chapters"))}


@cache
def queries() -> dict[str, QueryCard]:
    """The newest version of each; a frozen row says by which it was taken."""
    return {one.key: one for one in map(read_query, data.entries(_FILE, "report_queries"))}


def number_prefix() -> str:
    (entry,) = data.entries(_FILE, "report_numbers")
    return str(entry["number_prefix"])


@cache
def words() -> dict[str, Both]:
    """What is printed around the words of a report, by key."""
    return _named("report_words")


@cache
def row_names() -> dict[str, Both]:
    return _named("report_rows")


@cache
def unit_names() -> dict[str, Both]:
    return _named("report_units")


@cache
def measure() -> Measure:
    """How plain the words for children are."""
    found = {entry["key"]: entry for entry in data.entries(_FILE, "child_words")}
    return Measure(found["sentences"]["most"], found["letters"]["most"], found["letters"]["long"])


@cache
def counties() -> dict[str, Both]:
    """The twelve, without the words for who lives in none."""
    named = {one["key"]: Both(one["name_sq"], one["name_en"]) for one in data.entries("profile", "county")}
    return {key: name for key, name in named.items() if name.sq.startswith("Qarku ")}


def _named(section: str) -> dict[str, Both]:
    return {entry["key"]: Both(entry["name_sq"], entry["name_en"]) for entry in data.entries(_FILE, section)}
