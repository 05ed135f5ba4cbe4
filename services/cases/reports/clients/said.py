"""Numbers and days as a report prints them, in either language."""

from datetime import date

from babel.dates import format_date

from services.cases.reports import data
from services.cases.reports.domain.content import Content, Row, Run, Table, paragraphs, runs

#: Between thousands, and before the sign of a percentage: no line is broken there.
HARD_SPACE = "\N{NO-BREAK SPACE}"
#: Letters above a bar.
LONGEST_LABEL = 44


def word(key: str, language: str) -> str:
    return data.words()[key].of(language)


def day(one: date, language: str) -> str:
    return str(format_date(one, "d MMMM y", locale=language))


def number(count: int | None, language: str) -> str:
    """A dash where it is not shown."""
    if count is None:
        return "–"
    return f"{count:,}" if language == "en" else f"{count:,}".replace(",", HARD_SPACE)


def percent(row: Row, language: str) -> str:
    if row.percent is None:
        return "–"
    said = str(row.percent) if language == "en" else str(row.percent).replace(".", ",")
    return f"{said}{HARD_SPACE}%"


def counted(row: Row, language: str) -> str:
    """A figure in a sentence: what it is, of what."""
    if row.numerator is None:
        return word("hidden", language)
    part, whole = number(row.numerator, language), number(row.denominator, language)
    key = "of" if row.percent is not None else "part_of"
    return word(key, language).format(part=part, whole=whole, percent=percent(row, language))


def figure_in_words(content: Content, one: Run, language: str) -> str:
    """What stands in the place of the name of a figure; words are themselves."""
    found = content.rows.get(one.figure) if one.figure else None
    return counted(found[1], language) if found else one.text


def pieces(content: Content, words: str, language: str) -> list[list[tuple[str, str | None]]]:
    """Paragraphs of (text, name of the figure that it is)."""
    return [
        [
            (figure_in_words(content, one, language), one.figure if one.figure in content.rows else None)
            for one in runs(paragraph)
        ]
        for paragraph in paragraphs(words)
    ]


def method(content: Content, key: str, language: str) -> str:
    """Methods are called by their place."""
    place = [one.key for one in content.methods].index(key) + 1
    return f"{word('method', language)} {place}"


def query(table: Table, language: str) -> str:
    """How a row was taken, with the version of that."""
    return f"{table.name.of(language)}, {word('version', language)} {table.version}"


def heads(language: str) -> list[str]:
    return [word(key, language) for key in ("figure", "part", "whole", "share")]


def cells(row: Row, language: str) -> list[str]:
    """A row of a table below `heads`."""
    if row.numerator is None:
        return [row.name.of(language), word("hidden", language), number(row.denominator, language), "–"]
    counts = [number(one, language) for one in (row.numerator, row.denominator)]
    return [row.name.of(language), *counts, percent(row, language)]


def bars(table: Table) -> list[tuple[Row, float]]:
    """Rows with the part of the whole that they are, of one; those that say a number alone."""
    if not table.chart:
        return []
    told = (row for row in table.rows if row.numerator is not None and row.denominator)
    return [(row, (row.numerator or 0) / (row.denominator or 1)) for row in told]


def short(row: Row, language: str) -> str:
    """A name as long as a drawing has room for; the table below has it whole."""
    name = row.name.of(language)
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def facts(content: Content, language: str) -> list[tuple[str, str]]:
    """What the report is of, in the order in which it is told."""
    found = [(word("number", language), content.number)]
    found += [(word("period", language), f"{day(content.first, language)} – {day(content.last, language)}")]
    if content.county:
        found.append((word("county", language), content.county.of(language)))
    found.append((word("on_day", language), day(content.on, language)))
    found.append((word("known_day", language), day(content.known, language)))
    return found
