"""docs/states.md says what the data files say, in words and not in codes: a jurist reads it and not the files."""

import re
from datetime import date

import pytest

from services.cases import data
from services.cases.data import acts
from services.cases.gaps import data as gap_data
from services.cases.printed import document as printed

DAY = date(2026, 11, 26)
PAGE = printed.page(DAY)


def test_every_kind_rung_alternative_matter_outcome_and_gap_is_named():
    named = [
        *data.kind_entries(DAY).values(),
        *data.alternative_entries(DAY).values(),
        *acts.matter_entries(DAY).values(),
    ]
    named += [rung for one in data.in_force(data.entries("ladders", "ladders"), DAY).values() for rung in one["rungs"]]
    named += [acts.outcome_entry(key) for kind in data.kind_entries(DAY) for key in acts.outcomes_of(kind, DAY)]
    named += [*gap_data.gap_kind_names().values(), *gap_data.gap_outcome_names().values()]
    named += [*gap_data.gap_stage_names().values()]
    assert [entry["name_en"] for entry in named if entry["name_en"] not in PAGE] == []


def test_there_is_no_code_in_it():
    prose = re.sub(r"```.*?```|`[^`]*`", "", PAGE, flags=re.DOTALL)
    assert re.findall(r"\w+_\w+|\b1 days\b|\bNone\b|\{|\}", prose) == []


def test_a_term_and_a_rung_read_as_a_sentence():
    assert "| Reminder | 1 day after the last day for the reply | none | case officer |" in PAGE
    assert "1 day after the last day of the term that the step before opened; if it opened none, 10 days after" in PAGE
    assert "in the last 90 days, and these are more than 200 % of what the 365 days before let expect" in PAGE


def test_every_table_has_rows_as_wide_as_its_head():
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        assert len({line.count(" | ") for line in table.splitlines()}) == 1


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2030, 1, 1)])
def test_it_changes_with_the_files_and_not_with_the_calendar(day):
    assert printed.page(day) == printed.whole()
